"""What a page says of itself in JSON-LD, in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from lxml.html import HtmlElement

from copydesk.readers.html.tree import flat

_ARTICLES: Final = frozenset((
    "Article", "NewsArticle", "BlogPosting", "ScholarlyArticle", "OpinionNewsArticle",
    "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "ReviewNewsArticle", "TechArticle", "MedicalScholarlyArticle", "SocialMediaPosting",
    "LiveBlogPosting", "Report", "Review", "Essay", "CreativeWork",
    "AdvertiserContentArticle", "SatiricalArticle", "AskPublicNewsArticle",
))  # fmt: skip
#: A page that says more than this of itself says something else.
_LONGEST: Final = 2_000_000
_NODES: Final = 2_000


def article(root: HtmlElement) -> dict[str, Any]:
    """The article that the page describes, {} when there is none.

    `isPartOf` is then the site where the page describes that too.

    >>> from lxml.html import fromstring
    >>> script = '<script type="application/ld+json">{"@type": "Article", "name": "Bees"}</script>'
    >>> article(fromstring(f"<div>{script}</div>"))["name"]
    'Bees'
    """
    nodes = [node for script in root.iter("script") for node in _nodes(script)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    articles = [node for node in nodes if not _ARTICLES.isdisjoint(_types(node))]
    if not articles:
        return {}
    found = max(articles, key=_says)
    sites = (node for node in nodes if "WebSite" in _types(node))
    part = {"isPartOf": next(sites, None)}
    return part | {key: _resolved(value, by_id) for key, value in found.items()}


def people(value: object, *, bodies: bool = False) -> list[str]:
    """The names of persons in an `author`, or of `bodies` when those are wanted.

    >>> people([{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "BBC"}])
    ['Ann Lee']
    """
    if isinstance(value, str):
        return [] if bodies else [flat(value)]
    if isinstance(value, list):
        return [name for entry in value for name in people(entry, bodies=bodies)]
    if not isinstance(value, dict):
        return []
    name = value.get("name")
    organised = any("Organization" in kind or kind == "Corporation" for kind in _types(value))
    if organised is not bodies:
        return []
    return people(name) if isinstance(name, str | list) else []


def text(value: object) -> str:
    """`value` as a text: itself, its first entry, or its name or address."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or value.get("@id")
    return flat(value) if isinstance(value, str) else ""


def _says(node: dict[str, Any]) -> int:
    """How much a node says that a title page needs; the first of equals counts."""
    wanted = ("headline", "author", "datePublished", "articleBody", "publisher")
    return sum(bool(node.get(key)) for key in wanted)


def _nodes(script: HtmlElement) -> list[dict[str, Any]]:
    if "ld+json" not in (script.get("type") or "").lower():
        return []
    source = (script.text or "").strip().removeprefix("<![CDATA[").removesuffix("]]>").strip()
    source = source.removeprefix("<!--").removesuffix("-->").strip(" \n\r\t;")
    if len(source) > _LONGEST:
        return []
    try:
        data = json.loads(source, strict=False)
    except (ValueError, RecursionError):
        return []
    return [node for _, node in zip(range(_NODES), _flat(data), strict=False)]


def _flat(data: object) -> Iterator[dict[str, Any]]:
    """The nodes in a list, a graph, or as the main entity of a page."""
    waiting = [data]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting = value + waiting
        elif isinstance(value, dict):
            yield value
            waiting += [
                value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value
            ]


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in listed if isinstance(kind, str)]


def _resolved(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:  # noqa: ANN401  any JSON
    """`value` with references to other nodes of the page looked up, one step deep."""
    if isinstance(value, list):
        return [_resolved(entry, by_id) for entry in value[:_NODES]]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value
