"""What a page says of itself: JSON-LD, Open Graph, the `<meta>` of several trades, microdata."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Container, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from lxml.html import HtmlElement

from copydesk import tables
from copydesk.readers.html.elements import flatten, fold, make_absolute
from copydesk.readers.html.zones import name_zone

#: Those of `<meta>` that put the family name first.
_INVERTED: Final = ("citation_author", "citation_authors", "dc.creator", "dcterms.creator")
_ARTICLE = re.compile(
    r"(?:\w+:)?(?:\w*Article|BlogPosting|SocialMediaPosting|LiveBlogPosting|Report|Review|Essay"
    r"|CreativeWork)"
)
#: What an article in JSON-LD may say; of several, the one that says most is the page's own.
_TELLING: Final = ("headline", "author", "datePublished", "articleBody", "publisher")
_BARS = re.compile(r"(?<!\s)\s+[|–—·•»«:/\\-]{1,2}\s+|(?<!\s)\s*+[|»«]\s*|:\s+")
_NO_NAME = re.compile(
    r"https?:|www\.|[@/\\<>{}|_]|\.(?:com|org|net|html?|php)\b|^\W*$|^\d+$|^[\w-]+\.[a-z]{2,}$"
    r"|^(?:admin(?:istrator)?|editors?|authors?|anonymous|unknown|guest|staff|webmaster|redaktion"
    r"|null|none|undefined|wordpress|root|user|default)$",
    re.IGNORECASE,
)
_PARTING = re.compile(
    r"^(?:by|von|par|por)\s|[;|]|,\s+(?:and\s)?|\s(?:and|und|et|y|e|en|och|og|&)\s", re.IGNORECASE
)
_SAVED = re.compile(
    r"<!--\s{0,9}(?:saved from url=\(\d{1,9}\)|Page saved with SingleFile\s{1,9}url:\s{0,9})"
    r"(https?://\S{1,2000})"
)
#: Most characters that are read: of the top of a page, of JSON-LD, of a value and a title.
_TOP: Final = 20_000
_JSON: Final = 2_000_000
_VALUE: Final = 2_000
_TITLE: Final = 500
#: Most nodes of JSON-LD, most authors, and most words of a name; more are a sentence.
_NODES: Final = 2_000
_AUTHORS: Final = 60
_WORDS: Final = 6
#: Zones in which names of authors are those of something else.
_BESIDE: Final = ("nav", "aside", "footer", "form")


def read_facts(root: HtmlElement, base: str, headings: Sequence[str]) -> dict[str, str]:
    """Read the facts of `model.Submission` that the page states; `headings` are its main ones.

    >>> from lxml.html import document_fromstring
    >>> page = document_fromstring("<title>Bees | The Hive</title><h1>Bees</h1>")
    >>> read_facts(page, "", ["Bees"])
    {'title': 'Bees'}
    """
    meta, graphs = read_meta(root), _read_graphs(root)
    data = _find_article(graphs)
    found: dict[str, str] = {}
    for name, keys in tables.load_table("pages")["facts"].items():
        values = (_read_text(data.get(key)) for key in keys["graph"])
        told = itertools.chain(values, (meta[key][0] for key in keys["meta"] if key in meta))
        found[name] = next(filter(None, told), "")
    language = root.get("lang") or root.get("xml:lang") or found["language"]
    found["language"] = language.strip().replace("_", "-")[:35]
    found["site"] = found["site"] or _read_text(data.get("isPartOf") or data.get("publisher"))
    own = [make_absolute(address, base) for address in _find_links(root, "canonical", "link")]
    told_url = found["url"] if found["url"].startswith(("http://", "https://")) else ""
    found["url"] = own[0] if own else told_url
    found["title"] = _choose_title(root, found, headings)
    others = {fold(found[name]) for name in ("site", "publisher", "title")}
    persons = _read_persons(data.get("author") or data.get("creator"))
    found["author"] = "; ".join(_find_authors(root, graphs, persons, meta, others))
    licence = next(iter(_find_links(root, "license", "a", "link")), "")
    found["rights"] = found["rights"] or make_absolute(licence, base)
    return {name: value for name, value in found.items() if value}


def read_meta(root: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of `<meta>` by their names in small letters."""
    found: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        content = flatten(meta.get("content"))[:_VALUE]
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := meta.get(key)):
                found.setdefault(name.strip().lower(), []).append(content)
    return found


