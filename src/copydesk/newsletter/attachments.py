"""The files that go with an issue: attached or linked, where they lie, and how readers are told.

A file is attached where the target takes it, and linked otherwise: the same file, lying where
`base_url` says. The limits are those of `data/targets.toml`; sizes count as they are sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from lxml import etree

from copydesk.newsletter import elements
from copydesk.newsletter.materials import Attachment, IssuePiece, Materials
from copydesk.newsletter.message import file_size
from copydesk.newsletter.targets import Target
from copydesk.system import names

#: Folder of what is to be uploaded, beside the page that shows the issue in a browser.
FILES: Final = "files"


def name_picture(piece: IssuePiece, path: str) -> str:
    """The name under which a picture of `piece` is uploaded. No slug holds a stop.

    All files of an issue lie in one folder, for media libraries of services have no more.
    """
    return f"{piece.slug}.{path.rpartition('/')[2]}"


def list_pictures(materials: Materials) -> dict[str, bytes]:
    """The pictures of all articles, by the names under which they are uploaded."""
    return {
        name_picture(piece, path): data
        for piece in materials.pieces
        for path, data in piece.pictures.items()
    }


def find_shown(materials: Materials, page: str) -> dict[str, bytes]:
    """Those of them that `page` shows: of an article's beginning not all, of a link none."""
    return {name: data for name, data in list_pictures(materials).items() if escape(name) in page}


def find_address(materials: Materials, name: str, *, archive: bool = False) -> str:
    """Where the uploaded file `name` can be had; "" when nobody has said.

    The page for browsers lies beside the files, and finds them there.
    """
    base = materials.issue.settings.base_url
    if base:
        return f"{base.rstrip('/')}/{name}"
    return f"{FILES}/{name}" if archive else ""


def find_linked(materials: Materials, names: Mapping[str, str], *, archive: bool) -> dict[str, str]:
    """Attachments that are linked: name → address, those without one left out."""
    return {
        name: found
        for name, said in names.items()
        if (found := said or find_address(materials, name, archive=archive))
    }


# ── attach or link ────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AttachmentDecision:
    """What becomes of `file`, and the `reason` in words.

    `url` is where it can be had when it is linked; "" while nobody has said.
    """

    file: Attachment
    attached: bool
    reason: str
    url: str = ""


def decide_files(materials: Materials, body: int) -> tuple[AttachmentDecision, ...]:
    """What becomes of each file of the issue, in their order; `body` is what all else has in bytes.

    A file that is too large does not keep a smaller one behind it from being attached.
    """
    made: list[AttachmentDecision] = []
    size, count, target = body, 0, materials.target
    takes = f"{target.title} accepts it"
    if target.recipients:
        takes += f", in a mailing to at most {target.recipients} readers"
    for file in materials.attachments:
        added = file_size(file)
        if against := _against(target, file, count, size + added):
            link = find_address(materials, file.name)
            made.append(AttachmentDecision(file, False, against, link))  # noqa: FBT003
            continue
        size, count = size + added, count + 1
        made.append(AttachmentDecision(file, True, takes))  # noqa: FBT003
    return tuple(made)


def _against(target: Target, file: Attachment, count: int, total: int) -> str:
    """Why `target` does not take `file` as one more than `count`; "" when it does."""
    ending, size = file.format.rpartition(".")[2], len(file.data)
    if not target.attach:
        return f"{target.title} accepts no attachments"
    if target.formats and ending not in target.formats:
        return f"{target.title} does not accept {ending}, only {', '.join(target.formats)}"
    if target.file and size > target.file:
        return f"it has {size:,} bytes, and {target.title} accepts files up to {target.file:,}"
    if target.files and count >= target.files:
        return f"{target.title} accepts at most {target.files} attachments"
    if target.message and total > target.message:
        return (
            f"with it the message would have {total:,} bytes, and {target.title} accepts"
            f" {target.message:,}"
        )
    return ""


def name_files(wanted: Sequence[tuple[str, str, str]]) -> tuple[str, ...]:
    """A name in ASCII for each file that is `wanted`, by its title, slug and format; no two alike.

    A title that has no letters of ASCII is called by the article's slug, which the editor chose.

    >>> wanted = [("Café & Quay", "a", "pdf"), ("Café Quay", "b", "pdf"), ("港の壁", "wall", "pdf")]
    >>> name_files(wanted)
    ('cafe-quay.pdf', 'cafe-quay-2.pdf', 'wall.pdf')
    """
    given: dict[str, None] = {}
    for title, slug, kind in wanted:
        stem = names.telling(title) or names.telling(slug) or names.slug(slug)
        name, count = f"{stem}.{kind}", 1
        while name in given:
            count += 1
            name = f"{stem}-{count}.{kind}"
        given[name] = None
    return tuple(given)


# ── what readers are told of them ─────────────────────────────────────────────


#: Between files of one article; no line begins with it.
_DOT: Final = "\N{NO-BREAK SPACE}· "


def add_file_list(
    tree: etree._Element,
    heading: str,
    groups: Iterable[Sequence[Attachment]],
    links: Mapping[str, str],
) -> None:
    """Add a list of files below its heading, when there are any.

    Those of one group stand beside each other, behind their title; `links` are the addresses of
    those that are not attached, by name.
    """
    rows = [group for group in groups if group]
    if not rows:
        return
    elements.add_element(tree, "h2", heading)
    items = elements.add_element(tree, "ul", "")
    for group in rows:
        item, title = elements.add_element(items, "li", ""), group[0].title or group[0].name
        if len(group) == 1:
            elements.add_words(
                item, f"{title} ({describe_file(group[0])})", links.get(group[0].name, "")
            )
            continue
        if not links:
            elements.add_words(item, f"{title} ({_DOT.join(map(describe_file, group))})")
            continue
        elements.add_words(item, title)
        elements.add_element(item, "br", "")
        for number, one in enumerate(group):
            elements.add_words(item, _DOT if number else "")
            elements.add_words(item, describe_file(one), links[one.name])


def describe_file(file: Attachment) -> str:
    r"""What a file is and how large.

    >>> describe_file(Attachment("a.pdf", "pdf", "application/pdf", "A", bytes(51_000)))
    'PDF, 51\xa0kB'
    """
    return f"{file.format.upper()}, {format_size(len(file.data))}"


def format_size(count: int) -> str:
    """A size as people read it, its unit on the same line.

    >>> [format_size(one).split() for one in (312, 22_410, 999_600, 1_260_000)]
    [['312', 'B'], ['22', 'kB'], ['1.0', 'MB'], ['1.3', 'MB']]
    """
    if count < 1000:
        said = f"{count} B"
    elif round(count / 1000) < 1000:
        said = f"{count / 1000:.0f} kB"
    else:
        said = f"{count / 1_000_000:.1f} MB"
    return said.replace(" ", "\N{NO-BREAK SPACE}")
