"""Makes the issues of a run, after their articles; the books that they take along come first.

What makes things is imported when something is to be made: mostly nothing is.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from copydesk.builder.batch import Result
from copydesk.builder.issues import contents
from copydesk.builder.report import Outcome
from copydesk.builder.staleness import Standing, failed_outcome, settled_outcome
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.errors import CopydeskError, ToolError

if TYPE_CHECKING:
    from copydesk.builder.workers.protocol import Engine


#: What became of an article from which no issue is made.
_UNMADE: Final = frozenset(("refused", "failed", "not tried"))


@dataclass(frozen=True, slots=True)
class IssueBuilds:
    """Whoever makes the issues of `desk` in one run.

    `outcomes` has what became of their articles, by slug, `engine` gives who sets the books.
    With `anew` what is up to date is made too.
    """

    desk: Survey
    outcomes: Mapping[str, Outcome]
    engine: Callable[[], Engine]
    anew: bool = False

    def books(self, issues: Iterable[Standing]) -> dict[str, Outcome]:
        """What became of the books of `issues`, by slug, of those that had to be made."""
        stale: list[tuple[Standing, bool]] = []
        done = dict[str, Outcome]()
        for standing in issues:
            if standing.state == "fresh" and not self.anew:
                continue
            with contextlib.suppress(CopydeskError):  # said when the issue is made
                issue, _ = contents.read(self.desk, standing.document.source)
                book = contents.book(self.desk, standing.document, issue, anew=self.anew)
                if book and book.state == "stale":
                    stale.append((book, True))
                elif book:
                    done[book.slug] = settled_outcome(book)
        return done | self._bound(stale) if stale else done

    def _bound(self, stale: list[tuple[Standing, bool]]) -> dict[str, Outcome]:
        """What becomes of the books `stale`; where nobody can make them, why."""
        from copydesk.builder import batch

        made = dict[str, Outcome]()
        try:
            with contextlib.closing(
                batch.build_results(self.desk, stale, self.engine())
            ) as results:
                for one in results:
                    made[one.outcome.slug] = one.outcome
        except ToolError as error:
            left = (one for one, _ in stale if one.slug not in made)
            made |= {one.slug: failed_outcome(one, error) for one in left}
        return made

    def issue(self, standing: Standing, books: Mapping[str, Outcome]) -> tuple[Document, Result]:
        """Make the issue that stands like this, where it is stale; `books` says what `books` did.

        Gives the issue as its articles stand now, and what became of it.
        """
        document = standing.document
        if standing.state == "fresh" and not self.anew:
            return document, Result(settled_outcome(standing))  # none of its articles was made anew
        document = contents.refreshed(self.desk, document)
        known = {**self.outcomes, **books}
        unmade = {slug: (one.status, ()) for slug, one in known.items() if one.status in _UNMADE}
        now = contents.examine(self.desk, document, unmade)
        if now.state == "fresh" and not self.anew:
            return document, Result(settled_outcome(now))
        from copydesk.builder.issues import job

        reasons = standing.reasons or now.reasons
        return document, job.build(self.desk, document, reasons, known)
