"""`[publication]`: who publishes, and the marks by which publications and licences are known."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.errors import ConfigError
from copydesk.settings import identifiers, licences
from copydesk.settings.hints import nearest
from copydesk.settings.style import key as _key


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
