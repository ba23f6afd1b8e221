"""How questions are gathered for the editor: the kinds they are of, and their short titles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from copydesk.model import Query

#: First part of a code → what such questions are about.
KINDS: Final = {
    "citation": "Citations",
    "reference": "Entries of the list",
    "library": "The library beside the submission",
    "structure": "What the lines are",
    "read": "What came with the file",
    "text": "Characters and words",
    "compose": "What goes into the editions",
    "print": "On paper",
    "desk": "Your decisions",
}

#: Code → what is the matter, in a few words.
TITLES: Final = {
    "citation.fuzzy-name": "A name spelt in two ways",
    "citation.year-mismatch": "Another year in the entry",
    "citation.year-absent": "No year in the entry",
    "citation.ambiguous": "Several entries fit",
    "citation.missing": "No entry fits",
    "citation.counted": "Entries without numbers",
    "library.lacks": "Printed, but not in the library",
    "library.doubt": "Read as well as could be",
    "reference.uncited": "Cited nowhere",
    "reference.none-cited": "A list that nothing cites",
    "reference.unparsed": "Not read",
    "reference.doubtful": "Read with doubt",
    "reference.leftover": "Words that no field holds",
    "reference.missing-year": "No year",
    "reference.lost-link": "A link that was lost",
    "reference.order": "Out of alphabetical order",
    "reference.duplicate": "Listed twice",
    "reference.parts": "Headings in the list",
    "reference.same-year": "One author, one year, no letters",
    "structure.title": "The title",
    "structure.author": "The authors",
    "structure.date": "The date",
    "structure.doubt": "What is this line?",
    "structure.dropped": "Running text that was left out",
    "structure.references-start": "Where the list begins and ends",
    "structure.notes": "Notes that stay below the text",
    "structure.table": "A table that is too large",
    "read.deleted": "Deleted text",
    "read.comments": "Comments in the margin",
    "read.hidden": "Hidden text",
    "read.notes": "Footnotes",
    "read.nested": "A quotation that holds more",
    "read.dropped": "Parts that no edition can hold",
    "read.misnamed": "Not what its name says",
    "text.encoding": "The encoding was guessed",
    "text.fact": "Damage in what the file says of itself",
    "text.unknown-words": "Words that no dictionary has",
    "text.mixed-script": "An address in two scripts",
    "desk.stale-decision": "A decision that fits nothing any more",
    "desk.unknown-author": "A person who is no author",
    "desk.unstable": "A line that did not settle",
    "compose.link-dropped": "A link that no edition can have",
    "compose.flattened": "Nested too deeply",
    "compose.number": "A number of the author’s list",
    "compose.kept": "A citation in the author’s words",
    "compose.year-letter": "Letters behind years",
    "compose.picture-missing": "A picture is missing",
    "compose.picture-alt": "A picture without a description",
    "print.missing-glyph": "Signs that no font has",
    "print.loose-mark": "A mark that may stand loose",
    "print.cover": "Words that the cover lacks",
}


#: Codes of which title, answers and the line or entry itself say all that the message says.
PLAIN: Final = frozenset(
    ("reference.uncited", "reference.order", "reference.lost-link", "structure.doubt")
)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one code under the title that they share."""

    code: str
    title: str
    queries: tuple[Query, ...]


def gathered(queries: Iterable[Query]) -> Iterator[tuple[str, tuple[Group, ...]]]:
    """`queries` by what they are about, then by code, each in the order in which it comes first.

    >>> asked = [Query("a", "citation.missing", "warning", 1, ""),
    ...     Query("b", "reference.order", "note", 9, ""), Query("c", "citation.missing", "warning",
    ...     2, "")]
    >>> [(kind, [len(group.queries) for group in groups]) for kind, groups in gathered(asked)]
    [('Citations', [2]), ('Entries of the list', [1])]
    """
    kinds: dict[str, dict[str, list[Query]]] = {}
    for query in queries:
        codes = kinds.setdefault(query.code.partition(".")[0], {})
        codes.setdefault(query.code, []).append(query)
    for kind, codes in kinds.items():
        groups = (Group(code, TITLES[code], tuple(rows)) for code, rows in codes.items())
        yield KINDS[kind], tuple(groups)
