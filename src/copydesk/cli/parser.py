"""The words of the command line: which commands there are, and what they are told.

Only the module of the command that is asked for is imported and only its options
are declared, so that asking for help costs no more than Python itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final, NoReturn, TypeAlias

from copydesk import __version__, errors
from copydesk.cli.streams import say

#: Command → (module of this package that holds it, what it is for).
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "init": ("opening", "make a desk of a folder: settings, source/ and a sample"),
    "new": ("opening", "put a file or a page of the web into source/"),
    "build": ("building", "build what is stale (the default command)"),
    "watch": ("watching", "build again whenever something changes; --serve shows it"),
    "status": ("standing", "say what is stale, and what a new version of an article changed"),
    "clean": ("building", "remove what builds made"),
    "check": ("checking", "print the queries and proposals; write nothing"),
    "proof": ("checking", "print the editor's sheet of an article; --letter: to its author"),
    "review": ("reviewing", "decide all that is asked in a browser on this machine"),
    "stet": ("verdicts", "refuse changes; written to the sidecar of the submission"),
    "accept": ("verdicts", "take changes that are proposed; written to the sidecar"),
    "rewrite": ("verdicts", "put your own words in place of some, written to the sidecar"),
    "role": ("deciding", "say what a line is, written to the sidecar; or list the lines"),
    "set": ("deciding", "correct title, authors, date …, written to the sidecar"),
    "picture": ("picturing", "say what a picture shows, or list the pictures"),
    "cite": ("citing", "say which entry a citation means, or list the citations"),
    "entry": ("citing", "correct what was read of an entry, or show it"),
    "resolve": ("resolving", "ask Crossref about an article's entries; proposes corrections"),
    "inspect": ("reading", "print articles as JSON, one object a line"),
    "edit": ("editing", "print a text with its slips mended, or what was changed and why"),
    "references": ("libraries", "print the references of a list, a library or an article"),
    "newsletter": ("newsletter", "build, check and send issues of a newsletter"),
    "library": ("libraries", "print the references of all articles, each work once"),
    "sites": ("sites", "list the site profiles; `sites learn` proposes one"),
    "rules": ("rulebook", "list the rules with their policy at this desk, or set it"),
    "words": ("house", "list the words that the desk knows; `words add WORD` adds one"),
    "explain": ("rulebook", "say what the code of a rule, query or error means"),
    "styles": ("knowing", "search the citation styles"),
    "config": ("knowing", "print each setting and where it came from"),
    "doctor": ("knowing", "check the tools that copydesk needs"),
    "manual": ("manual", "print the whole reference: commands, settings, files, codes"),
    "completion": ("completion", "print a script by which a shell completes commands"),
}

#: Command → what is done with its subject → the same two.
GROUPS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "newsletter": {
        "new": ("newsletter.founding", "write the file of an issue, with the desk's articles"),
        "build": ("newsletter.building", "make issues, and before them what they need"),
        "check": ("newsletter.checking", "print what is wrong with issues; write nothing"),
        "preview": ("newsletter.previewing", "build an issue and print where its preview lies"),
        "list": ("newsletter.listing", "list the issues of the desk, and whether they are built"),
        "push": ("newsletter.pushing", "make an issue a draft at listmonk or Buttondown"),
        "send": ("newsletter.sending", "send an issue to one address, or to those of a list"),
        "suppress": ("newsletter.suppressing", "note who wants no more issues"),
        "targets": ("newsletter.targets", "list the services that mail, and what they take"),
    },
}

_EPILOG: Final = """\
examples:
  copydesk                        build what is stale
  copydesk harbour                build one article (a slug or a source path)
  copydesk pdf                    build one format of every article
  copydesk 'source/2024/**'       build what a pattern or a list (@FILE) names
  copydesk review.docx            the text as received for Word, changes tracked
  copydesk newsletters            build the issues of the newsletter
  copydesk jats.xml               JATS; so fragment.html and txt
  copydesk -n --why               say what would be built, and why
  copydesk watch --serve          build as you write, and show it in the browser
  copydesk proof harbour          what was changed, and what is asked of you
  copydesk proof harbour --letter ask its author what nobody else can know
  copydesk review harbour --open  the same in a browser, to decide it there
  copydesk stet harbour ID        take a change back; then build again
  copydesk accept harbour --rule ref
                                  take all proposals of a rule or a family
  copydesk accept --from reviewed.docx
                                  what you decided in Word
  copydesk rewrite harbour "…" "…"
                                  put your own words in place of some
  copydesk role harbour 12 body   say what line 12 is
  copydesk set harbour title "…"  correct the headline
  copydesk picture harbour 12 "…" say what the picture in line 12 shows
  copydesk cite harbour 3 lo2022  say which entry citation 3 means
  copydesk entry harbour lo2022 year=2021
                                  correct what was read of an entry

`copydesk COMMAND --help` shows the options of a command.

exit codes:
  0 done · 1 queries at or above --fail-on · 2 usage or settings ·
  3 a submission was refused · 4 a tool failed or hit its limits ·
  5 the desk is locked · 70 a bug of copydesk · 130 interrupted