def find_address(root: HtmlElement) -> str:
    """Return the address under which the page wants to be known, "" when it does not tell."""
    told = [*_find_links(root, "canonical", "link"), *read_meta(root).get("og:url", [])]
    whole = (url for url in told if url.startswith(("http://", "https://")))
    return find_base(root, next(whole, ""))


def find_base(root: HtmlElement, page: str) -> str:
    """Return the address that relative ones are relative to in a page that stood at `page`.

    >>> from lxml.html import document_fromstring
    >>> find_base(document_fromstring("<base href='/b/'><p>"), "https://hive.example/a/1")
    'https://hive.example/b/'
    """
    element = next(root.iter("base"), None)
    told = make_absolute(element.get("href") or "", page) if element is not None else ""
    told = f"https:{told}" if told.startswith("//") else told
    return told if told.startswith(("http://", "https://")) else page


def find_saved_address(text: str) -> str:
    """Return the address that a browser wrote into a page when it saved it, "" when none did.

    >>> find_saved_address("<!-- saved from url=(0021)https://example.org/a -->")
    'https://example.org/a'
    """
    found = _SAVED.search(text[:_TOP])
    return found[1] if found else ""


def _find_links(root: HtmlElement, relation: str, *tags: str) -> list[str]:
    return [
        link.get("href") or ""
        for link in root.iter(*tags)
        if relation in (link.get("rel") or "").lower().split()
    ]


# ── title and authors ────────────────────────────────────────────────────────


def _choose_title(root: HtmlElement, found: Mapping[str, str], headings: Sequence[str]) -> str:
    """Return the title without the name of the site: as a heading says it, if one does.

    Gives the very title of 117 of 152 pages, trafilatura of 87.
    """
    element = root.find(".//head/title")
    whole = flatten(element.text_content()[:_TITLE]) if element is not None else ""
    claims = [claim for claim in (found["title"][:_TITLE], whole) if claim]
    plain = {fold(heading): heading for heading in reversed(headings)}
    for part in (part for claim in claims for part in (claim, *_cut_title(claim))):
        if fold(part) in plain:
            return plain[fold(part)]
    site = fold(found["site"])
    for part in _cut_title(claims[0]) if claims and site else ():
        if fold(claims[0]) == fold(part) + site:
            return part
    return claims[0] if claims else ""


def _cut_title(title: str) -> list[str]:
    """Return the title without its last part, or without its first one, longest first."""
    bars = list(_BARS.finditer(title))
    parts = [title[: bar.start()] for bar in bars] + [title[bar.end() :] for bar in bars]
    return sorted((part.strip() for part in parts if part.strip()), key=len, reverse=True)


def _find_authors(
    root: HtmlElement,
    graphs: Sequence[Any],
    persons: Sequence[str],
    meta: Mapping[str, list[str]],
    others: Container[str],
) -> list[str]:
    """Return the persons of JSON-LD, or a journal's `<meta>`, or those that trafilatura finds.

    It finds as many, but takes the dots from initials. `others` holds the folded names of the
    site and of the page, which are no persons.
    """
    inverted = ";".join(value for key in _INVERTED for value in meta.get(key, ())).split(";")
    turned = [" ".join(part.strip() for part in name.split(",", 1)[::-1]) for name in inverted]
    split = [part for name in persons for part in _PARTING.split(name)]
    for names in (split, turned, _extract_authors(root, graphs)):
        fit = (name.strip(" ,;·") for name in names if not _NO_NAME.search(name))
        kept = (name for name in fit if len(name.split()) <= _WORDS and fold(name) not in others)
        if found := list(dict.fromkeys(kept)):
            return found[:_AUTHORS]
    return []


