"""What a page says of itself: JSON-LD, Open Graph, the `<meta>` of several trades."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from lxml.html import HtmlElement

from copydesk.readers.html import jsonld
from copydesk.readers.html.tree import absolute, flat, words
from copydesk.readers.html.zones import named

#: For each fact the names of `<meta>` that may hold it, the most exact first.
_META: Final[dict[str, tuple[str, ...]]] = {
    "title": (
        "citation_title", "og:title", "dc.title", "dcterms.title", "parsely-title",
        "sailthru.title", "twitter:title", "hdl",
    ),
    "author": (
        "citation_author", "citation_authors", "dc.creator", "dcterms.creator", "parsely-author",
        "sailthru.author", "author", "article:author", "og:article:author", "article.author",
        "byl", "dc.creator.personalname",
    ),
    "date": (
        "article:published_time", "og:article:published_time", "citation_publication_date",
        "citation_date", "citation_online_date", "dc.date.issued", "dcterms.issued",
        "dcterms.created", "dc.date", "dcterms.date", "parsely-pub-date", "sailthru.date",
        "datepublished", "date", "pubdate", "publishdate", "publish-date", "publication_date",
        "article.published", "cxenseparse:recs:publishtime", "originalpublicationdate", "pdate",
    ),
    "language": ("og:locale", "content-language", "dc.language", "citation_language"),
    "site": ("og:site_name", "application-name", "citation_journal_title"),
    "url": ("og:url", "citation_public_url", "parsely-link"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher"),
    "rights": ("dc.rights", "dcterms.rights", "copyright", "rights"),
}  # fmt: skip
#: Those of `<meta>` that put the family name first.
_INVERTED: Final = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator")
#: The order of `model.Submission`.
_FIELDS: Final = (
    "title", "deck", "author", "date", "language", "site", "url", "publisher", "rights",
)  # fmt: skip
_JSON: Final = {
    "title": ("headline", "name"),
    "deck": ("alternativeHeadline",),
    "date": ("datePublished", "dateCreated"),
    "language": ("inLanguage",),
    "url": ("url", "mainEntityOfPage"),
    "publisher": ("publisher",),
    "rights": ("license", "copyrightNotice"),
}
_BARS = re.compile(r"\s+[|–—·•»«:/\\-]{1,2}\s+|\s*[|»«]\s*|:\s+")
_NO_NAME = re.compile(
    r"https?:|www\.|[@/\\<>{}|_]|\.(?:com|org|net|html?|php)\b|^\W*$|^\d+$|^[\w-]+\.[a-z]{2,}$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:written\s)?(?:by|von|par|por|di|door|av|af)\s+(?=\S)", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:[;|]|,\s+(?:and\s+)?|\s+(?:and|und|et|y|e|en|och|og|&)\s+)\s*", re.IGNORECASE
)
_APART: Final = ("comments", "aside", "nav", "footer")
#: Two to five words without digits.
_NAMED = re.compile(r"[^\W\d_][^\d_;:|]{0,40}\s[^\d_;:|]{1,60}")
_NOBODY: Final = frozenset((
    "admin", "administrator", "editor", "editors", "author", "authors", "anonymous",
    "unknown", "guest", "staff", "webmaster", "redaktion", "null", "none", "undefined",
    "wordpress", "root", "user", "default",
))  # fmt: skip
_SAVED = re.compile(
    r"<!--\s{0,9}(?:saved from url=\(\d{1,9}\)|Page saved with SingleFile\s{1,9}url:\s{0,9})"
    r"(https?://\S{1,2000})"
)
#: How far into a page that is looked for.
_TOP: Final = 20_000
_LONGEST: Final = 2_000
_TITLE: Final = 500
_NAME: Final = 120
_MANY: Final = 60


def metas(root: HtmlElement) -> dict[str, list[str]]:
    """The contents of `<meta>` by their names in small letters."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = flat(meta.get("content"))[:_LONGEST]
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = meta.get(key)
            if name and content:
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def facts(
    root: HtmlElement, base: str, headings: Sequence[str], sites: Sequence[str] = ()
) -> dict[str, str]:
    """The facts of `model.Submission` that the page states.

    `headings` are its main ones; `sites` are those that name the site, in which some pages
    give their title as well.

    >>> from lxml.html import document_fromstring
    >>> facts(document_fromstring("<title>Bees | The Hive</title><h1>Bees</h1>"), "", ["Bees"])
    {'title': 'Bees'}
    """
    meta = metas(root)
    data = jsonld.article(root)
    found: dict[str, str] = {}
    for name in _FIELDS:
        told = [jsonld.text(data.get(key)) for key in _JSON.get(name, ())]
        told += [meta[key][0] for key in _META.get(name, ()) if key in meta]
        found[name] = next((value for value in told if value), "")
    found["language"] = _language(root, found["language"])
    found["site"] = (
        found["site"] or jsonld.text(data.get("isPartOf")) or jsonld.text(data.get("publisher"))
    )
    found["url"] = _url(root, base, found["url"])
    found["title"] = _title(root, found, headings)
    if _plain(found["title"]) in map(_plain, sites):
        found["site"], found["title"] = found["site"] or found["title"], ""
    found["author"] = "; ".join(_authors(root, data, meta, found))
    licences = (link for link in root.iter("a", "link") if link.get("rel") == "license")
    licence = next((link.get("href") or "" for link in licences), "")
    found["rights"] = found["rights"] or absolute(licence, base)
    return {name: value for name, value in found.items() if value}


