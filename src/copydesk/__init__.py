"""A copy desk: raw text in, clean articles with checked references out.

What may be imported from here is the public door; everything behind it may move.
Names are loaded when they are first used, so that `import copydesk` costs nothing.

>>> import copydesk
>>> fixed, suggestions = copydesk.edit_paragraphs(["the  bloc"])
>>> fixed
['the bloc']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.config import Config
    from copydesk.desk import build
    from copydesk.errors import (
        BrokenLaw,
        ConfigError,
        CopydeskError,
        Locked,
        Refused,
        ToolError,
        UsageError,
    )
    from copydesk.inspection import record, schema
    from copydesk.library import read_library, write_library
    from copydesk.model import (
        Article,
        Citation,
        Decisions,
        Edit,
        Galley,
        Query,
        Reference,
        Submission,
    )
    from copydesk.pipeline import article, edited
    from copydesk.references import parse_entry
    from copydesk.rules import edit_paragraphs

__version__ = "0.1.0"

_DOOR = {
    "copydesk.config": ("Config",),
    "copydesk.desk": ("build",),
    "copydesk.errors": (
        "BrokenLaw", "ConfigError", "CopydeskError", "Locked", "Refused", "ToolError",
        "UsageError",
    ),
    "copydesk.inspection": ("record", "schema"),
    "copydesk.library": ("read_library", "write_library"),
    "copydesk.model": (
        "Article", "Citation", "Decisions", "Edit", "Galley", "Query", "Reference", "Submission",
    ),
    "copydesk.pipeline": ("article", "edited"),
    "copydesk.references": ("parse_entry",),
    "copydesk.rules": ("edit_paragraphs",),
}  # fmt: skip
_HOME = {name: module for module, names in _DOOR.items() for name in names}

__all__ = [
    "Article", "BrokenLaw", "Citation", "Config", "ConfigError", "CopydeskError", "Decisions",
    "Edit", "Galley", "Locked", "Query", "Reference", "Refused", "Submission", "ToolError",
    "UsageError", "article", "build", "edit_paragraphs", "edited", "parse_entry",
    "read_library", "record", "schema", "write_library",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if (home := _HOME.get(name)) is None:
        raise AttributeError(f"module `copydesk` has no attribute `{name}`")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
