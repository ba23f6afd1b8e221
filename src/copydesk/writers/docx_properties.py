"""What the parts of a DOCX tell programs of it, without clock or machine."""

from __future__ import annotations

from html import escape

from copydesk.record import Record


def properties(about: Record) -> dict[str, bytes]:
    """The parts that tell programs of the article with the record `about`, by name."""
    named = (
        ("dc:title", about.title),
        ("dc:subject", about.subtitle or about.publication.name or about.description),
        ("dc:creator", "; ".join(about.names)),
        ("dc:description", about.description),
        ("dc:language", about.language),
        ("cp:lastModifiedBy", "copydesk"),
    )
    fields = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in named if text)
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{about.stamp}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{fields}{times}'
        "</cp:coreProperties>"
    )
    company = about.publisher
    extended = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
        '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>copydesk</Application>"
        f"{f'<Company>{escape(company)}</Company>' if company else ''}</Properties>"
    )
    return {"docProps/core.xml": core.encode(), "docProps/app.xml": extended.encode()}
