"""What an editor says of the article: roles of lines, front fields."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import by_worker, named, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.model import Role

#: Characters of a line that tell which it is.
_SHOWN = 100


_SET = """\
Authors set the byline too, unless one is set. What you set stands in the
sidecar of the submission; nothing else there changes.

examples:
  copydesk set harbour                      list the fields and what they say
  copydesk set harbour title "Harbours"     correct the headline
  copydesk set harbour authors "Ines Marlow" "Kofi Osei"
  copydesk set harbour doi 10.5555/tide.12
  copydesk set harbour keywords dykes "upkeep of walls"
  copydesk set harbour author "Ines Marlow" orcid=0000-0002-1825-0097
  copydesk set harbour doi ""               take the DOI away
"""


_ROLE: Final = """\
examples:
  copydesk role harbour                   every line: number, role, words
  copydesk role harbour 5                 that line and its neighbours
  copydesk role harbour 5 body            it is a paragraph of the text
  copydesk role harbour 31-34 furniture   these are the site's
  copydesk role harbour 5 --forget        take back what was said of it
"""


def declare_role(one: Parser) -> Run:
    """Add the options of `role`."""
    one.add_argument("name", metavar="NAME")
    one.add_argument("lines", nargs="?", metavar="LINE", help="a number, or two as in 12-15")
    shown = "without it, the line is shown with its neighbours; without LINE too, all lines are"
    one.add_argument("role", nargs="?", metavar="ROLE", help=shown)
    one.add_argument("--forget", action="store_true", help="take back what was said of the lines")
    _explain_roles(one)
    return by_worker(_role)


def _explain_roles(one: Parser) -> None:
    from copydesk.tables import codes

    rows = (f"  {role:<11} {row.text}" for role, row in codes("roles").items())
    one.show("\n".join(("roles:", *rows, "", _ROLE)))


def declare_set(one: Parser) -> Run:
    """Add the options of `set`."""
    from copydesk.sidecar import FRONT

    one.add_argument("name", metavar="NAME")
    meaning = "without it, all are listed; without TEXT, what it says now"
    one.add_argument("field", nargs="?", metavar="FIELD", help=f"{', '.join(FRONT)}; {meaning}")
    shown = (
        "one text; of authors each name, of keywords each word; of author a name and what is told"
        " of it: orcid=… affiliation=… email=… family=…; an empty text takes away what was set"
    )
    one.add_argument("values", nargs="*", metavar="TEXT", help=shown)
    one.show(_SET)
    return by_worker(_set)


def _role(args: argparse.Namespace) -> int:
    """Write the roles of lines into the sidecar, or list what they are."""
    from copydesk.builder import single_article
    from copydesk.builder.report import escape

    root, config, source = named(args)
    if args.forget and args.lines:
        for gone in single_article.unset_roles(root, config, source, _numbers(args.lines)):
            say(f"forgotten: {gone.role}: `{escape(gone.text)}`")
        return written(source)
    if args.role is None:
        numbers = _numbers(args.lines) if args.lines else range(0)
        rows = (
            single_article.list_roles_around(root, config, source, numbers)
            if args.lines
            else single_article.list_roles(root, config, source)
        )
        for number, role, text in rows:
            shown = text if len(text) <= _SHOWN or number in numbers else text[:_SHOWN] + "…"
            print(f"{'>' if number in numbers else ' '}{number:>5}  {role:<10}  {escape(shown)}")
        return errors.DONE
    texts = single_article.set_roles(root, config, source, _numbers(args.lines), _known(args.role))
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

    from copydesk.hints import nearest
    from copydesk.model import Role

    roles: tuple[Role, ...] = get_args(Role)
    for known in roles:
        if known == role:
            return known
    message = f"there is no role `{role}`"
    raise errors.UsageError(message, hint=nearest(role, [*roles]), code="usage.role")


def _set(args: argparse.Namespace) -> int:
    """Write a front field into the sidecar, or print what the fields say."""
    from copydesk import sidecar
    from copydesk.builder import single_article
    from copydesk.builder.report import escape
    from copydesk.review.decisions import front_fields

    field = front_fields.named(args.field) if args.field is not None else ""
    root, config, source = named(args)
    if not args.values:
        for name, value in front_fields.shown(root, config, source).items():
            if field in ("", name):
                print(f"{name:<9}  {escape(value)}".rstrip())
        return errors.DONE
    place = single_article.sidecar_path(root, source)
    standing = sidecar.received(place)
    for row in front_fields.set_front(root, config, source, field, args.values):
        old, new = (f"`{escape(text)}`" if text else "(none)" for text in (row.old, row.new))
        same = " (as before)" if row.old == row.new else ""
        say(f"{row.field}: {old} → {new}{same}")
    if field == "date" and not front_fields.is_day(args.values[0]):
        say("warning: neither day nor year can be read from this date; it is printed as it stands")
    if sidecar.received(place) == standing:
        say("nothing to write: the sidecar says so already")
        return errors.DONE
    return written(source)


def written(source: str, key: str = "") -> int:
    """Say that the sidecar of `source` was written, and the key that an entry bears now."""
    from copydesk import sidecar
    from copydesk.builder.report import escape

    place = escape(str(sidecar.place(Path(source))))
    entry = f" for the entry `{escape(key)}`" if key else ""
    say(f"written to `{place}`{entry}; `copydesk` builds the article again")
    return errors.DONE
