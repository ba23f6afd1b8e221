"""The law of words from the article onward: nothing is lost on the way into a file.

Up to the article `pipeline` counts. Here the composed document is held against the
article, and each finished file against the document. Citations and entries, which a
style words anew, are held by their keys; what a file may say beyond the article are the
words of `labels`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Final
from unicodedata import combining, normalize

from copydesk import folding, galley, printed
from copydesk.columns import is_wide
from copydesk.compose import Composed, as_written
from copydesk.errors import BrokenLaw
from copydesk.labels import labels
from copydesk.model import (
    Article,
    Block,
    Cite,
    Code,
    Csl,
    Figure,
    Front,
    Inline,
    Note,
    Text,
    Verbatim,
)
from copydesk.nodes import contents, notes_in

#: Nodes of the document that words run through; every other one ends a text. A citation, in
#: its span or without, stands apart: a style may set it tight.
_INLINE: Final = frozenset(("Emph", "Strong", "Superscript", "Subscript", "Code", "Link"))
_REF: Final = "ref-"
#: The numbers of pages that a book may have.
_FOLIOS: Final = tuple(map(str, range(1, 5000)))
#: First and last letter of the scripts whose letters join: Hebrew with its points to Mongolian.
_JOINED: Final = ("\u0590", "\u18af")
#: Formats that may part a word: by emphasis in Markdown, in PDF where a line breaks an address.
_PARTED: Final = frozenset(("md", "pandoc.md", "pdf"))
#: Formats in which a sign may be taken for markup, or for the escape of one.
_MARKED: Final = frozenset(("md", "pandoc.md"))
_SIGN: Final = re.compile(r"[^\w\s]|_")
#: What citeproc may move, or take away, around a citation.
_STOPS: Final = ".,;:!?…"
#: How a link to the entry of a key begins in the document.
_TO: Final = f"#{_REF}"
#: Letters that fonts draw with the glyph of a sign, of which a PDF can say but one.
_TWINS: Final = str.maketrans("\u02bb\u02bc\u02cb\u02ca\u02c9", "\u2018\u2019`\u00b4\u00af")
_POWERS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", "⁺⁻")
#: The formats whose files are read back; the others hold no article.
READ: Final = frozenset(printed.READINGS)


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


# ── article → document ───────────────────────────────────────────────────────


def check_composed(article: Article, composed: Composed) -> None:
    """Raise `BrokenLaw` unless every word, entry and link of `article` is in `composed`."""
    document = json.loads(composed.document)
    before = galley.words(_article_texts(article))
    blocks, told = _parted(document["blocks"])
    after = galley.words((*_titles(document), *_texts(blocks)))
    own = labels(composed.locale)
    shown = [block for block in article.body if isinstance(block, Figure)]
    pictures = (block.alt or own["undescribed"] for block in shown)
    spare = galley.words((own["references"], own["notes"], *pictures))
    if lost := galley.difference(before, _less(after, before, spare)):
        raise BrokenLaw(f"between article and document: {lost}", code="law.compose")
    references = article.back.references
    items = [as_written.item(entry) for entry in references if entry.csl and entry.key]
    keys = [entry.key for entry in references]
    if [*composed.items] != items or [key for key, _ in composed.entries] != keys:
        raise BrokenLaw("an entry of the article is not in the document", code="law.compose")
    cited = {key for citation in article.citations for key in citation.keys if key in keys}
    if lost := galley.difference(Counter(cited), Counter(set(composed.backlinks))):
        raise BrokenLaw(f"cited in article and document: {lost}", code="law.compose")
    for name, values in _known(article.front).items():
        if lacking := galley.words(values) - galley.words((told.get(name, ""),)):
            message = f"what is told of the article ({name}) lacks {[*lacking]}"
            raise BrokenLaw(message, code="law.compose")


def _known(front: Front) -> dict[str, tuple[str, ...]]:
    """What catalogues are told of an article and readers see, by the class of its division."""
    imprint, people = front.imprint, front.people
    return {
        "affiliations": tuple(text for one in people for text in (one.affiliation, one.orcid)),
        "doi": (imprint.doi,),
        "keywords": imprint.keywords,
    }


def _parted(blocks: list[Any]) -> tuple[list[Any], dict[str, str]]:
    """The blocks of a document, and the texts of those that speak of the edition, by class."""
    text, told = [], {}
    for block in blocks:
        name = (block["c"][0][1] or [""])[0] if block["t"] == "Div" else ""
        if name in printed.TOLD["html"]:
            told[name] = " ".join(_texts([block]))
        else:
            text.append(block)
    return text, told


def _article_texts(article: Article) -> Iterator[str]:
    """Every text of `article` outside its list of references, each once."""
    front, back = article.front, article.back
    yield from (front.title, front.deck, front.byline or ", ".join(front.authors), front.date)
    yield from (back.bio_heading, back.acknowledgements_heading, back.notes_heading)
    yield back.references_heading
    keys = {entry.key for entry in back.references}
    linked = {row.group for row in article.citations if row.keys and keys.issuperset(row.keys)}
    parts = (front.credits, front.disclaimer, article.body)
    for block in (*chain(*parts), *back.bio, *back.acknowledgements, *back.notes):
        yield from _block_texts(block, linked)


def _block_texts(block: Block, linked: Container[int]) -> Iterator[str]:
    """The texts of `block` and of its notes. A citation that is linked stands apart.

    A style may set one that was a raised number tight behind a word as a bracket.
    """
    if isinstance(block, Code):
        yield block.text
    for content in contents(block):
        yield "".join(_pieces(content, linked))
        for note in notes_in(content):
            for inner in note.blocks:
                yield from _block_texts(inner, linked)


def _pieces(content: Iterable[Inline], linked: Container[int]) -> Iterator[str]:
    for node in content:
        match node:
            case Cite(text, group) if group in linked:
                yield f" {text} "
            case Text(text) | Cite(text) | Verbatim(text):
                yield text
            case Note():
                pass
            case _:
                yield from _pieces(node.content, linked)


def _less(after: Counter[str], before: Counter[str], spare: Counter[str]) -> Counter[str]:
    """`after` less what it has beyond `before` and may have.

    >>> sorted(_less(Counter("abcc"), Counter("a"), Counter("bc")).elements())
    ['a', 'c']
    """
    return after - ((after - before) & spare)


# ── document → files ─────────────────────────────────────────────────────────


def measure(article: Article, composed: Composed, citations: bytes) -> Measure:
    """What the files of `article` must hold.

    `citations` is pandoc's answer to the target of that name: what citeproc has printed.
    """
    document = json.loads(composed.document)
    blocks, told = _parted(document["blocks"])
    answer = json.loads(citations)
    told[printed.CITE_AS] = answer.pop(printed.CITE_AS, {"text": ""})["text"]
    _check_own(composed.own, told[printed.CITE_AS])
    cited = list(answer.values())
    running = (*_titles(document), *_texts(blocks, cited=False))
    texts = (*running, *(row["text"] for row in cited))
    links = Counter(key for row in cited for key in row["links"])
    targets = (node["c"][2][0] for node in _nodes(blocks, "Link"))
    keys = (target[len(_TO) :] for target in targets if target.startswith(_TO))
    links.update(composed.anchors.get(key, _REF + key) for key in keys)
    parsed = {item["id"] for item in composed.items}
    raws = {
        key: f"{'' if key in parsed else text} {composed.notes.get(key, '')}"
        for key, text in composed.entries
    }
    return Measure(
        words=galley.words(texts),
        links=links,
        entries={composed.anchors.get(key, _REF): raws.get(key, "") for key, _ in composed.entries},
        spare=galley.words((labels(composed.locale)["notes"],)),
        sheet=printed.Sheet(titled=bool(article.front.title)),
        told=told,
        title=galley.words((article.front.title,)),
        signs=_signs(running, _STOPS if cited else ""),
    )


def _signs(texts: Iterable[str], without: str = "") -> Counter[str]:
    """How often each sign occurs in `texts` that is no letter, number or blank.

    >>> sorted(_signs(["a_b (c), [d]"], without=",").elements())
    ['(', ')', '[', ']', '_']
    """
    counts = Counter(chain.from_iterable(map(_SIGN.findall, texts)))
    for sign in without:
        del counts[sign]
    return counts


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
    blocks = json.loads(composed.document)["blocks"]
    words = basis.words + galley.words(listed["entries"])
    spare = basis.spare + galley.words(_aside(blocks, listed["notes"]))
    return replace(
        basis, words=_levelled(words), spare=_levelled(spare), links=Counter(), entries={}
    )


def _keyed(composed: Composed) -> Measure:
    """What Markdown holds that cites by keys.

    A citation is there by its keys and the words around them; one that citeproc is not to
    set, by its own words.
    """
    document = json.loads(composed.document)
    blocks, told = _parted(document["blocks"])
    texts = [*_titles(document), *_texts(blocks, cited=False)]
    links = Counter[str]()

    def place(key: str) -> str:
        name = f"{_REF}{key}"
        return composed.anchors.get(key, name) if key in composed.unkeyed else name

    def written(content: list[Any]) -> None:
        texts.extend(_texts(content))
        targets = (node["c"][2][0] for node in _nodes(content, "Link"))
        links.update(place(to[len(_TO) :]) for to in targets if to.startswith(_TO))

    for node in _nodes(blocks, "Cite"):
        rows, content = node["c"]
        keys = [row["citationId"] for row in rows]
        if kept := composed.kept.get(str(rows[0]["citationHash"])):
            written(json.loads(kept)["blocks"])
        elif not composed.unkeyed.isdisjoint(keys):
            texts.extend(_texts(content))
            links[place(keys[0])] += 1
        else:
            parts = (row[name] for row in rows for name in ("citationPrefix", "citationSuffix"))
            texts += (text for part in parts for text in _texts(part))
            links.update(map(place, keys))
    targets = (node["c"][2][0] for node in _nodes(blocks, "Link"))
    links.update(place(to[len(_TO) :]) for to in targets if to.startswith(_TO))
    entries = {
        place(key): text if not key or key in composed.unkeyed else ""
        for key, text in composed.entries
    }
    spare = galley.words((labels(composed.locale)["notes"],))
    return Measure(galley.words(texts), links, entries, spare, printed.Sheet(), told)


def _aside(blocks: list[Any], notes: int) -> Iterator[str]:
    """What plain text has besides: addresses, the numbers of items, signs of notes twice."""
    for link in _nodes(blocks, "Link"):
        yield link["c"][2][0]
    for items in _nodes(blocks, "OrderedList"):
        (start, *_), rows = items["c"]
        yield " ".join(map(str, range(start, start + len(rows))))
    yield " ".join(f"{number} {number}" for number in range(1, notes + 1))


def _levelled(counts: Counter[str]) -> Counter[str]:
    """Words of plain text: powers as numbers, and each wide letter for itself.

    A line may end between two of those, where no word does.

    >>> sorted(_levelled(Counter(["10⁶", "海港"])))
    ['106', '海', '港']
    """
    levelled = Counter[str]()
    for word, number in counts.items():
        if word.isascii():
            levelled[word] += number
            continue
        spaced = "".join(f" {char} " if is_wide(char) else char for char in word)
        for part in spaced.translate(_POWERS).split():
            levelled[part] += number
    return levelled


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


def check_output(name: str, data: bytes, wanted: Measure) -> frozenset[str]:
    """The signs for which `data`, a file of a format in `READ`, shows empty boxes.

    Raises `BrokenLaw` unless it holds what is `wanted`.
    """
    found = printed.READINGS[name](data, wanted.sheet)
    check_found(name, found, wanted)
    return found.boxes


def check_found(name: str, found: printed.Printed, wanted: Measure) -> None:
    """Raise `BrokenLaw` unless `found`, read from a file of the format `name`, is `wanted`."""
    if name == "pdf":
        found, wanted = _told_alike(found), _asked_alike(wanted)
    kinds = printed.TOLD.get(name, ())
    # A format that does not set apart what it says of itself may have it among its words.
    spare = wanted.spare if kinds else wanted.spare + galley.words(wanted.told.values())
    words = galley.words(found.texts)
    if name == "txt":
        words, spare = _levelled(words), _levelled(spare)
    lost = galley.difference(wanted.words, _less(words, wanted.words, spare))
    if lost and not (name in _PARTED and _letters_fit(words, wanted.words, spare)):
        raise BrokenLaw(f"between article and {name}: {lost}", code="law.output")
    # What Markdown has beyond them may be markup: heads of tables, signs of lists.
    if name in _MARKED and (fewer := wanted.signs - _signs(found.texts)):
        raise BrokenLaw(
            f"signs between article and {name}: {galley.difference(fewer, Counter())}",
            code="law.output",
        )
    if lost := galley.difference(wanted.links, found.links):
        raise BrokenLaw(f"links to entries in {name}: {lost}", code="law.output")
    for kind in kinds:
        told, said = (galley.words((of.told.get(kind, ""),)) for of in (wanted, found))
        lost = galley.difference(told, said)
        if lost and not (name in _PARTED and _letters_fit(said, told)):
            raise BrokenLaw(f"what {name} says of the article ({kind}): {lost}", code="law.output")
    for anchor, text in wanted.entries.items():
        entry = galley.words((found.entries.get(anchor, ""),))
        lost_words = galley.words((text,)) - entry if text.strip() else not entry
        if anchor not in found.entries or lost_words:
            message = f"the entry `{anchor}` in {name} is not whole"
            raise BrokenLaw(message, code="law.output")


def _told_alike(found: printed.Printed) -> printed.Printed:
    """`found` with twins as one sign."""
    return printed.Printed(
        texts=[text.translate(_TWINS) for text in found.texts],
        entries={key: text.translate(_TWINS) for key, text in found.entries.items()},
        links=found.links,
        told={kind: text.translate(_TWINS) for kind, text in found.told.items()},
        boxes=found.boxes,
    )


def _asked_alike(wanted: Measure) -> Measure:
    """`wanted` with twins as one sign."""
    return replace(
        wanted,
        words=_alike(wanted.words),
        spare=_alike(wanted.spare),
        entries={key: text.translate(_TWINS) for key, text in wanted.entries.items()},
        told={kind: text.translate(_TWINS) for kind, text in wanted.told.items()},
    )


def _alike(words: Counter[str]) -> Counter[str]:
    """`words` with twins as one sign; a letter may have a quotation mark for a twin.

    >>> _alike(Counter({"ʻeye": 1, "eye": 2}))
    Counter({'eye': 3})
    """
    alike = Counter[str]()
    for word, number in words.items():
        twin = word if word.isascii() else word.translate(_TWINS)
        for part in (word,) if twin == word else galley.words([twin]).elements():
            alike[part] += number
    return alike


def check_chapters(data: bytes, wanted: Mapping[str, Measure]) -> None:
    """Raise `BrokenLaw` unless the EPUB `data` holds what is `wanted` in each of its folders."""
    sheets = {folder: measure.sheet for folder, measure in wanted.items()}
    for measure, found in zip(wanted.values(), printed.chapters(data, sheets), strict=True):
        check_found("epub", found, measure)


def together(
    measures: Iterable[Measure], place: Callable[[str, int], str], more: Iterable[str]
) -> Measure:
    """What one document of all articles must hold, beside `more` that is printed around them.

    `place` gives an anchor its name in the whole, by the number of its article from 1. Numbers
    of pages, of which the contents name some, may stand in it besides.
    """
    words, links, spare = galley.words(more), Counter[str](), Counter(_FOLIOS)
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


def _letters_fit(
    words: Counter[str], wanted: Counter[str], spare: Counter[str] | None = None
) -> bool:
    """Whether `words`, which may be parted in two, have the letters that are `wanted`.

    What they have beyond must be letters of `spare`.

    >>> _letters_fit(Counter(["mud", "notes"]), Counter(["mudnotes"]), Counter(["notes"]))
    True
    """

    def letters(counts: Counter[str]) -> Counter[str]:
        return Counter(filter(_is_plain, normalize("NFKD", "".join(counts.elements()))))

    found, needed = letters(words), letters(wanted)
    return needed <= found and found - needed <= letters(spare or Counter())


def _is_plain(letter: str) -> bool:
    """Whether `letter` is drawn by itself; what glyphs of the others stand for is a guess.

    >>> _is_plain("e"), _is_plain("论"), _is_plain("क"), _is_plain("\N{COMBINING ACUTE ACCENT}")
    (True, True, False, False)
    """
    return not (_JOINED[0] <= letter <= _JOINED[1] or combining(letter))


# ── reading the document ─────────────────────────────────────────────────────


def _titles(document: Mapping[str, Any]) -> Iterator[str]:
    for name in ("title", "subtitle"):
        if name in document["meta"]:
            yield from _texts(document["meta"][name]["c"])


def _texts(content: list[Any], *, cited: bool = True) -> Iterator[str]:
    """The text of `content`, then of its notes; not `cited`: without what citeproc sets."""
    waiting: list[Any] = [content]
    for nodes in waiting:
        text: list[str] = []
        _run(nodes, text, waiting, cited=cited)
        yield "".join(text)


def _run(content: list[Any], text: list[str], notes: list[Any], *, cited: bool) -> None:
    """Add the text of nodes to `text`, a blank where one ends; what is in notes to `notes`."""
    for node in content:
        if isinstance(node, list):
            _run(node, text, notes, cited=cited)
        elif isinstance(node, dict):
            kind, inner = node["t"], node.get("c", [])
            if kind in ("Str", "Note"):
                (text if kind == "Str" else notes).append(inner)
                continue
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


def _nodes(content: list[Any], kind: str) -> Iterator[dict[str, Any]]:
    """The nodes of `kind`, but none inside a citation."""
    for node in content:
        if isinstance(node, list):
            yield from _nodes(node, kind)
        elif isinstance(node, dict) and node["t"] not in ("Str", "Space"):
            if node["t"] == kind:
                yield node
            if node["t"] == "Cite":
                continue
            inner = node.get("c")
            if isinstance(inner, list):
                yield from _nodes(inner, kind)
