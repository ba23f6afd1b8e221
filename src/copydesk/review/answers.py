"""How an editor may answer a question: in words, by commands that do so as they stand, by keys.

Where the answer is known, or may be, it stands in the command; where nobody can know it,
`…` holds its place, and no command takes that for an answer.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Final, Literal, TypeAlias, get_args

from copydesk import tables
from copydesk.errors import UsageError
from copydesk.model import Article, Citation, Edit, Query, Reference, Role
from copydesk.registry import EDITOR, OWN, PICTURE, UNREFUSABLE
from copydesk.review.sidecar import Row, pictures

File: TypeAlias = Literal["sidecar", "settings", "words"]
"""The decisions on this article; the settings of the desk; the list of words that it knows."""

#: What holds the place of words that only the editor knows.
PLACE: Final = "…"
#: How each command begins.
_COMMAND: Final = "copydesk "
#: Codes answered with a front field of the sidecar → that field.
_FIELDS: Final = {
    "structure.title": "title",
    "structure.author": "authors",
    "structure.date": "date",
    "text.unknown-words": "language",
}
#: What is answered with what a picture shows, or that it adds nothing.
_PICTURE_ALT: Final = "compose.picture-alt"
#: Codes answered with the role of their line.
_DOUBT: Final = "structure.doubt"
_ROLES: Final = (_DOUBT, "structure.dropped", "structure.references-start")
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
_ENTRY: Final = {
    "type": "type", "author": "author", "issued": "date", "title": "title",
    "container-title": "container", "editor": "editor", "volume": "volume", "issue": "issue",
    "page": "pages", "edition": "edition", "publisher": "publisher", "publisher-place": "place",
    "DOI": "doi", "URL": "url", "accessed": "accessed",
}  # fmt: skip
_SPOKEN: Final = {typed: name for name, typed in _ENTRY.items()}
#: Between the names of a citation of several authors.
_SEVERAL: Final = re.compile(r"[,;&]|\s(?:and|und|et|y|e|i|en|og|och)\s|\bal\b|\bu\. ?a\.")
#: The name of a field in front of what it is to say.
_FIELD: Final = re.compile(r"[\w-]+=")
_YEAR: Final = re.compile(r"\d{4}(?=[a-z]?$)")
#: So alike is the author of an entry that a citation misspells.
_ALIKE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be done about a question or a change: `said` in words, and the words of a command.

    `words` are those behind `copydesk` and the name of the article, which is `path`; `…` holds the
    place of what the editor has to say. Without any it only helps to decide.

    The rest is for the page, which calls it `name`; `key` is what does it there, and a `label`
    stands for what is `said`. Those with one `head` are chosen from by number, each by its `value`,
    which stands for a label where there is none. A form is opened where the editor says more: with
    a text that is `typed` already, with `fields`, or with a `menu`. `file` is what is written,
    `forgets` a decision to take out. What is not `listed` has a place on the page alone.
    """

    said: str
    words: tuple[str, ...] = ()
    name: str = ""
    key: str = ""
    head: str = ""
    value: str = ""
    label: str = ""
    typed: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    menu: tuple[str, ...] = ()
    file: File = "sidecar"
    forgets: Row | None = None
    listed: bool = True
    path: str = ""

    @property
    def argv(self) -> tuple[str, ...]:
        """The words of the whole command, none for what only helps to decide."""
        return ("copydesk", self.words[0], self.path, *self.words[1:]) if self.words else ()

    @property
    def command(self) -> str:
        """The command as it is typed in a shell."""
        return " ".join(map(_quote, self.argv))

    @property
    def row(self) -> str:
        """What stands below a question where there is room for one of the two."""
        return self.command or self.said

    @property
    def is_complete(self) -> bool:
        """Whether its command answers as it stands, without a `…`."""
        return bool(self.words) and PLACE not in self.command

    @property
    def asks(self) -> bool:
        """Whether the page opens a form first."""
        return self.typed is not None or bool(self.fields or self.menu)

    def takes(self, value: object) -> bool:
        """Whether `value`, which the page sent, is what it can be done with."""
        if self.menu:
            return value in self.menu
        if self.fields:
            names = {name for name, _ in self.fields}
            return (
                isinstance(value, Mapping)
                and names.issuperset(value)
                and all(isinstance(one, str) for one in value.values())
            )
        if self.typed is not None:
            return isinstance(value, str)
        return value == self.value or (not self.head and value in ("", None))


