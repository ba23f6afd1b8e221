"""The one door for markup: a parser that expands no entity and loads nothing.

Everything copydesk parses as XML goes through here, so that no other module can
forget an option. libxml2 refuses more than 256 levels of nesting by itself and
`huge_tree=False` keeps that and its other limits in force.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from copydesk.errors import REPORT, Refused, ToolError


def parser(*, strip_blanks: bool = False) -> etree.XMLParser:
    """A parser that resolves no entity, loads no DTD and opens no connection.

    `strip_blanks` drops white space between elements, which only data formats
    such as OOXML may do.
    """
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=False,
        remove_blank_text=strip_blanks,
    )


def parse(data: bytes, *, strip_blanks: bool = False) -> etree._Element:
    """The root element of `data`.

    Raises `ToolError` when it is not well-formed or declares a document type;
    none of the formats copydesk reads or writes needs one.

    >>> parse(b"<a>b</a>").text
    'b'
    """
    try:
        root = etree.fromstring(data, parser(strip_blanks=strip_blanks))
    except etree.XMLSyntaxError as error:
        message = f"markup is not well-formed: {error}"
        raise ToolError(message, hint=REPORT, code="xml.syntax") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ToolError("markup declares a document type", hint=REPORT, code="xml.doctype")
    return root


def received(data: bytes, where: str) -> etree._Element:
    """The root element of markup that somebody sent, inside the container `where`.

    Raises `Refused` when it is not well-formed, is nested more than 256 deep (libxml2
    would not read what lies below) or declares a document type.

    >>> received(b"<a>b</a>", "a.docx").text
    'b'
    """
    try:
        return parse(data)
    except ToolError as error:
        fault = str(error)
        if "Excessive depth" in fault:
            fault = "markup is nested more than 256 deep"
        hint = "open it in its word processor, save it again and send that"
        raise Refused(f"`{where}`: {fault}", hint=hint, code="refuse.markup") from None


def stylesheet(source: bytes) -> etree.XSLT:
    """An XSLT style sheet of the house, which reads and writes no file.

    >>> empty = b'<s:stylesheet version="1.0" xmlns:s="http://www.w3.org/1999/XSL/Transform"/>'
    >>> str(stylesheet(empty)(parse(b"<a>b</a>"))).split()[-1]
    'b'
    """
    nothing = etree.XSLTAccessControl.DENY_ALL  # type: ignore[attr-defined]  # stubs
    return etree.XSLT(parse(source), access_control=nothing)


#: Signs before which no blank stands; French ones that have one come with it.
_STOPS: Final = frozenset(".,;:!?…)]}،؛؟।")


def take_out(element: etree._Element) -> None:
    """Take `element` out of its tree, and leave there what follows it.

    Of the blanks around it one stays between words, and none before a stop or at the ends.

    >>> root = parse(b"<p>a <b>1</b> wall <b>2</b>. <b>3</b></p>")
    >>> for one in list(root):
    ...     take_out(one)
    >>> root.text
    'a wall.'
    """
    above, before, behind = element.getparent(), element.getprevious(), element.getnext()
    if above is None:
        return
    text, tail = (above.text if before is None else before.tail) or "", element.tail or ""
    follows = tail or ("" if behind is None else "".join(map(str, behind.itertext())))
    left, right = text.rstrip(), tail.lstrip()
    if before is None and not left:
        joined = right
    elif behind is None and not right:
        joined = left
    else:
        joined = (left if tail != right or follows[:1] in _STOPS else text) + tail
    if before is None:
        above.text = joined
    else:
        before.tail = joined
    above.remove(element)


def page(data: bytes) -> etree._Element:
    """The root element of a web page that copydesk has written, in UTF-8.

    >>> page(b"<!DOCTYPE html><p>a<br>b").findtext(".//p")
    'a'
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    return etree.fromstring(data, parser)


def fragment(markup: bytes) -> etree._Element:
    """A `div` that holds `markup`, which may be several elements in a row.

    pandoc's HTML writer closes every element, so its output is read as XML: an
    HTML parser would silently drop what is nested too deeply.

    >>> [child.tag for child in fragment(b"<p>a</p><p>b</p>")]
    ['p', 'p']
    """
    return parse(b"<div>" + markup + b"</div>")


def text(root: etree._Element) -> str:
    """The markup of `root`.

    >>> text(parse("<a>ä</a>".encode()))
    '<a>ä</a>'
    """
    return etree.tostring(root, encoding="unicode")
