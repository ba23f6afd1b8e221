"""Set works in real CSL styles, and tag what comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Final, TypeAlias

import references_aligned as aligned
import references_real as real
import references_render as render
import references_works as works
from copydesk.composition import Composed, csl
from copydesk.composition.pandoc import Pandoc
from copydesk.system import xml
from references_records import table
from references_tagged import Piece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from copydesk.model import Csl
    from references_tagged import Tagged

#: Works set by one call; the list of one style is as long.
LIST: Final = 40
#: Draws so many works for a list in a language.
Source: TypeAlias = "Callable[[int, str, Random], list[Csl]]"
_API: Final = (1, 23, 1)


#: What pandoc's filters are told of a list without an article.
_JOB: Final[Mapping[str, object]] = {
    "anchors": {}, "backlinks": {}, "behind": False, "dir": "", "entries": [], "kept": {},
    "letters": {}, "linked": False, "numbered": False, "own": "", "own_label": "",
    "own_style": "", "signs": False, "tongues": {}, "words": {},
}  # fmt: skip


def _compose_list(items: tuple[Csl, ...], style: str, language: str) -> Composed:
    """A bare reference list as pandoc takes it."""
    meta = {"lang": {"t": "MetaString", "c": language}}
    document = json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": []}).encode()
    job = {**_JOB, "lang": language}
    return Composed(document, items, style, language, job, (), {}, {}, ())


def strings(count: int, seed: int, source: Source = works.items) -> Iterator[Tagged]:
    """`count` tagged strings of the works of `source`; the same seed gives the same ones."""
    chance = Random(seed)
    groups = table("styles.toml")["styles"]
    made = 0
    with Pandoc() as pandoc:
        while made < count:
            (group,) = chance.choices(groups, [group["weight"] for group in groups])
            name = chance.choice(group["names"].split())
            language = chance.choice(group["languages"].split())
            items = source(min(LIST, count - made), language, chance)
            for tagged in _set(pandoc, name, language, items, chance):
                yield render.slipped(tagged, chance)
            made += len(items)


def _set(
    pandoc: Pandoc, name: str, language: str, items: list[Csl], chance: Random
) -> Iterator[Tagged]:
    by_key = {item["id"]: real.disguise(item) for item in items}
    disguised = tuple(one.item for one in by_key.values())
    pandoc.load(_compose_list(disguised, csl.load_style(name).xml, language))
    root = xml.parse(b"<div>" + pandoc.render("html") + b"</div>")
    for entry in root.iter("div"):
        work = by_key.get(str(entry.get("id", "")).removeprefix("ref-"))
        if work is None:
            continue
        number, text = "", " ".join("".join(map(str, entry.itertext())).split())
        margin = entry.find("div[@class='csl-left-margin']")
        if margin is not None:
            number = " ".join("".join(map(str, margin.itertext())).split())
            text = text.removeprefix(number).strip()
        if tagged := aligned.tagged(text, work.item):
            lead = (Piece("citation-number", number),) if number and chance.random() < 0.5 else ()
            yield lead + work.restored(tagged)
