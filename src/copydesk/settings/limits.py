"""The limits of one submission: bytes, lines, seconds, memory.

Bounds that no setting could move, or that no text of an author comes near, are no settings: they
stand with what they protect. libxml2 reads no more than 256 levels of XML (`system.xml`); web
pages, Markdown and RTF are read to any depth, what lies deeper laid higher; a key of TOML has 50
names at most (`system.toml`), an item of CSL-JSON 50 levels.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from copydesk.settings.style import key as _key


def _shaping(default: int, doc: str, **metadata: int) -> Any:  # noqa: ANN401  a dataclass field
    """A limit past which an article is built all the same, but as another one."""
    return _key(default, doc, shaping=True, **metadata)


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: the limits of one submission. The error of each limit names it."""

    file_bytes: int = _key(20_000_000, "size of a submission")
    line_characters: int = _key(200_000, "length of a line")
    lines: int = _key(50_000, "number of lines")
    characters: int = _key(2_000_000, "length of the whole text")
    pages: int = _key(1_000, "number of pages of a PDF")
    members: int = _key(2_000, "number of files inside a submission (.docx, .odt)")
    expanded_bytes: int = _shaping(200_000_000, "size of all files inside a submission, unpacked")
    expansion: int = _key(200, "maximum ratio of unpacked size to size of a submission")
    markup_bytes: int = _key(40_000_000, "size of one XML file inside a submission, unpacked")
    markup_tags: int = _key(2_000_000, "tags, or control words of .rtf, in one file")
    page_tags: int = _key(500_000, "tags of a web page")
    page_attributes: int = _key(500_000, "attributes of all tags of a web page")
    tag_attributes: int = _key(1_000, "attributes of one tag of a web page")
    nesting: int = _shaping(
        12,
        "nesting levels of quotations, lists and marks; deeper ones are flattened",
        above=5,
        below=41,
    )
    table_rows: int = _shaping(500, "rows of a table; a larger one is printed as paragraphs")
    table_columns: int = _shaping(50, "columns of a table; a wider one is printed as paragraphs")
    table_cells: int = _shaping(
        20_000, "cells of all tables of an article; the rest are paragraphs"
    )
    picture_bytes: int = _shaping(20_000_000, "size of a picture inside a submission")
    picture_pixels: int = _shaping(40_000_000, "pixels of a picture inside a submission")
    sidecar_bytes: int = _key(2_000_000, "size of a sidecar")
    library_entries: int = _key(20_000, "entries of a library (.bib, .ris, CSL-JSON)")
    library_value: int = _key(100_000, "characters of one field in a library")
    seconds: int = _key(60, "wall time of one document; grows with its size")
    memory_mb: int = _key(2_048, "address space of one worker (Linux)")
    # GHC gives it 64 whatever it is told; below, documents would end by the clock alone.
    pandoc_heap_mb: int = _key(512, "heap of a worker's pandoc", above=63)
    output_bytes: int = _key(200_000_000, "size of one output file")

    def shaping(self) -> dict[str, int]:
        """List the limits that change the article, not only whether it is refused.

        >>> Limits(lines=9).shaping() == Limits().shaping()
        True
        >>> Limits(table_rows=9).shaping() == Limits().shaping()
        False
        """
        found = (one.name for one in fields(self) if one.metadata.get("shaping"))
        return {name: getattr(self, name) for name in found}
