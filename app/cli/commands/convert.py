"""`platesetter convert`."""

from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from errno import EEXIST
from io import FileIO
from pathlib import Path
from typing import Annotated

import typer

from app.base.errors import AppError
from app.base.options import Options
from app.base.settings import Settings
from app.cli.console import OUT, error, progress
from app.cli.failures import USAGE
from app.cli.options import SourceProfile, with_options
from app.convert.engine import Engine
from app.convert.submission import Submission
from app.send.download_name import output_name
from lut.base.errors import LutError
from lut.base.files import aside


@with_options()
def convert(
    photos: Annotated[
        list[Path], typer.Argument(help="Pictures: JPEG, PNG, TIFF, WebP, AVIF.", metavar="PHOTO…")
    ],
    options: Options,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            help="A file, for one picture, or a folder. Default: beside each picture.",
        ),
    ] = None,
    source_profile: SourceProfile = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that exist.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Pictures at once. Default: one per core.")
    ] = None,
) -> None:
    """Convert pictures to CMYK TIFFs.

    If a picture fails, its error is printed, the others are still converted, and the exit status
    is 1.

    \b
    For example:
      platesetter convert photo.jpg
      platesetter convert *.jpg -o press/ --condition fogra39-coated --compression lzw
    """
    sent = source_profile.read_bytes() if source_profile else None
    targets = _targets(photos, output)
    settings = Settings()
    engine = Engine(settings.model_copy(update={"slots": jobs or settings.slots}))
    engine.refuse_impossible(options)

    def one(photo: Path, target: Path) -> Path:
        if target.exists() and not force:
            raise FileExistsError(EEXIST, "exists: --force overwrites it", str(target))
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            FileIO(photo) as file,
            engine.begin(Submission(file, options, sent)) as conversion,
            aside(target, overwrite=force) as tiff,
        ):
            tiff.writelines(conversion.body)
        return target

    failed = 0
    with progress() as bar, ThreadPoolExecutor(engine.settings.slots) as threads:
        task = bar.add_task("converting", total=len(targets))
        running = {threads.submit(one, *pair): pair[0] for pair in targets.items()}
        try:
            for done in as_completed(running):
                failed += not _succeeded(running[done], done)
                bar.advance(task)
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    if failed:
        raise typer.Exit(1)


def _targets(photos: list[Path], output: str | None) -> dict[Path, Path]:
    """Return the file that each picture becomes; refuse two that would become the same."""
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


def _succeeded(photo: Path, done: "Future[Path]") -> bool:
    """Print what became of a picture; return whether it was converted."""
    try:
        OUT.print(f"{photo} → {done.result()}")
    except (AppError, LutError, OSError) as caught:
        error(f"{photo}: {_reason(photo, caught)}")
        return False
    except Exception as caught:  # noqa: BLE001 - a fault of ours; the others are still converted
        error(f"{photo}: unexpected {type(caught).__name__}: {caught}")
        return False
    return True


def _reason(photo: Path, caught: Exception) -> str:
    """Return the error's text; a system error's names the file, where that is not the photo."""
    if not isinstance(caught, OSError) or not caught.strerror:
        return str(caught)
    elsewhere = caught.filename is not None and Path(caught.filename) != photo
    return f"{caught.filename}: {caught.strerror}" if elsewhere else caught.strerror
