"""`manual`: the whole reference, put together from what the program itself declares.

It is made of commands, settings, `data/manual.toml` and the handbook's codes, in the order of a
man page; pandoc writes it for a terminal, for `man` or as Markdown.
"""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from copydesk import __version__, errors, handbook
from copydesk.cli import commands
from copydesk.cli.commands import Command, Parameter
from copydesk.cli.completion import list_values
from copydesk.cli.terminal import print_text
from copydesk.composition.ast import API_VERSION, Node, attr, node
from copydesk.config import Config
from copydesk.tables import codes, table

if TYPE_CHECKING:
    from argparse import Namespace

#: What `--to` says → the writer of pandoc.
_WRITERS: Final = {"plain": "plain", "man": "man", "markdown": "commonmark"}
#: Columns of a terminal, and of what stands as it is.
_COLUMNS: Final = 80
_WIDE: Final = 72
#: So many values of an option are listed.
_FEW: Final = 20


class Paragraph(NamedTuple):
    """Running text, in which what is typed stands between backticks."""

    text: str


class Listing(NamedTuple):
    """Lines that stand as they are."""

    lines: tuple[str, ...]


class Entry(NamedTuple):
    """A word of the program, what it means, and what belongs to it in a word or two."""

    term: str
    text: str
    note: str = ""


class Heading(NamedTuple):
    """The heading of a part of a section."""

    text: str


Block: TypeAlias = Paragraph | Listing | Entry | Heading


class Section(NamedTuple):
    """A section with its heading; `part` is what it can be asked for by, if it can."""

    heading: str
    blocks: tuple[Block, ...]
    part: str = ""


def print_manual(args: Namespace) -> int:
    """Print the manual, a part of it, or a guide."""
    if args.guide:
        print_text((files("copydesk") / "guides" / f"{args.guide}.md").read_text(encoding="utf-8"))
    else:
        print_text(write_manual(args.to, list_sections(args.part or "")))
    return errors.DONE


# ── contents ───────────────────────────────────────────────────────────────────


def list_sections(part: str = "") -> tuple[Section, ...]:
    """The whole manual, or that section of it which is called `part`.

    >>> [section.heading for section in list_sections("exit")]
    ['EXIT STATUS']
    """
    return tuple(one for one in _list_sections() if not part or one.part == part)


def _list_sections() -> Iterator[Section]:
    told = table("manual")
    name = "copydesk - raw text in, clean articles with checked references out"
    yield Section("NAME", (Paragraph(name),))
    yield Section("SYNOPSIS", (Listing(("copydesk [COMMAND] [OPTIONS] [TARGET ...]",)),))
    yield Section("DESCRIPTION", tuple(map(Paragraph, told["about"])))
    yield Section("COMMANDS", tuple(_list_commands()), "commands")
    yield Section("TARGETS", tuple(map(Paragraph, told["targets"])), "targets")
    yield Section("EXIT STATUS", tuple(_list_exits()), "exit")
    yield Section("SETTINGS", tuple(_list_settings()), "settings")
    yield Section("FILES", tuple(_list_files()), "files")
    yield Section("ENVIRONMENT", tuple(_list_entries(told["environment"])), "environment")
    yield Section("RULES", tuple(_list_rules()), "rules")
    yield Section("EDITS", tuple(_list_edits()), "edits")
    yield Section("QUERIES", tuple(_list_queries()), "queries")
    yield Section("REMARKS ON ISSUES", tuple(_list_remarks()), "issues")
    yield Section("ERRORS", tuple(_list_errors()), "errors")


def _list_entries(rows: Mapping[str, str]) -> Iterator[Block]:
    yield from (Entry(term, _end_sentence(text)) for term, text in rows.items())


def _end_sentence(text: str) -> str:
    """`text` as a sentence."""
    plain = " ".join(text.split())
    plain = f"{plain[:1].upper()}{plain[1:]}"
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."


# ── commands ───────────────────────────────────────────────────────────────────


