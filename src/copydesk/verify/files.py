"""From the composed document to the finished files: what each must hold, and whether it does."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final
from unicodedata import combining, normalize

from copydesk import folding, ledger, printed
from copydesk.anchors import REF
from copydesk.columns import is_wide
from copydesk.composition import Composed
from copydesk.errors import BrokenLaw
from copydesk.labels import labels
from copydesk.model import Article, Csl
from copydesk.verify.document import find_nodes, list_texts, read_document

#: The formats whose files are read back; the others hold no article.
READ: Final = frozenset(printed.READINGS)
#: Formats that may part a word: by emphasis in Markdown, in PDF where a line breaks an address.
_PARTED: Final = frozenset(("md", "pandoc.md", "pdf"))
#: Formats in which a sign may be taken for markup, or for the escape of one.
_MARKED: Final = frozenset(("md", "pandoc.md"))
#: The numbers of pages that a book may have.
_FOLIOS: Final = tuple(map(str, range(1, 5000)))
#: What citeproc may move, or take away, around a citation.
_STOPS: Final = ".,;:!?…"
_NONE: Final = Counter[str]()

_SIGN: Final = re.compile(r"[^\w\s]|_")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
#: First and last letter of the scripts whose letters join: Hebrew with its points to Mongolian.
_JOINED: Final = ("\u0590", "\u18af")
_POWERS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
#: Letters that fonts draw with the glyph of a sign, of which a PDF can say but one.
_TWINS: Final = str.maketrans("\u02bb\u02bc\u02cb\u02ca\u02c9", "\u2018\u2019`\u00b4\u00af") | {
    0x149: "\u2019n"  # as a word it is two letters, the first of them a twin
}


# ── what a file must hold ────────────────────────────────────────────────────


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


def measure_article(article: Article, composed: Composed, citations: bytes) -> Measure:
    """Return what the files of `article` must hold.

    `citations` is pandoc's answer to the target of that name: what citeproc has printed.
    """
    document = read_document(composed.document)
    answer = json.loads(citations)
    line = answer.pop(printed.CITE_AS, {"text": ""})["text"]
    _check_own(composed.own, line)
    cited = list(answer.values())
    running = (*document.titles, *list_texts(document.blocks, cited=False))
    anchors = {key: composed.anchors.get(key, REF + key) for key, _ in composed.entries}
    links = Counter(key for row in cited for key in row["links"])
    links.update(anchors.get(key, REF + key) for key in _linked_keys(document.blocks))
    parsed = {item["id"] for item in composed.items}
    entries = {
        anchors[key]: f"{'' if key in parsed else text} {composed.notes.get(key, '')}"
        for key, text in composed.entries
    }
    return Measure(
        words=ledger.words((*running, *(row["text"] for row in cited))),
        links=links,
        entries=entries,
        spare=ledger.words((labels(composed.locale)["notes"],)),
        sheet=printed.Sheet(titled=bool(article.front.title)),
        told={**document.about_texts, printed.CITE_AS: line},
        title=ledger.words((article.front.title,)),
        signs=_count_signs(running, _STOPS if cited else ""),
    )


def measure_format(
    name: str, basis: Measure, composed: Composed, render: Callable[[str], bytes]
) -> Measure:
    """Return what a file of the format `name` must hold, `basis` being what those of most do.

    `render` gives pandoc's answers.
    """
    match name:
        case "pandoc.md":
            return replace(_measure_keys(composed), signs=basis.signs)
        case "fragment.html":
            return replace(basis, words=basis.words - basis.title)
        case "txt":
            listed = json.loads(render("list"))
            words = basis.words + ledger.words(listed["entries"])
            spare = basis.spare + ledger.words(_list_aside(composed, listed["notes"]))
            return replace(basis, words=words, spare=spare, links=Counter(), entries={})
    return basis


def join_measures(
    measures: Iterable[Measure], place: Callable[[str, int], str], more: Iterable[str]
) -> Measure:
    """Return what one document of all articles must hold, and `more` that is printed around them.

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


def _linked_keys(content: list[Any]) -> Iterator[str]:
    """Yield the keys of the entries that links in `content` lead to."""
    for link in find_nodes(content, "Link"):
        target = link["c"][2][0]
        if target.startswith(f"#{REF}"):
            yield target.removeprefix(f"#{REF}")


