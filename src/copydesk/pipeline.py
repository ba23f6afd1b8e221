"""The line itself: each stage once, in order, and the laws that are checked on every run.

bytes ─read▶ Submission ─repair▶ Galley ─label▶ Galley ─edit▶ Galley ─assemble▶ Article
─parse▶ Article ─cite▶ Article; `write` then takes the article to its formats.
"""

from __future__ import annotations

from copydesk import citations, galley, readers, references, rules, structure
from copydesk.config import Config
from copydesk.errors import BrokenLaw
from copydesk.model import Article, Decisions, Galley, Submission


def edited(data: bytes, path: str, config: Config, decisions: Decisions) -> Galley:
    """The labelled and corrected copy of a submission, its ledger checked."""
    submission = readers.read(data, path, config)
    copy = rules.repair(submission, config, decisions)
    copy = structure.label(copy, config, decisions)
    copy = rules.edit(copy, config, decisions)
    check_galley(submission, copy)
    return copy


def article(data: bytes, path: str, config: Config, decisions: Decisions) -> Article:
    """The article in a submission, cited and checked.

    `path` is the submission's place in the desk; it decides nothing but names.
    Raises `Refused` for what is not an article, `BrokenLaw` when a word would be
    lost without a record.
    """
    copy = edited(data, path, config, decisions)
    found = structure.assemble(copy, config, decisions)
    found = references.parse(found, config, decisions)
    found = citations.cite(found, config, decisions)
    check_article(found)
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
