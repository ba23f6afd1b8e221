"""The citations of one submission: what they mean now, and what the editor says they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from copydesk.errors import UsageError
from copydesk.model import Article, Citation, CitationDecision, CitationVerdict, Reference
from copydesk.review import sidecar
from copydesk.review.decisions import entries
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar.values import letters

#: Characters of an entry that a choice quotes, unless more are needed to tell it apart.
QUOTED: Final = 60
#: Characters of the text that are shown either side of a citation.
SHOWN: Final = 160
#: What somebody may type who means no entry.
_NO_KEYS: Final = ("-", "none", "no", "text")


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A citation by its number, as it is found and as it stands now.

    `now` is None for words that the editor says cite nothing.
    """

    number: int
    found: Citation
    now: Citation | None


@dataclass(frozen=True, slots=True)
class Cited:
    """The citations of an article; their numbers do not hang on what was decided."""

    article: Article
    rows: tuple[CitationRow, ...]

    def chosen(self, name: str) -> CitationRow:
        """The row of the number or id `name`; an id may be shortened while it is unique.

        Raises `UsageError` when there is none.
        """
        if name in {str(row.number) for row in self.rows}:
            return self.rows[int(name) - 1]
        fitting = [row for row in self.rows if name == row.found.id]
        fitting = fitting or [row for row in self.rows if row.found.id.startswith(name)]
        if len(fitting) == 1:
            return fitting[0]
        message = f"several citations begin with `{name}`" if fitting else f"no citation `{name}`"
        hint = (
            "`copydesk cite NAME` lists the citations with number and id; an id changes if"
            " the words around the citation change"
        )
        raise UsageError(message, hint=hint, code="usage.citation")


def number_citations(desk: DeskArticle) -> Cited:
    """The citations of an article, without and with the editor's choices."""
    bare = desk.read_without_choices()
    article = desk.read_article()
    now = {citation.id: citation for citation in article.citations}
    known = {citation.id for citation in bare.citations}
    # Words that nothing but a choice makes a citation come after all others.
    others = tuple(one for one in article.citations if one.id not in known)
    found = enumerate((*bare.citations, *others), 1)
    return Cited(article, tuple(CitationRow(number, one, now.get(one.id)) for number, one in found))


def find_received(article: Article, citation: Citation, reach: int = 0) -> str:
    """The words around `citation` as received, `reach` characters more either side.

    As edited, where an edit has changed their letters.
    """
    lines = article.edited.submission.lines
    text = lines[citation.line - 1].text if 0 < citation.line <= len(lines) else ""
    ends = [0]
    for sign in text:
        ends.append(ends[-1] + len(letters(sign)))
    wanted = letters(citation.around)
    at = letters(text).find(wanted)
    if at < 0 or not wanted:
        return citation.around
    first = ends.index(at + 1) - 1 if at + 1 in ends else ends.index(at)
    last = ends.index(at + len(wanted)) if at + len(wanted) in ends else len(text)
    return text[max(0, first - reach) : last + reach].strip()


@dataclass(frozen=True, slots=True)
class CitationChoice:
    """What an editor says of a citation; `everywhere` means all citations of its words."""

    key: str = ""
    verdict: CitationVerdict = "entry"
    everywhere: bool = False


def decide_citation(
    desk: DeskArticle, name: str, choice: CitationChoice
) -> tuple[Citation, Reference | None]:
    """Write `choice` for the citation `name` into the sidecar; what it is about.

    `name` is a number or an id. Raises `UsageError` for a citation or key that is not there.
    """
    found = number_citations(desk)
    row = found.chosen(name)
    decision, reference = quote_choice(found.article, row.found, choice)
    desk.revise(sidecar.enter(decision))
    return row.found, reference


def quote_choice(
    article: Article, citation: Citation, choice: CitationChoice
) -> tuple[CitationDecision, Reference | None]:
    """The decision that `choice` is for `citation`, and the entry it names.

    Raises `UsageError` for a key that no entry bears.
    """
    decision = _decision(article, citation, everywhere=choice.everywhere)
    reference = _meant(article, choice.key) if choice.key else None
    quoted = _quoted(reference, article.back.references) if reference else ""
    key = reference.key if reference else ""
    return replace(decision, key=key, entry=quoted, verdict=choice.verdict), reference


def _meant(article: Article, key: str) -> Reference:
    """The entry of `key`; words that ask for no entry are answered with what to type."""
    known = {reference.key for reference in article.back.references}
    if key in _NO_KEYS and key not in known:
        hint = "--none: the words cite nothing; --as-written: they stay as they are"
        raise UsageError(f"no entry has the key `{key}`", hint=hint, code="usage.key")
    return entries.find_entry(article, key)


def forget_citation(desk: DeskArticle, name: str, *, everywhere: bool) -> Citation:
    """Take out of the sidecar what was decided on the citation `name`.

    Raises `UsageError` when nothing was, or when it was written by hand at another place.
    """
    found = number_citations(desk)
    row = found.chosen(name)
    decision = _decision(found.article, row.found, everywhere=everywhere)
    if not desk.revise(sidecar.remove(decision)):
        message = f"the sidecar has no decision about {row.found.text} at this place"
        hint = "--all withdraws all its decisions about these words"
        raise UsageError(message, hint=hint, code="usage.citation")
    return row.found


def _decision(article: Article, citation: Citation, *, everywhere: bool) -> CitationDecision:
    place = "" if everywhere else find_received(article, citation)
    return CitationDecision(citation.text, place=place)


def _quoted(reference: Reference, references: Sequence[Reference]) -> str:
    """As many first words of an entry as tell it from all others."""
    raw = reference.raw
    start = letters(raw[:QUOTED])
    alike = [one for one in references if letters(one.raw).startswith(start)]
    return raw[:QUOTED].strip() if len(alike) == 1 else raw
