"""`[publication]`: the publication, and the validation of ISSN and licence."""

from __future__ import annotations

from dataclasses import dataclass

from copydesk.errors import ConfigError
from copydesk.settings import identifiers, licences
from copydesk.settings.hints import name_nearest
from copydesk.settings.style import key as _key


def check_issn(text: str, origin: str, key: str) -> None:
    """Raise `ConfigError` unless the check digit of `text`, the `key` of `origin`, is right.

    >>> check_issn("2049-3630", "copydesk.toml", "publication.issn")
    """
    if text and not identifiers.find_issn(text):
        message = f"{origin}: `{key}` is {text!r}, whose check digit is wrong"
        right = identifiers.correct_issn(text)
        hint = f"one of its characters is wrong; if it is the last one, `{right}` is correct"
        raise ConfigError(message, hint=hint, code="config.issn")


def check_licence(text: str, origin: str, key: str, code: str = "config.licence") -> None:
    """Raise `ConfigError`, with its `code`, unless `text`, the `key` of `origin`, names a licence.

    One that is "" is let pass: there is none.

    >>> check_licence("CC-BY-4.0", "copydesk.toml", "publication.licence")
    """
    if text and not licences.is_licence(text):
        message = (
            f"{origin}: `{key}` is {text!r}, which is neither an address nor a known SPDX name"
        )
        hint = name_nearest(text.upper(), licences.list_licences())
        raise ConfigError(message, hint=hint, code=code)


@dataclass(frozen=True, slots=True)
class Publication:
    """`[publication]`: the publication, in the metadata of every format."""

    name: str = _key("", "name of the publication, for running heads and metadata")
    publisher: str = _key("", "publisher in the metadata; if empty, the publication's name")
    place: str = _key("", "place of the publisher")
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
        2_000, "longest side of pictures, in pixels; larger ones are scaled down in the outputs"
    )
    cite_as: bool = _key(
        default=True,
        doc="a line “How to cite this article”, if the publication has a name or the article a DOI",
    )
    conforms_to: str = _key(
        "",
        "accessibility standard that the books meet by your own evaluation, such as"
        " `EPUB Accessibility 1.1 - WCAG 2.1 Level AA`; no book claims one otherwise",
    )
    certified_by: str = _key("", "who evaluated them, if `conforms_to` is set")
