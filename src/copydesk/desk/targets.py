"""What the words after `copydesk build` mean: articles, collections, and formats of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from copydesk.config import nearest
from copydesk.desk.plan import ON_REQUEST, Document, Survey
from copydesk.desk.submissions import BOUND, COLLECTIONS
from copydesk.errors import UsageError

Selection = dict[Document, frozenset[str]]
"""Document → the formats asked for; the empty set asks for all of them."""


def resolve(desk: Survey, targets: Iterable[str], here: Path | None = None) -> Selection:
    """The documents and formats that `targets` name; everything when there are none.

    A target is a slug, the path of a submission or of its folder, its file's name alone,
    the path of an output, or a format: of those in the settings, or one that is made on
    request. A collection is `collections/<name>`, or its name alone where no slug is called so;
    `collections` are all of them. Paths may be relative to `here` or to the desk. Raises
    `UsageError` with the nearest name.
    """
    chosen: dict[Document, set[str]] = {}
    whole: set[Document] = set()
    names = list(targets)
    for target in names:
        for document, form in _meant(desk, target, here or desk.root):
            chosen.setdefault(document, set())
            if form:
                chosen[document].add(form)
            else:
                whole.add(document)
    if not names:
        return dict.fromkeys(desk.everything, frozenset())
    return {
        document: frozenset() if document in whole else frozenset(chosen[document])
        for document in desk.everything
        if document in chosen
    }


def _meant(desk: Survey, target: str, here: Path) -> list[tuple[Document, str]]:
    by_slug = {document.slug: document for document in desk.everything}
    if document := by_slug.get(target) or by_slug.get(f"{COLLECTIONS}/{target}"):
        return [(document, "")]
    if target == COLLECTIONS and desk.collections:
        return [(document, "") for document in desk.collections]
    formats = tuple(dict.fromkeys((*desk.config.formats, *ON_REQUEST)))
    if target in formats:
        books = desk.collections if target in BOUND else ()
        return [(document, target) for document in (*desk.documents, *books)]
    for base in dict.fromkeys((here, desk.root)):
        path = os.path.normpath(base / target)
        if found := _source(desk, path) or _output(desk, path, by_slug):
            return found
    if found := [(each, "") for each in desk.everything if each.source.endswith("/" + target)]:
        return found
    known = [*by_slug, *formats, *(document.source for document in desk.everything)]
    hint = nearest(target, known) if len(known) <= 12 else _close(target, known)
    raise UsageError(f"there is nothing named `{target}` to build", hint=hint, code="desk.target")


def _close(target: str, known: list[str]) -> str:
    hint = nearest(target, known)
    return hint if hint.startswith("did") else "`copydesk status` lists what there is"


def _source(desk: Survey, path: str) -> list[tuple[Document, str]]:
    root = os.path.normpath(desk.root)
    place = os.path.relpath(path, root).replace(os.sep, "/")
    found = [document for document in desk.everything if document.source == place]
    found = found or [each for each in desk.everything if each.source.startswith(place + "/")]
    return [(document, "") for document in found]


def _output(desk: Survey, path: str, by_slug: Mapping[str, Document]) -> list[tuple[Document, str]]:
    place = os.path.relpath(path, os.path.normpath(desk.out)).replace(os.sep, "/")
    slug, _, name = place.partition("/")
    if slug == COLLECTIONS:
        stem, _, name = name.partition("/")
        return _book(by_slug.get(f"{slug}/{stem}"), stem, name)
    document = by_slug.get(slug)
    if document is None:
        return []
    if not name:
        return [(document, "")]
    forms = {f"{slug}.{form}": form for form in desk.config.formats}
    forms |= {path.format(slug): form for form, path in ON_REQUEST.items()}
    forms |= {"article.json": "article", "review/proof.html": "proof", "colophon.json": ""}
    return [(document, forms[name])] if name in forms else []


def _book(document: Document | None, stem: str, name: str) -> list[tuple[Document, str]]:
    """A collection by its folder of outputs, or one of its formats by the file `name` there."""
    forms = {"": "", "colophon.json": ""} | {f"{stem}.{form}": form for form in BOUND}
    return [(document, forms[name])] if document and name in forms else []
