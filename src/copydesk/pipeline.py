"""The line itself: each stage once, in order, and the laws that are checked on every run.

bytes ─read▶ Submission ─repair▶ Galley ─label▶ Galley ─edit▶ Galley ─assemble▶ Article
─parse▶ Article ─cite▶ Article ─compose▶ Composed; the press then takes it to its formats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from copydesk import (
    citations,
    composition,
    conservation,
    galley,
    queries,
    readers,
    references,
    rules,
    structure,
)
from copydesk.composition import Composed
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Article, Decisions, Galley, Picture, Submission
from copydesk.references.own import own
from copydesk.references.signed import signed

Pictures = Callable[[str], bytes | None]
"""The bytes of a picture that lies beside the submission, by the name that a line has for it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a submission: its pictures, and a library by its name and bytes."""

    pictures: Pictures | None = None
    library: tuple[str, bytes] | None = None


def labelled(submission: Submission, config: Config, decisions: Decisions) -> Galley:
    """The repaired copy of a submission, with a role for each line."""
    return structure.label(rules.repair(submission, config, decisions), config, decisions)


def edited(
    data: bytes, path: str, config: Config, decisions: Decisions, beside: Beside | None = None
) -> Galley:
    """The labelled and corrected copy of a submission, its ledger checked."""
    submission = _supplied(readers.read(data, path, config), beside.pictures if beside else None)
    copy = rules.edit(labelled(submission, config, decisions), config, decisions)
    check_galley(submission, copy)
    return copy


def _supplied(submission: Submission, pictures: Pictures | None) -> Submission:
    """`submission` with the pictures that it names and that lie beside it."""
    if pictures is None:
        return submission
    known = {picture.name for picture in submission.pictures}
    figures = (line.hint for line in submission.lines if line.hint.startswith("figure:"))
    wanted = dict.fromkeys(hint.removeprefix("figure:") for hint in figures)
    found = ((name, pictures(name)) for name in wanted if name not in known)
    more = tuple(Picture(name, "", data) for name, data in found if data is not None)
    return replace(submission, pictures=submission.pictures + more)


def article(
    data: bytes, path: str, config: Config, decisions: Decisions, beside: Beside | None = None
) -> Article:
    """The article in a submission, cited and checked.

    `path` is the submission's place in the desk; it decides nothing but names. `beside`
    gives out the pictures that it names and that did not come inside it, and the library
    that takes the place of its reference list.
    Raises `Refused` for what is not an article, `BrokenLaw` when a word would be
    lost without a record.
    """
    return composed(data, path, config, decisions, beside)[0]


def composed(
    data: bytes, path: str, config: Config, decisions: Decisions, beside: Beside | None = None
) -> tuple[Article, Composed]:
    """`article`, and the document that the files are made of.

    What composing has to ask stands among the article's queries. Raises as `article`
    does, and `ConfigError` when the citation style is not to be had.
    """
    copy = edited(data, path, config, decisions, beside)
    found = _put_together(copy, config, decisions, beside)
    now = structure.settled(found, decisions)
    if now is not decisions:
        # Ids come from the putting together itself; where a verdict moved it is done anew.
        found = _put_together(copy, config, now, beside)
    found = replace(found, queries=found.queries + structure.stale(found, config, decisions))
    found = citations.cite(found, config, decisions)
    found = replace(found, front=signed(found.front))
    check_article(found)
    document = composition.compose(found, config, own(found, config))
    conservation.check_composed(found, document)
    asked = queries.apart((*found.queries, *document.queries))
    settled = references.settled(found.back.references, decisions)
    return replace(found, queries=tuple(queries.settled(asked, settled))), document


def _put_together(
    copy: Galley, config: Config, decisions: Decisions, beside: Beside | None
) -> Article:
    """The article of `copy` with its references; every structure edit is made here."""
    found = structure.assemble(copy, config, decisions)
    found = references.parse(found, config, decisions)
    if beside and beside.library:
        from copydesk.library.replacing import replaced  # few articles bring one

        found = replaced(found, beside.library, config, decisions)
    return found


def check_galley(submission: Submission, copy: Galley) -> None:
    """Raise `BrokenLaw` unless the ledger leads from `submission` to `copy` and back."""
    galley.check_ledger(galley.texts(submission.lines), galley.texts(copy.lines), copy.ledger)


def check_article(found: Article) -> None:
    """Raise `BrokenLaw` unless every word of the galley is in the article or in its record."""
    copy = galley.texts(found.galley.lines)
    kept = galley.replay(copy, found.structure)
    if galley.revert(kept, found.structure) != copy:
        raise BrokenLaw("reverting the structure edits does not give the galley", code="law.revert")
    before = galley.words(kept.values())
    after = galley.words(structure.pieces(found))
    if lost := galley.difference(before, after):
        raise BrokenLaw(f"between galley and article: {lost}", code="law.words")
