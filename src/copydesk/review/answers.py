"""How an editor may answer a question: in words, and by commands that do so as they stand.

Where the answer is known, or may be, it stands in the command; where nobody can know it,
`…` holds its place, and no command takes that for an answer.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from copydesk import tables
from copydesk.errors import UsageError
from copydesk.model import Article, Citation, Edit, Query, Reference
from copydesk.registry import EDITOR, OWN, PICTURE, UNREFUSABLE
from copydesk.review.sidecar import pictures

#: What holds the place of words that only the editor knows.
PLACE: Final = "…"
#: How each command begins.
_COMMAND: Final = "copydesk "
#: Codes answered with a front field of the sidecar → that field.
FIELDS: Final = {
    "structure.title": "title",
    "structure.author": "authors",
    "structure.date": "date",
    "text.unknown-words": "language",
}
#: What is answered with what a picture shows, or that it adds nothing.
PICTURE_ALT: Final = "compose.picture-alt"
#: Codes answered with the role of their line.
_DOUBT: Final = "structure.doubt"
ROLES: Final = (_DOUBT, "structure.dropped", "structure.references-start")
#: Codes answered with fields of an entry that nobody can know but from the work → their names.
_WANTED: Final = {
    "reference.unparsed": ("author", "title", "year"),
    "reference.leftover": ("FIELD",),
    "reference.lost-link": ("url",),
    "reference.missing-year": ("year",),
}
#: Codes whose suggestions are read beside the commands, and are no part of them.
_TOLD: Final = ("reference.same-year",)
#: Fields of an entry in the order in which one reads them: name in CSL → as it is typed.
ENTRY: Final = {
    "type": "type", "author": "author", "issued": "date", "title": "title",
    "container-title": "container", "editor": "editor", "volume": "volume", "issue": "issue",
    "page": "pages", "edition": "edition", "publisher": "publisher", "publisher-place": "place",
    "DOI": "doi", "URL": "url", "accessed": "accessed",
}  # fmt: skip
_SPOKEN: Final = {typed: name for name, typed in ENTRY.items()}
#: Between the names of a citation of several authors.
_SEVERAL: Final = re.compile(r"[,;&]|\s(?:and|und|et|y|e|i|en|og|och)\s|\bal\b|\bu\. ?a\.")
_YEAR: Final = re.compile(r"\d{4}(?=[a-z]?$)")
#: So alike is the author of an entry that a citation misspells.
_ALIKE: Final = 0.5


class Answer(NamedTuple):
    """What can be done: in words, and what is typed. Without a command it only helps to decide."""

    said: str
    command: str = ""

    @property
    def row(self) -> str:
        """What stands below a question where there is room for one of the two."""
        return self.command or self.said


def list_answers(
    query: Query,
    path: str,
    citation: Citation | None = None,
    references: Mapping[str, Reference] | None = None,
) -> tuple[Answer, ...]:
    """How to answer `query` about the submission at `path`, an alternative each.

    `citation` is the one that it asks about, if it asks about one, `references` the entries by
    their keys. None for questions that have no command of their own. Every command settles
    the question, but those with `…`, which do nothing before words stand in its place.

    >>> asked = Query("q", "structure.doubt", "note", 7, "?", ("body", "furniture"))
    >>> list_answers(asked, "source/a.txt")[0]
    Answer(said='It is running text', command='copydesk role source/a.txt 7 body')
    """
    place = shlex.quote(path)
    known, words = references or {}, tables.load_table("proof")
    if query.code in ROLES:
        return tuple(
            Answer(
                f"It is {words['roles'][role]}",
                f"copydesk role {place} {query.subject or query.line} {role}",
            )
            for role in query.suggestions
        )
    if field := FIELDS.get(query.code):
        # Several authors stand in one suggestion.
        said = query.suggestions
        texts = [text.split("; ") if field == "authors" else [text] for text in said]
        typed = [shlex.join(each) for each in texts] or [f'"{PLACE}"']
        told = words["fields"][field]
        return tuple(Answer(told, f"copydesk set {place} {field} {one}") for one in typed)
    if query.subject or query.code == PICTURE_ALT:
        return tuple(_of_subject(query, place, known.get(query.subject)))
    if citation is not None:
        return tuple(_of_citation(citation, place, known))
    return ()


def _of_subject(query: Query, place: str, reference: Reference | None) -> Iterator[Answer]:
    """Correct an entry, describe a picture, or take out of the sidecar what fits nothing."""
    if query.code.startswith("reference."):
        yield from _of_entry(query, place, reference)
    elif query.code == PICTURE_ALT:
        command = f"copydesk picture {place} {query.line}"
        yield Answer("It shows", f'{command} "{PLACE}"')
        yield Answer("It adds nothing to the text", f"{command} ''")
    elif query.code in ("desk.stale-decision", "desk.retired-rule"):
        command, _, what = query.subject.partition(" ")
        typed = f"copydesk {command} {place} {shlex.quote(what)} --forget"
        yield Answer("Take the old decision out", typed)
    elif query.code == "desk.unknown-author":
        typed = f"copydesk set {place} author {shlex.quote(query.subject)} ''"
        yield Answer(f"Take out what is said of {query.subject}", typed)


def _of_entry(query: Query, place: str, reference: Reference | None) -> Iterator[Answer]:
    """Correct what was read of an entry, or say that it is right."""
    command = f"copydesk entry {place} {shlex.quote(query.subject)}"
    if query.code == "reference.duplicate":
        for role in query.suggestions:
            yield Answer("Leave the line out", f"copydesk role {place} {query.line} {role}")
    elif fields := _WANTED.get(query.code, ()):
        told = "Give them a field" if fields == ("FIELD",) else _say_fields(fields)
        yield Answer(told, f"{command} {' '.join(map(_correction, fields))}")
    elif query.suggestions and query.code not in _TOLD:
        csl = reference.csl if reference else {}
        read = ((name, csl.get(_SPOKEN.get(name, name), "")) for name in query.suggestions)
        # What was read, to be typed over where it is wrong.
        words = (_correction(name, show_value(name, one) * is_whole(one)) for name, one in read)
        yield Answer(_say_fields(query.suggestions), f"{command} {' '.join(words)}")
    yield Answer(
        tables.load_table("proof")["ok"].get(query.code, "It was read rightly"), f"{command} ok"
    )


def _say_fields(fields: Sequence[str]) -> str:
    """What correcting the `fields` of an entry says."""
    named = " and ".join(filter(None, (", ".join(fields[:-1]), fields[-1])))
    return f"Say the {named.replace('url', 'link')}"


def _correction(field: str, value: str = "") -> str:
    """`field` with `value`, or with what holds its place."""
    return f"{field}={shlex.quote(value)}" if value else f'{field}="{PLACE}"'


def _of_citation(
    citation: Citation, place: str, references: Mapping[str, Reference]
) -> Iterator[Answer]:
    """Name the entry, correct it where the words of the text are right, or leave both."""
    command = f"copydesk cite {place} {citation.id}"
    keys = [row.key for row in citation.candidates]
    for key in keys:
        yield Answer(f"It means {key}", f"{command} {shlex.quote(key)}")
    linked = citation.keys[0] if citation.keys else ""
    if linked and (correction := _as_in_text(citation, references.get(linked))):
        typed = f"copydesk entry {place} {shlex.quote(linked)} {correction}"
        yield Answer("The text is right, the entry is not", typed)
    if linked:
        told = f"It means {linked}; keep the words of the text"
        yield Answer(told, f"{command} {shlex.quote(linked)} --as-written")
    else:
        yield Answer("Keep its words, linked to nothing", f"{command} --as-written")
    if not keys:
        yield Answer("It is no citation", f"{command} --none")


def _as_in_text(citation: Citation, reference: Reference | None) -> str:
    """The correction by which an entry says what `citation` does, "" when it has that year."""
    if citation.status == "fuzzy-name":
        return _correction("author", as_cited(citation.name, reference))
    year = bare_year(citation)
    read = show_value("issued", reference.csl.get("issued", "")) if reference else ""
    # The letter of "2020a" is not the entry's: there is nothing to correct.
    return "" if read.partition("-")[0] == year else _correction("year", year)


def bare_year(citation: Citation) -> str:
    """The year of a citation without the letter that tells works of one year apart."""
    year = _YEAR.match(citation.year)
    return year[0] if year else citation.year


def as_cited(cited: str, reference: Reference | None) -> str:
    """The authors of an entry with the one that is nearly `cited` spelt so, "" for none."""
    people = reference.csl.get("author", []) if reference else []
    leads = (one.get("family") or one.get("literal") or "" for one in people)
    near = [SequenceMatcher(None, one[:99], cited[:99]).ratio() for one in leads]
    if not near or max(near) < _ALIKE or _SEVERAL.search(cited):
        return ""
    at = near.index(max(near))
    part = "family" if people[at].get("family") else "literal"
    return show_value("author", [*people[:at], people[at] | {part: cited}, *people[at + 1 :]])


def list_choices(edit: Edit, path: str, key: str = "") -> Iterator[Answer]:
    """What can be done about the proposal `edit` of the submission at `path`; to keep it is last.

    `key` is that of the entry it stands in: a link that was lost can be given as well as its
    label taken out. Of several likely words the second one stands in a command too, to be typed
    over by any other.

    >>> edit = Edit("", 1, 0, "wether", "whether", "", id="ce96", alternatives=("weather",))
    >>> [*list_choices(edit, "source/a.txt")][1].command
    'copydesk rewrite source/a.txt ce96 weather'
    """
    place = shlex.quote(path)
    if edit.rule == "ref.dangling-label" and key:
        command = f'copydesk entry {place} {shlex.quote(key)} url="{PLACE}"'
        yield Answer("give the link", command)
    yield Answer("take", f"copydesk accept {place} {edit.id}")
    for word in edit.alternatives[:1]:
        yield Answer(f"put {word}", f"copydesk rewrite {place} {edit.id} {shlex.quote(word)}")
    yield Answer("keep", f"copydesk stet {place} {edit.id}")


def write_refusal(edit: Edit, path: str) -> str:
    """What to type to take the applied `edit` back, or the refusal of one; "" where none can.

    >>> write_refusal(Edit("quote.straight", 1, 0, '"', "“", "", "applied", "ce96"), "source/a.txt")
    'copydesk stet source/a.txt ce96'
    """
    place = shlex.quote(path)
    if edit.rule == PICTURE:
        return f"copydesk picture {place} {edit.line} --forget"
    if edit.rule == EDITOR:
        return f"copydesk rewrite {place} {edit.id} --forget"
    if edit.rule in UNREFUSABLE:
        return ""
    return f"copydesk stet {place} {edit.id}{' --forget' * (edit.status == 'stet')}"


def write_rule_verdict(verb: str, rule: str, path: str) -> str:
    """What to type to decide on all changes of `rule` at once, "" where that cannot be.

    >>> write_rule_verdict("stet", "quote.straight", "source/a.txt")
    'copydesk stet source/a.txt --rule quote.straight'
    """
    if rule in OWN or (verb == "stet" and rule in UNREFUSABLE):
        return ""
    return f"copydesk {verb} {shlex.quote(path)} --rule {shlex.quote(rule)}"


def name_desk(row: str, desk: str) -> str:
    """`row`, where it is a command, about the desk in the folder `desk`; "" for the one at hand.

    >>> name_desk("copydesk proof pier", "../my desk")
    "copydesk -C '../my desk' proof pier"
    """
    if not desk or not row.startswith(_COMMAND):
        return row
    return f"{_COMMAND}-C {shlex.quote(desk)} {row.removeprefix(_COMMAND)}"


def keep_whole(rows: Iterable[str]) -> tuple[str, ...]:
    """Those of `rows` that answer a question as they stand: commands without a `…`.

    >>> keep_whole(("lo2022: Lo, F. (2022) Tides.", "copydesk cite a.txt 9f lo2022"))
    ('copydesk cite a.txt 9f lo2022',)
    """
    return tuple(row for row in rows if row.startswith(_COMMAND) and PLACE not in row)


def number_answers(rows: Iterable[str]) -> Iterator[str]:
    """`rows` as a comment lists them: those that answer as they stand by their number.

    >>> list(number_answers(("lo2022: Lo, F. (2022) Tides.", "copydesk cite a.txt 9f lo2022")))
    ['→ lo2022: Lo, F. (2022) Tides.', '1 → copydesk cite a.txt 9f lo2022']
    """
    number = 0
    for row in rows:
        whole = bool(keep_whole((row,)))
        number += whole
        yield f"{number} → {row}" if whole else f"→ {row}"


def word_question(query: Query, article: Article) -> str:
    """What `query` asks of `article`, in words; of a picture's line, that it is a picture.

    What stands for the picture looks like words of the text, or there are none.
    """
    lines, said = article.edited.submission.lines, query.message
    if query.code != _DOUBT or not 0 < query.line <= len(lines) or not said.startswith("`"):
        return said
    target = pictures.read_target(lines[query.line - 1])
    if target and said.startswith("``"):
        said = f"`{target}{said[1:]}"
    return f"the picture {said}" if target else said


def make_hints(article: Article, name: str = "") -> Callable[[Query], tuple[Answer, ...]]:
    """What stands below each question of `article`: what may be meant, and what to type.

    Commands call it `name`, or by its path.
    """
    path = name or article.edited.submission.path
    citations = {citation.id: citation for citation in article.citations}
    references = {reference.key: reference for reference in article.back.references}

    def of(query: Query) -> tuple[Answer, ...]:
        citation = citations.get(query.id) if query.code.startswith("citation.") else None
        commands = list_answers(query, path, citation, references) if query.state == "open" else ()
        told = tuple(map(Answer, query.suggestions))
        if query.code == "reference.doubtful":
            return commands  # what it suggests are bare names of fields
        if citation or query.code in _TOLD:
            return (*told, *commands)
        return commands or told

    return of


# ── values of entries, as an editor types them ───────────────────────────────


def show_value(field: str, value: Any) -> str:  # noqa: ANN401  whatever CSL-JSON holds
    """Write a value in words, as an editor types it.

    >>> show_value("author", [{"family": "Meer", "non-dropping-particle": "van der", "given": "J"}])
    'van der Meer, J'
    >>> show_value("issued", {"date-parts": [[2023, 4, 1]]})
    '2023-04-01'
    """
    if isinstance(value, Mapping):
        if literal := value.get("literal"):
            return str(literal)
        days = value.get("date-parts", ())
        return "/".join("-".join(f"{part:02d}" for part in parts) for parts in days)
    if isinstance(value, list):
        return "; ".join(_show_name(one) if isinstance(one, Mapping) else str(one) for one in value)
    return str(value) if field else ""


def _show_name(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return f"{{{literal}}}" if set(literal) & set(",;") else literal
    particles = (name.get("dropping-particle"), name.get("non-dropping-particle"))
    family = " ".join(filter(None, (*particles, name.get("family"))))
    more = ", ".join(filter(None, (name.get("given") or "", name.get("suffix"))))
    # The comma makes it a person, whose given name the entry does not tell.
    return f"{family}, {more}".rstrip()


def is_whole(value: Any) -> bool:  # noqa: ANN401  whatever CSL-JSON holds
    """Whether `show_value` says all of `value`: of a date it leaves out season and doubt.

    >>> is_whole({"date-parts": [[2003]], "season": 4}), is_whole("Tides")
    (False, True)
    """
    return not isinstance(value, Mapping) or len(value) == 1


def check_typed(value: str, missing: str, code: str) -> None:
    """Raise `UsageError` with `code` where `value` only holds the place of words.

    `missing` says what there is not.
    """
    if is_place(value):
        message = f"{missing}: replace `…` with your words"
        raise UsageError(message, hint="type them instead of `…`", code=code)


def is_place(value: str) -> bool:
    """Whether `value` only holds the place of words.

    >>> is_place("…"), is_place(" ... "), is_place("Wait …")
    (True, True, False)
    """
    return value.strip() in (PLACE, "...")
