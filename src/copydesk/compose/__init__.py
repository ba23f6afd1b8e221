"""Article → pandoc's document: the only package that knows the JSON of pandoc's AST.

What is composed is a closed set of nodes that later stages can trust: no raw
markup, no picture but those handed along, links with known schemes only, no nesting deeper
than `DEEPEST`, no character that XML forbids, metadata from named fields. A citation
that is certain becomes a Cite for citeproc; a doubtful one keeps its words and
is linked; one without an entry is text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from unicodedata import category

from copydesk.anchors import REF, anchors
from copydesk.catalogue import Record, record
from copydesk.compose import about, as_written, pictures
from copydesk.compose.forme import Forme, Place, groups_of
from copydesk.compose.glyphs import ask_cover, ask_loose, ask_missing
from copydesk.compose.letters import lettered
from copydesk.compose.nodes import (
    API_VERSION,
    Node,
    check_values,
    div,
    header,
    in_tongue,
    node,
    sound,
    words,
)
from copydesk.compose.restyled import may_unnote
from copydesk.compose.text import DEEPEST, blocks_of
from copydesk.config import Config
from copydesk.gate import csl, pandoc
from copydesk.gate.excerpt import excerpt
from copydesk.labels import labels
from copydesk.language.passages import Tongues
from copydesk.language.scripts import direction
from copydesk.model import Article, Csl, Front, Paragraph, Picture, Query, Reference
from copydesk.nodes import texts_with_notes

__all__ = ["DEEPEST", "Composed", "compose"]

#: What pandoc's Markdown writer leaves bare though a reader may take it for markup: marks
#: of pandoc's dialect, entities, names of emoji, words that would be rules or divisions of their
#: own, a backslash (two in JSON), a brace (no field's name behind it), what looks like a
#: picture, and emphasis without a blank
#: before it, or with a stop at its end and no blank behind it.
_SPECIAL: Final = re.compile(
    rb'[\^~@]|\\\\|\{(?!")|!\[|&#?\w+;|:[\w+-]+:|"c":"[-=_:]+"|\]\},\{"t":"(?:Emph|Strong)"'
    rb'|[.?!)]"\}\]\},\{"t":"Str","c":"[^\s.,;:?!)]'
)
_BEYOND: Final = re.compile(r"[^\x00-\x7f\w\s]")
#: What a style of notes says of itself, and one of raised numbers.
_SIGNS: Final = ('class="note"', 'vertical-align="sup"')
#: Languages whose typesetters put the sign of a note before the stop: French by the rules of
#: the Imprimerie nationale, Spanish by those of the European Union's style guide (the Academy
#: allows both), Polish, Russian and Ukrainian by custom.
_BEFORE: Final = frozenset(("es", "fr", "pl", "ru", "uk"))


#: The attributes of a passage in another language.
_MARKED: Final = re.compile(rb'\[\["(?:lang|dir)",')
#: What stands between two names.
_AND: Final = re.compile(r"((?:[,،]|\s·|\s\|)\s+|、|\s(?:and|&|und|et|y|e)\s)")


@dataclass(frozen=True, slots=True)
class Composed:
    """An article as pandoc takes it.

    `document` is the AST, `items` what citeproc formats in the style `style` (CSL
    as text) with the terms and marks of the language `terms`. `entries` holds the key and
    text of every reference in the order of the list. `backlinks` names for each key the
    anchors of the places that cite it, in document order, `words` by its number how a
    citation that citeproc sets was written, `kept` what is printed for one instead.
    `notes` are the author's on works, by key.
    `letters`: places of works of one year by the author's letters. `anchors` are the places
    of the entries in print, by key.
    `tongues` are the languages of those in another than the article, by key.
    `unkeyed` are the keys of entries that Markdown cannot cite by them.
    `alphabetical`: the style sorts its list; `numbered`: it numbers it. `behind`: numbers and
    notes go behind the stop of their sentence. `pictures` are those that the document
    shows, in order, named as it names them. `own` is the article itself as an item, empty
    where it prints no line how to cite it, and `own_style` what of the style sets that line.
    `lacking` are the signs that no font can draw in its PDF, all asked about.
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
    notes: Mapping[str, str]
    kept: Mapping[str, str]
    letters: Mapping[str, int]
    anchors: Mapping[str, str]
    tongues: Mapping[str, str]
    unkeyed: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()
    own: Csl = field(default_factory=dict)
    own_style: str = ""
    lacking: frozenset[str] = frozenset()

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
            "entries": [
                {
                    "key": key,
                    "text": text,
                    "block": _document([node("Para", words(self.numbers.get(key, "") + text))], {}),
                    "note": _noted(self.notes.get(key, "")),
                    "numbered": self.numbered and bool(key) and key not in read,
                }
                for key, text in self.entries
            ],
            "kept": dict(self.kept),
            "letters": dict(self.letters),
            "lang": self.terms or self.locale,
            "dir": "rtl" if direction(self.locale) == "rtl" else "",
            "pictures": [[one.name, one.media_type, len(one.data)] for one in self.pictures],
            "linked": all(_is_address(str(item.get("URL", ""))) for item in self.items),
            "spoken": bool(_MARKED.search(self.document)),
            "tongues": dict(self.tongues),
            "unkeyed": dict.fromkeys(sorted(self.unkeyed), True),
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


