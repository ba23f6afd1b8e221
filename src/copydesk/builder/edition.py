"""An article by itself, for programs: its files, and what a desk holds for it.

A build takes submissions to a folder, by workers that keep to the limits of the settings.
Whoever has a composed article in hand (`pipeline.compose`) may have its files as bytes, made by
the same writers and checked by the same laws; nothing is written to the disk, and all of it
happens in the program that asks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from copydesk import config as settings
from copydesk import registry
from copydesk.builder import article_job
from copydesk.builder.workers import protocol
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Article
from copydesk.pipeline import Composition
from copydesk.settings.hints import name_nearest
from copydesk.system import names

_DEFAULTS: Final = settings.default()


@dataclass(frozen=True, slots=True)
class Edition:
    """The files of an article by their names, and the article with what making them asks."""

    article: Article
    files: Mapping[str, bytes]


def write(
    composition: Composition,
    formats: Iterable[str],
    config: Config = _DEFAULTS,
    slug: str = "",
) -> Edition:
    r"""The files of a composed article in `formats`, which are those that a build knows.

    They are called by `slug`, else by the submission's own name. Each is checked to hold every
    word, entry and link of the article. Raises `UsageError` for a format that no writer makes,
    `ToolError` when a tool fails, `BrokenLaw` when a file would not be whole.

    >>> from copydesk.pipeline import cite, compose, edit, mark_up, read
    >>> article = cite(mark_up(edit(read(b"# Mud\n\nBy Ines Lo\n\nIt sinks.", "mud.md"))))
    >>> write(compose(article), ["md"]).files["mud.md"].decode().splitlines()[-1]
    'It sinks.'
    """
    wanted = tuple(dict.fromkeys(formats))
    for name in wanted:
        if name not in (known := ["article", *registry.WRITERS]):
            hint = name_nearest(name, known)
            raise UsageError(f"there is no format `{name}`", hint=hint, code="desk.target")
    article, document = composition
    sent, limits = article.edited.submission, config.limits
    slug = slug or names.slug(names.stem_of(sent.path))
    seconds = protocol.allowed_seconds(limits, sum(len(line.text) for line in sent.lines))
    with contextlib.closing(Pandoc(seconds=seconds, heap_mb=limits.pandoc_heap_mb)) as pandoc:
        copy = article_job.ArticleInput(article, document, slug, config, pandoc, seconds)
        copy.begin(wanted)
        made, fault = article_job.write_formats(copy, wanted)
    if fault:
        raise fault
    return Edition(copy.article, MappingProxyType({one.name: data for one, data in made}))


def load_config(root: Path) -> Config:
    """The settings of the desk at `root`, its word lists and site profiles; defaults without any.

    Raises `ConfigError`, with the file and the nearest name, for what is not valid.

    >>> load_config(Path("a folder that is not there")).style.csl
    'harvard-cite-them-right'
    """
    return settings.load(root)
