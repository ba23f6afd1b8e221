"""The submissions that are mutated: small real ones of each format that is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from places import ARTICLE, ROOT
from readers.pdffiles import drawn
from readers.wordarticle import article, revised
from readers.wordfiles import docx, odt, p, rtf, table

#: A mutation of more takes longer than it is worth: what goes wrong does so in a small file too.
LARGEST: Final = 40_000
SUFFIXES: Final = (".txt", ".md", ".html", ".docx", ".odt", ".rtf", ".pdf")

_ODT: Final = (
    '<text:h text:outline-level="1">The mud</text:h><text:p>By Ada Lovell</text:p>'
    '<text:p>Mud<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>Or silt.</text:p></text:note-body></text:note> is dear (Osei, 2019)."
    "</text:p><text:list><text:list-item><text:p>sand</text:p></text:list-item></text:list>"
    "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
    "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    "<text:p>References</text:p><text:p>Osei, K. (2019) Silt. Leeds: Mill Press.</text:p>"
)
_RTF: Final = (
    r"\pard{\b The mud}\par By Ada Lovell\par Mud{\super\chftn{\footnote Or silt.}} is \'e9t"
    r"\u233?.{\field{\*\fldinst HYPERLINK \"https://example.org\"}{\fldrslt a page}}\par"
    r"\trowd\cellx900\cellx1800 a\cell b\cell\row\pard References\par Osei, K. (2019) Silt.\par"
)
_PDF: Final = (
    b"BT /F 18 Tf 72 720 Td (The mud) Tj /F 10 Tf 0 -30 Td (By Ada Lovell) Tj 0 -24 Td"
    b" (Mud is dear, and it is dearer in the spring than in the aut-) Tj 0 -12 Td"
    b" (umn \\(Osei, 2019\\).) Tj /F 6 Tf 4 Ts (1) Tj 0 Ts /F 8 Tf 0 -600 Td (1 Or silt.) Tj ET"
)


@dataclass(frozen=True, slots=True)
class Seed:
    """A submission to begin with."""

    name: str
    suffix: str
    data: bytes


def seeds(*, corpus: bool = False) -> tuple[Seed, ...]:
    """Those of the tests and of `source/`, and with `corpus` those that COPYDESK_CORPUS holds.

    They come in the same order everywhere, so that a case is known by its number.
    """
    folders = [ROOT / "tests" / "cases"]
    if corpus and (place := os.environ.get("COPYDESK_CORPUS")):
        folders.append(Path(place))
    files = [ARTICLE, *(file for folder in folders for file in sorted(folder.rglob("*")))]
    found = (
        Seed(file.name, file.suffix, file.read_bytes())
        for file in files
        if file.is_file() and file.suffix in SUFFIXES
    )
    return (*_written(), *(seed for seed in found if 0 < len(seed.data) <= LARGEST))


def _written() -> Iterator[Seed]:
    """Word processors' files, each twice as likely as a page: they are many formats in one."""
    files = {
        "article.docx": article(),
        "revised.docx": revised(),
        "small.docx": docx(p("Mud", "Titel") + p("By Ada Lovell") + table("a|b", "c|d")),
        "small.odt": odt(_ODT),
        "small.rtf": rtf(_RTF),
        "small.pdf": drawn(_PDF, _PDF),
    }
    for name, data in files.items():
        yield from [Seed(name, Path(name).suffix, data)] * 2
