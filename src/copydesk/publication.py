"""Tables of the settings that say who publishes, what a submission may cost, and who is asked."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk import identifiers, licences
from copydesk.errors import ConfigError
from copydesk.hints import nearest
from copydesk.style import key as _key


def check_issn(text: str, origin: str, key: str) -> None:
    """Raise `ConfigError` unless the last sign of `text`, the `key` of `origin`, is right.

    >>> check_issn("2049-3630", "copydesk.toml", "publication.issn")
    """
    if text and not identifiers.issn(text):
        message = f"{origin}: `{key}` is {text!r}, whose last sign does not fit the others"
        right = text[:-1] + identifiers.issn_sign(text[:-1].replace("-", ""))
        hint = f"one of its signs is wrong; `{right}` would fit, if it is the last one"
        raise ConfigError(message, hint=hint, code="config.issn")


def check_licence(text: str, origin: str, key: str, code: str = "config.licence") -> None:
    """Raise `ConfigError`, with its `code`, unless `text`, the `key` of `origin`, names a licence.

    One that is "" is let pass: there is none.

    >>> check_licence("CC-BY-4.0", "copydesk.toml", "publication.licence")
    """
    if text and not licences.is_licence(text):
        message = f"{origin}: `{key}` is {text!r}, which is no address and no SPDX name known here"
        hint = nearest(text.upper(), licences.names())
        raise ConfigError(message, hint=hint, code=code)


@dataclass(frozen=True, slots=True)
class Publication:
    """`[publication]`: what every format's metadata says of the publication."""

    name: str = _key("", "name of the publication, for running heads and metadata")
    publisher: str = _key("", "publisher in the metadata; the publication's name when empty")
    place: str = _key("", "where the publisher sits")
    series: str = _key("", "series that the articles are part of, such as `Working Papers`")
    issn: str = _key(
        "",
        "ISSN of the publication or series",
        shape=(r"|[0-9]{4}-[0-9]{3}[0-9X]", "an ISSN such as `2049-3630`"),
        check=check_issn,
    )
    url: str = _key(
        "",
        "address of the publication",
        shape=(r'|https?://[^\s"<>\\^`{|}]+', "an address such as `https://…`"),
    )
    rights: str = _key("", "copyright line, such as `© 2026 The Harbour Review`")
    licence: str = _key(
        "",
        "licence of the articles: an address, or an SPDX name such as `CC-BY-4.0`",
        check=check_licence,
    )
    paper: str = _key("A4", "page size of the PDF and DOCX", choices=("A4", "letter"))
    pictures: int = _key(
        2_000, "longest side of pictures, in pixels; larger ones are made smaller in the editions"
    )
    cite_as: bool = _key(
        default=True,
        doc="a line “How to cite this article”, where the publication has a name or it a DOI",
    )
    conforms_to: str = _key(
        "",
        "standard of accessibility that your own evaluation found the books to meet, such as"
        " `EPUB Accessibility 1.1 - WCAG 2.1 Level AA`; no book claims one otherwise",
    )
    certified_by: str = _key("", "who evaluated them, where `conforms_to` is set")


@dataclass(frozen=True, slots=True)
class Limits:
    """`[limits]`: what one submission may cost. Each is named in the error it causes.

    Values from HAZARDS section 4.
    """

    file_bytes: int = _key(20_000_000, "size of a submission")
    line_characters: int = _key(200_000, "length of a line")
    lines: int = _key(50_000, "number of lines")
    characters: int = _key(2_000_000, "length of the whole text")
    members: int = _key(2_000, "number of files inside a submission (.docx, .odt)")
    expanded_bytes: int = _key(200_000_000, "size of all files inside a submission, unpacked")
    expansion: int = _key(200, "how many times its own size a submission may unpack to")
    markup_bytes: int = _key(40_000_000, "size of one XML file inside a submission, unpacked")
    markup_tags: int = _key(2_000_000, "tags, or control words of .rtf, in one file")
    picture_bytes: int = _key(20_000_000, "size of a picture inside a submission")
    picture_pixels: int = _key(40_000_000, "pixels of a picture inside a submission")
    library_entries: int = _key(20_000, "entries of a library (.bib, .ris, CSL-JSON)")
    library_value: int = _key(100_000, "characters of one field in a library")
    seconds: int = _key(60, "wall time of one document; grows with its size")
    memory_mb: int = _key(2_048, "address space of one worker (Linux)")
    pandoc_heap_mb: int = _key(512, "heap of a worker's pandoc")
    output_bytes: int = _key(200_000_000, "size of one output file")


@dataclass(frozen=True, slots=True)
class Resolver:
    """`[resolver]`: whom `copydesk resolve` asks about entries. Nothing else uses the network."""

    url: str = _key(
        "https://api.crossref.org",
        "address of the Crossref API, or of one that answers as it does",
        shape=(
            r"(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:\d+)?(/[A-Za-z0-9._/-]*)?",
            "an address that begins with https:// (http:// on this machine alone)",
        ),
    )
    mailto: str = _key(
        "",
        "your e-mail address, which Crossref asks for and answers faster",
        shape=(r"([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+)?", "an e-mail address"),
    )
    seconds: int = _key(20, "wall time of one question")
