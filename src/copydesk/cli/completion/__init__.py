"""`completion`: a script for bash, zsh or fish, made from what the commands declare.

The scripts are our own. shtab, the library that does this for argparse, knows no fish and wants
one parser that holds all commands, which would have to be made at each start; argcomplete starts
Python for each press of the key. Here all that is known beforehand stands in the script, and only
the names of a desk's articles and issues are asked for: of `copydesk completion targets`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.cli.streams import desk

if TYPE_CHECKING:
    import argparse

    from copydesk.cli.parser import Parser, Run

SHELLS: Final = ("bash", "zsh", "fish")
NAMES: Final = ("targets", "issues")

_MORE: Final = """\
Commands, actions, options and their values are in the script, the names of your
articles, formats and issues are asked for when you press the key. Make it anew
with each new version.

examples:
  copydesk completion bash > ~/.local/share/bash-completion/completions/copydesk
  copydesk completion zsh > ~/.zfunc/_copydesk
                                  with `fpath+=(~/.zfunc)` before compinit
  copydesk completion fish > ~/.config/fish/completions/copydesk.fish
  source <(copydesk completion bash)
                                  for this shell alone; so in zsh
  copydesk completion targets     what the scripts ask: names of this desk
"""


def declare_completion(one: Parser) -> Run:
    """Add the options of `completion`."""
    meaning = "a shell; or what its script asks for: targets, issues"
    one.add_argument("what", choices=(*SHELLS, *NAMES), metavar="SHELL", help=meaning)
    one.show(_MORE)
    return _completion


def _completion(args: argparse.Namespace) -> int:
    if args.what in NAMES:
        for name in _names(args):
            print(name)
        return errors.DONE
    from importlib import import_module

    from copydesk.cli import declared

    shell = import_module(f"copydesk.cli.completion.{args.what}")
    print(shell.script(tuple(declared.commands())), end="")
    return errors.DONE


def _names(args: argparse.Namespace) -> tuple[str, ...]:
    """What `args` ask for at this desk; nothing where there is none."""
    from copydesk.builder import survey
    from copydesk.builder.submissions import ISSUES, NEWSLETTERS, ON_REQUEST

    try:
        root, config = desk(args)
        slugs = survey.list_slugs(root, config)
    except errors.CopydeskError:
        return ()  # nobody can be told amid a line that is being typed
    issues = [slug.removeprefix(f"{ISSUES}/") for slug in slugs if slug.startswith(f"{ISSUES}/")]
    if args.what == "issues":
        return tuple(issues)
    groups = {slug.partition("/")[0].replace(ISSUES, NEWSLETTERS) for slug in slugs if "/" in slug}
    return (*slugs, *dict.fromkeys((*config.formats, *ON_REQUEST)), *sorted(groups))
