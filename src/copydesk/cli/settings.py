"""What copydesk knows and is told: rules, words, codes, styles, settings, tools, site profiles."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import errors
from copydesk.builder.report import escape
from copydesk.cli.desk import open_desk, open_desk_or_defaults
from copydesk.cli.terminal import count, find_width, print_rows, print_text, put, say
from copydesk.config import Config
from copydesk.settings import profiles
from copydesk.system import files
from copydesk.tables import load_codes

if TYPE_CHECKING:
    from copydesk.handbook import RuleRow

#: Columns of the id and of the policy of a rule.
_ID, _POLICY = 31, 9
#: The options that set a policy.
_POLICIES: Final = ("off", "suggest", "fix", "on")
#: No text is wrapped to fewer columns.
_NARROWEST: Final = 60
#: Width of the widest column of ids; the few longer ones push their line to the right.
_WIDEST: Final = 56


# ── rules ──────────────────────────────────────────────────────────────────────


def print_rules(args: Namespace) -> None:
    """List the rules with their policy at this desk, or set it."""
    if any(getattr(args, policy) for policy in _POLICIES):
        _set_policies(args)
        return
    from copydesk import handbook

    rows = [
        row
        for row in handbook.list_rules(open_desk_or_defaults(args)[1], args.rules)
        if row.origin or not args.changed
    ]
    if args.json:
        print_rows(
            {"id": row.id, "family": row.family, "policy": row.policy, "own_policy": row.own,
             "origin": row.origin or None, "summary": row.summary}
            for row in rows
        )  # fmt: skip
        return
    for text in _list_rules(rows):
        put(text)
    if not rows:
        say("every rule has its default policy")


def _set_policies(args: Namespace) -> None:
    from copydesk.builder import desk_settings

    root, _ = open_desk(args)
    for policy in _POLICIES:
        if names := getattr(args, policy):
            for one in desk_settings.set_policy(root, names, policy):
                say(f"{one.rule}: {one.policy}, by `{one.file}`")


def _list_rules(rows: Iterable[RuleRow]) -> Iterator[str]:
    """The rules under the names of their families; what the desk changed bears a star."""
    origins: dict[str, None] = {}
    width = find_width(_NARROWEST)
    by_family = sorted(rows, key=lambda row: list(load_codes("families")).index(row.family))
    for family, group in groupby(by_family, key=lambda row: row.family):
        yield f"{family}: {load_codes('families')[family].text}"
        for row in group:
            policy = row.policy + "*" * bool(row.origin)
            head = f"  {row.id:<{_ID - 2}}{policy:<{_POLICY}}"
            yield from textwrap.wrap(
                head + row.summary, width, subsequent_indent=" " * (_ID + _POLICY),
                drop_whitespace=True, break_on_hyphens=False,
            )  # fmt: skip
            if row.origin:
                origins[row.origin] = None
    if origins:
        yield f"* not the default policy; set by {', '.join(origins)}"


def explain_code(args: Namespace) -> None:
    """Say what the code of a rule, query or error means, and what the desk makes of a rule."""
    from copydesk import handbook

    _put_wrapped(_join_lines(handbook.explain_code(args.code)))
    try:
        told = handbook.at_desk(args.code, open_desk_or_defaults(args)[1])
    except errors.ConfigError:
        # Settings with a mistake are no reason not to say what that mistake means.
        return
    if told:
        print()
        _put_wrapped(told)


def _join_lines(text: str) -> str:
    """`text` with the lines of each paragraph joined, but for what is set in."""
    return "\n\n".join(
        part if "\n " in part or part.startswith(" ") else " ".join(part.split("\n"))
        for part in text.split("\n\n")
    )


def _put_wrapped(text: str) -> None:
    """Print `text`, lines that are too long for the terminal broken between words."""
    for line in text.split("\n"):
        for row in textwrap.wrap(line, find_width(_NARROWEST), break_on_hyphens=False) or [""]:
            put(row)


# ── words and styles ───────────────────────────────────────────────────────────


def print_words(args: Namespace) -> None:
    """List the words that the desk knows, or add some."""
    from copydesk.builder import desk_settings

    if args.add:
        if not args.words:
            message = "no word is given"
            raise errors.UsageError(message, hint="`copydesk words add WORD`", code="usage.word")
        root, config = open_desk(args)
        for entry in desk_settings.add_words(root, config, args.words, args.to or ""):
            done = "added to" if entry.added else "is already in"
            say(f"`{entry.word}` {done} `{entry.file}`")
        return
    entries = list(desk_settings.list_words(*open_desk_or_defaults(args)))
    if args.json:
        print_rows({"word": entry.word, "file": entry.file} for entry in entries)
        return
    if not entries:
        say("the desk has no words of its own; `copydesk words add WORD` adds one")
    for entry in entries:
        put(f"{entry.word:<32} {entry.file}")


def search_styles(args: Namespace) -> None:
    """List the citation styles whose id or title has each of the words."""
    from copydesk.composition import csl

    found = tuple(csl.search_styles(args.words))
    width = min(_WIDEST, max((len(style.id) for style in found), default=0))
    for style in found:
        parent = f" = {style.parent}" if style.parent else ""
        put(f"{style.id:<{width}}  {style.kind:<11}  {style.title}{parent}")
    if found:
        say(count(len(found), "style"))
    else:
        say(f"no style matches `{' '.join(args.words)}`")


# ── settings and tools ─────────────────────────────────────────────────────────


def print_settings(args: Namespace) -> None:
    """Print each setting and where it came from."""
    settings = open_desk_or_defaults(args)[1].items()
    if args.json:
        print_rows(
            {"key": key, "value": value, "origin": origin, "doc": doc}
            for key, value, origin, doc in settings
        )
        return
    for key, value, origin, doc in settings:
        put(f"{key} = {value!r}  # {origin}")
        put(f"    {doc}")


def check_tools(args: Namespace) -> int:
    """Check the tools that copydesk needs."""
    from copydesk.cli import doctor

    checks = list(doctor.examine_tools())
    for check in checks:
        lacking = "optional" if check.optional else "MISSING"
        put(f"{'ok' if check.good else lacking:<8} {check.name:<9} {check.finding}")
        if check.remedy:
            put(f"{'':<8} {'':<9} → {check.remedy}")
    missing = [check.name for check in checks if not (check.good or check.optional)]
    if missing:
        say(f"missing: {', '.join(missing)}; the command after each arrow installs it")
        return errors.TOOL
    if not args.quiet:
        say(f"copydesk has everything it needs; {doctor.NOT_NEEDED}")
    return errors.DONE


# ── site profiles ─────────────────────────────────────────────────────────────


def run_sites(args: Namespace) -> int:
    """List the profiles within reach, or propose one."""
    if args.learn:
        return _run_learn(args)
    root, config = open_desk_or_defaults(args)
    rows = profiles.list_profiles(root, config.source)
    if args.json:
        print_rows({"name": one.name, "state": state, "file": place or None,
               "phrases": len(one.phrases)} for state, place, one in rows)  # fmt: skip
        return errors.DONE
    for state, place, one in rows:
        print(f"{state:<9} {len(one.phrases):>5}  {one.name:<32} {place}".rstrip())
    return errors.DONE


def _run_learn(args: Namespace) -> int:
    from copydesk.builder import single_article
    from copydesk.structure.sites import learn_sites

    root, config = open_desk(args)
    copies, failures = [], []
    for source in _list_batch(args.targets, root, config):
        try:
            copies.append(single_article.read_labelled(root, config, source))
        except errors.CopydeskError as failure:
            failures.append(failure)
    proposals = learn_sites(copies, config, args.name or "")
    for one in proposals:
        say(f"{one.name}: {one.counts}")
        if not args.write:
            print_text(f"{one.text}\n")
            continue
        files.folder((root / one.place).parent)
        files.write(root / one.place, one.text.encode("utf-8"))
        say(f"written to `{one.place}`; read it, then take `.proposed` out of its name")
    if not proposals:
        plural = "" if len(copies) == 1 else "s"
        say(f"no new line recurs in {len(copies)} document{plural}")
    for error in failures:
        say(f"left out: {escape(str(error))}; {escape(error.hint)}".removesuffix("; "))
    return errors.combine_exit_codes([error.exit_code for error in failures])


def _list_batch(targets: Iterable[str], root: Path, config: Config) -> list[str]:
    """The files that `targets` mean: submissions by their path in the desk, others by their own."""
    from copydesk.builder import single_article

    own, here, found, known = (root / config.source).resolve(), Path.cwd(), [], []
    for name in targets:
        path = here / name
        if not files.is_there(path) or path.resolve().is_relative_to(own):
            known.append(name)
        else:
            places = sorted(path.iterdir()) if path.is_dir() else [path]
            found += [str(one) for one in places if one.is_file() and one.name[0] != "."]
    if known or not found:
        articles = single_article.resolve_articles(root, config, known, here)
        found += [one.source for one in articles]
    return found