def compose(article: Article, config: Config, own: Csl | None = None) -> Composed:
    """The document of `article` in the style of `config`.

    `own` is the article itself as the style is to cite it; without it no line says so.
    Raises `ConfigError` when the citation style is not to be had, `BrokenLaw`
    when a character reached this point that no output may hold.
    """
    style = csl.load(config.csl)
    references = article.back.references
    items = tuple(as_written.item(entry) for entry in references if entry.csl and entry.key)
    for item in items:
        check_values(item)
    entries = {entry.key: entry for entry in references}
    received = article.galley.submission.pictures
    supplied = pictures.fit(received, config.limits, config.publication.pictures)
    known = record(article, config, "")
    locale = known.language
    terms = config.terms(_cited_as(locale), style.locale)
    behind = terms.partition("-")[0] not in _BEFORE
    tongues = Tongues.of_article(locale, texts_with_notes(article.body))
    forme = Forme(
        groups_of(article.citations), entries, style, behind, supplied=supplied, tongues=tongues
    )
    forme.undescribed = labels(locale)["undescribed"]
    forme.unnoted = style.notes or may_unnote(article, forme)
    own_style = excerpt(style.xml, own["type"], frozenset(own)) if own else ""
    own = own if own and own_style else {}
    check_values(own)
    page = (*_page(article, forme, known), *about.foot(known, labels(locale)))
    document = _document([*page], _meta(article.front, tongues))
    forme.ask_noted()
    lacking: frozenset[str] = frozenset()
    if "pdf" in config.formats:
        listed = (entry.text for entry in references)
        said = (*labels(locale).values(), known.publication.name, known.publication.series)
        texts = (document, json.dumps((*items, own), ensure_ascii=False), *listed, *said)
        lacking = ask_missing(texts, article.galley.lines, forme)
        ask_loose(texts, article.galley.lines, config.theme.text_font, forme)
    if "epub" in config.formats and config.theme.cover:
        ask_cover(known, article.galley.lines, forme)
    letters = lettered(references, forme) if style.lettered else {}
    return Composed(
        document=document.encode(),
        items=items,
        style=style.xml,
        locale=locale,
        backlinks=MappingProxyType({key: tuple(ids) for key, ids in forme.backlinks.items()}),
        entries=tuple(
            (entry.key, sound(as_written.words(entry, numbered=style.numbered)))
            for entry in references
        ),
        words=MappingProxyType({str(number): text for number, text in forme.words.items()}),
        alphabetical=style.alphabetical,
        queries=tuple(forme.queries),
        terms=terms,
        letters=MappingProxyType(letters),
        anchors=MappingProxyType(anchors(entries)),
        tongues=MappingProxyType(_tongues(references, tongues)),
        unkeyed=as_written.unkeyed(references, numbered=style.numbered),
        numbered=style.numbered,
        behind=behind,
        numbers=MappingProxyType(
            {
                key: f"[{entries[key].label}] "
                for key in forme.numbers
                if as_written.unlabelled(entries[key]) == (entries[key].text or entries[key].raw)
            }
        ),
        notes=MappingProxyType(
            {entry.key: note for entry in references if (note := as_written.note(entry))}
        ),
        kept=MappingProxyType(
            {
                str(number): _document([node("Plain", content)], {})
                for number, content in forme.kept.items()
            }
        ),
        pictures=tuple(forme.shown.values()),
        own=own,
        own_style=own_style,
        lacking=lacking,
    )


