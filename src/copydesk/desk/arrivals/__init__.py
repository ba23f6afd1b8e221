"""`new`: a submission comes in, from a file or from the web, and gets its place in the source.

It is read before it is put there, by a worker and within the limits: what copydesk would refuse
never lies among the submissions.
"""

from __future__ import annotations

from copydesk.desk.arrivals.arrival import Arrival, of_bytes
from copydesk.desk.arrivals.copied import of_file
from copydesk.desk.arrivals.fetched import of_web
from copydesk.desk.arrivals.placing import Placed, place

__all__ = ["Arrival", "Placed", "of_bytes", "of_file", "of_web", "place"]
