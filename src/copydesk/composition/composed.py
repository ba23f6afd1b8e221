"""What composing makes of an article, and what of it the press is told."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Final
from unicodedata import category

from copydesk.anchors import REF
from copydesk.composition.nodes import document_of, node, words
from copydesk.gate import pandoc
from copydesk.labels import labels
from copydesk.language.scripts import direction
from copydesk.model import Csl, Picture, Query

#: What pandoc's Markdown writer leaves bare though a reader may take it for markup: marks
#: of pandoc's dialect, entities, names of emoji, words that would be rules or divisions of their
#: own, a backslash (two in JSON), a brace (no field's name behind it), what looks like a
#: picture, boxes of tasks, a colon behind a note or a citation, and emphasis without a blank
#: before it, or with a stop at its end and no blank behind it.
_SPECIAL: Final = re.compile(
    rb'[\^~@]|\\\\|\{(?!")|!\[|&#?\w+[;"]|:[\w+-]+:|"c":"(?:[-=_:]+"|:::)|\]\},\{"t":"(?:Emph|Strong)"'
    rb'|[.?!)]"\}\]\},\{"t":"Str","c":"[^\s.,;:?!)]'
    rb'|"c":"\[(?:[xX]\])?"|\]\}?\]\},\{"t":"Str","c":":'
    rb'|://[^\s":\[\]]*+(?::(?!//)[^\s":\[\]]*+)*+[\[\]]'
)
_BEYOND: Final = re.compile(r"[^\x00-\x7f\w\s]")
#: What a style of notes says of itself, and one of raised numbers.
_SIGNS: Final = ('class="note"', 'vertical-align="sup"')
#: The attributes of a passage in another language.
_MARKED: Final = re.compile(rb'\[\["(?:lang|dir)",')


@dataclass(frozen=True, slots=True)
class Composed:
    """An article as pandoc takes it.

    `document` is the AST, `items` what citeproc formats in the style `style` (CSL
    as text) with the terms and marks of the language `terms`. `entries` holds the key and
    text of every reference in the order of the list. `backlinks` names for each key the
    anchors of the places that cite it, in document order, `words` by its number how a
    citation that citeproc sets was written, `kept` what is printed for one instead.
    `letters`: places of works of one year by the author's letters. `anchors` are the places
    of the entries in print, by key.
    `tongues` are the languages of those in another than the article, by key.
    `alphabetical`: the style sorts its list; `numbered`: it numbers it. `behind`: numbers and
    notes go behind the stop of their sentence. `pictures` are those that the document
    shows, in order, named as it names them. `own` is the article itself as an item, empty
    where it prints no line how to cite it, and `own_style` what of the style sets that line.
    `lacking` are the signs that no font can draw in its PDF, all asked about. `unlinked` are
    the groups of citations that stand as plain words, too deep inside others for a link.
    """

    document: bytes
    items: tuple[Csl, ...]
    style: str
    locale: str
    backlinks: Mapping[str, tuple[str, ...]]
    entries: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
    alphabetical: bool
    queries: tuple[Query, ...]
    terms: str
    numbered: bool
    behind: bool
    numbers: Mapping[str, str]
    kept: Mapping[str, str]
    letters: Mapping[str, int]
    anchors: Mapping[str, str]
    tongues: Mapping[str, str]
    pictures: tuple[Picture, ...] = ()
    own: Csl = field(default_factory=dict)
    own_style: str = ""
    lacking: frozenset[str] = frozenset()
    unlinked: frozenset[int] = frozenset()

    @property
    def job(self) -> bytes:
        """What the press needs besides document, items and style, as JSON."""
        read = {item["id"] for item in self.items}
        listed = json.dumps((*self.items, *([self.own] if self.own else ())), ensure_ascii=False)
        signs = _signs(self.document.decode(), listed, *(text for _, text in self.entries))
        job = {
            "alphabetical": self.alphabetical,
            "anchors": {
                REF + key: place for key, place in self.anchors.items() if place != REF + key
            },
            "backlinks": dict(self.backlinks),
            "behind": self.behind,
            "entries": [self._entry(key, text, read) for key, text in self.entries],
            "kept": dict(self.kept),
            "letters": dict(self.letters),
            "lang": self.terms or self.locale,
            "dir": "rtl" if direction(self.locale) == "rtl" else "",
            "pictures": [[one.name, one.media_type, len(one.data)] for one in self.pictures],
            "linked": all(_is_address(str(item.get("URL", ""))) for item in self.items),
            "spoken": bool(_MARKED.search(self.document)),
            "tongues": dict(self.tongues),
            "signs": b'"t":"Note"' in self.document or any(map(self.style.__contains__, _SIGNS)),
            "own": pandoc.packed((self.own,)) if self.own else "",
            "own_label": labels(self.locale)["cite_as"],
            "own_style": pandoc.addressed(self.own_style),
            "special": bool(_SPECIAL.search(self.document) or _SPECIAL.search(listed.encode())),
            "punctuation": "".join(sign for sign in signs if category(sign)[0] == "P"),
            "symbols": "".join(sign for sign in signs if category(sign)[0] == "S"),
            "words": dict(self.words),
        }
        return json.dumps(job, ensure_ascii=False, sort_keys=True).encode()

    def _entry(self, key: str, text: str, read: Container[str]) -> dict[str, object]:
        """An entry of the list; `text` is printed of those that are not among the keys `read`."""
        return {
            "key": key,
            "text": text,
            "block": document_of([node("Para", words(self.numbers.get(key, "") + text))], {}),
            "numbered": self.numbered and bool(key) and key not in read,
        }


def _is_address(url: str) -> bool:
    return not url or url.lower().startswith(("http://", "https://"))


def _signs(*texts: str) -> list[str]:
    """The signs beyond ASCII that stand in `texts`, in order; Lua has no Unicode to ask.

    >>> _signs("“mud” – é", "5 €")
    ['–', '“', '”', '€']
    """
    return sorted({sign for text in texts for sign in _BEYOND.findall(text)})
