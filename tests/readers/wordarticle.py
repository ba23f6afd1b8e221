"""One article with all that an edition can say, as a .docx; LibreOffice makes the others of it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from readers.wordfiles import docx, field, item, notes, numbering, p, picture, png, r, styles, table

_BOLD = "<w:b/>"
_ITALIC = "<w:i/>"
_LINK = '<w:hyperlink r:id="rlink">' + r("the survey of the port") + "</w:hyperlink>"


def _call(kind: str, key: int) -> str:
    raised = '<w:vertAlign w:val="superscript"/>'
    return f'<w:r><w:rPr>{raised}</w:rPr><w:{kind}Reference w:id="{key}"/></w:r>'


BODY = (
    p("The Long Way of the Mud", "Titel")
    + p("What a harbour owes to its dredgers", "Untertitel")
    + p(
        r("Every spring the channel is ")
        + r("two metres", _BOLD)
        + r(" shallower than in autumn, says ")
        + _LINK
        + r(", and every spring it is ")
        + r("dug out again", _ITALIC)
        + r(".")
        + _call("footnote", 1)
        + r(" Nobody has counted the cost.")
    )
    + p("Where the mud comes from", "berschrift1")
    + p("Three rivers meet above the town – “none of them clean”, as the pilots say:")
    + item("the northern one carries sand,", 1)
    + item("from the quarries and", 1, 1)
    + item("from the new road;", 1, 1)
    + item("the southern one carries clay.", 1)
    + p("The engineers go by a plan:")
    + item("measure the bed;", 2)
    + item("mark the shoals;", 2)
    + item("dig.", 2)
    + p("A second look", "berschrift2")
    + p(
        r("At 20 °C a litre weighs 1.3 kg of H")
        + r("2", '<w:vertAlign w:val="subscript"/>')
        + r("O and silt, or 10")
        + r("3", '<w:vertAlign w:val="superscript"/>')
        + r(" grains.")
        + _call("endnote", 1)
    )
    + p("We dig where our fathers dug, and our sons will dig there too.", "Zitat")
    + table(
        f"{r('Year', _BOLD)} | {r('Tonnes', _BOLD)}", "2021 | 40,000", "2022 | 52,500", header=True
    )
    + p(picture("rpicture", "A dredger at work below the bridge"))
    + p(r("Figure ") + field(" SEQ Figure ", r("1")) + r(": The dredger in May"), "Beschriftung")
    + p("<w:r><w:t>Mud in, mud out,</w:t><w:br/><w:t>the tide turns about.</w:t></w:r>")
    + p("The last word belongs to the river.")
)


def article() -> bytes:
    """The article as a .docx."""
    return docx(
        BODY,
        {
            "word/styles.xml": styles(),
            "word/numbering.xml": numbering("bullet | bullet", "decimal %1. | lowerLetter %2)"),
            "word/footnotes.xml": notes("footnote", p("Measured in March.")),
            "word/endnotes.xml": notes("endnote", p("See the tables of the port office.")),
            "word/media/image1.png": png(),
        },
        ("rlink", "hyperlink", "https://example.org/survey?year=2022"),
        ("rpicture", "image", "media/image1.png"),
    )


def converted(tool: Callable[[str], str], folder: Path, data: bytes, *suffixes: str) -> list[bytes]:
    """`data`, a .docx, as LibreOffice writes it in each of the formats."""
    source = folder / "article.docx"
    source.write_bytes(data)
    for suffix in suffixes:
        subprocess.run(
            [
                tool("soffice"), f"-env:UserInstallation=file://{folder / 'profile'}", "--headless",
                "--convert-to", suffix, "--outdir", str(folder), str(source),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    return [source.with_suffix(f".{suffix}").read_bytes() for suffix in suffixes]
