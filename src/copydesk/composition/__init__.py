"""Article → pandoc's document: the only package that knows the JSON of pandoc's AST.

What is composed is a closed set of nodes that later stages can trust: no raw
markup, no picture but those handed along, links with known schemes only, no nesting deeper
than `limits.nesting`, no character that XML forbids, metadata from named fields. A citation
that is certain becomes a Cite for citeproc; a doubtful one keeps its words and
is linked; one without an entry is text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from copydesk.anchors import REF, anchors
from copydesk.catalogue import Record, record
from copydesk.composition import as_written, pictures
from copydesk.composition.composed import Composed
from copydesk.composition.forme import Forme, groups_of
from copydesk.composition.glyphs import ask_cover, ask_loose, ask_missing
from copydesk.composition.letters import lettered
from copydesk.composition.nodes import check_values, document_of, node, sound
from copydesk.composition.page import meta_of, page_of
from copydesk.composition.restyled import may_unnote
from copydesk.config import Config
from copydesk.gate import csl, day_order
from copydesk.gate.csl import Stylesheet
from copydesk.gate.excerpt import excerpt
from copydesk.labels import labels
from copydesk.language.passages import Tongues
from copydesk.model import Article, Csl, Reference, texts_with_notes
from copydesk.sidecar.pictures import target_of

__all__ = ["Composed", "compose"]

#: Languages whose typesetters put the sign of a note before the stop: French by the rules of
#: the Imprimerie nationale, Spanish by those of the European Union's style guide (the Academy
#: allows both), Polish, Russian and Ukrainian by custom.
_BEFORE: Final = frozenset(("es", "fr", "pl", "ru", "uk"))


def compose(article: Article, config: Config, own: Csl | None = None) -> Composed:
    """The document of `article` in the style of `config`.

    `own` is the article itself as the style is to cite it; without it no line says so.
    Raises `ConfigError` when the citation style is not to be had, `BrokenLaw`
    when a character reached this point that no output may hold.
    """
    style = csl.load(config.csl)
    known = record(article, config, "")
    terms = config.terms(_cited_as(known.language), style.locale)
    style = replace(style, xml=day_order.in_order(style.xml, terms))
    references = article.back.references
    items = tuple(as_written.item(entry) for entry in references if entry.csl and entry.key)
    own_style = excerpt(style.xml, own["type"], frozenset(own)) if own else ""
    own = own if own and own_style else {}
    check_values((*items, own))
    forme = _forme(article, config, style, known.language, terms)
    document = document_of(page_of(article, forme, known), meta_of(article.front, forme.tongues))
    forme.ask_noted()
    works = json.dumps((*items, own), ensure_ascii=False)
    lacking = _ask_letters((document, works), article, config, known, forme)
    letters = lettered(references, forme) if style.lettered else {}
    return Composed(
        document=document.encode(),
        items=items,
        style=style.xml,
        locale=known.language,
        backlinks=MappingProxyType({key: tuple(ids) for key, ids in forme.backlinks.items()}),
        entries=tuple(_entry(entry, style) for entry in references),
        words=MappingProxyType({str(number): text for number, text in forme.words.items()}),
        alphabetical=style.alphabetical,
        queries=tuple(forme.queries),
        terms=terms,
        letters=MappingProxyType(letters),
        anchors=MappingProxyType(anchors(forme.entries)),
        tongues=MappingProxyType(_tongues(references, forme.tongues)),
        numbered=style.numbered,
        behind=forme.behind,
        numbers=MappingProxyType(_numbers(forme)),
        kept=MappingProxyType(_kept(forme)),
        pictures=tuple(forme.shown.values()),
        own=own,
        own_style=own_style,
        lacking=lacking,
        unlinked=frozenset(forme.unlinked),
    )


def _forme(article: Article, config: Config, style: Stylesheet, locale: str, terms: str) -> Forme:
    """What travels along, before anything is set."""
    limits, longest = config.limits, config.publication.pictures
    forme = Forme(
        groups_of(article.citations),
        {entry.key: entry for entry in article.back.references},
        style,
        behind=terms.partition("-")[0] not in _BEFORE,
        supplied=pictures.fit(article.edited.submission.pictures, limits, longest),
        pictured=frozenset(
            line.number for line in article.edited.submission.lines if target_of(line)
        ),
        undescribed=labels(locale)["undescribed"],
        tongues=Tongues.of_article(locale, texts_with_notes(article.body)),
        deepest=limits.nesting,
    )
    forme.unnoted = style.notes or may_unnote(article, forme)
    return forme


def _ask_letters(
    texts: Iterable[str], article: Article, config: Config, known: Record, forme: Forme
) -> frozenset[str]:
    """The signs that no font can draw in the PDF, after questions about those and the like.

    They are looked for in `texts`, in the entries as written and in the words of the house.
    """
    lines = article.edited.lines
    lacking: frozenset[str] = frozenset()
    if "pdf" in config.formats:
        listed = (entry.text for entry in article.back.references)
        publication = known.publication
        said = (*labels(known.language).values(), publication.name, publication.series)
        printed = (*texts, *listed, *said)
        lacking = ask_missing(printed, lines, forme)
        ask_loose(printed, lines, config.theme.text_font, forme)
    if "epub" in config.formats and config.theme.cover:
        ask_cover(known, lines, forme)
    return lacking


def _cited_as(locale: str) -> str:
    """The language `locale` as citation styles know it: Chinese by region, not by script."""
    return "zh-TW" if locale.startswith("zh-Hant") else locale


def _entry(entry: Reference, style: Stylesheet) -> tuple[str, str]:
    """The key of `entry`, and its words where they are printed as they stand."""
    return entry.key, sound(as_written.words(entry, numbered=style.numbered))


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


def _numbers(forme: Forme) -> dict[str, str]:
    """The author's numbers of entries that the text calls by them, where no style prints any."""
    called = ((key, forme.entries[key]) for key in forme.numbers)
    return {
        key: f"[{entry.label}] "
        for key, entry in called
        if as_written.unlabelled(entry) == (entry.text or entry.raw)
    }


def _kept(forme: Forme) -> dict[str, str]:
    """What is printed instead of what citeproc sets, by the number of the citation."""
    return {
        str(number): document_of([node("Plain", content)], {})
        for number, content in forme.kept.items()
    }
