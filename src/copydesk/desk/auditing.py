"""What an editor should know of an issue that may not be built yet; nothing is written.

Articles that are built and fresh are taken from `dist/`, the others are made in memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from copydesk.config import Config
from copydesk.desk import binding, issues, issuing, mailing, plan, taking
from copydesk.desk.checking import check_settings
from copydesk.desk.issuing import BOOK, Edited, Member
from copydesk.desk.orders import Order
from copydesk.desk.plan import Document, Survey
from copydesk.desk.press import Press
from copydesk.desk.taking import Found
from copydesk.mail import making
from copydesk.mail.making import Issued


def audited(root: Path, config: Config, name: str, here: Path | None = None) -> tuple[str, Issued]:
    """The issue that `name` means: the place of its file, and the issue as it would be made.

    Raises `UsageError` when there is none, and what an article of it raises.
    """
    desk, document = issues.placed(root, config, name, here)
    edited = issuing.edited(desk, document.source)
    check_settings(edited.config)
    with contextlib.closing(Press(desk)) as room:
        shelf = partial(_taken, room, _fresh(desk, edited))
        volume = _volume(room, document, edited)
        brought = mailing.materials(document, edited, shelf, volume)
    return document.source, making.made(brought)


def _fresh(desk: Survey, edited: Edited) -> frozenset[str]:
    """The articles that need not be made, by their slugs."""
    asked = {member.document: member.needed for member in edited.members}
    return frozenset(one.slug for one in plan.standings(desk, asked) if one.state == "fresh")


def _taken(room: Press, fresh: frozenset[str], member: Member) -> Found | None:
    if member.document.slug in fresh and (there := taking.built(room.desk, member)):
        return there
    card, written = room.draft(_order(room.desk, member.document, tuple(sorted(member.needed))))
    data = {output.name: content for output, content in written.items()}
    return taking.taken(member, card, tuple(written), data.__getitem__)


def _volume(room: Press, document: Document, edited: Edited) -> Mapping[str, bytes]:
    """The book of the issue in each format that goes with it."""
    forms = issuing.bound_as(edited.issue, document.source)
    standing = issuing.book(room.desk, document, edited.issue)
    if standing is None:
        return {}
    if standing.state == "fresh":
        return mailing.volume(room.desk, document, edited)
    order = _order(room.desk, standing.document, forms, len(edited.members))
    data, _ = binding.draft(room, order, binding.read(room.desk, order))
    return {form: data[f"{BOOK}.{form}"] for form in forms}


def _order(desk: Survey, document: Document, formats: tuple[str, ...], count: int = 1) -> Order:
    seconds = desk.config.limits.seconds * count
    gathers = bool(document.members)
    return Order(document.slug, document.source, formats, seconds=seconds, gathers=gathers)
