"""Markdown for GitHub-style readers and pandoc alike, with the article's data as YAML in front.

It is written from the page that pandoc makes of an article. Where readers differ, GitHub decides:
a bar of a program in a table has its backslash, emphasis that marks cannot set is a tag. GitHub
alone has no escape for the names of emoji (`:mud:`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from lxml import etree

from copydesk.composition.catalogue import record
from copydesk.registry import WriterInput
from copydesk.system import xml
from copydesk.writers.markdown_text import MarkdownText, indent_lines
from copydesk.writers.page import PICTURES, remove_links
from copydesk.writers.templates import compile_template

#: What YAML takes for line breaks, or has only as an escape, where JSON has it as it is.
_BARE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
#: Divisions that are left out: the front matter says the same.
_IN_FRONT: Final = frozenset(("affiliations", "doi", "keywords", "rights"))
#: The label of a caption ("Table 3:"), behind which more stands.
_LABEL: Final = re.compile(r"\s*(\S+ \d+[^\W\d]?[.:])(?= \S)")
_TEXT: Final = MarkdownText(tags=True)


def write(copy: WriterInput) -> bytes:
    """Markdown: YAML front matter, one line a paragraph, citations linked to their entries."""
    body = "\n\n".join(_list_blocks(xml.fragment(copy.render("html"))))
    about = record(copy.article, copy.config, copy.slug)
    facts = load_template().render(about=about, front=copy.article.front).strip()
    return f"---\n{facts}\n---\n\n{body}\n".encode()


def quote_scalar(text: str) -> str:
    r"""`text` as a double-quoted YAML scalar: a string of JSON, but for a few signs.

    >>> print(quote_scalar('No: "war"'))
    "No: \"war\""
    """
    scalar = json.dumps(text, ensure_ascii=False)
    return _BARE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", scalar)


#: How front matter is written.
load_template: Final = partial(compile_template, "front-matter.yaml", quoted=quote_scalar)


# ── the article ──────────────────────────────────────────────────────────────


def _list_blocks(source: etree._Element) -> Iterator[str]:
    """The blocks of an article, and its notes behind them."""
    for image in source.iter("img"):
        image.set("src", f"{PICTURES}/{image.get('src', '')}")
    remove_links(source)
    for block in [*source.iter("div")]:
        _fit(block)
    notes = source.find("section[@role='doc-endnotes']")
    if notes is not None:
        source.remove(notes)
    yield from _TEXT.list_blocks(source)
    for number, note in enumerate(() if notes is None else notes.iterfind("ol/li"), 1):
        sign, text = f"[^{number}]:", "\n\n".join(_TEXT.list_blocks(note))
        gap = " " if note[0].tag == "p" else "\n"
        yield indent_lines(f"{gap}{text}", sign, "    ")


def _fit(block: etree._Element) -> None:
    """Make of a division what Markdown, which knows none, has for it."""
    name, holder = next(iter(block.get("class", "").split()), ""), block.getparent()
    if name in _IN_FRONT and holder is not None:
        holder.remove(block)
    elif name == "caption":
        lean(block[0])
    elif name == "csl-left-margin":
        block.tag, block.tail = "span", " "
    elif name == "csl-right-inline":
        block.tag = "span"
    elif name == "csl-entry":
        _name_place(block, block.get("id", ""))
    elif name == "cite-as":
        _name_place(block[0], name)


def _name_place(block: etree._Element, name: str) -> None:
    """Begin `block` with a tag by which it is found."""
    place = block.makeelement("a", {"id": name})
    place.tail, block.text = (block.text or "").lstrip(), None
    block.insert(0, place)


def lean(caption: etree._Element) -> None:
    """Set a caption in emphasis: Markdown knows none. What leant in it stands upright.

    Of one with a label that alone leans: a line that leans as a whole may be meant as a heading.
    One that begins with bold words is told apart by them, and stays as the author has it.

    >>> pier = "a <em>pier</em></p>"
    >>> for text in (f"<p>Fig. 1: {pier}", f"<p>For {pier}", f"<p><strong>Fig. 1.</strong> {pier}"):
    ...     caption = xml.parse(text.encode())
    ...     lean(caption)
    ...     print(xml.text(caption))
    <p><em>Fig. 1:</em> a <em>pier</em></p>
    <p><em>For a pier</em></p>
    <p><strong>Fig. 1.</strong> a <em>pier</em></p>
    """
    if caption.xpath("node()[1][self::strong] and node()[2]"):
        return
    leaning = caption.makeelement("em")
    if label := _LABEL.match(caption.text or ""):
        leaning.text, leaning.tail = label[1], label.string[label.end() :]
    else:
        etree.strip_tags(caption, "em", "i")
        leaning.text = caption.text
        leaning.extend([*caption])
    caption.text = None
    caption.insert(0, leaning)