def _quote(word: str) -> str:
    """`word` for a shell; the name of a field stays bare, and what is to be typed over as well.

    >>> _quote("title=Tides, twice"), _quote("url=…"), _quote("Mud")
    ("title='Tides, twice'", 'url="…"', 'Mud')
    """
    name = found[0] if (found := _FIELD.match(word)) else ""
    value = word.removeprefix(name)
    return name + (f'"{PLACE}"' if value == PLACE else shlex.quote(value))


# ── questions ────────────────────────────────────────────────────────────────


def make_answers(article: Article, name: str = "") -> Callable[[Query], tuple[Answer, ...]]:
    """What can be done about each question of `article`, an alternative each, or may be meant.

    Commands call it `name`, or by its path. Every command settles the question, but those with
    `…`, which do nothing before words stand in its place.
    """
    path = name or article.edited.submission.path
    citations = {citation.id: citation for citation in article.citations}
    references = {reference.key: reference for reference in article.back.references}

    def answer(query: Query) -> Iterator[Answer]:
        if query.code in _ROLES:
            return _of_line(query, article.edited.roles)
        if field := _FIELDS.get(query.code):
            return _of_front(query, field)
        if query.code.startswith("citation.") and query.id in citations:
            return _of_citation(citations[query.id], references)
        if query.code.startswith("reference.") and query.subject:
            key = query.subject
            return _of_entry(query, references.get(key) or Reference(key, "", "", {}, 0))
        return _of_subject(query)

    def of(query: Query) -> tuple[Answer, ...]:
        told = tuple(map(Answer, query.suggestions))
        if query.state != "open":
            return told
        found = tuple(replace(one, path=path) for one in answer(query))
        if query.code == "reference.doubtful":
            return found  # what it suggests are bare names of fields
        is_told = query.code.startswith("citation.") or query.code in _TOLD
        return (*told, *found) if is_told or not found else found

    return of


def _of_line(query: Query, known: Sequence[Role | None]) -> Iterator[Answer]:
    """Name the role of a line."""
    about, names = ("role", query.subject or str(query.line)), tables.load_table("proof")["roles"]
    if now := known[query.line - 1] if 0 < query.line <= len(known) else None:
        said = f"Right: it is {names[now]}"
        yield Answer(said, (*about, now), "role", "y", listed=False)
    for role in query.suggestions:
        said, label = f"It is {names[role]}", names[role]
        yield Answer(said, (*about, role), "role-of", head="It is", value=role, label=label)
    said, roles = "Choose another role", get_args(Role)
    yield Answer(said, (*about, PLACE), "role-as", "e", menu=roles, listed=False)


def _of_front(query: Query, field: str) -> Iterator[Answer]:
    """Choose what a front field says, or type it."""
    head = tables.load_table("proof")["fields"][field]
    for text in query.suggestions:
        # Several authors stand in one suggestion.
        words = "set", field, *(text.split("; ") if field == "authors" else [text])
        yield Answer(head, words, "set", head=head, value=text)
    first, listed = "".join(query.suggestions[:1]), not query.suggestions
    words = "set", field, PLACE
    yield Answer(f"Type the {field}", words, "set-as", "e", typed=first, listed=listed)


def _of_subject(query: Query) -> Iterator[Answer]:
    """Describe a picture, or take out of the sidecar what fits nothing."""
    if query.code == _PICTURE_ALT:
        about = "picture", str(query.line)
        yield Answer("Say what it shows", (*about, PLACE), "describe", "e", typed="")
        yield Answer("It adds nothing to the text", (*about, ""), "decorative", "n")
    elif query.code in ("desk.stale-decision", "desk.retired-rule") and query.subject:
        verb, _, what = query.subject.partition(" ")
        yield Answer("Take the old decision out", (verb, what, "--forget"))
    elif query.code == "desk.unknown-author":
        words = "set", "author", query.subject, ""
        yield Answer(f"Take out what is said of {query.subject}", words, "drop", "y")


