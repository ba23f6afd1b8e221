"""Runs, links and footnotes of a Word document, which python-docx does not write all."""

from __future__ import annotations

from html import escape
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn

from formats.manuscript import runs

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_MARKS = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'


class Notes:
    """Writes text with markup into paragraphs, and the notes it calls into their part."""

    def __init__(self, document: Any, notes: tuple[str, ...]) -> None:
        self._document = document
        self._notes = notes

    def write(self, paragraph: Any, text: str) -> None:
        for kind, words, target in runs(text):
            if kind == "link":
                self._link(paragraph, words, target)
            elif kind == "note":
                run = paragraph.add_run()
                run.font.superscript = True
                mark = OxmlElement("w:footnoteReference")
                mark.set(qn("w:id"), words)
                run._r.append(mark)  # noqa: SLF001  no public way
            else:
                run = paragraph.add_run(words)
                run.bold = True if kind == "strong" else None
                run.italic = True if kind == "emph" else None
                if kind == "code":
                    run.font.name = "Courier New"

    def _link(self, paragraph: Any, words: str, target: str) -> None:
        identity = self._document.part.relate_to(
            target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), identity)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = words
        run.append(text)
        link.append(run)
        paragraph._p.append(link)  # noqa: SLF001  no public way

    def close(self) -> None:
        """Add the part with the notes, if there are any."""
        if not self._notes:
            return
        rows = [
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{name}/></w:r></w:p>'
            "</w:footnote>"
            for number, kind, name in (
                (-1, "separator", "separator"),
                (0, "continuationSeparator", "continuationSeparator"),
            )
        ]
        for number, note in enumerate(self._notes, start=1):
            inner = "".join(
                f"<w:r>{'<w:rPr><w:i/></w:rPr>' if kind == 'emph' else ''}"
                f'<w:t xml:space="preserve">{escape(words, quote=False)}</w:t></w:r>'
                for kind, words, _ in runs(f" {note}")
            )
            rows.append(f'<w:footnote w:id="{number}"><w:p>{_MARKS}{inner}</w:p></w:footnote>')
        blob = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{''.join(rows)}</w:footnotes>"
        )
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), _TYPE, blob.encode(), package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
