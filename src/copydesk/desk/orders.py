"""What a worker is asked for, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.desk.report import Outcome
from copydesk.desk.submissions import ISSUES
from copydesk.model import Colophon


@dataclass(frozen=True, slots=True)
class Order:
    """One job. `whole`: everything the settings ask for is to stand afterwards.

    `gathers`: it is a collection. `needed` are formats that issues are made from.
    """

    slug: str
    source: str
    formats: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    whole: bool = True
    seconds: float = 60.0
    gathers: bool = False
    needed: tuple[str, ...] = ()

    @property
    def is_of_issue(self) -> bool:
        """Whether it is a book of the articles of an issue."""
        return self.gathers and self.slug.startswith(f"{ISSUES}/")


@dataclass(frozen=True, slots=True)
class Result:
    """What a job gives back: the outcome, and what the desk has to remember of it.

    `made` is the new colophon, `complete` says that it holds every format the
    settings ask for, `refusal` is the content key of a refused submission.
    """

    outcome: Outcome
    made: Colophon | None = None
    complete: bool = False
    refusal: str = ""
