"""What a reader of Word's XML finds in a review copy, told by the XML alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from copydesk import ledger
from copydesk.config import Config
from copydesk.model import Article, Edit
from copydesk.review.word_out.writer import write
from copydesk.system import archive, xml

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n"}


@dataclass
class Sheet:
    """A `registry.WriterInput` for a writer that asks pandoc nothing."""

    article: Article
    config: Config
    slug: str = "harbour"
    pictures: tuple[()] = ()

    def render(self, target: str) -> bytes:
        raise AssertionError(target)


def written(article: Article, config: Config | None = None) -> bytes:
    """The review copy of `article`."""
    return write(Sheet(article, config or Config()))


def edited(received: str, edits: Sequence[Edit]) -> str:
    """The line `received` after its applied `edits`."""
    done = [replace(edit, line=1) for edit in edits]
    return ledger.replay_edits({1: received}, done)[1]


def part(data: bytes, name: str = "document") -> etree._Element:
    return xml.parse(archive.read(data)[f"word/{name}.xml"])


def paragraphs(data: bytes) -> list[etree._Element]:
    return part(data).findall(f"{W}body/{W}p")


def text(element: etree._Element, without: str = "") -> str:
    """The words of `element` but those in elements `without`, and the signs that Word sets."""
    return "".join(
        _SIGNS.get(one.tag) or one.text or ""
        for one in element.iter(f"{W}t", f"{W}delText", *_SIGNS)
        if not any(
            above.tag in (f"{W}{without}", f"{W}pPr", f"{W}hyperlink")
            for above in one.iterancestors()
        )
    )


def accepted(data: bytes) -> list[str]:
    """The paragraphs after every change was accepted."""
    return [text(one, without="del") for one in paragraphs(data)]


def rejected(data: bytes) -> list[str]:
    """The paragraphs after every change was rejected."""
    return [text(one, without="ins") for one in paragraphs(data)]


def changes(data: bytes) -> list[tuple[str, str, str]]:
    """The tracked changes in order: (author, ins or del, words)."""
    return [
        (one.get(f"{W}author", ""), etree.QName(one).localname, text(one))
        for one in part(data).iter(f"{W}ins", f"{W}del")
    ]


def styles(data: bytes) -> list[str]:
    """The style of each paragraph, "" for the default one."""
    shapes = (one.find(f"{W}pPr/{W}pStyle") for one in paragraphs(data))
    return ["" if shape is None else shape.get(f"{W}val", "") for shape in shapes]


def comments(data: bytes) -> Iterator[tuple[int, str, list[str]]]:
    """The comments in order of number: (line, the words they stand at, their own paragraphs)."""
    lines = paragraphs(data)
    for comment in part(data, "comments").iter(f"{W}comment"):
        number = comment.get(f"{W}id")
        for at, line in enumerate(lines, 1):
            start, end = (
                line.find(f"{W}{name}[@{W}id='{number}']")
                for name in ("commentRangeStart", "commentRangeEnd")
            )
            if start is not None and end is not None:
                inside = list(line)[line.index(start) : line.index(end)]
                yield at, "".join(map(text, inside)), [text(p) for p in comment.iter(f"{W}p")]
