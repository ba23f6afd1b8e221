"""Row 3: what stands in front of a text cannot configure the build.

Promised: a key in front matter is a fact of the article that copydesk knows, or it is named and
left out. Whatever pandoc or copydesk itself would take such a key for, the files are the same
bytes as without it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hostile.made import made, unpacked

pytestmark = pytest.mark.check

TEXT = """\
# How Aldmouth lost a mill

By Ada Lovell

The harbour was sold for a thousand pounds (Carr, 2011), and nobody asked the miller about it.

## References

Carr, E. (2011) *Mills of the north*. York: Quarry Press.
"""
#: What pandoc takes from a document's metadata, and what a file of its defaults may hold.
PANDOC = (
    "csl", "citation-style", "bibliography", "references", "nocite", "link-citations",
    "link-bibliography", "suppress-bibliography", "citation-abbreviations",
    "reference-section-title", "notes-after-punctuation", "header-includes", "include-before",
    "include-after", "include-in-header", "include-before-body", "include-after-body", "css",
    "stylesheet", "template", "cover-image", "epub-cover-image", "epub-metadata", "epub-fonts",
    "epub-embed-font", "page-css", "reference-doc", "data-dir", "resource-path",
    "metadata-files", "defaults", "filters", "filter", "lua-filter", "extract-media",
    "pdf-engine", "pdf-engine-opts", "log-file", "output-file", "from", "to", "reader",
    "writer", "standalone", "embed-resources", "self-contained", "sandbox", "toc", "toc-depth",
    "number-sections", "top-level-division", "shift-heading-level-by", "lof", "lot",
    "documentclass", "classoption", "geometry", "mainfont", "linkcolor", "papersize", "math",
    "html-math-method", "highlight-style", "syntax-definitions", "variables", "dir",
    "identifier", "belongs-to-collection", "ibooks", "request-headers", "no-check-certificate",
    "verbosity", "title-prefix", "title-meta", "pagetitle", "author-meta", "date-meta",
    "description-meta", "abstract-title", "toc-title",
)  # fmt: skip
#: What `copydesk.toml` and a sidecar may hold, where it names no fact.
OURS = (
    "formats", "limits", "theme", "style", "profiles", "out", "slug", "schema", "stet", "accept",
    "keep_furniture", "rules", "resolver", "newsletter", "words",
)  # fmt: skip
VALUES = {
    "an address": "http://127.0.0.1:9/style",
    "a file": "/etc/passwd",
    "markup": '"<script>alert(1)</script>\\\\input{/etc/passwd}"',
    "a list": "[/etc/passwd, http://127.0.0.1:9/x]",
}
NUMBER = re.compile(rb"urn:uuid:[0-9a-f-]{36}")
FORMATS = ("md", "html", "docx", "epub", "txt", "jats.xml", "csl.json", "fragment.html")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return outputs(tmp_path_factory.mktemp("plain"), TEXT)


def outputs(root: Path, text: str) -> dict[str, bytes]:
    """The editions of `text`, unpacked, without the desk's own record of what it received.

    A book is known by the bytes that it is made from; the number is taken out of it.
    """
    files = made(root, "a.md", text.encode(), FORMATS)
    editions = {name: data for name, data in files.items() if name.startswith("a.")}
    del (parts := unpacked(editions))["a.epub"]
    return {name: NUMBER.sub(b"", data) for name, data in parts.items()}


@pytest.mark.parametrize("value", VALUES)
def test_the_files_are_the_same_bytes_as_without(
    value: str, plain: dict[str, bytes], tmp_path: Path
) -> None:
    lines = (f"{key}: {VALUES[value]}" for key in (*PANDOC, *OURS))
    assert outputs(tmp_path, "---\n" + "\n".join(lines) + f"\n---\n\n{TEXT}") == plain
    assert "a.docx/word/document.xml" in plain


def test_a_key_that_is_a_fact_is_taken(plain: dict[str, bytes], tmp_path: Path) -> None:
    found = outputs(tmp_path, f"---\nkeywords: mills, harbours\n---\n\n{TEXT}")
    assert found != plain
    assert b"harbours" in found["a.html"]
