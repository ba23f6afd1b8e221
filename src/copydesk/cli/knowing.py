"""`styles`, `config` and `doctor`: what copydesk knows of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import desk_or_none, lines, say

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run

#: Width of the widest column of ids; the few longer ones push their line to the right.
_WIDEST: Final = 56


_STYLES: Final = """\
The id of a style goes into `style.csl` of the settings; a path to a .csl file
does as well.

examples:
  copydesk styles harvard                 all whose id or title has the word
  copydesk styles chicago note            and this word too
"""

_CONFIG: Final = """\
Settings stand in copydesk.toml, or in pyproject.toml under [tool.copydesk].

examples:
  copydesk config                         each setting, its value and its source
  copydesk config --json | jq 'select(.origin != "default")'
"""

_DOCTOR: Final = """\
Behind what is missing stands the command of this system that brings it.

examples:
  copydesk doctor                         exit code 4 while something is missing
"""


def declare_styles(one: Parser) -> Run:
    """Add the options of `styles`."""
    one.add_argument("words", nargs="*", metavar="WORD", help="each is in the id or title")
    one.show(_STYLES)
    return _styles


def declare_config(one: Parser) -> Run:
    """Add the options of `config`."""
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.show(_CONFIG)
    return _config


def declare_doctor(one: Parser) -> Run:
    """Add the options of `doctor`: it has none."""
    one.show(_DOCTOR)
    return _doctor


def _styles(args: argparse.Namespace) -> int:
    from copydesk import handbook

    found = tuple(handbook.styles(args.words))
    width = min(_WIDEST, max((len(style.id) for style in found), default=0))
    for style in found:
        parent = f" = {style.parent}" if style.parent else ""
        print(f"{style.id:<{width}}  {style.kind:<11}  {style.title}{parent}")
    if found:
        say(f"{len(found)} {'style' if len(found) == 1 else 'styles'}")
    else:
        say(f"no style matches `{' '.join(args.words)}`")
    return errors.DONE


def _config(args: argparse.Namespace) -> int:
    settings = desk_or_none(args)[1].items()
    if args.json:
        lines(
            {"key": key, "value": value, "origin": origin, "doc": doc}
            for key, value, origin, doc in settings
        )
    else:
        for key, value, origin, doc in settings:
            print(f"{key} = {value!r}  # {origin}\n    {doc}")
    return errors.DONE


def _doctor(args: argparse.Namespace) -> int:
    from copydesk import doctor

    checks = list(doctor.examine())
    for check in checks:
        lacking = "optional" if check.optional else "MISSING"
        print(f"{'ok' if check.good else lacking:<8} {check.name:<9} {check.finding}")
        if check.remedy:
            print(f"{'':<8} {'':<9} → {check.remedy}")
    missing = [check.name for check in checks if not (check.good or check.optional)]
    if missing:
        say(f"missing: {', '.join(missing)}; behind each arrow stands what helps")
        return errors.TOOL
    if not args.quiet:
        say(f"all that copydesk needs is there; {doctor.NOT_NEEDED}")
    return errors.DONE
