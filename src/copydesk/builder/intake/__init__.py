"""`new`: a submission comes in, from a file or from the web, and gets its place in the source.

It is read before it is put there, by a worker and within the limits: what copydesk would refuse
never lies among the submissions.
"""

from __future__ import annotations

from copydesk.builder.intake.files import Arrival, receive_bytes, receive_file
from copydesk.builder.intake.pages import receive_page
from copydesk.builder.intake.place import Placed, place

__all__ = ["Arrival", "Placed", "place", "receive_bytes", "receive_file", "receive_page"]
