"""Reference lists to CSL-JSON: split into entries, tag the words, finish each field.

`parse` reads the list of an article; `parse_entry` reads one bare string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from copydesk.config import Config
from copydesk.model import Article, Csl, Decisions, Reference
from copydesk.references import (
    checks,
    dates,
    fields,
    fixed_forms,
    keys,
    lines,
    openings,
    same_author,
    split,
    tagger,
    tokens,
)
from copydesk.references.corrections import Corrections
from copydesk.references.emphasis import find_emphasis, keep_emphasis_whole
from copydesk.references.fields import FieldDoubt, ParsedEntry
from copydesk.references.leftovers import leftovers
from copydesk.references.segments import NUMBER, Segment

__all__ = ["FieldDoubt", "ParsedEntry", "parse", "parse_entries", "parse_entry", "settled"]

#: What is longer than this is no entry of a list.
LONGEST_ENTRY = 4_000
#: Below this confidence the fields would mislead; the entry is printed as it stands.
UNREADABLE = 0.005
#: Years that stand in for "in press", the first that the entry does not name itself.
_STAND_INS = ("2017", "2015", "2013", "2011")
#: The number of an entry in its list; neither a name nor a title begins so.
_NUMBER = re.compile(r"\d{1,3}[.)]\s+(?=\S)")


def parse_entry(raw: str, emphasis: tuple[str, ...] = ()) -> ParsedEntry:
    """Read one reference as it was received; `emphasis` are the words that it has in italics.

    Never raises. What cannot be read has an empty `csl` and confidence 0.

    >>> entry = parse_entry("Lo, B., 2022. Turning point. Lowy Institute, 25 May.")
    >>> entry.csl["title"], entry.csl["issued"]
    ('Turning point', {'date-parts': [[2022, 5, 25]]})
    """
    return parse_entries([raw], [emphasis])[0]


def parse_entries(
    raws: Sequence[str], emphasis: Sequence[tuple[str, ...]] = ()
) -> list[ParsedEntry]:
    """Read references as `parse_entry` reads each; many together cost less than each alone.

    >>> [entry.csl["title"] for entry in parse_entries(["Lo, B., 2022. Mud."])]
    ['Mud']
    """
    texts = [tokens.without_surroundings(tokens.visible(raw)) for raw in raws]
    fixed = [_read_fixed_form(text) for text in texts]
    words = [
        tokens.in_known_words(text) for text, one in zip(texts, fixed, strict=True) if one is None
    ]
    labelled = iter(tagger.segment_all(words))
    marked = emphasis or [()] * len(texts)
    return [
        _read_dated(text, tuple(map(tokens.curled, marks)), next(labelled)) if one is None else one
        for text, one, marks in zip(texts, fixed, marked, strict=True)
    ]


def _read_fixed_form(text: str) -> ParsedEntry | None:
    """What is read of `text` without the tagger; None where it is left to the tagger."""
    if len(text) > LONGEST_ENTRY or not any(map(str.isalnum, text)):
        return ParsedEntry({}, 0.0)
    foreign = tokens.is_foreign_script(text)
    csl = fixed_forms.read_eastern(text) if foreign or fixed_forms.is_marked(text) else {}
    if csl or foreign:
        # The tagger has never seen the script; only what has a fixed form is read.
        return ParsedEntry(csl, 0.9 if csl else 0.0)
    if csl := fixed_forms.read_gost(text):
        return ParsedEntry(csl, 0.9, leftovers=leftovers(text, csl))
    return None


def _read_dated(text: str, emphasis: tuple[str, ...], segments: tuple[Segment, ...]) -> ParsedEntry:
    """What the tagger makes of `text`, with what its words say of its date.

    The tagger has seen few phrases such as "in press" and thousands of years, so a year is
    read in their place. Of works yet to come the phrase is the date, as every style prints it;
    works without a date have none.
    """
    plain = _tagged(text, emphasis, segments)
    found = None if "issued" in plain.csl else dates.date_phrase().search(text)
    year = next((year for year in _STAND_INS if year not in text), "")
    if found is None or not year:
        return plain
    whole, start, end = found[0], *found.span()
    bracketed = f"{whole[0]}{year}{whole[-1]}" if whole[0] in "([" else year
    one = _tagged(f"{text[:start]}{bracketed}{text[end:]}", emphasis)
    if one.csl.get("issued", {}).get("date-parts") != [[int(year)]]:
        return plain
    if coming := found["coming"] or found["later"]:
        return replace(one, csl=one.csl | {"issued": {"literal": coming}})
    csl = {field: value for field, value in one.csl.items() if field != "issued"}
    return replace(one, csl=csl, undated=True)


def _tagged(
    text: str, emphasis: tuple[str, ...], segments: tuple[Segment, ...] = ()
) -> ParsedEntry:
    """What the tagger makes of an entry in a script that it knows; `segments` where known."""
    copy = tokens.curled(text)
    tagged = tokens.in_known_words(text)
    segments = segments or tagger.segment(tagged)
    if segments[0].label != NUMBER and (number := _NUMBER.match(text)):
        return _tagged(text[number.end() :], emphasis)
    if copy != tagged:
        ends = (*(one.start for one in segments[1:]), len(copy))
        segments = tuple(
            replace(one, text=copy[one.start : end].rstrip())
            for one, end in zip(segments, ends, strict=True)
        )
    segments = keep_emphasis_whole(copy, segments, emphasis)
    found = fields.read(copy, segments)
    if found.confidence < UNREADABLE:
        return ParsedEntry({}, found.confidence)
    return replace(found, csl=tokens.received(found.csl, text, copy))


def parse(article: Article, config: Config, decisions: Decisions) -> Article:
    """`article` with its reference list read: joined lines, CSL items, keys, queries.

    No entry is lost: what cannot be read keeps its text, an empty `csl`, and a
    query. The editor's fields in `decisions.references` replace what was read; the keys
    stay those of the list as it was read without them.
    """
    joined, edits = split.entries(article, config, decisions)
    corrections = Corrections(decisions.references)
    stale = tuple(corrections.stale(joined))
    if not joined:
        return replace(article, queries=article.queries + stale) if stale else article
    signs = openings.find_labels([one.text for one in joined])
    words = [one.text[sign.end if sign else 0 :] for one, sign in zip(joined, signs, strict=True)]
    raws = [one.raw for one in joined]
    emphasis = [find_emphasis(one, article.edited.lines) for one in joined]
    ahead = dict(
        zip(zip(words, emphasis, strict=True), parse_entries(words, emphasis), strict=True)
    )

    def once(at: int, text: str) -> ParsedEntry:
        return ahead.get((text, emphasis[at])) or parse_entry(text, emphasis[at])

    read = same_author.read(words, once, lambda at, one: corrections.heeded(raws[at], one))
    # A correction does not rename its entry: what was printed of it before still names it.
    first = same_author.read(words, once, lambda _, one: one) if decisions.references else read
    named = keys.keys([(one.csl, text) for one, text in zip(first, words, strict=True)])
    references = tuple(
        replace(
            reference,
            key=key,
            csl=_item(key, one.csl),
            confidence=one.confidence,
            label=sign.value if sign else "",
        )
        for reference, sign, one, key in zip(joined, signs, read, named, strict=True)
    )
    asked = checks.queries(references, read, (*article.edited.ledger, *edits))
    return replace(
        article,
        back=replace(article.back, references=references),
        structure=article.structure + edits,
        queries=article.queries + lines.ask_about_headings(edits) + asked + stale,
    )


def settled(references: Sequence[Reference], decisions: Decisions) -> frozenset[str]:
    """The keys of `references` that the editor says were read rightly."""
    return Corrections(decisions.references).settled(references)


def _item(key: str, csl: Csl) -> Csl:
    """`csl` with its key."""
    return {"id": key} | csl if csl else {}


def reference(raw: str) -> Reference:
    """A `Reference` of one bare string, for lists that did not come in an article.

    >>> reference("Lo, B., 2022. Turning point. Lowy Institute.").key
    'lo2022'
    """
    one = parse_entry(raw)
    text = tokens.visible(raw)
    (key,) = keys.keys([(one.csl, text)])
    return Reference(key, raw, text, _item(key, one.csl), one.confidence)
