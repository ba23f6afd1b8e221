"""An issue as plain text: what mail programs show that show no HTML, and readers who want none.

It is written from the parts of the issue, as the plain text of an article is, not from the HTML:
whoever takes tables of a layout apart finds debris.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from copydesk.language.columns import lines
from copydesk.newsletter import letter, service_language
from copydesk.newsletter.letter import Part, Terms
from copydesk.newsletter.materials import Materials
from copydesk.writers import plain_text

if TYPE_CHECKING:
    from lxml import etree

#: Programs that show text break longer lines by themselves, and inside words.
_COLUMNS: Final = 72
#: Between parts.
_GAP: Final = "\n\n\n"


def issue(materials: Materials, terms: Terms) -> str:
    """`issue.txt`: the text part of the message."""
    made = letter.letter(materials, terms)
    text = _GAP.join(filter(None, map(_part, made.parts))) + "\n"
    escaped = service_language.escape_text(text, materials.target.signs)
    return service_language.fill_placeholders(escaped, materials, markup=False)


def _part(part: Part) -> str:
    return "\n\n".join(_blocks(part)).strip("\n")


def _blocks(part: Part) -> Iterator[str]:
    for block in part.tree:
        if block.tag == "h1" or block.get("class") == "title":
            title = lines(_words(block), _COLUMNS)
            yield "\n".join(plain_text.ruled(title, "="))
        else:
            yield from plain_text.blocks(block, _COLUMNS, "")


def _words(heading: etree._Element) -> str:
    """The words of a heading. Where it leads, the line that says `Read on` tells as well."""
    return " ".join("".join(str(part) for part in heading.itertext()).split())
