"""The place of a new submission: a name that no other has, and all that goes with it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from copydesk.builder import side_files
from copydesk.builder.intake.files import Arrival
from copydesk.builder.submissions import APART, SIDECAR, is_scratch
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.review import sidecar
from copydesk.system import files, names


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a submission lies, relative to the desk.

    `taken` is the name that it would have had, when another has that; `known` says that the very
    same file lay there already.
    """

    source: str
    taken: str = ""
    known: bool = False


def place(root: Path, config: Config, arrival: Arrival, wanted: str = "") -> Placed:
    """Put `arrival` into the source of the desk at `root`, under its own name or that `wanted`.

    Nothing is overwritten: where its own name is taken it gets a number, and `UsageError` says
    that the one `wanted` is, or cannot be. Its pictures come first, the sidecar with its address
    last: killed in between and done again it ends as if it had been done once.
    """
    folder, stem, ending = _asked(arrival, wanted) if wanted else ("", arrival.stem, arrival.ending)
    home = root / config.source / folder
    files.folder(home)
    first = f"{stem}{ending}"
    if _is_same(home / first, arrival.data):
        _remember(home / first, arrival)
        return Placed(_path(config, folder, first), known=True)
    while True:
        there = {names.slug(names.stem_of(name)): name for name in _submissions(home, ending)}

        def find_holder(stem: str, there: Mapping[str, str] = there) -> str:
            """What has the name of a submission that is called `stem`, "" for nothing."""
            shelf = home / side_files.picture_folders(f"{stem}{ending}")[0]
            return there.get(names.slug(stem), "") or _find_shelf(shelf, arrival.pictures)

        taken = find_holder(stem)
        if taken and wanted:
            message = f"`{_path(config, folder, taken)}` has that name already"
            raise UsageError(message, hint="choose another for --as", code="usage.as")
        stems = (f"{stem}-{number}" for number in itertools.count(2))
        free = next(one for one in stems if not find_holder(one)) if taken else stem
        if _put(home, f"{free}{ending}", arrival):  # or somebody else did in this moment
            return Placed(_path(config, folder, f"{free}{ending}"), taken)


def _put(home: Path, name: str, arrival: Arrival) -> bool:
    """Lay `arrival` down in `home` as `name`; not where a file is called so by now."""
    if arrival.pictures:
        shelf = home / side_files.picture_folders(name)[0]
        files.folder(shelf)
        for picture, data in arrival.pictures.items():
            files.create(shelf / picture, data)
    if not files.create(home / name, arrival.data):
        return False
    _remember(home / name, arrival)
    return True


def _remember(path: Path, arrival: Arrival) -> None:
    """Write into the sidecar of the submission at `path` where it stands on the web."""
    side = sidecar.place(path)
    if arrival.address and not files.is_there(side):
        sidecar.revise(side, sidecar.enter_field(side.name, "url", arrival.address))


def _submissions(home: Path, ending: str) -> Iterator[str]:
    """Names of the submissions in `home`, those included of which only the sidecar is left.

    Whatever has the `ending` counts as one, be it a folder, a pipe or a link to nothing: a file
    cannot be put where it lies.
    """
    with os.scandir(home) as entries:
        for entry in entries:
            name = entry.name
            there = entry.is_file() or PurePath(name).suffix == ending
            if there and not is_scratch(name) and not name.endswith(side_files.LIBRARIES):
                yield name.removesuffix(SIDECAR)


def _find_shelf(shelf: Path, pictures: Mapping[str, bytes]) -> str:
    """The name of the folder `shelf`, where it leads elsewhere or holds other `pictures`."""
    held = pictures and (
        os.path.islink(shelf)  # noqa: PTH114  never raises
        or any(
            os.path.lexists(shelf / name) and not _is_same(shelf / name, data)
            for name, data in pictures.items()
        )
    )
    return shelf.name if held else ""


def _is_same(path: Path, data: bytes) -> bool:
    """Whether a file of `data` lies at `path`; no pipe or device is opened, which may never end."""
    try:
        alike = files.is_file(path) and path.stat().st_size == len(data)
        return alike and path.read_bytes() == data
    except OSError:
        return False


def _path(config: Config, folder: str, name: str) -> str:
    return "/".join(part for part in (config.source, folder, name) if part)


def _asked(arrival: Arrival, wanted: str) -> tuple[str, str, str]:
    """The folder below the source, the stem and the ending that `wanted` asks for."""
    folder, _, name = wanted.rpartition("/")
    stem, ending = PurePath(name).stem, PurePath(name).suffix
    if ending.lower() != arrival.ending.lower():
        stem, ending = name, arrival.ending
    parts = [*wanted.split("/")[:-1], stem]
    if any(not _is_fit(part) for part in parts) or parts[0] in APART | {"words", "sites"}:
        message = f"`{wanted}` is not a valid name of a submission"
        hint = "use words, as in `--as night-ferry` or `--as 2024/night-ferry`"
        raise UsageError(message, hint=hint, code="usage.as")
    return folder, stem, ending


def _is_fit(part: str) -> bool:
    """Whether a file or folder may be called `part` on every system, and is looked into."""
    if names.stem_of(part).lower() in names.RESERVED:
        return False  # a device
    fit = part.isprintable() and not set(part) & set('\\:*?"<>|') and len(part) <= 80
    return fit and bool(part.strip(" .")) and not is_scratch(part) and part[-1] not in " ."