def _cited_as(locale: str) -> str:
    """The language `locale` as citation styles know it: Chinese by region, not by script."""
    return "zh-TW" if locale.startswith("zh-Hant") else locale


def _tongues(references: Iterable[Reference], tongues: Tongues) -> dict[str, str]:
    """The language of each entry that is in another one, by its place."""
    found = (
        (
            entry.key,
            tongues.of_entry(entry.csl) if entry.csl else tongues.whole(entry.text).lang,
        )
        for entry in references
    )
    return {REF + key: lang for key, lang in found if lang and key}


def _noted(note: str) -> str:
    lines = filter(None, note.split("\n"))
    return _document([node("Plain", words(sound(line))) for line in lines], {}) if note else ""


def _document(blocks: list[Node], meta: Node) -> str:
    document = {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": blocks}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _is_address(url: str) -> bool:
    return not url or url.lower().startswith(("http://", "https://"))


def _signs(*texts: str) -> list[str]:
    """The signs beyond ASCII that stand in `texts`, in order; Lua has no Unicode to ask.

    >>> _signs("“mud” – é", "5 €")
    ['–', '“', '”', '€']
    """
    return sorted({sign for text in texts for sign in _BEYOND.findall(text)})


def _page(article: Article, forme: Forme, known: Record) -> list[Node]:
    front, back, locale = article.front, article.back, known.language
    blocks = [
        *_named("byline", front.byline or ", ".join(front.authors), forme.tongues),
        *about.affiliations(known),
        *_named("date", front.date, forme.tongues),
        *about.doi(known),
        *_division("credit", front.credits, forme),
        *_division("disclaimer", front.disclaimer, forme),
        *blocks_of(article.body, forme, Place()),
    ]
    parts = [
        ("bio", back.bio_heading, back.bio),
        ("acknowledgements", back.acknowledgements_heading, back.acknowledgements),
    ]
    if all(part and part[0].lines for *_, part in parts):
        parts.sort(key=lambda part: part[2][0].lines)  # as the author put them
    notes_heading = back.notes_heading or (labels(locale)["notes"] if back.notes else "")
    for name, heading, paragraphs in (*parts, ("notes", notes_heading, back.notes)):
        blocks += [_title(heading, forme)] if heading else []
        blocks += _division(name, paragraphs, forme)
    if back.references or back.references_heading:
        heading = back.references_heading or labels(locale)["references"]
        blocks.append(header(2, "references", in_tongue(heading, forme.tongues)))
    if back.references:
        blocks.append(div("refs", "references", []))
    return blocks


def _meta(front: Front, tongues: Tongues) -> Node:
    fields = {
        "title": _meta_inlines(front.title, tongues),
        "subtitle": _meta_inlines(front.deck, tongues),
        "author": {
            "t": "MetaList",
            "c": [_meta_inlines(name, tongues) for name in front.authors],
        },
        "date": _meta_inlines(front.date_iso or front.date, tongues),
        "description": _meta_inlines(front.deck, tongues),
        "lang": {"t": "MetaString", "c": tongues.document},
    }
    return {key: value for key, value in fields.items() if value["c"]}


def _meta_inlines(text: str, tongues: Tongues) -> Node:
    return {"t": "MetaInlines", "c": in_tongue(text, tongues, linked=True)}


def _named(name: str, text: str, tongues: Tongues) -> list[Node]:
    """A line of names, each of which may run to another side than the line."""
    if not text.strip():
        return []
    parts = _AND.split(text) if tongues.are_in(text) else [text]
    inlines = [one for part in parts for one in in_tongue(part, tongues)]
    return [div("", name, [node("Para", inlines)])]


def _division(name: str, paragraphs: Sequence[Paragraph], forme: Forme) -> list[Node]:
    blocks = blocks_of(paragraphs, forme, Place(depth=1))
    return [div("", name, blocks)] if blocks else []


def _title(text: str, forme: Forme) -> Node:
    return header(2, forme.identifier(text), in_tongue(text, forme.tongues))
