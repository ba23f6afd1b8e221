"""`newsletter check`: what an editor should know of an issue before it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.newsletter.building import none_there
from copydesk.cli.streams import complain, desk, elsewhere, lines, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from copydesk.cli.parser import Parser, Run
    from copydesk.mail.remarks import Remark

_HELP: Final = """\
Articles that are not built are made in memory. What is attached and what is
linked is said with -v, and why. `copydesk explain CODE` says more.

examples:
  copydesk newsletter check               every issue of the desk
  copydesk newsletter check may -v        and why which file is attached
  copydesk newsletter check ~/may.toml    one that lies elsewhere

exit codes:
  0 done · 1 remarks at or above --fail-on (error unless said), with --strict
  from warning up · 2 usage, settings or the file of an issue · 3 an article
  was refused
"""
_WEIGHTS: Final = ("note", "warning", "error")


def declare_check(one: Parser) -> Run:
    """Add the options of `newsletter check`."""
    one.add_argument("names", nargs="*", metavar="FILE|NAME", help="which; none: all")
    elsewhere(one)
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.add_argument("--strict", action="store_true",
                     help="remarks from warning up give exit code 1")  # fmt: skip
    one.add_argument("--fail-on", choices=("never", *_WEIGHTS), default="error",
                     help="remarks that give exit code 1; error unless said")  # fmt: skip
    one.show(_HELP)
    return _check


def _check(args: argparse.Namespace) -> int:
    from copydesk.builder.issues import check, sources
    from copydesk.builder.report import escape
    from copydesk.mail.report import remark_record

    root, config = desk(args)
    if not (names := args.names or sources.listed(root, config)):
        say(none_there(config))
    codes = [errors.DONE]
    for name in names:
        try:
            source, issued = check.audited(root, config, name, Path.cwd())
        except errors.CopydeskError as error:
            complain(error)
            codes.append(error.exit_code)
            continue
        if args.json:
            lines({"file": source, **remark_record(one)} for one in issued.remarks)
        else:
            for one in issued.remarks:
                print(f"{escape(source)}: {one.severity}: {escape(one.message)} [{one.code}]")
                print(*([f"    {escape(one.hint)}\n"] if one.hint else []), end="", sep="")
        if args.verbose:
            for each in issued.decisions:
                done = "attached" if each.attached else "linked"
                say(f"{done}  {each.file.name}: {escape(each.reason)}")
        if _fails(issued.remarks, args.fail_on, strict=args.strict):
            codes.append(errors.QUERIES)
        if not (issued.remarks or args.quiet):
            say(f"{escape(source)}: nothing to remark")
    return errors.combined(codes)


def _fails(remarks: Sequence[Remark], floor: str, *, strict: bool) -> bool:
    """Whether one of `remarks` is as grave as `floor`, or with `strict` as a warning."""
    floors = [_WEIGHTS.index(floor)] if floor != "never" else []
    floors += [_WEIGHTS.index("warning")] if strict else []
    return bool(floors) and any(_WEIGHTS.index(one.severity) >= min(floors) for one in remarks)
