"""Article → pandoc's document: the only package that knows the JSON of pandoc's AST.

What is composed is a closed set of nodes that later stages can trust: no raw
markup, no picture but those handed along, links with known schemes only, no nesting deeper
than `limits.nesting`, no character that XML forbids, metadata from named fields. A citation
that is certain becomes a Cite for citeproc; a doubtful one keeps its words and
is linked; one without an entry is text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from copydesk.composition import bibliography, csl, csl_repair
from copydesk.composition.ast import check_values, dump_document, make_node
from copydesk.composition.catalogue import CatalogueRecord, record
from copydesk.composition.citation_words import may_dissolve_notes
from copydesk.composition.csl import Stylesheet
from copydesk.composition.document import make_document_blocks, make_metadata
from copydesk.composition.entry_anchors import REF, anchors
from copydesk.composition.labels import load_labels
from copydesk.composition.missing_glyphs import ask_cover, ask_loose, ask_missing
from copydesk.composition.pandoc import address_style, pack_items
from copydesk.composition.state import CompositionState, group_citations
from copydesk.config import Config
from copydesk.language.passages import PassageLanguages
from copydesk.model import Article, Csl, Picture, Query, texts_with_notes
from copydesk.review.sidecar.pictures import read_target

__all__ = ["Composed", "compose"]

#: Languages whose typesetters put the sign of a note before the stop: French by the rules of
#: the Imprimerie nationale, Spanish by those of the European Union's style guide (the Academy
#: allows both), Polish, Russian and Ukrainian by custom.
_BEFORE: Final = frozenset(("es", "fr", "pl", "ru", "uk"))

#: The beginning of an address that can be linked, or nothing.
_LINKED: Final = re.compile(r"https?://|\Z", re.IGNORECASE)
#: What a style of notes says of itself, and one of raised numbers.
_SIGNS: Final = ('class="note"', 'vertical-align="sup"')


@dataclass(frozen=True, slots=True)
class Composed:
    """An article as pandoc takes it.

    `document` is the AST, `items` what citeproc formats in the style `style` (CSL
    as text), `job` what the filters need besides. `locale` is the language of the article.
    `entries` holds the key and text of every reference in the order of the list. `backlinks`
    names for each key the anchors of the places that cite it, in document order; `anchors` are
    the places of the entries in print, by key. `pictures` are those that the document
    shows, in order, named as it names them. `lacking` are the signs that no font can draw in its
    PDF, all asked about. `unlinked` are the groups of citations that stand as plain words, too
    deep inside others for a link.
    """

    document: bytes
    items: tuple[Csl, ...]
    style: str
    locale: str
    job: Mapping[str, object]
    entries: tuple[tuple[str, str], ...]
    backlinks: Mapping[str, tuple[str, ...]]
    anchors: Mapping[str, str]
    queries: tuple[Query, ...]
    pictures: tuple[Picture, ...] = ()
    lacking: frozenset[str] = frozenset()
    unlinked: frozenset[int] = frozenset()


def compose(article: Article, config: Config, own: Csl | None = None) -> Composed:
    """The document of `article` in the style of `config`.

    `own` is the article itself as the style is to cite it; without it no line says so.
    Raises `ConfigError` when the citation style is not to be had, `BrokenLaw`
    when a character reached this point that no output may hold.
    """
    style = csl.load_style(config.csl)
    known = record(article, config, "")
    # Citation styles know Chinese by its region, not by its script.
    language = "zh-TW" if known.language.startswith("zh-Hant") else known.language
    terms = config.terms(language, style.locale)
    xml = csl_repair.hyphenate_ranges(csl_repair.order_days(style.xml, terms), terms)
    style = replace(style, xml=xml)
    references = article.back.references
    items = tuple(bibliography.make_item(one) for one in references if one.csl and one.key)
    own_style = csl_repair.cut_to_entry(style.xml) if own else ""
    listed = (*items, own) if own and own_style else items
    check_values(listed)
    state = _make_state(article, config, style, known.language, terms)
    document = dump_document(
        make_document_blocks(article, state, known), make_metadata(article.front, state.languages)
    )
    state.ask_noted()
    state.ask_absent()
    works = json.dumps(listed, ensure_ascii=False)
    lacking = _ask_letters((document, works), article, config, known, state)
    letters = bibliography.rank_by_letters(references, state) if style.lettered else {}
    entries = [*bibliography.make_entries(references, {item["id"] for item in items}, state)]
    places = anchors(state.entries)
    job = {
        "anchors": {REF + key: place for key, place in places.items() if place != REF + key},
        "backlinks": dict(state.backlinks),
        "behind": state.behind,
        "entries": entries if style.numbered else bibliography.sort_entries(entries),
        "kept": {
            str(number): dump_document([make_node("Plain", content)], {})
            for number, content in state.kept.items()
        },
        "lang": terms or known.language,
        "letters": letters,
        "linked": all(_LINKED.match(str(item.get("URL", ""))) for item in items),
        "numbered": style.numbered,
        "own": pack_items((own,)) if own and own_style else "",
        "own_label": load_labels(known.language)["cite_as"],
        "own_style": address_style(own_style),
        "signs": '"t":"Note"' in document or any(map(style.xml.__contains__, _SIGNS)),
        "tongues": bibliography.find_languages(references, state.languages),
        "words": {str(number): text for number, text in state.words.items()},
    }
    return Composed(
        document=document.encode(),
        items=items,
        style=style.xml,
        locale=known.language,
        job=MappingProxyType(job),
        entries=tuple(
            (entry.key, str(row["text"])) for entry, row in zip(references, entries, strict=True)
        ),
        backlinks=MappingProxyType({key: tuple(ids) for key, ids in state.backlinks.items()}),
        anchors=MappingProxyType(places),
        queries=tuple(state.queries),
        pictures=state.printed,
        lacking=lacking,
        unlinked=frozenset(state.unlinked),
    )


def _make_state(
    article: Article, config: Config, style: Stylesheet, locale: str, terms: str
) -> CompositionState:
    submission = article.edited.submission
    state = CompositionState(
        group_citations(article.citations),
        {entry.key: entry for entry in article.back.references},
        style,
        behind=terms.partition("-")[0] not in _BEFORE,
        supplied={picture.name: picture for picture in submission.pictures},
        largest=config.publication.pictures,
        pictured=frozenset(line.number for line in submission.lines if read_target(line)),
        undescribed=load_labels(locale)["undescribed"],
        languages=PassageLanguages.of_article(locale, texts_with_notes(article.body)),
        limits=config.limits,
    )
    state.dissolves_notes = style.notes or may_dissolve_notes(article, state)
    return state


def _ask_letters(
    texts: Iterable[str],
    article: Article,
    config: Config,
    known: CatalogueRecord,
    state: CompositionState,
) -> frozenset[str]:
    """The signs that no font can draw in the PDF, after questions about those and the like.

    They are looked for in `texts`, in the entries as written and in the words of the house.
    """
    lines = article.edited.lines
    lacking: frozenset[str] = frozenset()
    if "pdf" in config.formats:
        listed = (entry.text for entry in article.back.references)
        publication = known.publication
        said = (*load_labels(known.language).values(), publication.name, publication.series)
        printed = (*texts, *listed, *said)
        lacking = ask_missing(printed, lines, state)
        ask_loose(printed, lines, config.theme.text_font, state)
    if "epub" in config.formats and config.theme.cover:
        ask_cover(known, lines, state)
    return lacking