def _check_own(own: Csl, line: str) -> None:
    """Raise unless `line`, what a style prints of the article itself, has all of its title or none.

    Some styles print no title, and one without a list prints nothing; some set a title tight
    behind what stands before it.
    """
    said, shown = folding.words(str(own.get("title", ""))), folding.words(line)
    others = {*folding.words_of({**own, "title": ""})}
    found = {*said} & ({*shown} - others)
    if found and "".join(said) not in "".join(shown):
        lost = sorted({*said} - found)
        message = f"the line how to cite the article lacks {lost} of its title"
        raise BrokenLaw(message, code="law.output")


def _measure_keys(composed: Composed) -> Measure:
    """Return what Markdown holds that cites by keys.

    A citation is there by its keys and the words around them; one that citeproc is not to
    set, by its own words.
    """
    document = read_document(composed.document)
    said = [*document.titles, *list_texts(document.blocks, cited=False)]
    links = Counter[str]()

    def place(key: str) -> str:
        return composed.anchors.get(key, REF + key) if key in composed.unkeyed else REF + key

    for node in find_nodes(document.blocks, "Cite"):
        rows, content = node["c"]
        keys = [row["citationId"] for row in rows]
        if kept := composed.kept.get(str(rows[0]["citationHash"])):
            blocks = json.loads(kept)["blocks"]
            said += list_texts(blocks)
            links.update(map(place, _linked_keys(blocks)))
        elif not composed.unkeyed.isdisjoint(keys):
            said += list_texts(content)
            links[place(keys[0])] += 1
        else:
            parts = (row[name] for row in rows for name in ("citationPrefix", "citationSuffix"))
            said += (text for part in parts for text in list_texts(part))
            links.update(map(place, keys))
    links.update(map(place, _linked_keys(document.blocks)))
    entries = {
        place(key): text if not key or key in composed.unkeyed else ""
        for key, text in composed.entries
    }
    spare = ledger.words((labels(composed.locale)["notes"],))
    return Measure(ledger.words(said), links, entries, spare, printed.Sheet(), document.about_texts)


def _list_aside(composed: Composed, notes: int) -> Iterator[str]:
    """Yield what plain text says for want of markup: addresses, numbers of items, signs of notes.

    The sign of a note stands at its place and before the note.
    """
    document = read_document(composed.document)
    blocks = [*document.blocks, *document.about.values()]
    for link in find_nodes(blocks, "Link"):
        yield link["c"][2][0]
    for items in find_nodes(blocks, "OrderedList"):
        (start, *_), rows = items["c"]
        yield " ".join(map(str, range(start, start + len(rows))))
    yield " ".join(f"{number} {number}" for number in range(1, notes + 1))


# ── whether it does ──────────────────────────────────────────────────────────


def check_output(name: str, data: bytes, wanted: Measure) -> frozenset[str]:
    """Return the signs for which `data`, a file of a format in `READ`, shows empty boxes.

    Raises `BrokenLaw` unless it holds what is `wanted`.
    """
    found = printed.READINGS[name](data, wanted.sheet)
    _check_found(name, found, wanted)
    return found.boxes


def check_chapters(data: bytes, wanted: Mapping[str, Measure]) -> None:
    """Raise `BrokenLaw` unless the EPUB `data` holds what is `wanted` in each of its folders."""
    sheets = {folder: measure.sheet for folder, measure in wanted.items()}
    for measure, found in zip(wanted.values(), printed.chapters(data, sheets), strict=True):
        _check_found("epub", found, measure)


def _check_found(name: str, found: printed.Printed, wanted: Measure) -> None:
    spell = _spelling(name, wanted.signs)

    def count(*texts: str) -> Counter[str]:
        return ledger.words(map(spell, texts))

    faults = chain(
        _find_faults(name, found, wanted, count), _find_faults_apart(name, found, wanted, count)
    )
    for fault in faults:
        raise BrokenLaw(fault, code="law.output")


