"""The last hand on a PDF: what WeasyPrint leaves undone for PDF/UA-1 and PDF/A-3a in one file.

WeasyPrint takes one standard at a time, draws running heads as if they were text, ends
broken words with a hyphen that a reading voice speaks, and compresses everything twice.
`finish` is handed what was drawn and the file before it is written, and mends these.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from copydesk.writers.pdf_tags import HYPHEN, Leaf, Tags, resolve

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import pydyf

#: Writings of one file before it is taken as it is; the second is good but for rare luck.
_ATTEMPTS: Final = 4
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
#: The last glyph of a line as WeasyPrint shows it: what stands before, the glyph, its kerning.
_LAST_GLYPH: Final = re.compile(rb"\[(.*<[0-9a-f]*)([0-9a-f]{4})>[-0-9.]*\] TJ", re.DOTALL)
#: Letters of scripts of syllables that are composed, from Devanagari to Mongolian.
_JOINED: Final = re.compile("[\u0900-\u109f\u1200-\u139f\u1780-\u18af]")
#: Around a piece of content that is drawn by itself.
_ALONE: Final = [b"q", b"q"]
_ENDED: Final = [b"Q", b"Q"]
#: A hyphen that is not of the word: it is drawn, and read as if it were not there.
_SOFT: Final = b"/Span <</ActualText <FEFF00AD>>> BDC"


def finish(pdf: pydyf.PDF, root: Element, leaves: list[Leaf], language: str) -> None:
    """Mend `pdf`, which shows `leaves` of the page `root`, before it is written.

    What else a file needs is to be done before `settle_all`, which packs it.
    """
    claim_ua(pdf)
    owned = Tags(pdf, root, language).hang(leaves)
    own_hyphens = any(HYPHEN in text for text in root.itertext())
    for reference, leaf, marks in zip(pdf.page_references, leaves, owned, strict=True):
        broken = {} if own_hyphens else leaf.marks
        hyphenated = {mark for box, mark in broken.items() if _is_broken(box)}
        contents = resolve(pdf, resolve(pdf, reference)["Contents"])
        stream = redrawn(contents.stream, frozenset(marks), hyphenated)
        contents.stream = in_place(spelt(stream, _joined(leaf)), marks)


def _joined(leaf: Leaf) -> dict[int, str]:
    """The texts of `leaf` whose letters join or change places, by their marks."""
    texts = ((str(getattr(box, "text", "")), mark) for box, mark in leaf.marks.items())
    return {mark: text for text, mark in texts if _JOINED.search(text)}


def spelt(stream: list[Any], texts: Mapping[int, str]) -> list[Any]:
    """A page that says in letters what its marks in `texts` draw.

    The glyphs of Indian scripts are parts of syllables and change places; whoever copies or
    hears them wants the word. Those that run to the left stand for one letter each, and
    programs that copy text know how to turn them.
    """
    for at, operator in enumerate(stream) if texts else ():
        facts = stream[at - 1]
        if operator == b"BDC" and isinstance(facts, dict) and facts.get("MCID") in texts:
            text = texts[facts["MCID"]].replace(HYPHEN, "\u00ad")
            facts["ActualText"] = b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"
    return stream


def _is_broken(box: Any) -> bool:  # noqa: ANN401  WeasyPrint's type
    """Whether the line that `box` ends breaks a word."""
    return str(getattr(box, "text", "")).endswith(HYPHEN)


def claim_ua(pdf: pydyf.PDF) -> None:
    """State PDF/UA-1 in the XMP packet beside PDF/A, and leave the packet uncompressed."""
    packet = resolve(pdf, pdf.catalog["Metadata"])
    packet.compress = False
    packet.stream = [part.replace(b"</rdf:RDF>", _UA_CLAIM) for part in packet.stream]


def redrawn(stream: list[Any], owned: Collection[int], hyphenated: Collection[int]) -> list[Any]:
    """A page where marks that no tag owns are decoration, and hyphens of broken words soft."""
    result: list[Any] = []
    soft = False
    for operator in stream:
        if operator == b"BDC" and (mark := result[-1].get("MCID")) is not None:
            soft = mark in hyphenated
            if mark not in owned:
                result[-2:] = ["/Artifact", b"<</Type /Pagination>>"]
        elif operator == b"EMC" and soft:
            soft = False
            _soften(result)
        result.append(operator)
    return result


def in_place(stream: list[Any], read: Sequence[int]) -> list[Any]:
    """A page on which what is drawn late, as the signs of lists are, stands where it is `read`.

    Only what is drawn by itself is moved, and only to where it looks the same.
    """
    late = {mark: after for mark, after in pairwise(read) if mark > after}
    if not late:
        return stream
    begins = {
        stream[at - 1]["MCID"]: at - 2
        for at, operator in enumerate(stream)
        if operator == b"BDC" and isinstance(stream[at - 1], dict) and "MCID" in stream[at - 1]
    }
    looks = _looks(stream, {begins[mark] for pair in late.items() for mark in pair})
    pieces: dict[int, list[Any]] = {}
    gone: set[int] = set()
    for mark, after in late.items():
        start, target = begins[mark] - len(_ALONE), begins[after]
        end = stream.index(b"EMC", start) + 1 + len(_ENDED)
        alone = stream[start : begins[mark]] == _ALONE and stream[end - 2 : end] == _ENDED
        if alone and looks[begins[mark]] == looks[target]:
            pieces.setdefault(target, []).extend(stream[start:end])
            gone.update(range(start, end))
    return [
        piece
        for at, operator in enumerate(stream)
        for piece in (*pieces.get(at, ()), *(() if at in gone else (operator,)))
    ]


def _looks(stream: list[Any], places: Collection[int]) -> dict[int, tuple[bytes, ...]]:
    """What turns, scales or cuts the things drawn at `places`."""
    found: dict[int, tuple[bytes, ...]] = {}
    stack: list[tuple[bytes, ...]] = []
    now: tuple[bytes, ...] = ()
    for at, operator in enumerate(stream):
        if at in places:
            found[at] = now
        if operator == b"q":
            stack.append(now)
        elif operator == b"Q":
            now = stack.pop()
        elif isinstance(operator, bytes) and operator.endswith((b" cm", b"W", b"W*")):
            now += (operator, b"%d" % at)
    return found


def _soften(result: list[Any]) -> None:
    """Let the last glyph shown in `result` be read as a soft hyphen."""
    place = next(at for at in range(len(result) - 1, -1, -1) if result[at][-2:] == b"TJ")
    if found := _LAST_GLYPH.fullmatch(result[place]):
        head, glyph = found.groups()
        result[place : place + 1] = [
            b"[" + head + b">] TJ", _SOFT, b"[<" + glyph + b">] TJ", b"EMC",
        ]  # fmt: skip


def settle_all(pdf: pydyf.PDF) -> None:
    """Compress what is in `pdf`; nothing may change in it afterwards."""
    for thing in pdf.objects:
        if getattr(thing, "compress", False):
            settle(thing)


def settle(stream: pydyf.Stream) -> None:
    """Compress `stream` for good, so that writing it does not do so again and again.

    What would end in a carriage return is left as it is; see `ends_in_return`.
    """
    plain = b"\n".join(_bytes(part) for part in stream.stream)
    packed = _packed(plain)
    stream.compress = False
    if not packed.endswith(b"\r"):
        stream.extra["Filter"] = "/FlateDecode"
        stream.stream = [packed]


# The colour profile and the fonts' lesser tables are the same in every file.
@lru_cache(maxsize=8)
def _packed(plain: bytes) -> bytes:
    return zlib.compress(plain, 6)


def _bytes(part: Any) -> bytes:  # noqa: ANN401  what pydyf takes
    if isinstance(part, bytes):
        return part
    return part.encode("ascii") if isinstance(part, str) else bytes(part.data)


def ends_in_return(data: bytes) -> bool:
    """Whether a stream of the file `data` ends in a carriage return.

    With the line feed that follows it reads as the end of a line, and the stream as
    one byte shorter than it says: PDF/A forbids that.
    """
    return b"\r\nendstream" in data


def written(pdf: pydyf.PDF, data: bytes, version: str) -> bytes:
    """`data`, what was written of `pdf`, or another writing whose streams end otherwise.

    Once in some ten articles the stream that holds the plain objects ends in a carriage
    return; blanks in one of these give it another checksum, its last byte.
    """
    # What writing adds: the document's facts, the plain objects, the places of all.
    whole = len(pdf.objects) - 3
    for attempt in range(1, _ATTEMPTS):
        if not ends_in_return(data):
            break
        del pdf.objects[whole:]
        pdf.current_position = 0
        pdf.catalog["MarkInfo"]["Marked"] = "true" + " " * attempt
        again = BytesIO()
        pdf.write(again, version, identifier=True, compress=True)
        data = again.getvalue()
    return data
