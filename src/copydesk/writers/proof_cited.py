"""Citations and references on the sheet: from each sentence to its entry, and from entry back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from copydesk.model import Article, Citation, Reference
from copydesk.writers.proof import entry, fields, standing
from copydesk.writers.proof_marks import Links, entry_id, text
from copydesk.writers.proof_places import Spot
from copydesk.writers.proof_running import whole
from copydesk.writers.proof_text import Row

#: An entry read with less confidence than this deserves the editor's eye first.
_DOUBTFUL: Final = 0.6
#: Characters of an entry beside its citation.
_SHOWN: Final = 80


def citations(article: Article, spots: Mapping[int, Spot], links: Links) -> str:
    """The map of citations: place, words in their sentence, standing, entry."""
    entries = {one.key: one for one in article.back.references}
    rows = "".join(
        _citation(one, spots.get(one.group), entries, links) for one in article.citations
    )
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("Line", "In the text", "Standing", "Entry")
    )
    return (
        f'<table class="citations">\n<thead>\n<tr>{heads}</tr>\n</thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _citation(
    citation: Citation, spot: Spot | None, entries: Mapping[str, Reference], links: Links
) -> str:
    line = f'<a href="#line-{citation.line}">{citation.line}</a>' if citation.line else "note"
    keys = citation.keys or tuple(one.key for one in citation.candidates)
    led = "".join(
        f"<p>{'' if citation.keys else 'or: ' if at else 'is it: '}{_led(key, entries)}</p>"
        for at, key in enumerate(keys)
    )
    sign = links.to(citation.id)
    return (
        f'<tr class="{citation.status}"><td class="line">{line}</td>'
        f'<td dir="auto">{_in_text(citation, spot)}</td>'
        f"<td>{standing(citation)}{f' {sign}' if sign else ''}</td>"
        f"<td>{led or 'none'}</td></tr>\n"
    )


def _in_text(citation: Citation, spot: Spot | None) -> str:
    """A citation among a few words of its sentence."""
    if spot is None:
        return text(citation.text)
    sign = "b" if citation.status == "exact" or citation.verdict else "mark"
    return f"{text(spot.before)}<{sign}>{text(spot.words)}</{sign}>{text(spot.after)}"


def _led(key: str, entries: Mapping[str, Reference]) -> str:
    words = entry(entries.get(key), key)
    if key not in entries:
        return text(words)
    said = words.removeprefix(f"{key}: ")
    return f'<a href="#{entry_id(key)}"><code>{text(key)}</code></a> {text(said)}'


# ── entries ──────────────────────────────────────────────────────────────────


def references(article: Article, rows: Iterable[Row], links: Links) -> str:
    """Each entry: its words with what was changed, what was read of it, where it is cited."""
    by_line = {row.number: row for row in rows}
    shared = _shared(article.back.references)
    places = _places(article)
    uncited = set(article.uncited)
    found = "".join(
        _entry(
            one,
            [by_line[line] for line in one.lines if line in by_line and line not in shared],
            _cited(one.key, places, uncited),
            links,
        )
        for one in article.back.references
    )
    return f'<ol class="entries">\n{found}</ol>\n' if found else ""


def _shared(references: Sequence[Reference]) -> frozenset[int]:
    """Lines that hold more than one entry."""
    seen: set[int] = set()
    shared: set[int] = set()
    for one in references:
        shared |= seen & set(one.lines)
        seen |= set(one.lines)
    return frozenset(shared)


def _places(article: Article) -> dict[str, list[int]]:
    """Key → the lines in which its entry is cited; 0 stands for a note."""
    found: dict[str, list[int]] = {}
    for citation in article.citations:
        for key in citation.keys:
            rows = found.setdefault(key, [])
            if citation.line not in rows:
                rows.append(citation.line)
    return found


def _cited(key: str, places: Mapping[str, Sequence[int]], uncited: Iterable[str]) -> str:
    if key in uncited:
        return "<b>cited nowhere</b>"
    lines = (
        [f'<a href="#line-{line}">{line}</a>' if line else "note" for line in places[key]]
        if (key in places)
        else []
    )
    return f"cited in line {', '.join(lines)}" if lines else "cited, if one of the doubtful ones is"


def _entry(reference: Reference, rows: Sequence[Row], cited: str, links: Links) -> str:
    read = "".join(
        f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>"
        for name, value in fields(reference.csl)
    )
    doubtful = reference.confidence < _DOUBTFUL
    sure = f"{reference.confidence:.0%} sure"
    sure = f"<b>{sure}: compare the fields</b>" if doubtful else sure
    words = whole(rows, links) if rows else text(reference.raw, None)
    lines = f"line {', '.join(map(str, reference.lines))} · " if reference.lines else ""
    return (
        f'<li id="{entry_id(reference.key)}"{" class=doubtful" * doubtful}>\n'
        f'<p class="head"><code>{text(reference.key) or "no key"}</code>'
        f" {escape(lines)}{sure} · {cited}</p>\n"
        f'<p dir="auto">{words}</p>\n{f"<dl>{read}</dl>" if read else "<p>not read</p>"}\n</li>\n'
    )
