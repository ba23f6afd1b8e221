"""The make-like part: what is stale and why, and bringing it up to date.

`build`, `status` and `clean` are all that the command line calls. What is slow to
import is imported when there is work: a desk with nothing to do answers at once.
"""

from __future__ import annotations

from copydesk.desk.cleaning import clean
from copydesk.desk.plan import Standing
from copydesk.desk.report import Outcome, Report
from copydesk.desk.run import Options, build, status

__all__ = ["Options", "Outcome", "Report", "Standing", "build", "clean", "status"]
