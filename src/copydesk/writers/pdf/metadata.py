"""What the XMP packet of a PDF says: the standards it keeps, and what is known of the article.

Dublin Core and the rights schema are PDF/A's own. PRISM, which Crossref asks of journals, is
not, so the packet describes what it uses of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any, Final

from copydesk.catalogue import Record
from copydesk.writers.pdf.tags import resolve

if TYPE_CHECKING:
    import pydyf

_PRISM: Final = "http://prismstandard.org/namespaces/basic/2.0/"
#: Where the packet ends, and its descriptions of schemas.
_PACKET: Final = b"</rdf:RDF>"
_SCHEMAS: Final = b"</rdf:Bag></pdfaExtension:schemas>"
#: What a packet may say in PRISM, and what that is.
_TERMS: Final = {
    "publicationName": "Publication in which the article appears",
    "issn": "ISSN of the publication",
    "isbn": "ISBN of the book",
    "volume": "Volume of the publication",
    "number": "Issue of the publication",
    "pageRange": "Pages of the article",
    "doi": "Digital object identifier of the article",
    "url": "Address of the article",
}

#: PDF/UA's own claim, and its description, which PDF/A asks of every schema it does not know.
_UA_CLAIM: Final = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>
</rdf:RDF>"""
#: What the packet claims: PDF/A-3a, PDF/UA-1.
_CLAIMS: Final = re.compile(
    rb'<rdf:Description rdf:about="" (?:pdfaid:[^>]*/>'
    rb"|xmlns:pdfuaid=[^>]*><pdfuaid:part>1</pdfuaid:part></rdf:Description>)"
)
#: Letters that mean what one font says, which no standard lets stand for themselves.
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")


def are_readable(fonts: Iterable[Any]) -> bool:
    """Whether what WeasyPrint's `fonts` draw is letters that everybody can read, and no boxes."""
    return not any(
        font.missing or _PRIVATE.search("".join(font.to_unicode.values())) for font in fonts
    )


def describe(pdf: pydyf.PDF, about: Record, *, claims: bool) -> None:
    """Say in the packet of `pdf` what is known of `about`, and claim PDF/UA-1 beside PDF/A.

    The packet stays uncompressed, as PDF/A wants it. Without `claims` it makes none, for letters
    that are not all readable. Programs that show two pages side by side are told which is first.
    """
    import pydyf

    packet = resolve(pdf, pdf.catalog["Metadata"])
    packet.compress = False
    text = b"\n".join(packet.stream).replace(_PACKET, _UA_CLAIM)
    for end, more in ((_PACKET, _described(about)), (_SCHEMAS, _schema(about))):
        text = text.replace(end, more + end, 1)
    packet.stream = [text if claims else _CLAIMS.sub(b"", text)]
    if about.direction == "rtl":
        asked = pdf.catalog.setdefault("ViewerPreferences", pydyf.Dictionary())
        asked["Direction"] = "/R2L"


def _described(about: Record) -> bytes:
    """What the packet says besides, "" where nothing more is known."""
    rights = about.publication.rights
    dublin = (
        _bag("contributor", tuple(one.name for one in about.editors)),
        _bag("publisher", (about.publisher,)),
        _alternatives("rights", rights or about.licence_name),
        _bag("subject", about.imprint.keywords),
        _bag("language", (about.language,)),
        _text("dc:identifier", _identifier(about)),
    )
    # What is in the public domain is marked as free of rights.
    marked = str("/publicdomain/" not in about.licence) if about.licence else ""
    legal = (_text("xmpRights:WebStatement", about.licence), _text("xmpRights:Marked", marked))
    prism = (_text(f"prism:{name}", value) for name, value in _said(about).items())
    return "".join(
        (
            _description('xmlns:dc="http://purl.org/dc/elements/1.1/"', "".join(dublin)),
            _description('xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"', "".join(legal)),
            _description(f'xmlns:prism="{_PRISM}"', "".join(prism)),
        )
    ).encode()


def _identifier(about: Record) -> str:
    """What names the document beyond doubt: a DOI, an ISBN, or where it stands."""
    urn = f"urn:isbn:{about.isbn.replace('-', '')}" if about.isbn else ""
    return about.doi_address or urn or about.imprint.url


def _schema(about: Record) -> bytes:
    """The description of the terms of PRISM that the packet uses, "" where it uses none."""
    terms = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{_TERMS[name]}</pdfaProperty:description></rdf:li>"
        for name in _said(about)
    )
    if not terms:
        return b""
    return (
        '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PRISM metadata</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_PRISM}</pdfaSchema:namespaceURI>"
        "<pdfaSchema:prefix>prism</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{terms}</rdf:Seq></pdfaSchema:property></rdf:li>"
    ).encode()


def _said(about: Record) -> dict[str, str]:
    publication, imprint = about.publication, about.imprint
    values = (
        publication.name, publication.issn, about.isbn, imprint.volume, imprint.issue,
        imprint.pages, imprint.doi, imprint.url,
    )  # fmt: skip
    return {name: value for name, value in zip(_TERMS, values, strict=True) if value}


def _description(space: str, content: str) -> str:
    if not content:
        return ""
    return f'<rdf:Description rdf:about="" {space}>{content}</rdf:Description>\n'


def _text(name: str, value: str) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _bag(name: str, values: tuple[str, ...]) -> str:
    items = "".join(f"<rdf:li>{escape(value)}</rdf:li>" for value in values if value)
    return f"<dc:{name}><rdf:Bag>{items}</rdf:Bag></dc:{name}>" if items else ""


def _alternatives(name: str, value: str) -> str:
    if not value:
        return ""
    item = f'<rdf:li xml:lang="x-default">{escape(value)}</rdf:li>'
    return f"<dc:{name}><rdf:Alt>{item}</rdf:Alt></dc:{name}>"
