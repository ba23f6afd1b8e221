"""`role`, `set` and `picture`: roles of lines, fields of the front, what pictures show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from copydesk import errors
from copydesk.cli.desk import (
    by_worker,
    open_article,
    refuse_beside,
    refuse_without,
    say_written,
)
from copydesk.cli.terminal import put, say

if TYPE_CHECKING:
    from argparse import Namespace

    from copydesk.model import Role
    from copydesk.review.decisions.pictures import Pictured

#: Characters of a line that tell which it is.
_SHOWN: Final = 100


@by_worker
def set_roles(args: Namespace) -> int:
    """Write the roles of lines into the sidecar, or list what they are."""
    from copydesk.builder import single_article

    if not args.line:
        refuse_without("LINE", {"--forget": args.forget})
    if args.forget:
        refuse_beside("--forget", {"ROLE": args.role})
    desk = open_article(args)
    numbers = _read_numbers(args.line) if args.line else range(0)
    if args.forget:
        for gone in single_article.unset_roles(*desk, numbers):
            say(f"forgotten: {gone.role}: `{gone.text}`")
        return say_written(desk[2])
    if args.role is not None:
        for text in single_article.set_roles(*desk, numbers, _check_role(args.role)):
            say(f"{args.role}: `{text}`")
        return say_written(desk[2])
    rows = (
        single_article.list_roles_around(*desk, numbers)
        if args.line
        else single_article.list_roles(*desk)
    )
    for number, role, text in rows:
        is_named = number in numbers
        shown = text if len(text) <= _SHOWN or is_named else text[:_SHOWN] + "…"
        put(f"{'>' if is_named else ' '}{number:>5}  {role:<10}  {shown}")
    return errors.DONE


def _read_numbers(words: str) -> range:
    first, dash, last = words.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal()) or int(last) < int(first):
        message = f"`{words}` is not a line or a range of lines"
        raise errors.UsageError(message, hint="e.g. 12 or 12-15", code="usage.line")
    return range(int(first), int(last) + 1)


def _check_role(role: str) -> Role:
    from copydesk.model import Role
    from copydesk.settings.hints import nearest

    roles: tuple[Role, ...] = get_args(Role)
    for known in roles:
        if known == role:
            return known
    message = f"there is no role `{role}`"
    raise errors.UsageError(message, hint=nearest(role, [*roles]), code="usage.role")


@by_worker
def set_field(args: Namespace) -> int:
    """Write a front field into the sidecar, or print what the fields say."""
    from copydesk.builder import single_article
    from copydesk.review import sidecar
    from copydesk.review.decisions import front_fields

    field = front_fields.named(args.field) if args.field is not None else ""
    root, config, source = open_article(args)
    if not args.texts:
        for name, value in front_fields.shown(root, config, source).items():
            if field in ("", name):
                put(f"{name:<9}  {value}".rstrip())
        return errors.DONE
    place = single_article.sidecar_path(root, source)
    before = sidecar.received(place)
    for row in front_fields.set_front(root, config, source, field, args.texts):
        same = " (as before)" if row.old == row.new else ""
        say(f"{row.field}: {quote_value(row.old)} → {quote_value(row.new)}{same}")
    if field == "date" and (doubt := front_fields.doubt_date(args.texts[0])):
        say(f"warning: {doubt}")
    if sidecar.received(place) == before:
        say("nothing to write: the sidecar says so already")
        return errors.DONE
    return say_written(source)


def quote_value(text: str, none: str = "(none)") -> str:
    """The value of a field as it is shown.

    >>> quote_value("2021"), quote_value("")
    ('`2021`', '(none)')
    """
    return f"`{text}`" if text.strip() else none


# ── pictures ───────────────────────────────────────────────────────────────────


@by_worker
def describe_picture(args: Namespace) -> int:
    """Write what a picture shows into the sidecar, or list the pictures."""
    from copydesk.review.decisions import pictures

    if args.picture is None:
        refuse_without("PICTURE", {"--forget": args.forget})
    if args.forget:
        refuse_beside("--forget", {"TEXT": args.text})
    desk = open_article(args)
    if args.forget:
        gone = pictures.forget(*desk, args.picture)
        say(f"forgotten: {_quote_words(gone.alt)} of `{gone.target}`")
        return say_written(desk[2])
    if args.text is not None:
        one = pictures.describe(*desk, args.picture, args.text)
        shows = f"shows `{args.text}`" if args.text.strip() else "adds nothing to the text"
        say(f"line {one.line}: `{one.target}` {shows}")
        return say_written(desk[2])
    found = pictures.listed(*desk)
    if args.picture is not None:
        found = (pictures.chosen(found, args.picture, desk[2]),)
    if not found:
        say(f"no picture was found in `{desk[2]}`")
    for one in found:
        put(f"{one.line:>5}  {one.target}  {_describe_words(one)}")
    return errors.DONE


def _describe_words(one: Pictured) -> str:
    """What a picture has for words, and whose they are."""
    said = "adds nothing" if one.decision and not one.decision.alt else _quote_words(one.alt)
    return said + (" (settled)" if one.decision else "") + ("" if one.shown else " (left out)")


def _quote_words(text: str) -> str:
    return quote_value(text, "no words")