def _of_entry(query: Query, reference: Reference) -> Iterator[Answer]:
    """Correct what was read of an entry, or say that it is right."""
    about = "entry", reference.key
    fields = _WANTED.get(query.code, ())
    typed = [f"{name}={PLACE}" for name in fields]
    if query.code == "reference.duplicate":
        for role in query.suggestions:
            words = "role", str(query.line), role
            yield Answer("Leave the line out", words, "role-of", value=role)
    elif not fields and query.code not in _TOLD:
        fields = query.suggestions
        # What was read, to be typed over where it is wrong.
        read = ((name, reference.csl.get(_SPOKEN.get(name, name), "")) for name in fields)
        typed = [f"{name}={show_value(name, one) * _is_whole(one) or PLACE}" for name, one in read]
    said = _say_fields(fields) if fields else "Correct the fields of the entry"
    form = tuple(list_fields(reference))
    yield Answer(said, (*about, *typed), "correct", "e", fields=form, listed=bool(fields))
    right = tables.load_table("proof")["ok"].get(query.code, "It was read rightly")
    yield Answer(right, (*about, "ok"), "settle", "y")


def _say_fields(fields: Sequence[str]) -> str:
    """What correcting the `fields` of an entry says."""
    if "FIELD" in fields:
        return "Give them a field"
    named = " and ".join(filter(None, (", ".join(fields[:-1]), fields[-1])))
    return f"Say the {named.replace('url', 'link')}"


def _of_citation(citation: Citation, references: Mapping[str, Reference]) -> Iterator[Answer]:
    """Name the entry, correct it where the words of the text are right, or leave both."""
    about = "cite", citation.id
    linked = citation.keys[0] if citation.keys else ""
    if linked:
        said, words = f"It means {linked}", (*about, linked)
        yield Answer(said, words, "cite", "y", value=linked, listed=False)
    for row in citation.candidates:
        said, words = f"It means {row.key}", (*about, row.key)
        yield Answer(said, words, "cite-as", head="It means", value=row.key)
    if linked in references:
        yield _correct_as_cited(citation, references[linked])
    said = f"It means {linked}; keep the words of the text"
    said, key = (said, [linked]) if linked else ("Keep its words, linked to nothing", [])
    yield Answer(said, (*about, *key, "--as-written"), "as-written", "n")
    listed, said = not citation.candidates, "It is no citation"
    yield Answer(said, (*about, "--none"), "none", "0", listed=listed)
    if not citation.candidates and references:
        said, menu = "It means another entry", tuple(references)
        yield Answer(said, (*about, PLACE), "cite-any", "c", menu=menu, listed=False)


def _correct_as_cited(citation: Citation, reference: Reference) -> Answer:
    """The correction by which `reference` says what `citation` does; not listed where it does."""
    read = dict(list_fields(reference))
    if citation.status == "fuzzy-name":
        field, said = "author", _as_cited(citation.name, reference)
        typed, listed = f"author={said or PLACE}", True
    else:
        # The letter of "2020a", which tells works of one year apart, is not the entry's.
        year = found[0] if (found := _YEAR.match(citation.year)) else citation.year
        was, *day = read["date"].split("-")
        field, said = "date", "-".join((year, *day))
        typed, listed = f"year={year}", was != year
    # The field that it changes comes first.
    fields = {field: said or read[field]} | {name: read[name] for name in read if name != field}
    words, told = ("entry", reference.key, typed), "The text is right, the entry is not"
    return Answer(told, words, "correct", "e", fields=tuple(fields.items()), listed=listed)


def _as_cited(cited: str, reference: Reference) -> str:
    """The authors of an entry with the one that is nearly `cited` spelt so, "" for none."""
    people = reference.csl.get("author", [])
    leads = (one.get("family") or one.get("literal") or "" for one in people)
    near = [SequenceMatcher(None, one[:99], cited[:99]).ratio() for one in leads]
    if not near or max(near) < _ALIKE or _SEVERAL.search(cited):
        return ""
    at = near.index(max(near))
    part = "family" if people[at].get("family") else "literal"
    return show_value("author", [*people[:at], people[at] | {part: cited}, *people[at + 1 :]])


