"""The laws that every run checks: no word, entry or link is lost on the way to a file.

submission ─▶ edited text ─▶ article ─▶ composed document ─▶ finished file

Each function that begins with `check_` holds one of these steps and raises `BrokenLaw`. Up to
the article, the ledger and the structure record must account for every difference. From the
article on, citations and entries, which a style words anew, are held by their keys, and what is
added must be on a closed list (`labels`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain
from typing import Any, Final
from unicodedata import combining, normalize

from copydesk import ledger, structure
from copydesk.composition import Composed
from copydesk.composition.bibliography import make_item
from copydesk.composition.content import LIST_STYLES
from copydesk.composition.entry_anchors import REF
from copydesk.composition.labels import load_labels
from copydesk.errors import BrokenLaw
from copydesk.language.columns import is_wide
from copydesk.language.list_numbers import format_number
from copydesk.model import Article, EditedText, Figure, ListForm, Submission, texts_with_notes
from copydesk.writers import read_back
from copydesk.writers.read_back import CITE_AS, TOLD, FileContent

_FORMS: Final = {style: form for form, style in LIST_STYLES.items()}
#: The formats whose files are read back; the others hold no article.
READ: Final = frozenset(read_back.READINGS)
#: Formats that may part a word: by emphasis in Markdown, in PDF where a line breaks an address.
_PARTED: Final = frozenset(("md", "pdf"))
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
#: Nodes that words run through; every other one ends a text. A citation, in its span or
#: without, stands apart: a style may set it tight.
_INLINE: Final = frozenset(("Emph", "Strong", "Superscript", "Subscript", "Code", "Link"))
#: Nodes that are blanks; there are as many of them as of words.
_BLANK: Final = frozenset(("Space", "SoftBreak", "LineBreak"))
_LEAVES: Final = _BLANK | {"Str"}


def check_edited(submission: Submission, copy: EditedText) -> None:
    """Raise `BrokenLaw` unless the ledger leads from `submission` to `copy` and back."""
    ledger.check_ledger(
        ledger.line_texts(submission.lines), ledger.line_texts(copy.lines), copy.ledger
    )


def check_article(article: Article) -> None:
    """Raise `BrokenLaw` unless every word of the edited text is in `article` or in its record."""
    copy = ledger.line_texts(article.edited.lines)
    kept = ledger.replay_edits(copy, article.structure)
    if ledger.revert_edits(kept, article.structure) != copy:
        raise BrokenLaw(
            "reverting the structure edits does not give the edited text", code="law.revert"
        )
    before, after = ledger.count_words(kept.values()), ledger.count_words(structure.pieces(article))
    if lost := ledger.tell_difference(before, after):
        raise BrokenLaw(f"between edited text and article: {lost}", code="law.words")


def check_composed(article: Article, composed: Composed) -> None:
    """Raise `BrokenLaw` unless every word, entry and link of `article` is in `composed`."""
    for fault in _find_losses(article, composed):
        raise BrokenLaw(fault, code="law.compose")


def _find_losses(article: Article, composed: Composed) -> Iterator[str]:
    """Yield in words what `composed` lacks of `article`, or has beyond it."""
    document = _read_document(composed.document)
    references = article.back.references
    keys = [entry.key for entry in references]
    rows = [row for row in article.citations if row.group not in composed.unlinked]
    linked = {row.group for row in rows if row.keys and {*keys}.issuperset(row.keys)}
    before = ledger.count_words(_list_article(article, linked))
    after = ledger.count_words((*document.titles, *_list_texts(document.blocks)))
    own = load_labels(composed.locale)
    shown = [block for block in article.body if isinstance(block, Figure)]
    pictures = (block.alt or own["undescribed"] for block in shown if not block.decorative)
    if lost := _compare(
        before, after, ledger.count_words((own["references"], own["notes"], *pictures))
    ):
        yield f"between article and document: {lost}"
    items = [make_item(entry) for entry in references if entry.csl and entry.key]
    if [*composed.items] != items or [key for key, _ in composed.entries] != keys:
        yield "an entry of the article is not in the document"
    cited = {key for row in rows for key in row.keys if key in keys}
    if lost := ledger.tell_difference(Counter(cited), Counter({*composed.backlinks})):
        yield f"cited in article and document: {lost}"
    imprint, people = article.front.imprint, article.front.people
    told = {
        "affiliations": [text for one in people for text in (one.affiliation, one.orcid)],
        "doi": [imprint.doi],
        "keywords": imprint.keywords,
    }
    for name, texts in told.items():
        if lacking := ledger.count_words(texts) - ledger.count_words(
            (document.about_texts.get(name, ""),)
        ):
            yield f"what is told of the article ({name}) lacks {[*lacking]}"


def _list_article(article: Article, linked: Container[int]) -> Iterator[str]:
    """Yield every text of `article` outside its list of references, each once.

    The groups of citations that are `linked` stand apart: a style may set one that was a raised
    number tight behind a word as a bracket.
    """
    front, back = article.front, article.back
    yield from (front.title, front.deck, front.byline or ", ".join(front.authors), front.date)
    yield from (back.bio_heading, back.acknowledgements_heading, back.notes_heading)
    yield back.references_heading
    parts = (front.credits, front.disclaimer, article.body, back.bio, back.acknowledgements)
    for part in (*parts, back.disclaimer, back.notes):
        yield from texts_with_notes(part, apart=linked)


# ── the composed document: pandoc's nodes, read without pandoc ───────────────


@dataclass(frozen=True, slots=True)
class _Document:
    """The parts of a document.

    `titles` are those of its front matter, `blocks` the text, `about` the blocks that speak of
    the edition, by class, and `about_texts` the text of each.
    """

    titles: tuple[str, ...]
    blocks: list[Any]
    about: Mapping[str, Any]
    about_texts: Mapping[str, str]


@lru_cache(maxsize=1)  # the article in hand is held against its document, then each file
def _read_document(document: bytes) -> _Document:
    """Read the parts of `document`, the JSON of pandoc's AST."""
    whole = json.loads(document)
    text, about = [], {}
    for block in whole["blocks"]:
        name = (block["c"][0][1] or [""])[0] if block["t"] == "Div" else ""
        if name in TOLD["html"]:
            about[name] = block
        else:
            text.append(block)
    meta = [whole["meta"][name]["c"] for name in ("title", "subtitle") if name in whole["meta"]]
    titles = tuple(title for content in meta for title in _list_texts(content))
    about_texts = {name: " ".join(_list_texts([block])) for name, block in about.items()}
    return _Document(titles, text, about, about_texts)


