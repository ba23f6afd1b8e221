"""The last hand on a PDF: what WeasyPrint leaves undone for PDF/UA-1 and PDF/A-3a in one file.

WeasyPrint takes one standard at a time, cuts the tag of a paragraph in two where
the page ends, leaves running heads tagged but ownerless, and describes a link by
the name of its target. `finish` is handed the document and the file before it is
written and mends these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from copydesk.labels import labels
from copydesk.writers.pdf_tags import children, join_cut, resolve, tags, tree

if TYPE_CHECKING:
    import pydyf

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


def finish(document: Any, pdf: Any, *, language: str, attempt: int = 0) -> None:  # noqa: ANN401  WeasyPrint's types
    """Mend `pdf` before it is written; to be given to WeasyPrint as its finisher."""
    claim_ua(pdf)
    join_cut(document, pdf)
    wrap_items(pdf)
    drop_doubled_links(pdf)
    make_artifacts(pdf)
    scope_headers(pdf)
    name_links(document, language)
    name_pictures(pdf, language)
    if attempt:
        avoid_returns(pdf, attempt)


def ends_in_return(data: bytes) -> bool:
    """Whether a stream of the file `data` ends in a carriage return.

    With the line feed that follows it reads as the end of a line, and the stream as
    one byte shorter than it says: PDF/A forbids that.
    """
    return b"\r\nendstream" in data


def avoid_returns(pdf: pydyf.PDF, attempt: int) -> None:
    """Make streams end otherwise than by a carriage return.

    Those already there are left uncompressed. The one that holds the plain objects
    is made later: blanks in one of these give it another checksum, its last byte.
    """
    for thing in pdf.objects:
        if getattr(thing, "compress", False) and ends_in_return(thing.data):
            thing.compress = False
    pdf.catalog["MarkInfo"]["Marked"] = "true" + " " * attempt


def claim_ua(pdf: pydyf.PDF) -> None:
    """State PDF/UA-1 in the XMP packet beside PDF/A, and leave the packet uncompressed."""
    packet = resolve(pdf, pdf.catalog["Metadata"])
    packet.compress = False
    packet.stream = [part.replace(b"</rdf:RDF>", _UA_CLAIM) for part in packet.stream]


def make_artifacts(pdf: pydyf.PDF) -> None:
    """Mark page content that no tag owns (running heads, page numbers) as decoration.

    WeasyPrint numbers such content and builds elements for it outside the tree.
    """
    owned = {tag.number for tag in tags(pdf, tree(pdf))}
    numbers = resolve(pdf, tree(pdf)["ParentTree"])["Nums"]
    for page, reference in enumerate(pdf.page_references):
        owners = numbers[2 * page + 1]
        lost = {mark for mark, owner in enumerate(owners) if _number(owner) not in owned}
        for mark in lost:
            resolve(pdf, owners[mark]).clear()  # what is outside the tree must not look like a tag
            owners[mark] = "null"
        contents = resolve(pdf, resolve(pdf, reference)["Contents"])
        _redraw(contents.stream, lost)


def _redraw(stream: list[Any], lost: set[int]) -> None:
    for place, operator in enumerate(stream):
        if operator == b"BDC" and stream[place - 1].get("MCID") in lost:
            stream[place - 2] = "/Artifact"
            stream[place - 1] = b"<</Type /Pagination>>"


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def scope_headers(pdf: pydyf.PDF) -> None:
    """Say of each header cell whether it heads its column or its row."""
    for tag in tags(pdf, tree(pdf)):
        if tag["S"] == "/TH":
            group = resolve(pdf, resolve(pdf, tag["P"])["P"])
            tag["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def wrap_items(pdf: pydyf.PDF) -> None:
    """Put the paragraphs of a list item into a body, which alone may stand beside its label."""
    import pydyf

    for item in list(tags(pdf, tree(pdf))):
        loose = [kid for kid in children(pdf, item) if kid["S"] not in ("/Lbl", "/LBody")]
        if item["S"] != "/LI" or not loose:
            continue
        held = [kid.reference for kid in loose]
        body = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(held), "P": item.reference}
        )
        body["Pg"] = item["Pg"]
        pdf.add_object(body)
        for kid in loose:
            kid["P"] = body.reference
        item["K"][:] = [kid for kid in item["K"] if kid not in held] + [body.reference]


def drop_doubled_links(pdf: pydyf.PDF) -> None:
    """Remove the link areas that WeasyPrint makes for markup inside a link (`<a><sup>`).

    The link's own area covers them, and a link area must belong to a link.
    """
    numbers = resolve(pdf, tree(pdf)["ParentTree"])["Nums"]
    links = [tag for tag in tags(pdf, tree(pdf)) if tag["S"] == "/Link"]
    inside = [tag for link in links for tag in tags(pdf, link) if tag["S"] != "/Link"]
    for tag in inside:
        for kid in [kid for kid in tag["K"] if isinstance(kid, bytes)]:
            area = resolve(pdf, kid)
            if area.get("Type") != "/OBJR":
                continue
            tag["K"].remove(kid)
            resolve(pdf, area["Pg"])["Annots"].remove(area["Obj"])
            place = numbers.index(resolve(pdf, area["Obj"])["StructParent"])
            del numbers[place : place + 2]
            resolve(pdf, area["Obj"]).clear()
            area.clear()


def name_links(document: Any, language: str) -> None:  # noqa: ANN401  WeasyPrint's type
    """Describe each link within the document by words instead of its target's name."""
    import pydyf

    leads_to = labels(language)["leads_to"]
    for page in document.pages:
        for kind, _, _, box in page.links:
            if kind != "internal" or not box.link_annotation:
                continue
            words = box.element.get("aria-label")
            if not words:
                text = " ".join("".join(box.element.itertext()).split())
                words = leads_to.format(text.strip("()"))
            box.link_annotation["Contents"] = pydyf.String(words)


def name_pictures(pdf: pydyf.PDF, language: str) -> None:
    """Say of a picture without alternative text that it has none, which PDF/UA asks for."""
    import pydyf

    for tag in tags(pdf, tree(pdf)):
        if tag["S"] == "/Figure" and "Alt" not in tag:
            tag["Alt"] = pydyf.String(labels(language)["undescribed"])