def page_base(root: HtmlElement) -> str:
    """The address under which the page wants to be known, "" when it does not tell."""
    links = [
        link for link in root.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    meta = metas(root)
    whole = [link.get("href") or "" for link in links] + meta.get("og:url", [])
    page = next((address for address in whole if address.startswith(("http://", "https://"))), "")
    return links_base(root, page)


def links_base(root: HtmlElement, page: str) -> str:
    """The address that relative ones are relative to in a page that stood at `page`.

    >>> from lxml.html import document_fromstring
    >>> links_base(document_fromstring("<base href='/b/'><p>"), "https://hive.example/a/1")
    'https://hive.example/b/'
    """
    element = next(root.iter("base"), None)
    told = absolute(element.get("href") or "", page) if element is not None else ""
    if told.startswith("//"):
        told = f"https:{told}"
    return told if told.startswith(("http://", "https://")) else page


def saved_from(text: str) -> str:
    """The address that a browser wrote into a page when it saved it, "" when none did.

    >>> saved_from("<!-- saved from url=(0021)https://example.org/a -->")
    'https://example.org/a'
    """
    found = _SAVED.search(text[:_TOP])
    return found[1] if found else ""


def _language(root: HtmlElement, told: str) -> str:
    language = root.get("lang") or root.get("xml:lang") or told
    return language.strip().replace("_", "-")[:35]


def _url(root: HtmlElement, base: str, told: str) -> str:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return absolute(link.get("href") or "", base)
    return told if told.startswith(("http://", "https://")) else ""


def _title(root: HtmlElement, found: dict[str, str], headings: Sequence[str]) -> str:
    """The title without the name of the site: as a heading of the page says it, if one does."""
    element = root.find(".//head/title")
    whole = flat(element.text_content()[:_TITLE]) if element is not None else ""
    claims = [claim for claim in (found["title"][:_TITLE], whole) if claim]
    plain = {_plain(heading): heading for heading in reversed(headings)}
    for claim in claims:
        for part in (claim, *_cuts(claim)):
            if _plain(part) in plain:
                return plain[_plain(part)]
    if not claims:
        return ""
    site = _plain(found["site"])
    for part in _cuts(claims[0]):
        if site and _plain(claims[0]) == _plain(part) + site:
            return part
    return claims[0]


def _cuts(title: str) -> list[str]:
    """The title without its last part, or without its first one, longest first."""
    bars = [(match.start(), match.end()) for match in _BARS.finditer(title)]
    parts = [title[:start] for start, _ in bars] + [title[end:] for _, end in bars]
    return sorted((part.strip() for part in parts if part.strip()), key=len, reverse=True)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _authors(
    root: HtmlElement, data: dict[str, Any], meta: dict[str, list[str]], found: dict[str, str]
) -> list[str]:
    """Persons before bodies, of the first source that names any."""
    sources = [jsonld.people(data.get("author") or data.get("creator"))]
    sources += [
        _upright(meta[key]) if key in _INVERTED else meta[key]
        for key in _META["author"]
        if key in meta
    ]
    sources += [_marked_authors(root)]
    site = {_plain(found["site"]), _plain(found["publisher"])}
    for names in sources:
        clean = [name for raw in names for name in _names(raw)]
        if persons := [name for name in clean if _plain(name) not in site]:
            return list(dict.fromkeys(persons))[:_MANY]
    bodies = jsonld.people(data.get("author"), bodies=True)
    fit = (name for name in bodies if not _NO_NAME.search(name) and _plain(name) not in site)
    return list(dict.fromkeys(fit))[:_MANY]


def _upright(values: list[str]) -> list[str]:
    """Names as libraries write them, "Lee, Ann", the other way round.

    >>> _upright(["Lee, Ann; de Wit, Omar J.", "Bob Ray"])
    ['Ann Lee', 'Omar J. de Wit', 'Bob Ray']
    """
    parts = [name.strip().partition(",") for value in values for name in value.split(";")]
    return [f"{given.strip()} {family.strip()}".strip() for family, _, given in parts]


def _marked_authors(root: HtmlElement) -> list[str]:
    """The names that microdata or the relation `author` mark in the text of the page.

    Only those of the first article that names any: teasers name their own.
    """
    found: dict[HtmlElement | None, list[str]] = {}
    for element in root.iter("a", "span", "div", "address", "p"):
        related = element.tag == "a" and "author" in (element.get("rel") or "").split()
        if not related and element.get("itemprop") != "author":
            continue
        scope = next((around for around in element.iterancestors() if _is_scope(around)), None)
        stands = {_standing(around) for around in element.iterancestors() if around is not scope}
        # An article may say in an aside of its own who wrote it; a link there says less.
        if "comments" in stands or (stands != {""} and (related or scope is None)):
            continue
        parts = (part for part in element.iter() if part.get("itemprop") == "name")
        part = next(parts, element)
        name = flat(part.get("content") or part.text_content()[:_NAME])
        if _NAMED.fullmatch(_BY.sub("", name)):
            found.setdefault(scope, []).append(name)
    return next(iter(found.values()), [])


def _is_scope(element: HtmlElement) -> bool:
    """Whether the element is an article, by its tag or by its type."""
    kind = (element.get("itemtype") or "").rpartition("/")[2]
    return element.tag == "article" or kind.endswith(("Article", "Posting"))


def _standing(element: HtmlElement) -> str:
    """The zone that an element names, as far as it keeps an author from being the article's."""
    zone = element.tag if element.tag in _APART else named(words(element))
    return str(zone) if zone in _APART else ""


def _names(value: str) -> list[str]:
    """The names in one value; none in an address, a handle or the name of an account."""
    if _NO_NAME.search(value.replace("|", ";")):
        return []
    parts = [_BY.sub("", part.strip()) for part in _AND.split(_BY.sub("", value))]
    if len(parts) == 2 and value.count(",") == 1 and " " not in parts[0] and " " not in parts[1]:
        parts = [f"{parts[1]} {parts[0]}"]  # "Lee, Ann"
    return [part for part in parts if part and len(part) <= _NAME and part.lower() not in _NOBODY]
