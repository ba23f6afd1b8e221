"""The submissions that lie in the source folder, and nothing else that lies there.

A build with nothing to do may import this, so its values are named tuples: to import dataclasses
takes longer than to find a hundred articles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, TypeAlias

from copydesk.builder.named_files import Stamp
from copydesk.builder.side_files import FOLDER, LIBRARIES, PAGES, SAVED, library_paths
from copydesk.system import companion_files, files

SIDECAR: Final = ".desk.toml"

#: What the programs that people write with leave beside a text while it is open or just saved:
#: backups (`quay.txt~`), the owner's note of Word (`~$quay.docx`), the unsaved copy of Emacs
#: (`#quay.txt#`), swap files, downloads that are under way. Most others begin with a dot.
_BEHIND: Final = ("~", ".swp", ".swo", ".tmp", ".part", ".crdownload")

#: Folders at the top of the source that hold other things.
COLLECTIONS: Final = "collections"
NEWSLETTERS: Final = "newsletters"
#: Where the issues that lie in the latter are built.
ISSUES: Final = "newsletter"
#: The folder of the book of an issue in that of the issue, and what the book is called there.
BOOK: Final = "book"
APART: Final = frozenset((NEWSLETTERS, COLLECTIONS))
#: What a collection is made as; all of it, when its file says nothing.
BOUND: Final = ("pdf", "epub")


#: Made for every article, whatever the settings say.
ALWAYS: Final = ("article", "proof")
#: Made when somebody names them, and where they lie. One that lies there is kept: it is made
#: anew with the others when the article changes, and what became of it by hand makes nothing
#: stale. Taking it away is all that ends it.
ON_REQUEST: Final[Mapping[str, str]] = {
    "review.docx": "review/{}.review.docx",
    "fragment.html": "{}.fragment.html",
    "jats.xml": "{}.jats.xml",
    "txt": "{}.txt",
}


#: Formats by other names that people use for them.
FORMAT_NAMES: Final[Mapping[str, str]] = {
    "csl": "csl.json", "jats": "jats.xml", "markdown": "md", "text": "txt", "word": "docx",
}  # fmt: skip


Kind: TypeAlias = Literal["article", "book", "issue"]
"""What is built: articles of submissions, books of articles, issues of what was built of both."""


def kind_of(slug: str) -> Kind:
    """What is built under `slug`.

    >>> [kind_of(slug) for slug in ("quay", "collections/may", "newsletter/may")]
    ['article', 'book', 'issue']
    """
    if "/" not in slug:
        return "article"
    return "issue" if slug.startswith(f"{ISSUES}/") else "book"


class Document(NamedTuple):
    """A submission at its place in the desk, or a collection or an issue, which is made of others.

    `stamp` is that of its file; `stamps` tell whether anything that it is made from has moved, and
    `needed` are the formats that issues are made from.
    """

    source: str
    slug: str
    stamp: Stamp
    stamps: str = ""
    needed: tuple[str, ...] = ()

    @property
    def is_gathered(self) -> bool:
        """Whether it is made of articles: a collection, an issue or its book."""
        return "/" in self.slug

    @property
    def is_issue(self) -> bool:
        """Whether it is an issue of a newsletter, which is made from outputs."""
        return kind_of(self.slug) == "issue"


class FoundSubmissions(NamedTuple):
    """Each submission as (path, stamp, stamp of its sidecar), sorted by path.

    Paths are relative to the desk and written with `/`; `unreadable` are folders and files
    that cannot be read or lie elsewhere, `alone` sidecars and libraries without one,
    `beside` the folders of pictures that go with one, `libraries` the stamps of all libraries,
    `collections` the files that say what is collected in a book, `issues` those of newsletters,
    each with its stamp.
    """

    submissions: tuple[tuple[str, Stamp, Stamp | None], ...]
    unreadable: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    libraries: Mapping[str, Stamp] = MappingProxyType({})
    collections: tuple[tuple[str, Stamp], ...] = ()
    issues: tuple[tuple[str, Stamp], ...] = ()


def is_scratch(name: str) -> bool:
    """Whether a file or folder of that name is hidden, or left by a program to itself.

    >>> [is_scratch(name) for name in ("quay.txt", ".quay.txt.swp", "quay.txt~", "~$quay.docx")]
    [False, True, True, True]
    """
    if name[0] == ".":
        return True
    if name[0] == "#":
        return name[-1] == "#"  # a text may well be called `#1 of three.txt`
    return name.startswith("~$") or name.endswith(_BEHIND)


def find_submissions(root: Path, source: str) -> FoundSubmissions:
    """Look for submissions below `source`, a folder of the desk at `root`.

    Sidecars, libraries, picture folders, newsletters, collections, site profiles, word
    lists, hidden files and what editors leave are none. Linked folders are not followed; they
    may lead in a circle. Linked files are those of the desk alone: see `companion_files.is_own`.
    """
    top = os.path.normpath(source).replace(os.sep, "/")
    walk = _Walk(root)
    walk.scan(top, APART)
    stamps = {path: mark for path, mark in walk.stamps.items() if not _is_own(path, top)}
    books, issues = (walk.list_tables(f"{top}/{name}") for name in (COLLECTIONS, NEWSLETTERS))
    return FoundSubmissions(
        tuple(
            (path, stamps[path], stamps.get(path + SIDECAR))
            for path in sorted(stamps)
            if not path.endswith(SIDECAR)
        ),
        tuple(sorted(walk.unreadable)),
        tuple(_alone(stamps, walk.libraries)),
        frozenset(walk.pictures),
        walk.libraries,
        books,
        issues,
    )


def why_unread(root: Path, path: str) -> str:
    """Why `path`, one of `FoundSubmissions.unreadable`, was not read: what completes "`path` …"."""
    place = root / path
    if not (files.is_there(place) and place.is_symlink()):
        return "cannot be read"
    if files.is_folder(place):
        return "is a linked folder, which is not followed: use a real folder of that name"
    return "is a link that leads out of the desk: put the file itself there"


def is_table(name: str) -> bool:
    """Whether a file of that name is a collection or an issue, where such lie."""
    return name.endswith(".toml") and not (is_scratch(name) or name.endswith(SIDECAR))


def _alone(stamps: Mapping[str, Stamp], there: Mapping[str, Stamp]) -> Iterator[str]:
    """Sidecars and libraries that go with no submission."""
    for path in sorted(stamps):
        if path.endswith(SIDECAR) and path.removesuffix(SIDECAR) not in stamps:
            yield path
    if there:
        wanted = {name for path in stamps for group in library_paths(path) for name in group}
        yield from sorted(there.keys() - wanted)


def _is_own(path: str, top: str) -> bool:
    """Whether the file is a profile or word list of the desk."""
    folder, _, name = path.removeprefix(f"{top}/").partition("/")
    if folder == "words":
        return name.endswith(".txt") and "/" not in name
    return folder == "sites" and name.endswith(".toml") and not name.endswith(SIDECAR)


class _Walk:
    """A walk through folders of the desk at `root`, and what it has met so far."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.stamps: dict[str, Stamp] = {}
        self.libraries: dict[str, Stamp] = {}
        self.pictures: set[str] = set()
        self.unreadable: list[str] = []

    def scan(self, prefix: str, skip: frozenset[str] = frozenset()) -> None:
        """Enter what lies in the folder `prefix` and below it, but for the folders to `skip`."""
        entries = self._list(prefix)
        names = {entry.name for entry in entries}
        for entry in entries:
            name = entry.name
            path = f"{prefix}/{name}"
            if is_scratch(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if _is_beside(name, names):
                    self.pictures.add(path)
                elif name not in skip:
                    self.scan(path)
            elif (
                entry.is_symlink() and _is_beside(name, names) and files.is_folder(Path(entry.path))
            ):
                self.unreadable.append(path)
            elif not name.endswith(FOLDER) and (mark := self._stamp(entry, path)):
                held = self.libraries if name.endswith(LIBRARIES) else self.stamps
                held[path] = mark

    def list_tables(self, prefix: str) -> tuple[tuple[str, Stamp], ...]:
        """The collections or issues in the folder `prefix`, sorted by path."""
        there = self._list(prefix) if files.is_folder(self.root / prefix) else []
        paths = {f"{prefix}/{entry.name}": entry for entry in there if is_table(entry.name)}
        stamps = ((path, self._stamp(entry, path)) for path, entry in paths.items())
        return tuple(sorted((path, mark) for path, mark in stamps if mark))

    def _list(self, prefix: str) -> list[os.DirEntry[str]]:
        """What lies in a folder; nothing where there is none or it is `unreadable`."""
        try:
            with os.scandir(f"{self.root}/{prefix}") as entries:
                return list(entries)
        except FileNotFoundError:
            return []
        except OSError:
            self.unreadable.append(prefix)
            return []

    def _stamp(self, entry: os.DirEntry[str], path: str) -> Stamp | None:
        """The stamp of a file; None of what is none, has gone meanwhile or is `unreadable`."""
        try:
            if not entry.is_file():
                return None
            if entry.is_symlink() and not companion_files.is_own(self.root, path):
                self.unreadable.append(path)
                return None
            facts = entry.stat()
        except FileNotFoundError:
            return None
        except OSError:  # a link to itself, or into a folder that is closed
            self.unreadable.append(path)
            return None
        return (facts.st_mtime_ns, facts.st_size)


def _is_beside(name: str, names: set[str]) -> bool:
    """Whether the folder `name` holds what goes with a submission of `names`."""
    if name.endswith(FOLDER):
        return True
    stem = name.removesuffix(SAVED)
    return stem != name and any(stem + ending in names for ending in PAGES)
