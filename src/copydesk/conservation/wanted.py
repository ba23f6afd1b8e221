"""What every file of an article must hold, by what the document holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from copydesk import folding, ledger, printed
from copydesk.composition import Composed
from copydesk.conservation.counts import levelled, signs_in
from copydesk.conservation.document import Document, nodes, read, texts
from copydesk.errors import BrokenLaw
from copydesk.labels import labels
from copydesk.model import Article, Csl

_REF: Final = "ref-"
#: The numbers of pages that a book may have.
_FOLIOS: Final = tuple(map(str, range(1, 5000)))
#: What citeproc may move, or take away, around a citation.
_STOPS: Final = ".,;:!?…"
#: How a link to the entry of a key begins in the document.
_TO: Final = f"#{_REF}"


@dataclass(frozen=True, slots=True)
class Measure:
    """What every file of an article must hold, by count.

    `words` are those outside the list of references, citations as the style prints
    them; `links` lead to entries. `entries` are the anchors of the list, each with its
    words when no style sets them. `spare` are words that a file may have besides. `told` is
    what an edition says of itself, by its class, the line how to cite it as the style prints it.
    `title` are the words that a piece of a page leaves to the site. `signs` are those of the
    running text that are no letters, numbers or blanks, without what citeproc sets.
    """

    words: Counter[str]
    links: Counter[str]
    entries: Mapping[str, str]
    spare: Counter[str]
    sheet: printed.Sheet
    told: Mapping[str, str] = field(default_factory=dict)
    title: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)


def measure(article: Article, composed: Composed, citations: bytes) -> Measure:
    """What the files of `article` must hold.

    `citations` is pandoc's answer to the target of that name: what citeproc has printed.
    """
    document = read(composed.document)
    told = document.told()
    answer = json.loads(citations)
    told[printed.CITE_AS] = answer.pop(printed.CITE_AS, {"text": ""})["text"]
    _check_own(composed.own, told[printed.CITE_AS])
    cited = list(answer.values())
    running = (*document.titles, *texts(document.blocks, cited=False))
    links = Counter(key for row in cited for key in row["links"])
    keys = _linked(document.blocks)
    links.update(composed.anchors.get(key, _REF + key) for key in keys)
    parsed = {item["id"] for item in composed.items}
    raws = {
        key: f"{'' if key in parsed else text} {composed.notes.get(key, '')}"
        for key, text in composed.entries
    }
    return Measure(
        words=ledger.words((*running, *(row["text"] for row in cited))),
        links=links,
        entries={composed.anchors.get(key, _REF): raws.get(key, "") for key, _ in composed.entries},
        spare=ledger.words((labels(composed.locale)["notes"],)),
        sheet=printed.Sheet(titled=bool(article.front.title)),
        told=told,
        title=ledger.words((article.front.title,)),
        signs=signs_in(running, _STOPS if cited else ""),
    )


def _linked(content: list[Any]) -> Iterator[str]:
    """The keys of the entries that links in `content` lead to."""
    for link in nodes(content, "Link"):
        target = link["c"][2][0]
        if target.startswith(_TO):
            yield target[len(_TO) :]


def _check_own(own: Csl, line: str) -> None:
    """Raise unless `line`, what a style prints of the article itself, has all of its title or none.

    Some styles print no title, and one without a list prints nothing; some set a title tight
    behind what stands before it.
    """
    said, printed_ = folding.words(str(own.get("title", ""))), folding.words(line)
    if "".join(said) in "".join(printed_):
        return
    others = {*folding.words_of({**own, "title": ""})}
    if found := {*said} & {*printed_} - others:
        lost = sorted({*said} - found)
        message = f"the line how to cite the article lacks {lost} of its title"
        raise BrokenLaw(message, code="law.output")


def of_format(
    name: str, basis: Measure, composed: Composed, render: Callable[[str], bytes]
) -> Measure:
    """What a file of the format `name` must hold, `basis` being what those of most do.

    `render` gives pandoc's answers.
    """
    match name:
        case "pandoc.md":
            return replace(_keyed(composed), signs=basis.signs)
        case "fragment.html":
            return replace(basis, words=basis.words - basis.title)
        case "txt":
            return _plain(basis, composed, json.loads(render("list")))
    return basis


def _plain(basis: Measure, composed: Composed, listed: Mapping[str, Any]) -> Measure:
    """What plain text holds: the list as words like others, and what it says for want of markup."""
    document = read(composed.document)
    words = basis.words + ledger.words(listed["entries"])
    spare = basis.spare + ledger.words(_aside(document, listed["notes"]))
    return replace(basis, words=levelled(words), spare=levelled(spare), links=Counter(), entries={})


def _keyed(composed: Composed) -> Measure:
    """What Markdown holds that cites by keys.

    A citation is there by its keys and the words around them; one that citeproc is not to
    set, by its own words.
    """
    document = read(composed.document)
    said = [*document.titles, *texts(document.blocks, cited=False)]
    links = Counter[str]()

    def place(key: str) -> str:
        name = f"{_REF}{key}"
        return composed.anchors.get(key, name) if key in composed.unkeyed else name

    def written(content: list[Any]) -> None:
        said.extend(texts(content))
        links.update(map(place, _linked(content)))

    for node in nodes(document.blocks, "Cite"):
        rows, content = node["c"]
        keys = [row["citationId"] for row in rows]
        if kept := composed.kept.get(str(rows[0]["citationHash"])):
            written(json.loads(kept)["blocks"])
        elif not composed.unkeyed.isdisjoint(keys):
            said.extend(texts(content))
            links[place(keys[0])] += 1
        else:
            parts = (row[name] for row in rows for name in ("citationPrefix", "citationSuffix"))
            said += (text for part in parts for text in texts(part))
            links.update(map(place, keys))
    links.update(map(place, _linked(document.blocks)))
    entries = {
        place(key): text if not key or key in composed.unkeyed else ""
        for key, text in composed.entries
    }
    spare = ledger.words((labels(composed.locale)["notes"],))
    return Measure(ledger.words(said), links, entries, spare, printed.Sheet(), document.told())


def _aside(document: Document, notes: int) -> Iterator[str]:
    """What plain text has besides: addresses, the numbers of items, signs of notes twice."""
    blocks = [*document.blocks, *document.about.values()]
    for link in nodes(blocks, "Link"):
        yield link["c"][2][0]
    for items in nodes(blocks, "OrderedList"):
        (start, *_), rows = items["c"]
        yield " ".join(map(str, range(start, start + len(rows))))
    yield " ".join(f"{number} {number}" for number in range(1, notes + 1))


def together(
    measures: Iterable[Measure], place: Callable[[str, int], str], more: Iterable[str]
) -> Measure:
    """What one document of all articles must hold, beside `more` that is printed around them.

    `place` gives an anchor its name in the whole, by the number of its article from 1. Numbers
    of pages, of which the contents name some, may stand in it besides.
    """
    words, links, spare = ledger.words(more), Counter[str](), Counter(_FOLIOS)
    entries: dict[str, str] = {}
    told: dict[str, str] = {}
    for number, one in enumerate(measures, start=1):
        words += one.words
        spare += one.spare
        for kind, text in one.told.items():
            told[kind] = f"{told.get(kind, '')} {text}"
        links += Counter({place(anchor, number): count for anchor, count in one.links.items()})
        entries |= {place(anchor, number): text for anchor, text in one.entries.items()}
    return Measure(words, links, entries, spare, printed.Sheet(), told)
