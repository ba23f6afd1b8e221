"""`init`: a folder becomes a desk with settings and a sample, and what lies there stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files as packaged
from pathlib import Path
from typing import Final

from copydesk import config
from copydesk.builder import submissions
from copydesk.errors import UsageError
from copydesk.settings import ground
from copydesk.system import files

#: The article that shows what copydesk does, and its slug.
SAMPLE: Final = "sample.txt"
SLUG: Final = "sample"
_FORM: Final = "new-desk.toml"
_IGNORED: Final = ".gitignore"


@dataclass(frozen=True, slots=True)
class Laid:
    """A part of a new desk: its path in the folder, what it is for, whether it lay there before."""

    path: str
    about: str
    kept: bool = False


def make_desk(folder: Path) -> tuple[Laid, ...]:
    """Make a desk of `folder`, which is made too where it is not there; its parts.

    Nothing is overwritten: a file that lies there is told as kept. The sample comes only where
    no submission is, and not again into a desk that had one; nothing is said to git where there is
    no repository. Raises `UsageError` for what is no folder, `ConfigError` for settings that cannot
    be read.
    """
    if files.is_there(folder) and not files.is_folder(folder):
        message = f"`{folder}` is a file"
        raise UsageError(message, hint="name a folder", code="usage.directory")
    files.folder(folder)
    return tuple(_parts(folder))


def _parts(folder: Path) -> Iterator[Laid]:
    standing = ground.find_settings(folder)
    settings = config.load(folder)
    source = folder / settings.source
    there = files.is_folder(source)
    files.folder(source)
    sample: tuple[Laid, ...] = ()
    is_new = not (standing and there)
    if is_new and not submissions.find_submissions(folder, settings.source).submissions:
        about = "a made-up article, as one copies it from a web page"
        sample = (_laid(folder, f"{settings.source}/{SAMPLE}", _house(SAMPLE), about),)
    if standing:
        yield Laid(standing, "settings", kept=True)
    else:  # behind the sample, which would not come any more if this was killed between the two
        about = "settings: name your publication there"
        yield _laid(folder, ground.SETTINGS, _house(_FORM), about)
    about = "for your texts: .txt .html .docx .odt .rtf .pdf .md"
    yield Laid(f"{settings.source}/", about, kept=there)
    yield from sample
    if _is_in_repository(folder):
        about = f"keeps {settings.out}/ out of git; builds can always make it again"
        laid = _laid(folder, _IGNORED, f"{settings.out}/\n".encode(), about)
        lacks = laid.kept and not _is_ignored(folder / _IGNORED, settings.out)
        yield replace(laid, about=f"add the line `{settings.out}/` to it") if lacks else laid


def _laid(folder: Path, name: str, data: bytes, about: str) -> Laid:
    return Laid(name, about, kept=not files.create(folder / name, data))


def _house(name: str) -> bytes:
    return (packaged("copydesk") / "data" / name).read_bytes()


def _is_ignored(path: Path, name: str) -> bool:
    """Whether the .gitignore at `path` names the folder `name`."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(line.strip().removesuffix("*").strip("/") == name.strip("/") for line in lines)


def _is_in_repository(folder: Path) -> bool:
    """Whether git keeps `folder`: a `.git` lies there or above, a folder or the file of a worktree.

    What cannot be looked at is none.
    """
    place = folder.resolve()
    return any(files.is_there(above / ".git") for above in (place, *place.parents))
