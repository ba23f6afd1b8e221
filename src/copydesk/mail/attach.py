"""Attach or link: what becomes of each file of an issue, and why.

A file is attached where the target takes it, and linked otherwise: the same file, lying where
`base_url` says. The limits are those of `data/targets.toml`; sizes count as they are sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.gate import names
from copydesk.mail import hosting
from copydesk.mail.materials import Attachment, Materials
from copydesk.mail.message import file_size
from copydesk.mail.targets import Target

#: The stem of an attached name: readers see it in a narrow column.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of `file`, and the `reason` in words.

    `url` is where it can be had when it is linked; "" while nobody has said.
    """

    file: Attachment
    attached: bool
    reason: str
    url: str = ""


def decided(materials: Materials, body: int) -> tuple[Decision, ...]:
    """What becomes of each file of the issue, in their order; `body` is what all else has in bytes.

    A file that is too large does not keep a smaller one behind it from being attached.
    """
    made: list[Decision] = []
    size, count = body, 0
    for file in materials.attachments:
        added = file_size(file)
        if against := _against(materials.target, file, count, size + added):
            made.append(Decision(file, False, against, hosting.address(materials, file.name)))  # noqa: FBT003
            continue
        size, count = size + added, count + 1
        made.append(Decision(file, True, _takes(materials.target)))  # noqa: FBT003
    return tuple(made)


def _against(target: Target, file: Attachment, count: int, total: int) -> str:
    """Why `target` does not take `file` as one more than `count`; "" when it does."""
    ending, size = file.format.rpartition(".")[2], len(file.data)
    if not target.attach:
        return f"{target.title} takes no attachments"
    if target.formats and ending not in target.formats:
        return f"{target.title} takes no {ending}, but {', '.join(target.formats)}"
    if target.file and size > target.file:
        return f"it has {size:,} bytes, and {target.title} takes {target.file:,} of a file"
    if target.files and count >= target.files:
        return f"{target.title} wants no more attachments than {target.files}"
    if target.message and total > target.message:
        return (
            f"with it the message would have {total:,} bytes, and {target.title} takes"
            f" {target.message:,}"
        )
    return ""


def _takes(target: Target) -> str:
    said = f"{target.title} takes it"
    if target.recipients:
        said += f", in a mailing to {target.recipients} readers at most"
    return said


def attached(decisions: Iterable[Decision]) -> tuple[Attachment, ...]:
    """The files that go with the message."""
    return tuple(one.file for one in decisions if one.attached)


def uploads(decisions: Iterable[Decision]) -> dict[str, bytes]:
    """The files that are to be uploaded, by name, as they lie in `files/`.

    The page for browsers links those that are attached to the message, too.
    """
    return {one.file.name: one.file.data for one in decisions}


def links(decisions: Iterable[Decision]) -> Mapping[str, str]:
    """The files that are linked, by name, with their addresses."""
    return {one.file.name: one.url for one in decisions if not one.attached}


def named(wanted: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """A name in ASCII for each file that is `wanted`, by its title, slug and format; no two alike.

    A title that has no letters of ASCII is called by the article's slug, which the editor chose.

    >>> named([("Café & Quay", "a", "pdf"), ("Café Quay", "b", "pdf"), ("港の壁", "wall", "pdf")])
    ('cafe-quay.pdf', 'cafe-quay-2.pdf', 'wall.pdf')
    """
    given: dict[str, None] = {}
    for title, slug, kind in wanted:
        stem = _stem(title) or _stem(slug) or names.slug(slug)
        name, count = f"{stem}.{kind}", 1
        while name in given:
            count += 1
            name = f"{stem}-{count}.{kind}"
        given[name] = None
    return tuple(given)


def _stem(text: str) -> str:
    """The slug of `text`, cut between words; "" when it has none but a hash."""
    words = re.sub(r"[/.]", " ", text)  # what would part the name of a file from the rest
    found = names.slug(words)
    if names.is_cipher(found, words):
        return ""
    if len(found) > _LONGEST:
        # Up to the last word that ends within it, or in the midst of one that never ends.
        return found[: _LONGEST + 1].rpartition("-")[0] or found[:_LONGEST]
    return found
