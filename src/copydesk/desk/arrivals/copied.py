"""A file of this machine as a submission, with the pictures that a browser saved beside it."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote

from copydesk import sidecar
from copydesk.config import Config
from copydesk.desk import beside, intake, single
from copydesk.desk.arrivals.arrival import Arrival, figures
from copydesk.desk.submissions import SIDECAR, is_scratch
from copydesk.errors import UsageError
from copydesk.gate import files, pictures

#: What browsers and Word put behind the name of a page to call the folder of its parts, in the
#: languages that they speak. An old Windows keeps the two together by these.
_FOLDERS: Final = (
    ".files", "_files", "-Dateien", "_fichiers", "_bestanden", "_file", "_archivos", "-filer",
    "_tiedostot", "_pliki", "_soubory", "_elemei", "_ficheiros", "_arquivos", "_dosyalar",
    "_datoteke", "_fitxers", "_failid", "_fails", "_bylos", "_fajlovi", "_fitxategiak",
)  # fmt: skip


def of_file(path: Path, config: Config) -> Arrival:
    """The file at `path` as a submission, with the pictures in the folder beside it.

    Raises `UsageError` for what is no file or goes with a submission, `Refused` for what copydesk
    does not read.
    """
    if files.is_folder(path):
        message = f"`{path.name}` is a folder"
        hint = f"name the files in it, as in `copydesk new {path.name}/*`"
        raise UsageError(message, hint=hint, code="usage.file")
    if path.name.endswith((SIDECAR, *beside.LIBRARIES)):
        message = f"`{path.name}` is no article: it goes beside one"
        hint = "put it into the source folder yourself, under the name of its article"
        raise UsageError(message, hint=hint, code="usage.file")
    data = intake.received(path, config)
    article = single.of_bytes(data, path.name, config)
    name = PurePath(_open(path.name))
    found, left = _beside(path, config)
    missed = (f"`{one}`: {why}" for one, why in left.items())
    lacking = _lacking(path, figures(article), {*found, *left})
    told = dict(article.edited.submission.facts).get("url", "")
    stands = told if sidecar.is_address(told) else ""
    return Arrival(name.stem, name.suffix, data, article, stands, found, (*missed, *lacking))


def _open(name: str) -> str:
    """`name`, or what of it is no sign of a hidden file or of one that is being written.

    >>> _open(".pier.txt"), _open("pier.txt~"), _open("pier.txt")
    ('pier.txt', 'pier.txt', 'pier.txt')
    """
    while is_scratch(name) and (shorter := name.lstrip(".~$#").rstrip("~#")) not in ("", name):
        name = shorter
    return name if not is_scratch(name) else f"{name.lstrip('.~$#') or 'submission'}.txt"


def _beside(path: Path, config: Config) -> tuple[dict[str, bytes], dict[str, str]]:
    """The pictures beside the file at `path`, by name, and why others were left, by theirs."""
    found: dict[str, bytes] = {}
    missed: dict[str, str] = {}
    most, left = config.limits.picture_bytes, config.limits.expanded_bytes
    for entry in _entries(path):
        try:
            if entry.stat(follow_symlinks=False).st_size > min(most, left):
                missed[entry.name] = f"larger than the limit of {min(most, left):,} bytes"
                continue
            data = Path(entry.path).read_bytes()
        except OSError as error:
            missed[entry.name] = error.strerror or str(error)
            continue
        if pictures.kind(data):
            left -= len(data)
            found.setdefault(entry.name, data)
    return found, missed


def _lacking(path: Path, named: Iterable[str], there: Container[str]) -> Iterator[str]:
    """What is said of each of the `named` pictures that are not `there`.

    What a page names is opened nowhere but in its own folder: it is told of, where it lies near.
    """
    for name in named:
        if any(one in there for one in beside.called(name)):
            continue
        if any(files.is_file(path.parent / one) for one in _near(name)):
            folder = PurePath(beside.folders(path.name)[0]).name
            yield f"`{name}`: it lies beside `{path.name}`; what comes along lies in `{folder}/`"
        else:
            yield f"`{name}`: it did not come with `{path.name}`"


def _near(name: str) -> Iterator[str]:
    """Where the picture that a page names `name` may lie, seen from the page, and not above it."""
    *_, _, last = beside.called(name)
    yield from (
        one
        for one in (unquote(name), last)
        if one and not PurePath(one).is_absolute() and ".." not in PurePath(one).parts
    )


def _entries(path: Path) -> Iterator[os.DirEntry[str]]:
    """The files in the folders that go with the one at `path`."""
    for ending in _FOLDERS:
        yield from beside.inside(path.with_name(path.stem + ending))