def _list_commands() -> Iterator[Block]:
    every = tuple(commands.list_commands())
    common = every[0].options[: len(commands.COMMON)]
    yield Paragraph("All commands take these options:")
    yield from map(_describe_parameter, common)
    yield Paragraph("`copydesk --version` prints the version, `copydesk --help` the commands.")
    group = ""
    for one in every:
        if one.group != group and one.group:
            actions = ", ".join(f"`{name}`" for name in commands.list_actions(one.group))
            yield Heading(f"copydesk {one.group}")
            yield Paragraph(f"Goes on with an action: {actions}.")
        group = one.group
        yield from _describe_command(one)


def _describe_command(one: Command) -> Iterator[Block]:
    from copydesk.cli.parser import make_parser

    yield Heading(f"copydesk {one.path}")
    yield Paragraph(_end_sentence(one.about))
    usage = " ".join(make_parser(one).format_usage().removeprefix("usage: ").split())
    yield Listing(tuple(textwrap.wrap(usage, _WIDE, subsequent_indent="    ")))
    yield from map(_describe_parameter, (*one.words, *one.options[len(commands.COMMON) :]))
    yield from _read_more(one.more)


def _describe_parameter(one: Parameter) -> Entry:
    """A word or option; with few values they are named where neither name nor help does."""
    taken = f" {one.value}" if one.value else ""
    text, values = one.help, list_values(one)
    if one.value != "|".join(values) and len(values) <= _FEW and not all(
        value in text for value in values
    ):  # fmt: skip
        text = f"{_end_sentence(text)} One of {', '.join(f'`{value}`' for value in values)}"
    again = "may be given again" if one.many == "..." and "again" not in text else ""
    return Entry(", ".join(f"{flag}{taken}" for flag in one.flags) or one.value,
                 _end_sentence(text), again)  # fmt: skip


def _read_more(text: str) -> Iterator[Block]:
    """What stands behind the options of a help text: paragraphs, examples, lists."""
    for part in text.split("\n\n"):
        lines = tuple(part.split("\n"))
        if lines[0].endswith(":") and all(line.startswith(" ") for line in lines[1:]):
            yield Paragraph(f"{lines[0][0].upper()}{lines[0][1:]}")
            yield Listing(tuple(line.removeprefix("  ") for line in lines[1:]))
        else:
            yield Paragraph(" ".join(part.split()))


# ── what the program reads ─────────────────────────────────────────────────────


def _list_exits() -> Iterator[Block]:
    yield from (Entry(str(code), text) for code, text in errors.EXITS.items())
    order = ", ".join(map(str, errors.PRECEDENCE))
    yield Paragraph(f"Of several that apply, the first of these is given: {order}.")


def _list_settings() -> Iterator[Block]:
    yield Paragraph(
        "They stand in `copydesk.toml`, or in `pyproject.toml` under `[tool.copydesk]`; none is"
        " needed. Shown is what holds when nothing is said; `copydesk config` prints what holds"
        " at a desk, and where it comes from."
    )
    heading = ""
    for key, value, _, about in Config().items():
        head, dot, name = key.rpartition(".")
        if head != heading:
            heading = head
            yield Heading(f"[{head}]")
        yield Entry(name if dot else key, _end_sentence(about), write_setting(value))


