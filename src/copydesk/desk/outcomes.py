"""Outcomes of documents that no worker had a hand in, and what outcomes mean for a run."""

from __future__ import annotations

from copydesk.desk.plan import Standing
from copydesk.desk.report import Outcome
from copydesk.errors import REFUSED, ToolError


def settled(standing: Standing) -> Outcome:
    """The outcome of a document that needs no press."""
    document = standing.document
    refused = standing.state == "refused"
    return Outcome(
        document.slug,
        document.source,
        "refused" if refused else "up to date",
        queries=standing.queries,
        proposed=standing.proposed,
        message=standing.message,
        hint=standing.hint,
        code=standing.code,
        exit_code=REFUSED if refused else 0,
        kept=standing.kept,
    )


def failed(standing: Standing, error: ToolError) -> Outcome:
    """The outcome of a document that could not be made, for a reason that is not its own."""
    document = standing.document
    return Outcome(
        document.slug, document.source, "failed", formats=standing.formats,
        reasons=standing.reasons, message=str(error), hint=error.hint, code=error.code,
        exit_code=error.exit_code,
    )  # fmt: skip


def is_bad(outcome: Outcome) -> bool:
    """Whether there is nothing new to show for it."""
    return outcome.status in {"refused", "failed"}


def not_tried(standing: Standing) -> Outcome:
    """The outcome of a document that a run ended before."""
    source, reasons = standing.document.source, standing.reasons
    return Outcome(standing.slug, source, "not tried", reasons=reasons)
