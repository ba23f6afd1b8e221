"""What decides the outputs of a document: one mapping of inputs, and why two of them differ.

An input has a role, and a hash of its content or a version:

    submission           the text as sent, or the file of a collection or an issue
    sidecar              the editor's decisions on it
    pictures, library    what lies beside it
    article/SOURCE       each article of a collection or an issue, in order
    book                 what the book that goes with an issue is made from
    settings             the values of all settings that decide outputs
    file/NAME            each file of the desk that the settings name; "" when it is gone
    copydesk             the code
    tool/NAME            each tool that can change an output, and the fonts of the machine

What a document lacks has no role in its mapping. The colophon keeps the mapping that the outputs
were made from; `explain_differences` compares it with that of now.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.builder.survey import Survey
    from copydesk.config import Config
    from copydesk.model import Colophon


InputMap: TypeAlias = tuple[tuple[str, str], ...]
"""Roles with hashes or versions, in a fixed order."""

BOOK: Final = "book"
_ARTICLE: Final = "article/"
_FILE: Final = "file/"
_TOOL: Final = "tool/"
#: What is said of an input that was added, changed or removed.
_WORDS: Final[Mapping[str, str]] = {
    "submission": "source changed",
    "sidecar": "sidecar changed",
    "pictures": "pictures beside it changed",
    "library": "library of references {}",
    BOOK: "book of its articles changed",
    "settings": "settings changed",
    "copydesk": "copydesk changed",
}


class Settings(NamedTuple):
    """A hash of all values, and the files of the desk that they name with hashes of their own."""

    values: str
    files: tuple[tuple[str, str], ...] = ()


def fingerprint_settings(root: Path, config: Config) -> Settings:
    """What of `config` decides the outputs. The hash of a file that is not there is "".

    A pipe or device, which would be read without end, is not opened; what it is, the build says.
    """
    named = ((name, root / name) for name in config.files())
    found = tuple((name, digest_file(path) if files.is_file(path) else "") for name, path in named)
    return Settings(config.fingerprint(), found)


def fingerprint_newsletter(config: Config) -> str:
    """What of `config` decides the issues of a newsletter, in a hash; articles have none of it.

    Where messages are handed over decides no byte of them.
    """
    from dataclasses import asdict, fields  # for which a build with nothing to do has no use

    shared = {
        one.name: getattr(config.newsletter, one.name)
        for one in fields(config.newsletter)
        if not one.metadata.get("desk")
    }
    parts = (shared, asdict(config.theme), config.publication.name)
    text = json.dumps(parts, sort_keys=True, default=asdict)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def shared_digest(
    settings: Settings, config: Config, code: str, tools: tuple[tuple[str, str], ...]
) -> str:
    """Everything but the submission that decides the outputs, in one hash."""
    parts = (tuple(settings), config.formats, config.limits, code, tools)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def digest_file(path: Path) -> str:
    """The SHA-256 of a file, "" where it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


# ── the mapping ────────────────────────────────────────────────────────────────


def article_inputs(desk: Survey, source: str, config: Config, read: Mapping[str, str]) -> InputMap:
    """The inputs of the article in `source`, whose settings are `config`.

    `read` has the hashes of its submission and sidecar, "" for one that is not there.
    """
    from copydesk.builder import side_files  # for nothing, in a build with nothing to do

    limits = desk.config.limits
    around = {
        "pictures": side_files.digest_pictures(desk.root, source, limits),
        "library": side_files.digest_library(desk.root, source, limits),
    }
    settings = desk.settings
    if config is not desk.config:
        settings = fingerprint_settings(desk.root, config)
    return document_inputs(desk, settings, {**read, **around})


def document_inputs(desk: Survey, settings: Settings, own: Mapping[str, str]) -> InputMap:
    """What is the document's `own`, where it is there, and what it shares with others."""
    return (
        *((role, value) for role, value in own.items() if value),
        ("settings", settings.values),
        *((f"{_FILE}{name}", value) for name, value in settings.files),
        ("copydesk", desk.code),
        *((f"{_TOOL}{name}", version) for name, version in desk.tools),
    )


def own_inputs(inputs: InputMap) -> InputMap:
    """Those of `inputs` that are not the same for every document of a desk."""
    return tuple(row for row in without_tools(inputs) if row[0] != "copydesk")


def without_tools(inputs: InputMap) -> InputMap:
    """`inputs` but for the versions of tools."""
    return tuple((role, value) for role, value in inputs if not role.startswith(_TOOL))


def book_inputs(inputs: InputMap) -> InputMap:
    """Those of the `inputs` of an issue that its book is made from."""
    own = (BOOK, "copydesk")
    return tuple(row for row in inputs if row[0] in own or row[0].startswith(_TOOL))


def article_role(source: str) -> str:
    """The role of an article in the inputs of a collection or an issue."""
    return f"{_ARTICLE}{source}"


# ── why outputs are stale ──────────────────────────────────────────────────────


def explain_differences(old: Colophon, new: Colophon) -> Iterator[str]:
    """In words, why outputs made from `old` are not those that `new` would give.

    >>> from dataclasses import replace
    >>> from copydesk.model import Colophon
    >>> old = Colophon("source/pier.txt", (("submission", "1"), ("tool/lxml", "6.0")))
    >>> new = replace(old, inputs=(("submission", "4"), ("tool/lxml", "6.1")))
    >>> list(explain_differences(old, new))
    ['source changed', 'tool versions changed: lxml 6.0 → 6.1']
    """
    if old.source != new.source:
        yield f"source moved from {old.source}"
    was, now = dict(old.inputs), dict(new.inputs)
    for role, words in _WORDS.items():
        if was.get(role) != now.get(role):
            yield words.format(
                "added" if role not in was else "changed" if role in now else "removed"
            )
    yield from _of_articles(_below(_ARTICLE, was), _below(_ARTICLE, now))
    yield from _of_files(_below(_FILE, was), _below(_FILE, now))
    yield from _of_tools(_below(_TOOL, was), _below(_TOOL, now))


def _below(prefix: str, inputs: Mapping[str, str]) -> dict[str, str]:
    """The `inputs` whose roles begin with `prefix`, by the rest."""
    return {
        role.removeprefix(prefix): value
        for role, value in inputs.items()
        if role.startswith(prefix)
    }


def _of_articles(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    if [*old] != [*new] and old.keys() == new.keys():
        yield "order of the articles changed"
    yield from (f"article added: {source}" for source in new if source not in old)
    yield from (f"article removed: {source}" for source in old if source not in new)
    for source in new:
        if old.get(source, new[source]) != new[source]:
            yield f"article changed: {source}"


def _of_files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    """What became of files that the settings name; that they name others, they say."""
    for name, sha256 in new.items():
        if old.get(name, sha256) != sha256:
            yield f"`{name}` {'changed' if sha256 else 'is gone'}, which the settings name"


def _of_tools(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    moved = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    each = (f"{name} {old.get(name, 'none')} → {new.get(name, 'none')}" for name in moved)
    if moved:
        yield f"tool versions changed: {', '.join(each)}"
