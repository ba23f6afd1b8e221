"""`role`, `set` and `picture`: roles of lines, fields of the front, what pictures show."""

from __future__ import annotations

from argparse import Namespace
from typing import Final, get_args

from copydesk import errors
from copydesk.cli.desk import open_decisions, say_written
from copydesk.cli.terminal import put, say
from copydesk.model import Role
from copydesk.review.decisions import front_fields, pictures, roles
from copydesk.settings.hints import name_nearest

#: Characters of a line that tell which it is.
_SHOWN: Final = 100


def set_roles(args: Namespace) -> None:
    """Write the roles of lines into the sidecar, or list what they are."""
    desk = open_decisions(args)
    numbers = roles.read_numbers(args.line) if args.line else range(0)
    if args.forget:
        for gone in roles.unset_roles(desk, numbers):
            say(f"forgotten: {gone.role}: `{gone.text}`")
    elif args.role is not None:
        for text in roles.set_roles(desk, numbers, _check_role(args.role)):
            say(f"{args.role}: `{text}`")
    else:
        rows = roles.list_roles_around(desk, numbers) if args.line else roles.list_roles(desk)
        for number, role, text in rows:
            is_named = number in numbers
            shown = text if len(text) <= _SHOWN or is_named else text[:_SHOWN] + "…"
            put(f"{'>' if is_named else ' '}{number:>5}  {role:<10}  {shown}")
        return
    say_written(desk.source, dry=desk.dry)


def _check_role(role: str) -> Role:
    roles: tuple[Role, ...] = get_args(Role)
    for known in roles:
        if known == role:
            return known
    message = f"there is no role `{role}`"
    raise errors.UsageError(message, hint=name_nearest(role, [*roles]), code="usage.role")


def set_field(args: Namespace) -> None:
    """Write a front field into the sidecar, or print what the fields say."""
    field = front_fields.find_field(args.field) if args.field is not None else ""
    desk = open_decisions(args)
    if not args.texts:
        for name, value in front_fields.list_fields(desk).items():
            if field in ("", name):
                put(f"{name:<9}  {value}".rstrip())
        return
    for row in front_fields.set_front(desk, field, args.texts):
        same = " (as before)" if row.old == row.new else ""
        say(f"{row.field}: {quote_value(row.old)} → {quote_value(row.new)}{same}")
    if field == "date" and (doubt := front_fields.doubt_date(args.texts[0])):
        say(f"warning: {doubt}")
    if not desk.is_changed:
        say("nothing to write: the sidecar already contains this")
        return
    say_written(desk.source, dry=desk.dry)


def quote_value(text: str, none: str = "(none)") -> str:
    """The value of a field as it is shown.

    >>> quote_value("2021"), quote_value("")
    ('`2021`', '(none)')
    """
    return f"`{text}`" if text.strip() else none


# ── pictures ───────────────────────────────────────────────────────────────────


def describe_picture(args: Namespace) -> None:
    """Write what a picture shows into the sidecar, or list the pictures."""
    desk = open_decisions(args)
    if args.forget:
        gone = pictures.forget_picture(desk, args.picture)
        say(f"forgotten: {_quote_words(gone.alt)} of `{gone.target}`")
    elif args.text is not None:
        one = pictures.describe_picture(desk, args.picture, args.text)
        shows = f"shows `{args.text}`" if args.text.strip() else "is decorative"
        say(f"line {one.line}: `{one.target}` {shows}")
    else:
        found = pictures.list_pictures(desk)
        if args.picture is not None:
            found = (pictures.choose_picture(found, args.picture, desk.source),)
        if not found:
            say(f"no picture was found in `{desk.source}`")
        for one in found:
            put(f"{one.line:>5}  {one.target}  {_describe_words(one)}")
        return
    say_written(desk.source, dry=desk.dry)


def _describe_words(one: pictures.Pictured) -> str:
    """What a picture has for words, and whose they are."""
    said = "adds nothing" if one.decision and not one.decision.alt else _quote_words(one.alt)
    return said + (" (settled)" if one.decision else "") + ("" if one.shown else " (left out)")


def _quote_words(text: str) -> str:
    return quote_value(text, "no words")
