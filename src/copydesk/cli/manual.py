"""`manual`: the whole reference, put together from what the program itself declares.

It is made of commands, settings, `data/manual.toml` and the handbook's codes, in the order of a
man page; pandoc writes it for a terminal, for `man` or as Markdown.
"""

from __future__ import annotations

import inspect
import json
import textwrap
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

from copydesk import __version__, errors, handbook
from copydesk.cli import commands
from copydesk.cli.commands import Command, Parameter
from copydesk.cli.completion import list_values
from copydesk.cli.terminal import print_text
from copydesk.composition.ast import API_VERSION, Node, make_attributes, make_node
from copydesk.config import Config
from copydesk.tables import load_codes, load_table

#: What `--to` says → the writer of pandoc.
_WRITERS: Final = {"plain": "plain", "man": "man", "markdown": "commonmark"}
#: Columns of a terminal, and of what stands as it is.
_COLUMNS: Final = 80
_WIDE: Final = 72
#: So many values of an option are listed.
_FEW: Final = 20


class Block(NamedTuple):
    """A paragraph, in which what is typed stands between backticks, or what else its `kind` says.

    A listing stands as it is; a term is a word of the program with what it means, and a `note`
    of a word or two that belongs to it.
    """

    text: str
    kind: Literal["paragraph", "heading", "listing", "term"] = "paragraph"
    term: str = ""
    note: str = ""


class Section(NamedTuple):
    """A section with its heading; `part` is what it can be asked for by, if it can."""

    heading: str
    blocks: tuple[Block, ...]
    part: str = ""


def print_manual(args: Namespace) -> None:
    """Print the manual, a part of it, or a guide."""
    if args.guide:
        print_text((files("copydesk") / "guides" / f"{args.guide}.md").read_text(encoding="utf-8"))
    else:
        print_text(write_manual(args.to, list_sections(args.part or "")))


# ── contents ───────────────────────────────────────────────────────────────────


def list_sections(part: str = "") -> tuple[Section, ...]:
    """The whole manual, or that section of it which is called `part`.

    >>> [section.heading for section in list_sections("exit")]
    ['EXIT STATUS']
    """
    return tuple(
        Section(row["heading"], tuple(_list_blocks(row)), row.get("part", ""))
        for row in load_table("manual")["sections"]
        if not part or row.get("part") == part
    )


def _list_blocks(row: Mapping[str, Any]) -> Iterator[Block]:
    yield from map(Block, row.get("about", ()))
    if "listing" in row:
        yield Block(row["listing"], "listing")
    if "rows" in row:
        yield from _list_entries(load_table("manual")[row["rows"]])
    for code, each in load_codes(row["codes"]).items() if "codes" in row else ():
        yield Block(_end_sentence(each.text), "term", code, each.severity)
    if "made" in row:
        yield from _MADE[row["made"]]()


def _list_entries(rows: Mapping[str, str]) -> Iterator[Block]:
    yield from (Block(_end_sentence(text), "term", term) for term, text in rows.items())


def _end_sentence(text: str) -> str:
    plain = " ".join(text.split())
    plain = f"{plain[:1].upper()}{plain[1:]}"
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."


# ── commands ───────────────────────────────────────────────────────────────────


def _list_commands() -> Iterator[Block]:
    every = tuple(commands.list_commands())
    common = every[0].options[: len(commands.COMMON)]
    yield from map(_describe_parameter, common)
    yield Block("`copydesk --version` prints the version, `copydesk --help` the commands.")
    group = ""
    for one in every:
        if one.group != group and one.group:
            actions = ", ".join(f"`{name}`" for name in commands.list_actions(one.group))
            yield Block(f"copydesk {one.group}", "heading")
            yield Block(f"Takes an action: {actions}.")
        group = one.group
        yield from _describe_command(one)


def _describe_command(one: Command) -> Iterator[Block]:
    from copydesk.cli.parser import make_parser

    yield Block(f"copydesk {one.path}", "heading")
    yield Block(_end_sentence(one.about))
    usage = " ".join(make_parser(one).format_usage().removeprefix("usage: ").split())
    yield Block(textwrap.fill(usage, _WIDE, subsequent_indent="    "), "listing")
    yield from map(_describe_parameter, (*one.words, *one.options[len(commands.COMMON) :]))
    yield from _read_more(one.more)


def _describe_parameter(one: Parameter) -> Block:
    """A word or option; with few values they are named where neither name nor help does."""
    taken = f" {one.value}" if one.value else ""
    text, values = one.help, list_values(one)
    if one.value != "|".join(values) and len(values) <= _FEW and not all(
        value in text for value in values
    ):  # fmt: skip
        text = f"{_end_sentence(text)} One of {', '.join(f'`{value}`' for value in values)}"
    again = "repeatable" if one.many == "..." and "again" not in text else ""
    term = ", ".join(f"{flag}{taken}" for flag in one.flags) or one.value
    return Block(_end_sentence(text), "term", term, again)