def _extract_authors(root: HtmlElement, graphs: Sequence[Any]) -> list[str]:
    """Return the names that trafilatura finds in JSON-LD and `<meta>`, or in a byline's markup."""
    from trafilatura.json_metadata import extract_json
    from trafilatura.metadata import examine_meta, extract_author

    try:
        document = examine_meta(root)
        if " " not in (document.author or ""):
            document.author = None  # the name of an account
        for graph in graphs:
            document = extract_json(graph, document)
        told = document.author or extract_author(_drop_asides(root))
    except Exception:  # noqa: BLE001  whatever it stumbled on, the page names no author then
        return []
    return (told or "").split("; ")


def _drop_asides(root: HtmlElement) -> HtmlElement:
    """Return a copy of the page without comments, what is beside its articles, and further ones.

    Its own articles are those with a main heading, or else the first one.
    """
    page = deepcopy(root)
    articles = [one for one in page.iter("article") if not _is_inside(one, "article")]
    own = {one for one in articles if one.find(".//h1") is not None} or {*articles[:1]}
    others = {*articles} - own
    for element in [one for one in page.iterdescendants() if one.tag != "body"]:
        zone = name_zone(element)
        beside = zone in _BESIDE and element not in own
        beside = beside and not _is_inside(element, "article", "main")
        if zone == "comments" or element in others or beside:
            element.drop_tree()
    return page


def _is_inside(element: HtmlElement, *tags: str) -> bool:
    return any(around.tag in tags for around in element.iterancestors())


# ── JSON-LD ──────────────────────────────────────────────────────────────────


def _read_graphs(root: HtmlElement) -> list[Any]:
    """Return the values of the scripts that hold JSON-LD."""
    values = []
    for script in root.iter("script"):
        source = (script.text or "").strip(" \n\r\t;")
        for opening, closing in (("<![CDATA[", "]]>"), ("<!--", "-->")):
            source = source.removeprefix(opening).removesuffix(closing).strip(" \n\r\t;")
        if "ld+json" in (script.get("type") or "").lower() and len(source) <= _JSON:
            try:
                values.append(json.loads(source, strict=False))
            except (ValueError, RecursionError):
                continue
    return values


def _find_article(graphs: Sequence[Any]) -> dict[str, Any]:
    """Return the article that the page describes in JSON-LD, {} when there is none.

    `isPartOf` is then the site where the page describes that too.
    """
    nodes: list[dict[str, Any]] = []
    waiting = list(graphs)
    while waiting and len(nodes) < _NODES:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting = value[:_NODES] + waiting
        elif isinstance(value, dict):
            nodes.append(value)
            keys = ("@graph", "mainEntity", "mainEntityOfPage")
            waiting = [value[key] for key in keys if key in value] + waiting
    articles = [node for node in nodes if any(map(_ARTICLE.fullmatch, _types(node)))]
    if not articles:
        return {}
    found = max(articles, key=lambda node: sum(bool(node.get(key)) for key in _TELLING))
    site = next((node for node in nodes if "WebSite" in _types(node)), None)
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    return {"isPartOf": site} | {key: _resolve(value, by_id) for key, value in found.items()}


def _types(node: Mapping[str, Any]) -> list[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in listed if isinstance(kind, str)]


def _resolve(value: Any, by_id: Mapping[str, dict[str, Any]]) -> Any:  # noqa: ANN401  any JSON
    """Look up references to other nodes of the page, one step deep."""
    if isinstance(value, list):
        return [_resolve(entry, by_id) for entry in value[:_NODES]]
    named = not isinstance(value, dict) or "name" in value or not isinstance(value.get("@id"), str)
    return value if named else by_id.get(value["@id"], value)


def _read_persons(value: object) -> list[str]:
    """Return the names in an `author`, those of organisations left out."""
    if isinstance(value, list):
        return [name for entry in value for name in _read_persons(entry)]
    if isinstance(value, dict):
        if any("Organization" in kind or kind == "Corporation" for kind in _types(value)):
            return []
        parts = (value.get(key) for key in ("givenName", "familyName"))
        value = value.get("name") or " ".join(part for part in parts if isinstance(part, str))
    return [flatten(value)] if isinstance(value, str) else []


def _read_text(value: object) -> str:
    """Return `value` as a text: itself, its first entry, or its name or address."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or value.get("@id")
    return flatten(value) if isinstance(value, str) else ""
