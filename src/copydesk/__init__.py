r"""A copy desk: raw text in, clean articles with checked references out.

What may be imported from here is the public door; everything behind it may move.
Names are loaded when they are first used, so that `import copydesk` costs nothing.

The six verbs are the line from a text to files, each from one frozen value to the next
(`guides/python.md`):

>>> import copydesk
>>> edited = copydesk.edit(copydesk.read(b"# Mud\n\nBy Ines Lo\n\nThe  tide turns.", "mud.md"))
>>> article = copydesk.cite(copydesk.mark_up(edited))
>>> edition = copydesk.write(copydesk.compose(article), ["md"])
>>> edition.files["mud.md"].decode().splitlines()[-1]
'The tide turns.'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.builder import build
    from copydesk.builder.edition import Edition, load_config, write
    from copydesk.builder.side_files import load_companion_files
    from copydesk.builder.single_article import load_decisions
    from copydesk.clean import edit_paragraphs
    from copydesk.config import Config
    from copydesk.errors import (
        BrokenLaw,
        ConfigError,
        CopydeskError,
        Locked,
        Refused,
        ToolError,
        UsageError,
    )
    from copydesk.model import (
        Article,
        Citation,
        Decisions,
        Edit,
        EditedText,
        Query,
        Reference,
        Submission,
    )
    from copydesk.pipeline import (
        CompanionFiles,
        Composition,
        article,
        cite,
        compose,
        edit,
        mark_up,
        read,
        record,
        schema,
    )
    from copydesk.references import parse_entry
    from copydesk.references.libraries import read_library, write_library

__version__ = "0.1.0"

_DOOR = {
    "copydesk.config": ("Config",),
    "copydesk.builder": ("build",),
    "copydesk.builder.edition": ("Edition", "load_config", "write"),
    "copydesk.builder.side_files": ("load_companion_files",),
    "copydesk.builder.single_article": ("load_decisions",),
    "copydesk.errors": (
        "BrokenLaw", "ConfigError", "CopydeskError", "Locked", "Refused", "ToolError",
        "UsageError",
    ),
    "copydesk.references.libraries": ("read_library", "write_library"),
    "copydesk.model": (
        "Article", "Citation", "Decisions", "Edit", "EditedText", "Query", "Reference",
        "Submission",
    ),
    "copydesk.pipeline": (
        "CompanionFiles", "Composition", "article", "cite", "compose", "edit", "mark_up", "read",
        "record", "schema",
    ),
    "copydesk.references": ("parse_entry",),
    "copydesk.clean": ("edit_paragraphs",),
}  # fmt: skip
_HOME = {name: module for module, names in _DOOR.items() for name in names}

__all__ = [
    "Article",
    "BrokenLaw",
    "Citation",
    "CompanionFiles",
    "Composition",
    "Config",
    "ConfigError",
    "CopydeskError",
    "Decisions",
    "Edit",
    "EditedText",
    "Edition",
    "Locked",
    "Query",
    "Reference",
    "Refused",
    "Submission",
    "ToolError",
    "UsageError",
    "article",
    "build",
    "cite",
    "compose",
    "edit",
    "edit_paragraphs",
    "load_companion_files",
    "load_config",
    "load_decisions",
    "mark_up",
    "parse_entry",
    "read",
    "read_library",
    "record",
    "schema",
    "write",
    "write_library",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if (home := _HOME.get(name)) is None:
        raise AttributeError(f"module `copydesk` has no attribute `{name}`")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
