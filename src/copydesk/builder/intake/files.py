"""A submission that has come in and has no place yet."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote

from copydesk.builder import bounded_files, side_files, single_article
from copydesk.builder.submissions import SIDECAR, is_scratch
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Article
from copydesk.review import sidecar
from copydesk.system import files, pictures

#: What the file of a type is called that brings no name of its own.
_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "text/markdown": ".md",
}

#: Zones of a page that hold its text, and roles of lines that no edition prints. A picture in the
#: former may be taken for furniture, and the editor may want it back.
_OF_THE_TEXT: Final = frozenset(("", "main", "near"))
_LEFT_OUT: Final = frozenset(("furniture", "cta"))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A submission, what is read in it, and what came with it.

    `stem` and `ending` are what its file would like to be called; `address` is where it stands on
    the web, "" when nobody said. `pictures` are those it needs, by the names of their files, and
    `missed` says of others why they did not come.
    """

    stem: str
    ending: str
    data: bytes
    article: Article
    address: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    missed: tuple[str, ...] = ()


def receive_bytes(data: bytes, stem: str, config: Config, said: str = "") -> Arrival:
    """`data`, which messages call what is `said`, as a submission that is to be called `stem`.

    Raises `Refused` for what copydesk does not read, and for what would be too large once it lies
    among the submissions.
    """
    data = bounded_files.check_size(data, said or stem, config.limits.file_bytes)
    article = single_article.read_bytes(data, said or stem, config)
    return Arrival(stem, ending(article), data, article)


def ending(article: Article) -> str:
    """The ending for a file of the type in which `article` came."""
    return _ENDINGS.get(article.edited.submission.media_type, ".txt")


def figures(article: Article) -> Iterator[str]:
    """The names of the pictures of `article` that did not come inside it, each once."""
    edited = article.edited
    inside = {picture.name for picture in edited.submission.pictures}
    rows = zip(edited.lines, edited.roles, strict=True)
    named = (
        line.hint.removeprefix("figure:")
        for line, role in rows
        if line.hint.startswith("figure:") and (line.zone in _OF_THE_TEXT or role not in _LEFT_OUT)
    )
    yield from (name for name in dict.fromkeys(named) if name not in inside)


# ── files of this machine ──────────────────────────────────────────────────────

#: What browsers and Word put behind the name of a page to call the folder of its parts, in the
#: languages that they speak. An old Windows keeps the two together by these.
_FOLDERS: Final = (
    ".files", "_files", "-Dateien", "_fichiers", "_bestanden", "_file", "_archivos", "-filer",
    "_tiedostot", "_pliki", "_soubory", "_elemei", "_ficheiros", "_arquivos", "_dosyalar",
    "_datoteke", "_fitxers", "_failid", "_fails", "_bylos", "_fajlovi", "_fitxategiak",
)  # fmt: skip


def receive_file(path: Path, config: Config) -> Arrival:
    """The file at `path` as a submission, with the pictures in the folder beside it.

    Raises `UsageError` for what is no file or goes with a submission, `Refused` for what copydesk
    does not read.
    """
    if files.is_folder(path):
        message = f"`{path.name}` is a folder"
        hint = f"name the files in it, as in `copydesk new {path.name}/*`"
        raise UsageError(message, hint=hint, code="usage.file")
    if path.name.endswith((SIDECAR, *side_files.LIBRARIES)):
        message = f"`{path.name}` is not an article: it belongs next to one"
        hint = "put it into the source folder yourself, with the name of its article"
        raise UsageError(message, hint=hint, code="usage.file")
    data = bounded_files.read_file(path, config)
    article = single_article.read_bytes(data, path.name, config)
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
        if any(one in there for one in side_files.picture_names(name)):
            continue
        if any(files.is_file(path.parent / one) for one in _near(name)):
            folder = PurePath(side_files.picture_folders(path.name)[0]).name
            yield f"`{name}`: it is next to `{path.name}`; only files in `{folder}/` are copied"
        else:
            yield f"`{name}`: it was not saved with `{path.name}`"


def _near(name: str) -> Iterator[str]:
    """Where the picture that a page names `name` may lie, seen from the page, and not above it."""
    *_, _, last = side_files.picture_names(name)
    yield from (
        one
        for one in (unquote(name), last)
        if one and not PurePath(one).is_absolute() and ".." not in PurePath(one).parts
    )


def _entries(path: Path) -> Iterator[os.DirEntry[str]]:
    """The files in the folders that go with the one at `path`."""
    for ending in _FOLDERS:
        yield from side_files.list_files(path.with_name(path.stem + ending))
