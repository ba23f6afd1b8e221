"""What can be done about a question, each as the command that answers it would do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, get_args

from copydesk import answers
from copydesk.answers import is_whole, show_value
from copydesk.model import Article, Citation, Query, Reference, Role
from copydesk.review.browser.deeds import Deed
from copydesk.review.browser.settled import Kept

#: Front fields that a question is answered with.
FIELDS: Final = {
    "structure.title": "title", "structure.author": "authors", "structure.date": "date",
}  # fmt: skip
#: Questions that are answered with the role of their line.
_ROLES: Final = frozenset(("structure.doubt", "structure.dropped", "structure.references-start"))
#: Fields of an entry in the order in which one reads them: name in CSL → as it is typed.
ENTRY: Final = {
    "type": "type", "author": "author", "issued": "date", "title": "title",
    "container-title": "container", "editor": "editor", "volume": "volume", "issue": "issue",
    "page": "pages", "edition": "edition", "publisher": "publisher", "publisher-place": "place",
    "DOI": "doi", "URL": "url", "accessed": "accessed",
}  # fmt: skip


def deeds(
    article: Article, query: Query, citation: Citation | None, lost: Kept | None
) -> Iterator[Deed]:
    """What can be done about `query`; nothing about one that only tells something.

    `citation` is the one that it asks about, `lost` the decision that fits nothing any more.
    """
    if citation is not None:
        yield from _of_citation(article, citation)
    elif query.code in _ROLES:
        yield from _of_line(article, query)
    elif field := FIELDS.get(query.code):
        yield from _of_front(query, field)
    elif query.code == "compose.picture-alt":
        yield Deed("describe", "Say what it shows", "e", typed="")
        yield Deed("decorative", "It adds nothing to the text: no words", "n")
    elif query.code.startswith("reference.") and query.subject:
        yield from _of_entry(article, query)
    elif query.code == "desk.unknown-author" or lost is not None:
        yield Deed("drop", "Take it out of the file", "y")


def _of_line(article: Article, query: Query) -> Iterator[Deed]:
    roles: tuple[Role, ...] = get_args(Role)
    now = article.edited.roles[query.line - 1] if query.line else None
    if now:
        yield Deed("role", f"Right: it is {now}", "y", value=now)
    near = tuple((role, role) for role in query.suggestions if role in roles)
    if near:
        yield Deed("role-of", "It is", options=near)
    yield Deed("role-as", "It is something else", "e", menu=roles)


def _of_front(query: Query, field: str) -> Iterator[Deed]:
    if query.suggestions:
        options = tuple((text, text) for text in query.suggestions)
        yield Deed("set", f"The {field} is", options=options)
    first = query.suggestions[0] if query.suggestions else ""
    yield Deed("set-as", f"Type the {field}", "e", typed=first)


# ── citations ────────────────────────────────────────────────────────────────


def _of_citation(article: Article, citation: Citation) -> Iterator[Deed]:
    linked = citation.keys[0] if citation.keys else ""
    known = {reference.key: reference for reference in article.back.references}
    if linked:
        yield Deed("cite", f"It means {linked}", "y", value=linked)
    if citation.candidates:
        options = tuple((row.key, row.key) for row in citation.candidates)
        yield Deed("cite-as", "It means", options=options)
    yield Deed("as-written", "Leave it as written", "n", value=linked)
    if linked in known:
        fields = tuple(_put_right(citation, known[linked]))
        yield Deed("correct", "The text is right: correct the entry", "e", fields=fields)
    yield Deed("none", "It cites nothing", "0")
    if not citation.candidates and known:
        yield Deed("cite-any", "It means another entry", "c", menu=tuple(known))


def _put_right(citation: Citation, reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields of the entry as the citation would have them, the one that it changes first."""
    fields = dict(fields_of(reference))
    if citation.status == "fuzzy-name":
        name = answers.as_cited(citation.name, reference)
        said = "author", name or fields["author"]
    else:
        _, *day = fields["date"].split("-")
        said = "date", "-".join((answers.bare_year(citation), *day))
    yield said
    yield from (row for row in fields.items() if row[0] != said[0])


# ── entries ──────────────────────────────────────────────────────────────────


def fields_of(reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields of an entry as they are typed, empty ones of the usual ones too."""
    csl = reference.csl
    for name, spoken in ENTRY.items():
        yield spoken, show_value(name, csl.get(name, "")) if csl.get(name) else ""
    for name, value in csl.items():
        if name not in ENTRY and name not in ("id", "citation-key") and is_whole(value):
            yield name, show_value(name, value)


def _of_entry(article: Article, query: Query) -> Iterator[Deed]:
    known = {reference.key: reference for reference in article.back.references}
    if query.subject not in known:
        return
    yield Deed("settle", "It is right as it is", "y", value=query.subject)
    if query.code == "reference.duplicate":
        options = tuple((role, f"leave this entry out ({role})") for role in query.suggestions)
        yield Deed("role-of", "It stands twice", options=options)
    yield from of_fields(known[query.subject], "e")


def of_fields(reference: Reference | None, key: str = "f") -> Iterator[Deed]:
    """Correct what was read of an entry, if there is one."""
    if reference:
        fields = tuple(fields_of(reference))
        yield Deed("correct", "Correct the fields of the entry", key, fields=fields)
