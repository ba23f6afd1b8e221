"""The manual: what the parsers, the settings and the handbook say, in the order of a man page."""

from __future__ import annotations

import inspect
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from copydesk import errors, handbook
from copydesk.cli import declared
from copydesk.cli.declared import Command, Option, Place, Value
from copydesk.cli.manual import tables
from copydesk.cli.manual.page import Block, Entry, Heading, Listing, Paragraph, Section
from copydesk.cli.parser import GROUPS
from copydesk.config import Config
from copydesk.tables import codes

_ABOUT: Final = (
    """copydesk is a copy desk for small newsrooms, think tanks and journals. In goes the text that
    somebody scraped from a web page or pasted from Word; out comes one clean article as Markdown,
    DOCX, EPUB, PDF and HTML, its references read, its citations linked to them, its bibliography
    set in any CSL style.""",
    """A desk is a folder with a `source/` folder; `copydesk init` makes one. Without a command,
    `copydesk` builds what is stale, each article into a folder of `dist/`. Builds read `source/`
    and never write there. Every change is in a ledger that can be read, refused and replayed; what
    is doubtful is asked, not changed.""",
    "Data goes to standard output, all else to standard error.",
)
_TARGETS: Final = (
    """Commands that build, check or list take targets: a slug (`harbour`), the path of a submission
    or of a folder of them (`source/2024`), a file in `dist/`, a format (`pdf`), a collection
    (`collections/NAME`; `collections` are all of them) or an issue (`newsletter/NAME`;
    `newsletters` are all of them). A format is that of the articles named beside it, alone that of
    all. What lies beside a submission means it.""",
    """Patterns in quotation marks name many: `'sino-*'`, `'source/2024/**/*.docx'`; `*` stops at a
    slash, `**` at none. `@FILE` names what stands in a file, one target a line or parted by NUL;
    `@-` reads it from standard input.""",
)
#: Options of every command, told once.
_COMMON: Final = ("-h", "-C", "-q", "-v")
#: Columns of what stands as it is.
_WIDE: Final = 72


def sections(part: str = "") -> tuple[Section, ...]:
    """The whole manual, or that section of it which is called `part`.

    >>> [section.heading for section in sections("exit")]
    ['EXIT STATUS']
    """
    return tuple(one for one in _sections() if not part or one.part == part)


def _sections() -> Iterator[Section]:
    commands = tuple(declared.commands())
    name = "copydesk - raw text in, clean articles with checked references out"
    yield Section("NAME", (Paragraph(name),))
    yield Section("SYNOPSIS", (Listing(("copydesk [COMMAND] [OPTIONS] [TARGET ...]",)),))
    yield Section("DESCRIPTION", tuple(_paragraphs(_ABOUT)))
    yield Section("COMMANDS", tuple(_commands(commands)), "commands")
    yield Section("TARGETS", tuple(_paragraphs(_TARGETS)), "targets")
    yield Section("EXIT STATUS", tuple(_exits()), "exit")
    yield Section("SETTINGS", tuple(_settings()), "settings")
    yield Section("FILES", tuple(_files()), "files")
    yield Section("ENVIRONMENT", tuple(_entries(tables.ENVIRONMENT)), "environment")
    yield Section("RULES", tuple(_rules()), "rules")
    yield Section("EDITS", tuple(_edits()), "edits")
    yield Section("QUERIES", tuple(_queries()), "queries")
    yield Section("REMARKS ON ISSUES", tuple(_remarks()), "issues")
    yield Section("ERRORS", tuple(_errors()), "errors")


def _paragraphs(texts: Iterable[str]) -> Iterator[Block]:
    yield from (Paragraph(" ".join(text.split())) for text in texts)


# ── commands ─────────────────────────────────────────────────────────────────


def _commands(commands: tuple[Command, ...]) -> Iterator[Block]:
    yield Paragraph("All commands take these options:")
    yield from map(_option, (one for one in commands[0].options if one.names[0] in _COMMON))
    yield Paragraph("`copydesk --version` prints the version, `copydesk --help` the commands.")
    for one in commands:
        group, _, action = one.path.partition(" ")
        if action and action == next(iter(GROUPS[group])):
            yield Heading(f"copydesk {group}")
            yield Paragraph(
                f"Goes on with an action: {', '.join(f'`{name}`' for name in GROUPS[group])}."
            )
        yield from _command(one)


def _command(one: Command) -> Iterator[Block]:
    yield Heading(f"copydesk {one.path}")
    yield Paragraph(f"{one.help[0].upper()}{one.help[1:]}.")
    yield Listing(tuple(textwrap.wrap(one.usage, _WIDE, subsequent_indent="    ")))
    yield from map(_place, one.places)
    yield from map(_option, (option for option in one.options if option.names[0] not in _COMMON))
    yield from _more(one.more)