# ── changes ──────────────────────────────────────────────────────────────────


def list_choices(edit: Edit, path: str, entry: Reference | None = None) -> Iterator[Answer]:
    """What can be done about the proposal `edit` of the submission at `path`.

    `entry` is the one it stands in: a link that was lost can be given as well as its label taken
    out. Of several likely words the second one stands in a command too, to be typed over by any
    other.

    >>> edit = Edit("", 1, 0, "wether", "whether", "", id="ce96", alternatives=("weather",))
    >>> [one.command for one in list_choices(edit, "source/a.txt") if one.listed][1]
    'copydesk rewrite source/a.txt ce96 weather'
    """
    said = "Take it" if edit.after else "Leave it out"
    yield Answer(said, ("accept", edit.id), "accept", "y", path=path)
    for word in dict.fromkeys((edit.after, *edit.alternatives)) if edit.alternatives else ():
        words = ("accept", edit.id) if word == edit.after else ("rewrite", edit.id, word)
        said, listed = f"Put “{word}”", word == edit.alternatives[0]
        head = "Choose the word"
        yield Answer(said, words, "word", head=head, value=word, listed=listed, path=path)
    if entry:
        is_lost = edit.rule == "ref.dangling-label"
        found = correct_fields(entry, "Give the link") if is_lost else correct_fields(entry)
        yield replace(found, path=path, listed=is_lost)
    label = "Not here: keep the words"
    yield Answer("Keep the words", ("stet", edit.id), "stet", "n", label=label, path=path)


def correct_fields(reference: Reference, said: str = "Correct the fields of the entry") -> Answer:
    """Correct what was read of the entry that a change stands in, its link before all."""
    words, fields = ("entry", reference.key, f"url={PLACE}"), tuple(list_fields(reference))
    return Answer(said, words, "correct", "f", fields=fields, listed=False)


def list_refusal(edit: Edit, path: str) -> tuple[Answer, ...]:
    """What takes the applied `edit` back, or the refusal of one; nothing where that cannot be.

    >>> edit = Edit("quote.straight", 1, 0, '"', "“", "", "applied", "ce96")
    >>> [one.command for one in list_refusal(edit, "source/a.txt")]
    ['copydesk stet source/a.txt ce96']
    """
    forget = ("--forget",) * (edit.status == "stet" or edit.rule in OWN)
    about = {PICTURE: ("picture", str(edit.line)), EDITOR: ("rewrite", edit.id)}
    words = about.get(edit.rule, ("stet", edit.id))
    return () if edit.rule in UNREFUSABLE else (Answer("", (*words, *forget), path=path),)


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


def number_answers(found: Iterable[Answer]) -> Iterator[str]:
    """`found` as a comment lists them: those that answer as they stand by their number.

    >>> cite = Answer("It means lo2022", ("cite", "9f", "lo2022"), path="a.txt")
    >>> list(number_answers((Answer("lo2022: Lo, F. (2022) Tides."), cite)))
    ['→ lo2022: Lo, F. (2022) Tides.', '1 → copydesk cite a.txt 9f lo2022']
    """
    number = 0
    for one in found:
        number += one.is_complete
        yield f"{number} → {one.row}" if one.is_complete else f"→ {one.row}"


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


def list_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields of an entry as they are typed, empty ones of the usual ones too."""
    csl = reference.csl
    for name, spoken in _ENTRY.items():
        yield spoken, show_value(name, csl.get(name, "")) if csl.get(name) else ""
    for name, value in csl.items():
        if name not in _ENTRY and name not in ("id", "citation-key") and _is_whole(value):
            yield name, show_value(name, value)


def _is_whole(value: Any) -> bool:  # noqa: ANN401  whatever CSL-JSON holds
    """Whether `show_value` says all of `value`: of a date it leaves out season and doubt.

    >>> _is_whole({"date-parts": [[2003]], "season": 4}), _is_whole("Tides")
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