def _find_faults(
    name: str, found: printed.Printed, wanted: Measure, count: Callable[..., Counter[str]]
) -> Iterator[str]:
    """Yield what the running text of `found` lacks or has too much."""
    words = count(*found.texts)
    asked = count("\n".join(wanted.words.elements()))
    spare = count("\n".join(wanted.spare.elements()))
    if name not in printed.TOLD:  # what it says of itself may be among its words
        spare += count(*wanted.told.values())
    lost = compare_words(asked, words, spare)
    if lost and not (name in _PARTED and letters_fit(words, asked, spare)):
        yield f"between article and {name}: {lost}"
    # What Markdown has beyond them may be markup: heads of tables, signs of lists.
    if name in _MARKED and (fewer := wanted.signs - _count_signs(found.texts)):
        yield f"signs between article and {name}: {ledger.difference(fewer, _NONE)}"
    if lost := compare_words(wanted.links, found.links):
        yield f"links to entries in {name}: {lost}"


def _find_faults_apart(
    name: str, found: printed.Printed, wanted: Measure, count: Callable[..., Counter[str]]
) -> Iterator[str]:
    """Yield what is not whole of the parts that `name` sets apart: the edition's own, entries."""
    parted = name in _PARTED
    for kind in printed.TOLD.get(name, ()):
        asked, words = count(wanted.told.get(kind, "")), count(found.told.get(kind, ""))
        lost = compare_words(asked, words)
        if lost and not (parted and letters_fit(words, asked)):
            yield f"what {name} says of the article ({kind}): {lost}"
    for anchor, text in wanted.entries.items():
        asked, words = count(text), count(found.entries.get(anchor, ""))
        whole = asked <= words or (parted and letters_fit(words, asked, words))
        # Of an entry that a style sets, the words are the style's; it must have some.
        if not (whole if text.strip() else words):
            yield f"the entry `{anchor}` in {name} is not whole"


def compare_words(wanted: Counter[str], found: Counter[str], spare: Counter[str] = _NONE) -> str:
    """Say what `found` lacks of what is `wanted`, and has beyond that and `spare`.

    >>> compare_words(Counter(a=2, b=1), Counter(a=1, b=1, c=2), spare=Counter(c=1))
    'lost `a`; gained `c`'
    """
    if wanted.items() == found.items():  # as it mostly is
        return ""
    return ledger.difference(wanted - found, found - wanted - spare)


def letters_fit(words: Counter[str], wanted: Counter[str], spare: Counter[str] = _NONE) -> bool:
    """Whether `words`, which may be parted in two, have the letters that are `wanted`.

    What they have beyond must be letters of `spare`. Letters that join, and accents, do not
    count: what their glyphs stand for is a guess.

    >>> letters_fit(Counter(["mud", "notes"]), Counter(["mudnotes"]), Counter(["notes"]))
    True
    >>> letters_fit(Counter(["mu"]), Counter(["mud"])), letters_fit(Counter(), Counter(["क"]))
    (False, True)
    """

    def letters(counts: Counter[str]) -> Counter[str]:
        return Counter(
            letter
            for letter in normalize("NFKD", "".join(counts.elements()))
            if not (_JOINED[0] <= letter <= _JOINED[1] or combining(letter))
        )

    found, needed = letters(words), letters(wanted)
    return needed <= found and found - needed <= letters(spare)


def _count_signs(texts: Iterable[str], without: str = "") -> Counter[str]:
    """Count the signs in `texts` that are no letters, numbers or blanks.

    >>> sorted(_count_signs(["a_b (c), [d]"], without=",").elements())
    ['(', ')', '[', ']', '_']
    """
    counts = Counter(chain.from_iterable(map(_SIGN.findall, texts)))
    for sign in without:
        del counts[sign]
    return counts


def _spelling(name: str, signs: Iterable[str]) -> Callable[[str], str]:
    """Return how words of the format `name` are spelt before they are counted.

    In plain text powers are numbers, and a line may end between two wide letters, where no word
    does. In PDF the letters that fonts draw with one glyph are one sign, radicals among the
    `signs` of the text included.

    >>> _spelling("txt", ())("10⁶ 海港").split(), _spelling("pdf", "⼈!")("ʻeye, ŉ 人")
    (['106', '海', '港'], '‘eye, ’n ⼈')
    """
    if name == "txt":
        return lambda text: _NOT_ASCII.sub(_set_apart, text).translate(_POWERS)
    if name == "pdf":
        radicals = (sign for sign in signs if "\u2f00" <= sign <= "\u2fd5")
        table = _TWINS | {ord(normalize("NFKC", radical)): radical for radical in radicals}
        return lambda text: text.translate(table)
    return str


def _set_apart(found: re.Match[str]) -> str:
    return f" {found[0]} " if is_wide(found[0]) else found[0]
