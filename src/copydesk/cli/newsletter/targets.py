"""`newsletter targets`: the services that mail newsletters, and what they take."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import lines

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run
    from copydesk.mail.targets import Target


_MORE: Final = """\
examples:
  copydesk newsletter targets             which take attachments, how large
"""


def declare_targets(one: Parser) -> Run:
    """Add the options of `newsletter targets`."""
    one.add_argument("--json", action="store_true", help="one JSON object a line")
    one.show(_MORE)
    return _targets


def _targets(args: argparse.Namespace) -> int:
    from copydesk.mail import targets

    known = targets.targets().values()
    if args.json:
        lines(map(asdict, known))
        return errors.DONE
    for one in known:
        print(f"{one.name:<11} {one.title:<22} {_taken(one)}")
    return errors.DONE


def _taken(one: Target) -> str:
    """What a service takes, in words."""
    if not one.attach:
        return "links, no attachments"
    words = ["attachments"]
    if one.files:
        words.append(f"of which it wants no more than {one.files}")
    if one.formats:
        words.append("(" + ", ".join(one.formats) + ")")
    if one.file:
        words.append(f"up to {_size(one.file)} each")
    if one.message:
        words.append(f"in messages up to {_size(one.message)}")
    if one.recipients:
        words.append(f"to {one.recipients} readers at most")
    return " ".join(words)


def _size(count: int) -> str:
    """A size as people say it.

    >>> _size(10_240_000), _size(999_999), _size(40_960)
    ('10.2 MB', '1 MB', '41 kB')
    """
    return f"{count / 1_000_000:.3g} MB" if count >= 999_500 else f"{count / 1000:.0f} kB"
