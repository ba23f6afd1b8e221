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

import os
from importlib import import_module
from typing import TYPE_CHECKING

# One thread for numpy: the nets are small, a thread asks for memory that a worker with a limit
# may not have, and sums do not depend on how many there are. It is read when numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

if TYPE_CHECKING:  # the same names, for type checkers
    from copydesk.builder import build as build
    from copydesk.builder.edition import Edition as Edition
    from copydesk.builder.edition import load_config as load_config
    from copydesk.builder.edition import write as write
    from copydesk.builder.side_files import load_companion_files as load_companion_files
    from copydesk.builder.single_article import load_decisions as load_decisions
    from copydesk.clean import edit_paragraphs as edit_paragraphs
    from copydesk.config import Config as Config
    from copydesk.errors import BrokenLaw as BrokenLaw
    from copydesk.errors import ConfigError as ConfigError
    from copydesk.errors import CopydeskError as CopydeskError
    from copydesk.errors import Locked as Locked
    from copydesk.errors import Refused as Refused
    from copydesk.errors import ToolError as ToolError
    from copydesk.errors import UsageError as UsageError
    from copydesk.model import Article as Article
    from copydesk.model import Citation as Citation
    from copydesk.model import Decisions as Decisions
    from copydesk.model import Edit as Edit
    from copydesk.model import EditedText as EditedText
    from copydesk.model import Query as Query
    from copydesk.model import Reference as Reference
    from copydesk.model import Submission as Submission
    from copydesk.pipeline import CompanionFiles as CompanionFiles
    from copydesk.pipeline import Composition as Composition
    from copydesk.pipeline import article as article
    from copydesk.pipeline import cite as cite
    from copydesk.pipeline import compose as compose
    from copydesk.pipeline import edit as edit
    from copydesk.pipeline import mark_up as mark_up
    from copydesk.pipeline import read as read
    from copydesk.pipeline import record as record
    from copydesk.pipeline import schema as schema
    from copydesk.references import parse_entry as parse_entry
    from copydesk.references.libraries import read_library as read_library
    from copydesk.references.libraries import write_library as write_library

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

__all__ = sorted(_HOME)  # noqa: PLE0605  type checkers know them by the aliases above


def __getattr__(name: str) -> object:
    if (home := _HOME.get(name)) is None:
        raise AttributeError(f"module `copydesk` has no attribute `{name}`")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
