"""What an editor says of the article: roles of lines, front fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copydesk import errors
from copydesk.cli.streams import named, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Role

#: Characters of a line that tell which it is.
_SHOWN = 100


def declare_role(one: Parser) -> Run:
    """Add the options of `role`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument("lines", nargs="?", metavar="LINE", help="a number, or two as in 12-15")
    shown = "without it, the line is shown with its neighbours; without LINE too, all lines are"
    one.add_argument("role", nargs="?", metavar="ROLE", help=shown)
    _explain_roles(one)
    return _role


def _explain_roles(one: Parser) -> None:
    from copydesk.handbook import ROLES

    rows = (f"  {role:<11} {text}" for role, text in ROLES.items())
    one.show("\n".join(("roles:", *rows)))


def declare_set(one: Parser) -> Run:
    """Add the options of `set`."""
    from copydesk.sidecar import FRONT, front_field

    one.add_argument("name", metavar="NAME")
    meaning = "authors set the byline too, unless one is set; author tells more of one of them"
    one.add_argument("field", type=front_field, choices=FRONT, metavar="FIELD",
                     help=f"{', '.join(FRONT)}; {meaning}")  # fmt: skip
    shown = (
        "one text; of authors each name, of keywords each word; of author a name and what is told"
        " of it: orcid=… affiliation=… email=… family=…; an empty text takes what the catalogues"
        " get away"
    )
    one.add_argument("values", nargs="+", metavar="TEXT", help=shown)
    return _set


def _role(args: argparse.Namespace) -> int:
    """Write the roles of lines into the sidecar, or list what they are."""
    from copydesk.desk import single
    from copydesk.desk.report import escape

    root, config, source = named(args)
    if args.role is None:
        numbers = _numbers(args.lines) if args.lines else range(0)
        rows = (
            single.roles_around(root, config, source, numbers)
            if args.lines
            else single.roles(root, config, source)
        )
        for number, role, text in rows:
            shown = text if len(text) <= _SHOWN or number in numbers else text[:_SHOWN] + "…"
            print(f"{'>' if number in numbers else ' '}{number:>5}  {role:<10}  {escape(shown)}")
        return errors.DONE
    texts = single.set_roles(root, config, source, _numbers(args.lines), _known(args.role))
    for text in texts:
        say(f"{args.role}: `{escape(text)}`")
    return written(source)


def _numbers(words: str) -> range:
    first, dash, last = words.partition("-")
    last = last if dash else first
    if not (first.isdecimal() and last.isdecimal()) or int(last) < int(first):
        message = f"`{words}` is no line and no range of lines"
        raise errors.UsageError(message, hint="e.g. 12 or 12-15", code="usage.line")
    return range(int(first), int(last) + 1)


def _known(role: str) -> Role:
    from typing import get_args

    from copydesk.config import nearest
    from copydesk.model import Role

    roles: tuple[Role, ...] = get_args(Role)
    for known in roles:
        if known == role:
            return known
    message = f"there is no role `{role}`"
    raise errors.UsageError(message, hint=nearest(role, [*roles]), code="usage.role")


def _set(args: argparse.Namespace) -> int:
    """Write a front field into the sidecar."""
    from copydesk.desk import single
    from copydesk.desk.report import escape

    root, config, source = named(args)
    for row in single.set_front(root, config, source, args.field, args.values):
        old, new = (f"`{escape(text)}`" if text else "(none)" for text in (row.old, row.new))
        say(f"{row.field}: {old} → {new}")
        if args.field == row.field == "author" and row.old == row.new:
            say("warning: this tells nothing new of any of the article’s authors")
    if args.field == "date" and not single.is_day(args.values[0]):
        say("warning: no day can be read from this date; it is printed as it stands")
    return written(source)


def written(source: str, key: str = "") -> int:
    """Say that the sidecar of `source` was written, and the key that an entry bears now."""
    from copydesk import sidecar
    from copydesk.desk.report import escape

    place = escape(str(sidecar.place(Path(source))))
    entry = f" for the entry `{escape(key)}`" if key else ""
    say(f"written to `{place}`{entry}; `copydesk` builds the article again")
    return errors.DONE
