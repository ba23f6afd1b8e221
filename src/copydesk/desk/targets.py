"""What the words after `copydesk build` mean: articles, and formats of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from copydesk.config import nearest
from copydesk.desk.plan import ON_REQUEST, Document, Survey
from copydesk.errors import UsageError

Selection = dict[Document, frozenset[str]]
"""Document → the formats asked for; the empty set asks for all of them."""


def resolve(desk: Survey, targets: Iterable[str], here: Path | None = None) -> Selection:
    """The documents and formats that `targets` name; everything when there are none.

    A target is a slug, the path of a submission or of its folder, its file's name alone,
    the path of an output, or a format: of those in the settings, or one that is made on
    request. Paths may be relative to `here` or to the desk. Raises `UsageError` with the
    nearest name.
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
        return dict.fromkeys(desk.documents, frozenset())
    return {
        document: frozenset() if document in whole else frozenset(chosen[document])
        for document in desk.documents
        if document in chosen
    }


def _meant(desk: Survey, target: str, here: Path) -> list[tuple[Document, str]]:
    by_slug = {document.slug: document for document in desk.documents}
    if document := by_slug.get(target):
        return [(document, "")]
    formats = tuple(dict.fromkeys((*desk.config.formats, *ON_REQUEST)))
    if target in formats:
        return [(document, target) for document in desk.documents]
    for base in dict.fromkeys((here, desk.root)):
        path = os.path.normpath(base / target)
        if found := _source(desk, path) or _output(desk, path, by_slug):
            return found
    if found := [(each, "") for each in desk.documents if each.source.endswith("/" + target)]:
        return found
    known = [*by_slug, *formats, *(document.source for document in desk.documents)]
    hint = nearest(target, known) if len(known) <= 12 else _close(target, known)
    raise UsageError(f"there is nothing named `{target}` to build", hint=hint, code="desk.target")


def _close(target: str, known: list[str]) -> str:
    hint = nearest(target, known)
    return hint if hint.startswith("did") else "`copydesk status` lists what there is"


def _source(desk: Survey, path: str) -> list[tuple[Document, str]]:
    root = os.path.normpath(desk.root)
    place = os.path.relpath(path, root).replace(os.sep, "/")
    found = [document for document in desk.documents if document.source == place]
    found = found or [each for each in desk.documents if each.source.startswith(place + "/")]
    return [(document, "") for document in found]


def _output(desk: Survey, path: str, by_slug: Mapping[str, Document]) -> list[tuple[Document, str]]:
    place = os.path.relpath(path, os.path.normpath(desk.out)).replace(os.sep, "/")
    slug, _, name = place.partition("/")
    document = by_slug.get(slug)
    if document is None:
        return []
    if not name:
        return [(document, "")]
    forms = {f"{slug}.{form}": form for form in desk.config.formats}
    forms |= {path.format(slug): form for form, path in ON_REQUEST.items()}
    forms |= {"article.json": "article", "review/proof.html": "proof", "colophon.json": ""}
    return [(document, forms[name])] if name in forms else []
