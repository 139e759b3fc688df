"""The options of a conversion as the commands share them."""

from pathlib import Path
from typing import Annotated

import typer

from app.base.options import Alpha, Cmyk, Source, Switch
from lut.separation.recipe import Intent, Precision

ConditionChoice = Annotated[
    str | None, typer.Option(help="Printing condition; see `platesetter conditions`.")
]
SourceChoice = Annotated[
    Source, typer.Option(help="Colour space; auto: embedded, EXIF's, else sRGB.")
]
SourceProfileChoice = Annotated[
    Path | None,
    typer.Option(help="Colour space as an ICC profile, instead of what is embedded."),
]
PrecisionChoice = Annotated[
    Precision, typer.Option(help="auto: trilinear where the condition has a grid, else exact.")
]
IntentChoice = Annotated[Intent, typer.Option(help="Rendering intent.")]
BpcChoice = Annotated[
    Switch | None, typer.Option(help="Black point compensation; by default where it applies.")
]
BlackChoice = Annotated[str, typer.Option(help="rich, pure or neutral; with a radius: neutral~6.")]
MaxInkChoice = Annotated[
    float | None, typer.Option(min=150, max=400, help="Most ink of any pixel, percent.")
]
BrandChoice = Annotated[
    list[str] | None, typer.Option(help="Brand colour, E30613:0,100,100,0~3; repeatable.")
]
AlphaChoice = Annotated[Alpha, typer.Option(help="Flatten on --background, or keep.")]
BackgroundChoice = Annotated[str, typer.Option(help="What alpha is flattened on, RRGGBB.")]
CmykChoice = Annotated[Cmyk, typer.Option(help="A picture that is CMYK already.")]
PageChoice = Annotated[int, typer.Option(min=1, help="Which page of a TIFF.")]
DpiChoice = Annotated[
    float | None,
    typer.Option(min=1, max=10_000, help="Pixels per inch; by default the source's, or 300."),
]
PrintWidthChoice = Annotated[
    str | None, typer.Option(help="How wide it prints, 210mm, 21cm or 8.5in; sets the dpi.")
]