def write_setting(value: Any) -> str:  # noqa: ANN401  whatever a setting holds
    """`value` as the settings file has it.

    >>> write_setting(("md", "pdf")), write_setting(())
    ('["md", "pdf"]', '{}')
    """
    if isinstance(value, tuple):
        rows = all(isinstance(one, tuple) for one in value)
        return "{}" if rows and not value else json.dumps(list(value), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def _list_files() -> Iterator[Block]:
    from copydesk.settings.profiles import KINDS

    told = table("manual")
    yield from _list_entries(told["files"])
    for name in ("sidecar", "collection", "issue"):
        yield Heading(f"Keys of {'an' if name == 'issue' else 'a'} {name}")
        yield from _list_entries(told[name])
    yield Paragraph("An issue takes the settings of `[newsletter]` too, but those of logins.")
    yield Heading("Keys of a site profile")
    yield Paragraph(
        "`name`, and tables of lines, each with lists `exact`, `start`, `end` and `within`, in"
        " which `#` is any number:"
    )
    yield from _list_entries({f"[{kind}]": about for kind, about in KINDS.items()})


# ── codes ──────────────────────────────────────────────────────────────────────


def _list_rules() -> Iterator[Block]:
    from copydesk.clean import RULES

    yield Paragraph(
        "By family, each with the policy that it has by itself: `fix` changes the text, `suggest`"
        " proposes, `off` does nothing. `copydesk rules` lists them in the order in which they run,"
        " `copydesk explain CODE` shows examples and how a rule is switched off."
    )
    rows = tuple(handbook.rules(Config()))
    for family, (meaning, _) in codes("families").items():
        yield Heading(f"{family}.* - {meaning}")
        for row in rows:
            if row.family == family:
                about = inspect.cleandoc(RULES[row.id].doc).partition("\n\n")[0]
                yield Entry(row.id, " ".join(about.split()), row.own)


def _list_edits() -> Iterator[Block]:
    yield Paragraph("Changes that no rule makes: the editor's own, and those of the structure.")
    yield from _list_codes("edits")


def _list_queries() -> Iterator[Block]:
    yield Paragraph("What the editor is asked, with its severity.")
    yield from _list_codes("queries")


def _list_remarks() -> Iterator[Block]:
    yield Paragraph("What `newsletter check` finds, with its severity.")
    yield from _list_codes("remarks")


def _list_codes(kind: str) -> Iterator[Block]:
    for code, row in codes(kind).items():
        yield Entry(code, _end_sentence(row.text), row.severity)


def _list_errors() -> Iterator[Block]:
    yield Paragraph("They stand in brackets behind the message; a hint says what to do next.")
    yield from _list_codes("errors")


# ── form ───────────────────────────────────────────────────────────────────────


def write_manual(form: str, sections: Iterable[Section]) -> str:
    """The sections as `plain` text for a terminal, as a page for `man`, or as `markdown`."""
    from copydesk.composition import pandoc

    # The page is of a version, not of a day.
    about = {"title": "COPYDESK", "section": "1", "footer": f"copydesk {__version__}",
             "header": "User Commands"}  # fmt: skip
    document = {
        "pandoc-api-version": API_VERSION,
        "meta": {key: node("MetaString", text) for key, text in about.items()},
        "blocks": [block for section in sections for block in _make_section(section)],
    }
    more = ("--standalone", "--ascii") if form == "man" else ()
    options = (*more, f"--columns={_COLUMNS}")
    return pandoc.convert(json.dumps(document), _WRITERS[form], options)


def _make_section(section: Section) -> Iterator[Node]:
    yield node("Header", [1, attr(), _make_inlines(section.heading)])
    for block in section.blocks:
        match block:
            case Heading(text):
                yield node("Header", [2, attr(), _make_inlines(text)])
            case Paragraph(text):
                yield node("Para", _make_inlines(text))
            case Listing(lines):
                yield node("CodeBlock", [attr(), "\n".join(lines)])
            case Entry(term, text, note):
                told = _make_inlines(f" ({note})") if note else []
                meaning = [[node("Plain", _make_inlines(text))]]
                yield node("DefinitionList", [[[node("Code", [attr(), term]), *told], meaning]])


def _make_inlines(text: str) -> list[Node]:
    """Running text, in which what stands between backticks is code."""
    found: list[Node] = []
    for place, piece in enumerate(text.split("`")):
        if place % 2:
            found.append(node("Code", [attr(), piece]))
            continue
        for at, word in enumerate(piece.split(" ")):
            found += [{"t": "Space"}] * bool(at)
            found += [node("Str", word)] * bool(word)
    return found
