"""Markdown for pandoc: citations by their keys, the library and the style beside it.

The dialect of `md` is read anywhere and finished; this one is to be worked on. Beside its
library and style, pandoc sets it with the same citations and the same list as the desk:

    pandoc --citeproc quay.pandoc.md -o quay.odt

What the desk is not certain of (a citation of another year, an entry that was not read)
stays as words, linked to its entry. Entries that were not read stand behind citeproc's, which
has no field to sort them by; what the author says of a work is in the library, as `annote`.
"""

from __future__ import annotations

import re
from typing import Final

from copydesk import registry
from copydesk.gate import csl
from copydesk.writers import beside, csljson
from copydesk.writers.markdown import front_matter, quoted
from copydesk.writers.markdown_lines import tidied

#: What pandoc, which reads the texts of front matter as Markdown, would take for markup.
_MARKUP: Final = re.compile(
    r"[\\`*_{}\[\]<>^~$@&|\"']|!(?=\[)|(?<=-)-|-(?=-)|\.(?=\.\.)|\#(?=\#*$)"
    # A text that starts like a heading, a list, a table, a rule or a definition.
    r"|^[-+*\#=:%(](?!\w)|^\((?=\w+\))|(?<=^Table):"
)
#: The number of an item; a letter with a point (`A. Quill`) is an initial to pandoc too.
_NUMBER: Final = re.compile(r"^(\d+|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)))([.)])(?=\s)")


def marked(text: str) -> str:
    r"""`text` for a field that is read as Markdown.

    >>> print(marked("A *key* of @ada"), marked("3. May"), marked("Mud – and 5 %, (2021)"))
    A \*key\* of \@ada 3\. May Mud – and 5 %, (2021)
    """
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", text))


def _beside(copy: registry.Copy) -> dict[str, bytes]:
    """The library, the style and the pictures that the file names."""
    files = {
        f"{copy.slug}.csl.json": csljson.write(copy),
        f"{copy.slug}.csl": csl.load(copy.config.csl).xml.encode(),
    }
    return files | beside.pictures(copy)


@registry.writer("pandoc.md", ".pandoc.md", "text/markdown", renderings=("keyed",), beside=_beside)
def write(copy: registry.Copy) -> bytes:
    """Markdown for pandoc: `[@key]` citations, notes and figures, with library and style beside."""
    lines = [*front_matter(copy, marked)]
    if copy.article.back.references:
        lines += [
            f"bibliography: {quoted(f'{copy.slug}.csl.json')}",
            f"csl: {quoted(f'{copy.slug}.csl')}",
        ]
    rest = tidied(copy.render("keyed").decode().rstrip().split("\n"))
    return "\n".join(("---", *lines, *rest, "")).encode()