def _list_texts(content: list[Any], *, cited: bool = True) -> Iterator[str]:
    """Yield the text of `content`, then of its notes; not `cited`: without what citeproc sets."""
    waiting: list[Any] = [content]
    for here in waiting:
        text: list[str] = []
        _run(here, text, waiting, cited=cited)
        yield "".join(text)


def _run(content: list[Any], text: list[str], notes: list[Any], *, cited: bool) -> None:
    """Add the text of nodes to `text`, a blank where one ends; what is in notes to `notes`."""
    for node in content:
        if isinstance(node, list):
            _run(node, text, notes, cited=cited)
        elif isinstance(node, dict):
            kind = node["t"]
            if kind == "Str":
                text.append(node["c"])
            elif kind in _BLANK:
                text.append(" ")
            elif kind == "Note":
                notes.append(node["c"])
            else:
                _add(node, text, notes, cited=cited)


def _add(node: Mapping[str, Any], text: list[str], notes: list[Any], *, cited: bool) -> None:
    """Add the text of a node that holds others, or code."""
    kind, inner = node["t"], node.get("c", [])
    within = kind == "Span" and not inner[0][0]  # it says which language a passage is in
    bound = "" if kind in _INLINE or within else " "
    text.append(bound)
    if kind in ("CodeBlock", "Code"):
        text.append(inner[1])
    elif kind == "Cite":
        _run(inner[1] if cited else [], text, notes, cited=cited)
    elif isinstance(inner, list):
        _run(inner, text, notes, cited=cited)
    text.append(bound)


