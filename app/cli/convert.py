"""`platesetter convert`."""

from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from errno import EEXIST
from io import FileIO
from pathlib import Path
from typing import Annotated, Final

import typer

from app.base.errors import AppError
from app.base.options import Compression, Embedding, Metadata, Options
from app.base.settings import Settings
from app.cli.console import OUT, error, progress
from app.cli.options import (
    AlphaChoice,
    BackgroundChoice,
    BlackChoice,
    BpcChoice,
    BrandChoice,
    CmykChoice,
    ConditionChoice,
    DpiChoice,
    IntentChoice,
    MaxInkChoice,
    PageChoice,
    PrecisionChoice,
    PrintWidthChoice,
    SourceChoice,
    SourceProfileChoice,
)
from app.convert.engine import Pressroom
from app.send.download_name import output_name
from lut.base.errors import LutError
from lut.base.files import aside

USAGE: Final = 2


def convert(
    photos: Annotated[
        list[Path], typer.Argument(help="Pictures: JPEG, PNG, TIFF, WebP, AVIF.", metavar="PHOTO…")
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", help="A file for one picture, or a folder; by default beside each."
        ),
    ] = None,
    condition: ConditionChoice = None,
    source: SourceChoice = "auto",
    source_profile: SourceProfileChoice = None,
    precision: PrecisionChoice = "auto",
    intent: IntentChoice = "relative",
    bpc: BpcChoice = None,
    black: BlackChoice = "rich",
    max_ink: MaxInkChoice = None,
    brand: BrandChoice = None,
    alpha: AlphaChoice = "flatten",
    background: BackgroundChoice = "FFFFFF",
    cmyk: CmykChoice = "refuse",
    page: PageChoice = 1,
    compression: Annotated[Compression, typer.Option(help="Of the TIFF.")] = "none",
    profile: Annotated[
        Embedding, typer.Option(help="Whether the ICC profile is in the TIFF.")
    ] = "embed",
    metadata: Annotated[Metadata, typer.Option(help="XMP and IPTC.")] = "none",
    dpi: DpiChoice = None,
    print_width: PrintWidthChoice = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Pictures at once; by default one per core.")
    ] = None,
) -> None:
    """Convert pictures to CMYK TIFFs.

    A picture that fails is reported, the others are still done, and the exit status is 1.

    \b
    For example:
      platesetter convert photo.jpg
      platesetter convert *.jpg -o press/ --condition fogra39-coated --compression lzw
    """
    options = Options(
        condition=condition,
        source=source,
        precision=precision,
        intent=intent,
        bpc=bpc,
        black=black,
        max_ink=max_ink,
        brand=brand or [],
        alpha=alpha,
        background=background,
        cmyk=cmyk,
        page=page,
        compression=compression,
        profile=profile,
        metadata=metadata,
        dpi=dpi,
        print_width=print_width,
        filename=None,
    )
    sent = source_profile.read_bytes() if source_profile else None
    targets = _targets(photos, output)
    settings = Settings()
    room = Pressroom(settings.model_copy(update={"slots": jobs or settings.slots}))
    room.judge(options)
    failed = 0
    with progress() as bar, ThreadPoolExecutor(room.settings.slots) as cores:
        task = bar.add_task("converting", total=len(targets))
        running = {
            cores.submit(_one, room, photo, target, options, sent, force): photo
            for photo, target in targets.items()
        }
        try:
            for done in as_completed(running):
                failed += not _reported(running[done], done)
                bar.advance(task)
        except BaseException:
            cores.shutdown(wait=False, cancel_futures=True)
            raise
    if failed:
        raise typer.Exit(1)


def _targets(photos: list[Path], output: str | None) -> dict[Path, Path]:
    """Where each picture goes; no two to the same place."""
    targets = {photo: _target(photo, output, len(photos)) for photo in photos}
    taken: dict[Path, Path] = {}
    for photo, target in targets.items():
        other = taken.setdefault(target.resolve(), photo)
        if other is not photo:
            error(f"{other} and {photo} would both become {target}: give them other names")
            raise typer.Exit(USAGE)
    return targets


def _target(photo: Path, output: str | None, count: int) -> Path:
    name = output_name(photo.name)
    if output is None:
        return photo.with_name(name)
    is_folder = count > 1 or output.endswith("/") or Path(output).is_dir()
    return Path(output) / name if is_folder else Path(output)


def _one(
    room: Pressroom,
    photo: Path,
    target: Path,
    options: Options,
    sent: bytes | None,
    force: bool,
) -> Path:
    if target.exists() and not force:
        raise FileExistsError(EEXIST, "exists: --force overwrites it", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        FileIO(photo) as file,
        room.converting(file, options, sent) as begun,
        aside(target, overwrite=force) as tiff,
    ):
        tiff.writelines(begun.output.chunks)
    return target


def _reported(photo: Path, done: "Future[Path]") -> bool:
    try:
        OUT.print(f"{photo} → {done.result()}")
    except (AppError, LutError, OSError) as caught:
        error(f"{photo}: {_told(photo, caught)}")
        return False
    except Exception as caught:  # noqa: BLE001 - a fault of ours, and the others are still done
        error(f"{photo}: unexpected {type(caught).__name__}: {caught}")
        return False
    return True


def _told(photo: Path, caught: Exception) -> str:
    if not isinstance(caught, OSError) or not caught.strerror:
        return str(caught)
    elsewhere = caught.filename is not None and Path(caught.filename) != photo
    return f"{caught.filename}: {caught.strerror}" if elsewhere else caught.strerror
