"""What goes with an issue, as its readers are told of it: files, their formats and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from copydesk.mail import blocks
from copydesk.mail.materials import Attachment

if TYPE_CHECKING:
    from lxml import etree

#: Between files of one article; no line begins with it.
_DOT: Final = "\N{NO-BREAK SPACE}· "
_SIZES: Final = ((1_000_000, "MB"), (1_000, "kB"))


def listed(
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
    blocks.add(tree, "h2", heading)
    items = blocks.add(tree, "ul", "")
    for group in rows:
        item, title = blocks.add(items, "li", ""), group[0].title or group[0].name
        if len(group) == 1:
            blocks.say(item, f"{title} ({kind(group[0])})", links.get(group[0].name, ""))
            continue
        if not links:
            blocks.say(item, f"{title} ({_DOT.join(map(kind, group))})")
            continue
        blocks.say(item, title)
        blocks.add(item, "br", "")
        for number, one in enumerate(group):
            blocks.say(item, _DOT if number else "")
            blocks.say(item, kind(one), links[one.name])


def kind(file: Attachment) -> str:
    r"""What a file is and how large.

    >>> kind(Attachment("a.pdf", "pdf", "application/pdf", "A", bytes(51_000)))
    'PDF, 51\xa0kB'
    """
    return f"{file.format.upper()}, {size(len(file.data))}"


def size(count: int) -> str:
    """A size as people read it, its unit on the same line.

    >>> [size(one).replace("\N{NO-BREAK SPACE}", " ") for one in (312, 22_410, 1_260_000)]
    ['312 B', '22 kB', '1.3 MB']
    """
    for unit, name in _SIZES:
        if count >= unit:
            number = f"{count / unit:.1f}" if name == "MB" else f"{count / unit:.0f}"
            return f"{number}\N{NO-BREAK SPACE}{name}"
    return f"{count}\N{NO-BREAK SPACE}B"
