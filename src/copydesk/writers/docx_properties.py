"""What the parts of a DOCX tell programs of it, without clock or machine."""

from __future__ import annotations

from html import escape

from copydesk.catalogue import Record


def properties(about: Record) -> dict[str, bytes]:
    """The parts that tell programs of the article with the record `about`, by name."""
    named = (
        ("dc:title", about.title),
        ("dc:subject", about.subtitle or about.publication.name or about.description),
        ("dc:creator", "; ".join(about.names)),
        ("dc:description", about.description),
        ("dc:language", about.language),
        ("dc:identifier", about.doi_address or about.imprint.url),
        ("cp:keywords", ", ".join(about.imprint.keywords)),
        ("cp:category", about.publication.series or about.publication.name),
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


def custom(about: Record) -> bytes | None:
    """The part with what Word has no property of its own for; None where nothing is told."""
    publication, imprint = about.publication, about.imprint
    orcids = (f"{one.name}: {one.orcid}" for one in about.authors if one.orcid)
    places = (f"{one.name}: {one.affiliation}" for one in about.authors if one.affiliation)
    named = (
        ("Publication", publication.name),
        ("Series", publication.series),
        ("ISSN", publication.issn),
        ("Volume", imprint.volume),
        ("Issue", imprint.issue),
        ("Pages", imprint.pages),
        ("DOI", imprint.doi),
        ("URL", imprint.url),
        ("Rights", publication.rights),
        ("Licence", about.licence),
        ("ORCID", "; ".join(orcids)),
        ("Affiliation", "; ".join(places)),
    )
    rows = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate((row for row in named if row[1]), start=2)
    )
    if not rows:
        return None
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">'
        f"{rows}</Properties>"
    ).encode()
