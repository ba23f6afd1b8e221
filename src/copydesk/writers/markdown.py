"""Markdown for GitHub-style readers and pandoc alike, with the article's data as YAML in front.

Where the two differ, GitHub decides: a bar of a program in a table has its backslash, emphasis
that marks cannot set is a tag. GitHub alone has no escape for the names of emoji (`:mud:`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from copydesk import registry
from copydesk.catalogue import record
from copydesk.model import Person
from copydesk.writers import beside
from copydesk.writers.markdown_lines import tidied

#: What YAML takes for line breaks, or has only as an escape, where JSON has it as it is.
_BARE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@registry.writer("md", ".md", "text/markdown", renderings=("markdown",), beside=beside.pictures)
def write(copy: registry.Copy) -> bytes:
    """Markdown: YAML front matter, one line a paragraph, citations linked to their entries."""
    body = "\n".join(tidied(copy.render("markdown").decode().strip().split("\n")))
    lines = "\n".join(front_matter(copy))
    return f"---\n{lines}\n---\n\n{body}\n".encode()


def front_matter(copy: registry.Copy) -> Iterator[str]:
    """The lines of YAML that say what is known of an article, without their fences.

    `author` has the names, which every reader of front matter knows what to do with. What
    else is known of the authors stands in `authors`, as Quarto and MyST take it.
    """
    about, front = record(copy.article, copy.config, copy.slug), copy.article.front
    publication, imprint = about.publication, about.imprint
    yield from _pair("title", front.title)
    yield from _pair("subtitle", front.deck)
    yield from _list("author", about.names if front.authors else ())
    if front.authors and any(map(_is_known, about.authors)):
        yield "authors:"
        for person in about.authors:
            yield from _person(person)
    rest = (
        ("date", front.date_iso or front.date),
        ("lang", about.language),
        ("description", about.description if about.description != front.deck else ""),
        ("publisher", about.publisher),
        ("publisher-place", publication.place),
        ("container-title", publication.name if publication.name != about.publisher else ""),
        ("series", publication.series),
        ("issn", publication.issn),
        ("volume", imprint.volume),
        ("issue", imprint.issue),
        ("page", imprint.pages),
        ("doi", imprint.doi),
        ("url", imprint.url),
        ("rights", publication.rights),
        ("license", about.licence),
    )
    for name, value in rest:
        yield from _pair(name, value)
    yield from _list("keywords", imprint.keywords)


def _is_known(person: Person) -> bool:
    return bool(person.orcid or person.affiliation)


def _person(person: Person) -> Iterator[str]:
    yield f"  - name: {quoted(person.name)}"
    for name in ("orcid", "affiliation"):
        yield from (f"    {line}" for line in _pair(name, getattr(person, name)))


def _pair(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}: {quoted(value)}"


def _list(name: str, values: Sequence[str]) -> Iterator[str]:
    if values:
        yield f"{name}:"
        yield from (f"  - {quoted(value)}" for value in values)


def quoted(text: str) -> str:
    r"""`text` as a double-quoted YAML scalar: a string of JSON, but for a few signs.

    >>> print(quoted('No: "war"'))
    "No: \"war\""
    """
    scalar = json.dumps(text, ensure_ascii=False)
    return _BARE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", scalar)