"""

#: Options that take a value, so that the value is not taken for a command.
_VALUED: Final = (
    "-C", "--directory", "-j", "--jobs", "--cluster", "--scheduler", "--fail-on", "--to",
    "--from", "--name", "--only", "--rule", "--line", "--out", "--format", "--port",
    "--as", "--guide",
)  # fmt: skip

#: What a word means of which a command says nothing more.
_MEANT: Final = {
    "NAME": "the article: its slug, or a path of it",
    "TARGET": "slug, path, format, pattern or list; none: everything",
    "FILE": "a file; - is standard input",
    "CODE": "as it stands in brackets behind a message, or in the proof",
}

Run: TypeAlias = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """argparse, with our way of saying what is wrong and of showing examples."""

    #: Whether the command was named, and is not the one that goes without saying.
    named = True

    @property
    def declared(self) -> tuple[argparse.Action, ...]:
        """What may stand behind the command: its options, then its words."""
        return tuple(self._actions)

    def show(self, text: str) -> None:
        """Let the help end with `text`, line by line as it stands."""
        self.epilog = text
        self.formatter_class = argparse.RawDescriptionHelpFormatter

    def add_argument(self, *names: Any, **said: Any) -> argparse.Action:  # noqa: ANN401  argparse's
        """As argparse has it, but words that may be none are not called required.

        What a word is that stands for the same in many commands need not be said in each.
        """
        said.setdefault("help", _MEANT.get(str(said.get("metavar"))))
        action = super().add_argument(*names, **said)
        action.required = action.required and action.nargs != argparse.ZERO_OR_MORE
        return action

    def error(self, message: str) -> NoReturn:
        from copydesk.builder.report import escape  # a word may be the name of a stranger's file
        from copydesk.cli import amiss  # for who has mistyped

        front = () if self.named else ("--version",)
        said, hint = amiss.told(message, [*self._option_string_actions, *front])
        hint = hint or f"`{self.prog} --help` lists what there is"
        say(f"error: {escape(said)}\n\nhint: {escape(hint)}")
        sys.exit(errors.USAGE)


Declare: TypeAlias = Callable[[Parser], Run]
"""Adds the options of a command to its parser and names what runs it."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """What `words` ask for; `run` is to be called with it.

    >>> parse(["harbour", "-j", "2", "quay"]).targets
    ['harbour', 'quay']
    """
    name, rest = _named(list(words))
    if not name and any(word in ("-h", "--help", "--version") for word in rest):
        return _front().parse_args(rest)
    is_named, name = bool(name), name or "build"
    module, text = COMMANDS[name]
    prog = f"copydesk {name}"
    if name in GROUPS:
        name, rest = _named(rest, GROUPS[name])
        if not name:
            return _group(prog, text).parse_args(rest)
        module, text = GROUPS[prog.rpartition(" ")[2]][name]
        prog = f"{prog} {name}"
    parser, run = _declared(prog, name, module, text)
    parser.named = is_named
    # Targets may stand between options; plain argparse takes only the first group of them.
    return parser.parse_intermixed_args(rest, argparse.Namespace(run=run))


def every() -> Iterator[tuple[str, Parser]]:
    """Each command, with its action where it takes one, and its parser: `newsletter send`."""
    for name, (module, text) in COMMANDS.items():
        for action, (of_action, what) in GROUPS.get(name, {"": (module, text)}).items():
            path = f"{name} {action}".strip()
            yield path, _declared(f"copydesk {path}", action or name, of_action, what)[0]


def _declared(prog: str, name: str, module: str, text: str) -> tuple[Parser, Run]:
    """The parser of the command `name` of `module` with all its options, and what runs it."""
    parser = Parser(prog=prog, description=text)
    parser.add_argument("-C", "--directory", metavar="DIR", help="the desk to work on")
    parser.add_argument("-q", "--quiet", action="store_true", help="say only what went wrong")
    parser.add_argument("-v", "--verbose", action="store_true", help="say more")
    declare: Declare = getattr(import_module(f"copydesk.cli.{module}"), f"declare_{name}")
    return parser, declare(parser)


def _named(words: list[str], known: Container[str] = COMMANDS) -> tuple[str, list[str]]:
    """The command in `words`, of those `known`, "" when none is named, and the other words."""
    skip = False
    for at, word in enumerate(words):
        if skip:
            skip = False
        elif word in _VALUED:
            skip = True
        elif not word.startswith("-"):
            if word in known:
                return word, [*words[:at], *words[at + 1 :]]
            break
    return "", words


def _group(prog: str, text: str) -> Parser:
    """The parser of a command whose action is not named, for help; anything else is an error."""
    name = prog.rpartition(" ")[2]
    actions = GROUPS[name]
    listed = "\n".join(f"  {name:<12} {what}" for name, (_, what) in actions.items())
    parser = Parser(prog=prog, usage=f"{prog} ACTION [OPTIONS]", description=text)
    parser.show(f"actions:\n{listed}\n\n`{prog} ACTION --help` shows the options of an action.\n")
    parser.add_argument("-C", "--directory", metavar="DIR", help=argparse.SUPPRESS)
    parser.add_argument(
        "action", metavar="ACTION", type=partial(_unknown, name), help=argparse.SUPPRESS
    )
    return parser


def _unknown(name: str, word: str) -> NoReturn:
    """Say of a `word` in the place of an action of `name` what it may have been meant for."""
    from copydesk.builder.report import escape
    from copydesk.hints import nearest

    say(f"error: `copydesk {name}` has no action `{escape(word)}`\n")
    say(f"hint: {nearest(word, [*GROUPS[name]])}")
    sys.exit(errors.USAGE)


def _front() -> Parser:
    """The parser of a command line without a command, for help and version."""
    listed = "\n".join(f"  {name:<12} {text}" for name, (_, text) in COMMANDS.items())
    parser = Parser(
        prog="copydesk",
        usage="copydesk [COMMAND] [OPTIONS] [TARGET ...]",
        description="A copy desk: raw text in, clean articles with checked references out.",
        epilog=f"commands:\n{listed}\n\n{_EPILOG}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"copydesk {__version__}")
    return parser