def _read_more(text: str) -> Iterator[Block]:
    """What stands behind the options of a help text: paragraphs, examples, lists."""
    for part in text.split("\n\n"):
        lines = tuple(part.split("\n"))
        if lines[0].endswith(":") and all(line.startswith(" ") for line in lines[1:]):
            yield Block(f"{lines[0][0].upper()}{lines[0][1:]}")
            yield Block("\n".join(line.removeprefix("  ") for line in lines[1:]), "listing")
        else:
            yield Block(" ".join(part.split()))


# ── what the program reads ─────────────────────────────────────────────────────


def _list_exits() -> Iterator[Block]:
    yield from (Block(text, "term", str(code)) for code, text in errors.EXITS.items())
    order = ", ".join(map(str, errors.PRECEDENCE))
    yield Block(f"If several apply, the first of these is used: {order}.")


def _list_settings() -> Iterator[Block]:
    heading = ""
    for key, value, _, about in Config().items():
        head, dot, name = key.rpartition(".")
        if head != heading:
            heading = head
            yield Block(f"[{head}]", "heading")
        yield Block(_end_sentence(about), "term", name if dot else key, write_setting(value))


def write_setting(value: Any) -> str:  # noqa: ANN401  whatever a setting holds
    """`value` as the settings file has it.

    >>> write_setting(("md", "pdf")), write_setting(())
    ('["md", "pdf"]', '{}')
    """
    if isinstance(value, tuple):
        rows = all(isinstance(one, tuple) for one in value)
        return "{}" if rows and not value else json.dumps(list(value), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def _list_keys() -> Iterator[Block]:
    from copydesk.settings.profiles import KINDS

    for name in ("sidecar", "collection", "issue"):
        yield Block(f"Keys of {'an' if name == 'issue' else 'a'} {name}", "heading")
        yield from _list_entries(load_table("manual")[name])
    yield Block("An issue also takes the settings of `[newsletter]`, except those of logins.")
    yield Block("Keys of a site profile", "heading")
    yield Block(
        "`name`, and tables of lines, each with lists `exact`, `start`, `end` and `within`, in"
        " which `#` is any number:"
    )
    yield from _list_entries({f"[{kind}]": about for kind, about in KINDS.items()})


def _list_rules() -> Iterator[Block]:
    from copydesk.clean import RULES

    rows = tuple(handbook.list_rules(Config()))
    for family, (meaning, _) in load_codes("families").items():
        yield Block(f"{family}.* - {meaning}", "heading")
        for row in rows:
            if row.family == family:
                about = inspect.cleandoc(RULES[row.id].doc).partition("\n\n")[0]
                yield Block(" ".join(about.split()), "term", row.id, row.own)


#: What a section is filled with that the program itself declares.
_MADE: Final[Mapping[str, Callable[[], Iterator[Block]]]] = {
    "commands": _list_commands,
    "exits": _list_exits,
    "keys": _list_keys,
    "rules": _list_rules,
    "settings": _list_settings,
}


# ── form ───────────────────────────────────────────────────────────────────────


def write_manual(form: str, sections: Iterable[Section]) -> str:
    """The sections as `plain` text for a terminal, as a page for `man`, or as `markdown`."""
    from copydesk.composition import pandoc

    # The page is of a version, not of a day.
    about = {"title": "COPYDESK", "section": "1", "footer": f"copydesk {__version__}",
             "header": "User Commands"}  # fmt: skip
    document = {
        "pandoc-api-version": API_VERSION,
        "meta": {key: make_node("MetaString", text) for key, text in about.items()},
        "blocks": [block for section in sections for block in _make_section(section)],
    }
    more = ("--standalone", "--ascii") if form == "man" else ()
    options = (*more, f"--columns={_COLUMNS}")
    return pandoc.convert_document(json.dumps(document), _WRITERS[form], options)


def _make_section(section: Section) -> Iterator[Node]:
    yield make_node("Header", [1, make_attributes(), _make_inlines(section.heading)])
    for block in section.blocks:
        inlines = _make_inlines(block.text)
        if block.kind == "heading":
            yield make_node("Header", [2, make_attributes(), inlines])
        elif block.kind == "paragraph":
            yield make_node("Para", inlines)
        elif block.kind == "listing":
            yield make_node("CodeBlock", [make_attributes(), block.text])
        else:
            note = _make_inlines(f" ({block.note})") if block.note else []
            term = [make_node("Code", [make_attributes(), block.term]), *note]
            yield make_node("DefinitionList", [[term, [[make_node("Plain", inlines)]]]])


def _make_inlines(text: str) -> list[Node]:
    """Running text, in which what stands between backticks is code."""
    found: list[Node] = []
    for place, piece in enumerate(text.split("`")):
        if place % 2:
            found.append(make_node("Code", [make_attributes(), piece]))
            continue
        for at, word in enumerate(piece.split(" ")):
            found += [{"t": "Space"}] * bool(at)
            found += [make_node("Str", word)] * bool(word)
    return found
