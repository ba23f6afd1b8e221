"""The line itself: each stage once, in order, and the laws that are checked on every run.

bytes ─read▶ Submission ─edit▶ EditedText ─mark_up▶ Article ─cite▶ Article ─compose▶ Composition;
the press, or `write` of `desk.offprint`, then takes it to its formats. Each stage is given the
value of the one before it, with the same settings and decisions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from copydesk import (
    citations,
    composition,
    queries,
    readers,
    references,
    rules,
    structure,
    verify,
)
from copydesk.composition import Composed
from copydesk.config import Config, default
from copydesk.model import Article, Decisions, EditedText, Picture, Submission
from copydesk.references.this_article import cite_article, sign_authors

_DEFAULTS: Final = default()
_UNDECIDED: Final = Decisions()

Pictures = Callable[[str], bytes | None]
"""The bytes of a picture that lies beside the submission, by the name that a line has for it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a submission: its pictures, and a library by its name and bytes."""

    pictures: Pictures | None = None
    library: tuple[str, bytes] | None = None


class Composition(NamedTuple):
    """An article, and the document that its files are made of.

    What composing asks stands among the queries of the article.
    """

    article: Article
    document: Composed


# ── the stages ───────────────────────────────────────────────────────────────


def read(
    data: bytes, path: str, config: Config = _DEFAULTS, beside: Beside | None = None
) -> Submission:
    r"""The submission in `data`, decoded and split into lines; nothing in it is changed.

    `path` is its place in the desk; it names the submission and breaks a tie between kinds of
    text. Of `beside`, the pictures that it names are added to those it brings. Raises `Refused`
    for what is not an article in a form that is read.

    >>> [line.text for line in read(b"Low tide\n\nThe  ferry waits.", "quay.txt").lines]
    ['Low tide', '', 'The  ferry waits.']
    """
    return _add_pictures(readers.read(data, path, config), beside.pictures if beside else None)


def edit(
    submission: Submission, config: Config = _DEFAULTS, decisions: Decisions = _UNDECIDED
) -> EditedText:
    r"""The corrected copy of a submission, each line with its role, each change in its ledger.

    No line is taken away. Raises `BrokenLaw` unless the ledger leads from the submission to
    the copy and back.

    >>> copy = edit(read(b"Low tide\n\nThe  ferry waits.", "quay.txt"))
    >>> copy.lines[2].text, copy.roles[2], [(one.rule, one.status) for one in copy.ledger]
    ('The ferry waits.', 'body', [('space.double', 'applied')])
    """
    copy = rules.edit(label(submission, config, decisions), config, decisions)
    verify.check_edited(submission, copy)
    return copy


def label(submission: Submission, config: Config, decisions: Decisions) -> EditedText:
    """Repair the copy of a submission and give each line a role: what `edit` begins with."""
    return structure.label(rules.repair(submission, config, decisions), config, decisions)


def mark_up(
    copy: EditedText,
    config: Config = _DEFAULTS,
    decisions: Decisions = _UNDECIDED,
    beside: Beside | None = None,
) -> Article:
    r"""The article in a copy: front matter, body, back matter, its references read into fields.

    What belongs to no article, and each join or cut of lines, is in the record
    `article.structure`. The library of `beside` takes the place of the printed list.

    >>> found = mark_up(edit(read(b"# Low tide\n\nThe ferry waits.", "quay.md")))
    >>> found.front.title, len(found.body)
    ('Low tide', 1)
    """
    found = structure.assemble(copy, config, decisions)
    found = references.parse(found, config, decisions)
    if beside and beside.library:
        from copydesk.library.replacing import replaced  # few articles bring one

        found = replaced(found, beside.library, config, decisions)
    return replace(found, queries=found.queries + structure.stale(found, config, decisions))


def cite(found: Article, config: Config = _DEFAULTS, decisions: Decisions = _UNDECIDED) -> Article:
    r"""An article with its citations found, each with a status and the entries that it may mean.

    Raises `BrokenLaw` when a word of the copy is neither in the article nor in its record.

    >>> text = b"Mud\n\nIt sinks (Lo, 2022).\n\nReferences\n\nLo, B., 2022. Mud. Quay Press.\n"
    >>> cite(mark_up(edit(read(text, "mud.txt")))).citations[0].status
    'exact'
    """
    found = citations.cite(found, config, decisions)
    found = replace(found, front=sign_authors(found.front))
    verify.check_article(found)
    return found


def compose(
    found: Article, config: Config = _DEFAULTS, decisions: Decisions = _UNDECIDED
) -> Composition:
    r"""An article with the document that its files are made of, in the style of `config`.

    Raises `ConfigError` when the citation style is not to be had, `BrokenLaw` when a word,
    entry or citation of the article is not in the document.

    >>> text = b"# Mud\n\nBy Ines Lo\n\nIt sinks."
    >>> article, document = compose(cite(mark_up(edit(read(text, "mud.md")))))
    >>> document.locale, [query.code for query in article.queries]
    ('en-GB', [])
    """
    document = composition.compose(found, config, cite_article(found, config))
    verify.check_composed(found, document)
    asked = queries.apart((*found.queries, *document.queries))
    settled = references.settled(found.back.references, decisions)
    asked = queries.settled(asked, settled)
    return Composition(replace(found, queries=tuple(asked)), document)


# ── several of them at once ──────────────────────────────────────────────────


def read_and_edit(
    data: bytes, path: str, config: Config, decisions: Decisions, beside: Beside | None = None
) -> EditedText:
    """Return the corrected copy of the submission in `data`: `read` and `edit`."""
    return edit(read(data, path, config, beside), config, decisions)


def article(
    data: bytes,
    path: str,
    config: Config = _DEFAULTS,
    decisions: Decisions = _UNDECIDED,
    beside: Beside | None = None,
) -> Article:
    r"""The article in a submission, cited and checked: all stages, of which the article is kept.

    Raises what they raise: `Refused` for what is not an article, `BrokenLaw` when a word would
    be lost without a record.

    >>> found = article(b"# Low tide\n\nThe  ferry waits.", "quay.md")
    >>> found.front.title, [(one.rule, one.line) for one in found.edited.ledger]
    ('Low tide', [('space.double', 3)])
    """
    return read_and_compose(data, path, config, decisions, beside).article


def read_and_compose(
    data: bytes, path: str, config: Config, decisions: Decisions, beside: Beside | None = None
) -> Composition:
    """Return what `article` does, and the document that the files are made of."""
    copy = read_and_edit(data, path, config, decisions, beside)
    found = cite(mark_up(copy, config, decisions, beside), config, decisions)
    return compose(found, config, decisions)


# ── what they are made of ────────────────────────────────────────────────────


def _add_pictures(submission: Submission, pictures: Pictures | None) -> Submission:
    """Add the pictures to `submission` that it names and that lie beside it."""
    if pictures is None:
        return submission
    known = {picture.name for picture in submission.pictures}
    figures = (line.hint for line in submission.lines if line.hint.startswith("figure:"))
    wanted = dict.fromkeys(hint.removeprefix("figure:") for hint in figures)
    found = ((name, pictures(name)) for name in wanted if name not in known)
    more = tuple(Picture(name, "", data) for name, data in found if data is not None)
    return replace(submission, pictures=submission.pictures + more)