def _place(place: Place) -> Entry:
    return Entry(place.value.name, _sentence(place.help, place.value))


def _option(option: Option) -> Entry:
    taken = f" {option.value.name}" if option.value else ""
    again = "may be given again" if option.again and "again" not in option.help else ""
    return Entry(", ".join(f"{name}{taken}" for name in option.names),
                 _sentence(option.help, option.value), again)  # fmt: skip


def _sentence(text: str, value: Value | None) -> str:
    """What help says, and which words there are where the name does not say so."""
    words = value.words if value and value.name != "|".join(value.words) else ()
    few = words if len(words) <= 20 else ()
    told = f" One of {', '.join(f'`{word}`' for word in few)}." if few and value and (
        not all(word in text for word in few)) else ""  # fmt: skip
    return f"{text[:1].upper()}{text[1:]}.{told}" if text else told.strip()


def _more(text: str) -> Iterator[Block]:
    """What stands behind the options of a help text: paragraphs, examples, lists."""
    for part in text.strip("\n").split("\n\n"):
        lines = tuple(part.split("\n"))
        if lines[0].endswith(":") and all(line.startswith(" ") for line in lines[1:]):
            yield Paragraph(f"{lines[0][0].upper()}{lines[0][1:]}")
            yield Listing(tuple(line.removeprefix("  ") for line in lines[1:]))
        elif part:
            yield Paragraph(" ".join(part.split()))


# ── what the program reads ───────────────────────────────────────────────────


def _exits() -> Iterator[Block]:
    yield from (Entry(str(code), text) for code, text in errors.EXITS.items())
    order = ", ".join(map(str, errors.PRECEDENCE))
    yield Paragraph(f"Of several that apply, the first of these is given: {order}.")


def _settings() -> Iterator[Block]:
    yield Paragraph(
        "They stand in `copydesk.toml`, or in `pyproject.toml` under `[tool.copydesk]`; none is"
        " needed. Shown is what holds when nothing is said; `copydesk config` prints what holds"
        " at a desk, and where it comes from."
    )
    table = ""
    for key, value, _, about in Config().items():
        head, dot, name = key.rpartition(".")
        if head != table:
            table = head
            yield Heading(f"[{head}]")
        yield Entry(name if dot else key, _stop(about), _toml(value))


def _toml(value: Any) -> str:  # noqa: ANN401  whatever a setting holds
    """`value` as the settings file has it."""
    if isinstance(value, tuple):
        rows = all(isinstance(one, tuple) for one in value)
        return "{}" if rows and not value else json.dumps(list(value), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def _files() -> Iterator[Block]:
    yield from _entries(tables.FILES)
    for heading, keys in (
        ("Keys of a sidecar", tables.SIDECAR),
        ("Keys of a collection", tables.COLLECTION),
        ("Keys of an issue", tables.ISSUE),
    ):
        yield Heading(heading)
        yield from _entries(keys)
    yield Paragraph("An issue takes the settings of `[newsletter]` too, but those of logins.")
    yield Heading("Keys of a site profile")
    yield Paragraph(
        "`name`, and tables of lines, each with lists `exact`, `start`, `end` and `within`, in"
        " which `#` is any number:"
    )
    from copydesk.profiles import KINDS

    yield from (Entry(f"[{kind}]", _stop(about)) for kind, about in KINDS.items())


def _entries(rows: Mapping[str, str]) -> Iterator[Block]:
    yield from (Entry(term, text) for term, text in rows.items())


# ── codes ────────────────────────────────────────────────────────────────────


def _rules() -> Iterator[Block]:
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


def _edits() -> Iterator[Block]:
    yield Paragraph("Changes that no rule makes: the editor's own, and those of the structure.")
    yield from _entries({code: row.text for code, row in codes("edits").items()})


def _queries() -> Iterator[Block]:
    yield Paragraph("What the editor is asked, with its severity.")
    yield from (Entry(code, row.text, row.severity) for code, row in codes("queries").items())


def _remarks() -> Iterator[Block]:
    yield Paragraph("What `newsletter check` finds, with its severity.")
    yield from (Entry(code, row.text, row.severity) for code, row in codes("remarks").items())


def _errors() -> Iterator[Block]:
    yield Paragraph("They stand in brackets behind the message; a hint says what to do next.")
    yield from (Entry(code, _stop(row.text)) for code, row in codes("errors").items())


def _stop(text: str) -> str:
    """`text` as a sentence."""
    plain = " ".join(text.split())
    plain = f"{plain[:1].upper()}{plain[1:]}"
    return plain if plain.endswith((".", "!", "?", "…")) else f"{plain}."
