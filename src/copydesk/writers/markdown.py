"""Markdown for GitHub-style readers and pandoc alike, with the article's data as YAML in front.

Where the two differ, GitHub decides: a bar of a program in a table has its backslash, emphasis
that marks cannot set is a tag. GitHub alone has no escape for the names of emoji (`:mud:`).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from copydesk import registry
from copydesk.composition.catalogue import record
from copydesk.writers import beside
from copydesk.writers.markdown_lines import tidied
from copydesk.writers.templates import compile_template

if TYPE_CHECKING:
    from jinja2 import Template

#: What YAML takes for line breaks, or has only as an escape, where JSON has it as it is.
_BARE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@registry.writer("md", ".md", "text/markdown", renderings=("markdown",), beside=beside.pictures)
def write(copy: registry.Copy) -> bytes:
    """Markdown: YAML front matter, one line a paragraph, citations linked to their entries."""
    body = "\n".join(tidied(copy.render("markdown").decode().strip().split("\n")))
    about = record(copy.article, copy.config, copy.slug)
    facts = load_template().render(about=about, front=copy.article.front).strip()
    return f"---\n{facts}\n---\n\n{body}\n".encode()


@cache
def load_template() -> Template:
    """Load how front matter is written; a worker does so once."""
    return compile_template("front-matter.yaml", {"quoted": quoted})


def quoted(text: str) -> str:
    r"""`text` as a double-quoted YAML scalar: a string of JSON, but for a few signs.

    >>> print(quoted('No: "war"'))
    "No: \"war\""
    """
    scalar = json.dumps(text, ensure_ascii=False)
    return _BARE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", scalar)
