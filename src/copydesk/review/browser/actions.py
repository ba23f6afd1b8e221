"""What can be done about each thing: by which key, what to type, and the command that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from copydesk import tables
from copydesk.clean import DOUBTING, RULES, UNREFUSABLE
from copydesk.config import Config
from copydesk.model import Article, Citation, Edit, Query, Reference, Role
from copydesk.review import answers
from copydesk.review.answers import ENTRY, is_whole, show_value
from copydesk.review.sidecar import Row

File: TypeAlias = Literal["sidecar", "settings", "words"]
"""The decisions on this article; the settings of the desk; the list of words that it knows."""


@dataclass(frozen=True, slots=True)
class Action:
    """`key` is what does it, "" for none. `options` are what can be chosen by number, in words.

    `typed` is what a text field begins with, `fields` are several of them; with either, or with
    more to choose from (`menu`), the words come from the editor. `value` goes with an action that
    has none of these.

    `words` are those of a command behind `copydesk` and the name of the article, in front of what
    the editor says; saying what a proposal `accepts` takes it. Or what a decision `forgets` is
    taken out.
    """

    name: str
    label: str
    key: str = ""
    file: File = "sidecar"
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    typed: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    menu: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    accepts: str = ""
    forgets: Row | None = None

    @property
    def asks(self) -> bool:
        """Whether it opens a form first."""
        return self.typed is not None or bool(self.fields or self.menu)

    def takes(self, value: object) -> bool:
        """Whether `value` is what the action can be done with."""
        if self.options:
            return value in [option for option, _ in self.options]
        if self.menu:
            return value in self.menu
        if self.fields:
            names = {name for name, _ in self.fields}
            return (
                isinstance(value, Mapping)
                and names.issuperset(value)
                and all(isinstance(one, str) for one in value.values())
            )
        return isinstance(value, str) if self.typed is not None else value in ("", None, self.value)


#: What may stand on a list of words: a word, or a name of several.
_WORD: Final = re.compile(r"[^\W\d_][\w’'.-]*")
_NAME: Final = re.compile(r"(?:[^\W\d_][\w’'.-]*[ -]){1,5}[^\W\d_][\w’'.-]*")


# ── of questions ─────────────────────────────────────────────────────────────


def of_question(
    article: Article, query: Query, citation: Citation | None, lost: Row | None
) -> Iterator[Action]:
    """What can be done about `query`; nothing about one that only tells something.

    `citation` is the one that it asks about, `lost` the decision that fits nothing any more.
    """
    if citation is not None:
        yield from _of_citation(article, citation)
    elif query.code in answers.ROLES:
        yield from _of_line(article, query)
    elif field := answers.FIELDS.get(query.code):
        yield from _of_front(query, field)
    elif query.code == answers.PICTURE_ALT:
        words = "picture", str(query.line)
        yield Action("describe", "Say what it shows", "e", typed="", words=words)
        label = "It adds nothing to the text: no words"
        yield Action("decorative", label, "n", words=(*words, ""))
    elif query.code.startswith("reference.") and query.subject:
        yield from _of_entry(article, query)
    elif query.code == "desk.unknown-author":
        forget = "set", "author", query.subject, ""
        yield Action("drop", "Take it out of the file", "y", words=forget)
    elif lost is not None:
        yield Action("drop", "Take it out of the file", "y", forgets=lost)


def _of_line(article: Article, query: Query) -> Iterator[Action]:
    roles: tuple[Role, ...] = get_args(Role)
    now = article.edited.roles[query.line - 1] if query.line else None
    words = "role", query.subject or str(query.line)
    names = tables.load_table("proof")["roles"]
    if now:
        yield Action("role", f"Right: it is {names[now]}", "y", value=now, words=words)
    near = tuple((role, names[role]) for role in query.suggestions if role in roles)
    if near:
        yield Action("role-of", "It is", options=near, words=words)
    yield Action("role-as", "Choose another role", "e", menu=roles, words=words)


def _of_front(query: Query, field: str) -> Iterator[Action]:
    words = "set", field
    if query.suggestions:
        options = tuple((text, text) for text in query.suggestions)
        yield Action("set", f"The {field} is", options=options, words=words)
    first = query.suggestions[0] if query.suggestions else ""
    yield Action("set-as", f"Type the {field}", "e", typed=first, words=words)


# ── of citations ────────────────────────────────────────────────────────────────


def _of_citation(article: Article, citation: Citation) -> Iterator[Action]:
    linked = citation.keys[0] if citation.keys else ""
    words = "cite", citation.id
    known = {reference.key: reference for reference in article.back.references}
    if linked:
        yield Action("cite", f"It means {linked}", "y", value=linked, words=words)
    if citation.candidates:
        options = tuple((row.key, row.key) for row in citation.candidates)
        yield Action("cite-as", "It means", options=options, words=words)
    kept = (*words, "--as-written")
    yield Action("as-written", "Leave it as written", "n", value=linked, words=kept)
    if linked in known:
        fields = tuple(_put_right(citation, known[linked]))
        label = "The text is right: correct the entry"
        yield Action("correct", label, "e", fields=fields, words=("entry", linked))
    yield Action("none", "It cites nothing", "0", words=(*words, "--none"))
    if not citation.candidates and known:
        yield Action("cite-any", "It means another entry", "c", menu=tuple(known), words=words)


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


# ── of entries ──────────────────────────────────────────────────────────────────


def fields_of(reference: Reference) -> Iterator[tuple[str, str]]:
    """The fields of an entry as they are typed, empty ones of the usual ones too."""
    csl = reference.csl
    for name, spoken in ENTRY.items():
        yield spoken, show_value(name, csl.get(name, "")) if csl.get(name) else ""
    for name, value in csl.items():
        if name not in ENTRY and name not in ("id", "citation-key") and is_whole(value):
            yield name, show_value(name, value)


def _of_entry(article: Article, query: Query) -> Iterator[Action]:
    known = {reference.key: reference for reference in article.back.references}
    if query.subject not in known:
        return
    yield Action("settle", "It is right as it is", "y", words=("entry", query.subject, "ok"))
    if query.code == "reference.duplicate" and query.suggestions:
        options = tuple((role, f"leave this entry out ({role})") for role in query.suggestions)
        words = "role", str(query.line)
        yield Action("role-of", "It stands twice", options=options, words=words)
    yield from of_fields(known[query.subject], "e")


def of_fields(reference: Reference | None, key: str = "f") -> Iterator[Action]:
    """Correct what was read of an entry, if there is one."""
    if reference:
        fields = tuple(fields_of(reference))
        label, words = "Correct the fields of the entry", ("entry", reference.key)
        yield Action("correct", label, key, fields=fields, words=words)


# ── of changes ───────────────────────────────────────────────────────────────


def of_change(edit: Edit, count: int, config: Config, *, rewritable: bool) -> Iterator[Action]:
    """What can be done about `edit`, one of `count` of its rule that stand as it does."""
    if edit.status == "proposed":
        yield from _of_proposal(edit, count)
    else:
        yield Action("accept", "Keep it for good", "y", words=("accept", edit.id))
        if edit.rule not in UNREFUSABLE:
            yield Action("stet", "Take it back", "n", words=("stet", edit.id))
    if rewritable:
        words = "rewrite", edit.id
        yield Action("rewrite", "Put other words there", "e", typed=edit.after, words=words)
    if edit.status != "proposed" and count > 1 and edit.rule not in UNREFUSABLE:
        label = f"Take back all {count} of {edit.rule} here"
        yield Action("stet-rule", label, words=("stet", "--rule", edit.rule))
    yield from _at_the_desk(edit, config)


def _of_proposal(edit: Edit, count: int) -> Iterator[Action]:
    label = "Take it" if edit.after else "Leave it out"
    yield Action("accept", label, "y", words=("accept", edit.id))
    yield Action("stet", "Not here: keep the words", "n", words=("stet", edit.id))
    if edit.alternatives:
        options = tuple((word, word) for word in dict.fromkeys((edit.after, *edit.alternatives)))
        words = "rewrite", edit.id
        yield Action("word", "Choose the word", options=options, words=words, accepts=edit.after)
    if count > 1:
        label = f"Take all {count} of {edit.rule} here"
        yield Action("accept-rule", label, "A", words=("accept", "--rule", edit.rule))


def _at_the_desk(edit: Edit, config: Config) -> Iterator[Action]:
    """What settles it for every article: the rule runs no more, or the word is known."""
    if edit.rule in RULES and edit.rule not in UNREFUSABLE:
        label = f"Never at this desk: switch {edit.rule} off"
        yield Action("rule-off", label, file="settings", value=edit.rule)
    if word := _listed(edit):
        if config.style.knows(word):
            return
        yield Action(
            "add-word", f"“{word}” is right: add it to the words", file="words", value=word
        )


def _listed(edit: Edit) -> str:
    """The word that `edit` doubts, if a list of words can have it and would be heeded; else ""."""
    word = " ".join(edit.before.split())
    if edit.rule.partition(".")[0] not in DOUBTING:
        return ""
    if _WORD.fullmatch(word) or (_NAME.fullmatch(word) and word.istitle()):
        return word
    return ""
