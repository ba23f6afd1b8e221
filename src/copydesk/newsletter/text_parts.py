"""An issue in letters alone: plain text for mail programs, Markdown for editors that take it.

Plain text is what programs show that show no HTML, and readers who want none. It is written from
the parts of the issue, as the plain text of an article is, not from the HTML: whoever takes tables
of a layout apart finds debris.

Markdown is to be pasted into an editor such as Buttondown's or Substack's. No HTML stands in it,
and no sign of the text is taken for markup. What Markdown has no sign for is said as plain text
says it: notes are called [1] and stand in a list, a power is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from copydesk.language.columns import wrap_lines
from copydesk.newsletter import elements, letter, service_language
from copydesk.newsletter.letter import LetterPart, Terms
from copydesk.newsletter.materials import Materials
from copydesk.writers import plain_text
from copydesk.writers.markdown import lean
from copydesk.writers.markdown_text import MarkdownText

#: Programs that show text break longer lines by themselves, and inside words.
_COLUMNS: Final = 72
#: Between parts.
_GAP: Final = "\n\n\n"
_MARKDOWN: Final = MarkdownText(tags=False)


def write_text(materials: Materials, terms: Terms) -> str:
    """`issue.txt`: the text part of the message."""
    made = letter.make_letter(materials, terms)
    parts = ("\n\n".join(_plain_blocks(part)).strip("\n") for part in made.parts)
    text = _GAP.join(filter(None, parts)) + "\n"
    return service_language.fill_placeholders(text, materials, markup=False)


def _plain_blocks(part: LetterPart) -> Iterator[str]:
    for block in part.tree:
        if block.tag == "h1" or block.get("class") == "title":
            # Where it leads, the line that says `Read on` tells as well.
            words = "".join(str(part) for part in block.itertext()).split()
            title = wrap_lines(" ".join(words), _COLUMNS)
            yield "\n".join(plain_text.rule_heading(title, "="))
        else:
            yield from plain_text.blocks(block, _COLUMNS, "")


# ── Markdown ─────────────────────────────────────────────────────────────────


def write_markdown(materials: Materials, terms: Terms) -> str:
    """`issue.md`: the issue without its subject, which the service asks for.

    What the law asks for stands below it, and the way to unsubscribe: a service that adds its own
    shows two, and one that does not would take no issue without.
    """
    made = letter.make_letter(materials, terms)
    shown = (part for part in made.parts if part.kind != "head")
    text = "\n\n---\n\n".join(map(_part, shown)) + "\n"
    return service_language.fill_placeholders(text, materials, markup=False)


def _part(part: LetterPart) -> str:
    tree = deepcopy(part.tree)
    for link in tree.iter("a"):
        if "footnote-ref" in link.get("class", "").split():
            link.attrib.pop("href")  # no link leads about within a letter, but its sign is said
    elements.remove_inner_links(tree)
    for caption in tree.iter("figcaption"):
        lean(caption)
    return "\n\n".join(_MARKDOWN.list_blocks(tree))