def _find_nodes(content: list[Any], kind: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of `kind`, but none inside a citation."""
    for node in content:
        if isinstance(node, list):
            if node:
                yield from _find_nodes(node, kind)
        elif isinstance(node, dict) and node["t"] not in _LEAVES:
            if node["t"] == kind:
                yield node
            inner = node.get("c")
            if isinstance(inner, list) and node["t"] != "Cite":
                yield from _find_nodes(inner, kind)


# ── what a file must hold ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Measure:
    """What every file of an article must hold, by count.

    `words` are those outside the list of references, citations as the style prints
    them; `links` lead to entries. `entries` are the anchors of the list, each with its
    words when no style sets them. `spare` are words that a file may have besides. `told` is
    what an edition says of itself, by its class, the line how to cite it as the style prints it.
    `title` are the words that a piece of a page leaves to the site; an article that is not
    `titled` bears the name of its file. `signs` are those of the running text that are no
    letters, numbers or blanks, without what citeproc sets. `parted` says that signs of notes and
    raised numbers were set apart by commas, words with them.
    """

    words: Counter[str]
    links: Counter[str]
    entries: Mapping[str, str]
    spare: Counter[str]
    told: Mapping[str, str] = field(default_factory=dict)
    title: Counter[str] = field(default_factory=Counter)
    titled: bool = True
    signs: Counter[str] = field(default_factory=Counter)
    parted: bool = False


def measure_article(article: Article, composed: Composed, citations: bytes) -> Measure:
    """Return what the files of `article` must hold.

    `citations` is pandoc's answer to the target of that name: what citeproc has printed.
    """
    document = _read_document(composed.document)
    answer = json.loads(citations)
    line = answer.pop(CITE_AS, {"text": ""})["text"]
    parted = answer.pop("parted", None) is not None
    cited = list(answer.values())
    running = (*document.titles, *_list_texts(document.blocks, cited=False))
    anchors = {key: composed.anchors.get(key, REF + key) for key, _ in composed.entries}
    links = Counter(key for row in cited for key in row["links"])
    links.update(anchors.get(key, REF + key) for key in _linked_keys(document.blocks))
    parsed = {item["id"] for item in composed.items}
    entries = {anchors[key]: "" if key in parsed else text for key, text in composed.entries}
    return Measure(
        words=ledger.count_words((*running, *(row["text"] for row in cited))),
        links=links,
        entries=entries,
        spare=ledger.count_words((load_labels(composed.locale)["notes"],)),
        titled=bool(article.front.title),
        told={**document.about_texts, CITE_AS: line},
        title=ledger.count_words((article.front.title,)),
        signs=_count_signs(running, _STOPS if cited else ""),
        parted=parted,
    )


def measure_format(
    name: str, basis: Measure, composed: Composed, render: Callable[[str], bytes]
) -> Measure:
    """Return what a file of the format `name` must hold, `basis` being what those of most do.

    `render` gives pandoc's answers.
    """
    match name:
        case "fragment.html":
            return replace(basis, words=basis.words - basis.title)
        case "md":
            numbers = _list_numbers(composed, *(form for form in _FORMS.values() if form != "1"))
            return replace(basis, words=basis.words + ledger.count_words(numbers))
        case "txt":
            listed = json.loads(render("list"))
            words = basis.words + ledger.count_words(listed["entries"])
            aside = (*listed["addresses"], *_list_aside(composed, listed["notes"]))
            spare = basis.spare + ledger.count_words(aside)
            return replace(basis, words=words, spare=spare, links=Counter(), entries={})
    return basis


def join_measures(
    measures: Iterable[Measure], place: Callable[[str, int], str], more: Iterable[str]
) -> Measure:
    """Return what one document of all articles must hold, and `more` that is printed around them.

    `place` gives an anchor its name in the whole, by the number of its article from 1. Numbers
    of pages, of which the contents name some, may stand in it besides.
    """
    words, links, spare = ledger.count_words(more), Counter[str](), Counter(_FOLIOS)
    entries: dict[str, str] = {}
    told: dict[str, str] = {}
    parted = False
    for number, one in enumerate(measures, start=1):
        words += one.words
        parted |= one.parted
        spare += one.spare
        for kind, text in one.told.items():
            told[kind] = f"{told.get(kind, '')} {text}"
        links += Counter({place(anchor, number): count for anchor, count in one.links.items()})
        entries |= {place(anchor, number): text for anchor, text in one.entries.items()}
    return Measure(words, links, entries, spare, told, parted=parted)


def _linked_keys(content: list[Any]) -> Iterator[str]:
    for link in _find_nodes(content, "Link"):
        target = link["c"][2][0]
        if target.startswith(f"#{REF}"):
            yield target.removeprefix(f"#{REF}")


def _list_numbers(composed: Composed, *forms: ListForm) -> Iterator[str]:
    """Yield the numbers of each list that counts in one of `forms`."""
    document = _read_document(composed.document)
    for items in _find_nodes([*document.blocks, *document.about.values()], "OrderedList"):
        (start, style, _), rows = items["c"]
        form = _FORMS[style["t"]]
        if form in forms:
            yield " ".join(format_number(start + at, form) for at in range(len(rows)))


def _list_aside(composed: Composed, notes: int) -> Iterator[str]:
    """Yield what plain text says for want of markup: addresses, numbers of items, signs of notes.

    The sign of a note stands at its place and before the note.
    """
    document = _read_document(composed.document)
    blocks = [*document.blocks, *document.about.values()]
    for link in _find_nodes(blocks, "Link"):
        yield link["c"][2][0]
    yield from _list_numbers(composed, *_FORMS.values())
    yield " ".join(f"{number} {number}" for number in range(1, notes + 1))


# ── whether it does ──────────────────────────────────────────────────────────


def check_output(name: str, data: bytes, wanted: Measure) -> frozenset[str]:
    """Return the signs for which `data`, a file of a format in `READ`, shows empty boxes.

    Raises `BrokenLaw` unless it holds what is `wanted`.
    """
    found = read_back.READINGS[name](data)
    _check_found(name, found, wanted)
    return found.boxes


def check_chapters(data: bytes, wanted: Mapping[str, Measure]) -> None:
    """Raise `BrokenLaw` unless the EPUB `data` holds what is `wanted` in each of its folders."""
    for measure, found in zip(wanted.values(), read_back.read_chapters(data, wanted), strict=True):
        _check_found("epub", found, measure)


def _check_found(name: str, found: FileContent, wanted: Measure) -> None:
    """Raise `BrokenLaw` unless `found`, of the format `name`, is what is `wanted`."""
    spell = _spelling(name, wanted.signs)
    parted = wanted.parted or name in _PARTED

    def count(*texts: str) -> Counter[str]:
        return ledger.count_words(map(spell, texts))

    def miss(asked: Counter[str], words: Counter[str], spare: Counter[str] = _NONE) -> str:
        lost = _compare(asked, words, spare)
        return "" if lost and parted and _letters_fit(words, asked, spare) else lost

    texts = (*found.texts, *found.titles) if wanted.titled else found.texts
    asked = count("\n".join(wanted.words.elements()))
    spare = count("\n".join(wanted.spare.elements()))
    if name not in TOLD:  # what it says of itself may be among its words
        spare += count(*wanted.told.values())
    faults = {
        f"between article and {name}: ": miss(asked, count(*texts), spare),
        f"links to entries in {name}: ": _compare(wanted.links, found.links),
    }
    if name == "md":
        # A sign may be taken for markup, or for the escape of one. What it has beyond may be
        # markup: heads of tables, signs of lists.
        fewer = wanted.signs - _count_signs(texts)
        faults[f"signs between article and {name}: "] = ledger.tell_difference(fewer, _NONE)
    for kind in TOLD.get(name, ()):
        said = count(wanted.told.get(kind, "")), count(found.told.get(kind, ""))
        faults[f"what {name} says of the article ({kind}): "] = miss(*said)
    for anchor, text in wanted.entries.items():
        asked, words = count(text), count(found.entries.get(anchor, ""))
        # Of an entry that a style sets, the words are the style's; it must have some.
        lacks = miss(asked, words, words) if text.strip() else not words
        faults[f"the entry `{anchor}` in {name} "] = "is not whole" if lacks else ""
    for what, lost in faults.items():
        if lost:
            raise BrokenLaw(f"{what}{lost}", code="law.output")


def _compare(wanted: Counter[str], found: Counter[str], spare: Counter[str] = _NONE) -> str:
    """Say what `found` lacks of what is `wanted`, and has beyond that and `spare`.

    >>> _compare(Counter(a=2, b=1), Counter(a=1, b=1, c=2), spare=Counter(c=1))
    'lost `a`; gained `c`'
    """
    if wanted.items() == found.items():  # as it mostly is
        return ""
    return ledger.tell_difference(wanted - found, found - wanted - spare)


def _letters_fit(words: Counter[str], wanted: Counter[str], spare: Counter[str] = _NONE) -> bool:
    """Whether `words`, which may be parted in two, have the letters that are `wanted`.

    What they have beyond must be letters of `spare`. Letters that join, and accents, do not
    count: what their glyphs stand for is a guess.

    >>> _letters_fit(Counter(["mud", "notes"]), Counter(["mudnotes"]), Counter(["notes"]))
    True
    >>> _letters_fit(Counter(["mu"]), Counter(["mud"])), _letters_fit(Counter(), Counter(["क"]))
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
