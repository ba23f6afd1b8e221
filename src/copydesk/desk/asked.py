"""What codes in outcomes and colophons mean: of queries of articles, of remarks on issues."""

from __future__ import annotations

from copydesk.mail.catalogue import REMARKS
from copydesk.model import Severity
from copydesk.queries import CATALOGUE


def severity(code: str) -> Severity:
    """How grave `code` is; a note, when this version has no such code any more.

    >>> severity("issue.address"), severity("structure.title"), severity("past.code")
    ('error', 'warning', 'note')
    """
    return _known(code)[0]


def meaning(code: str) -> str:
    """What `code` means and what the editor can do."""
    return _known(code)[1]


def _known(code: str) -> tuple[Severity, str]:
    return CATALOGUE.get(code) or REMARKS.get(code) or ("note", code)
