"""A line that pandoc sets before the first article, so that this one is not its first.

With its first citation it loads what it knows of languages and styles, which takes as long as
the rest of an article. It can do so while the article is still edited.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from copydesk.gate.pandoc import JOB

if TYPE_CHECKING:
    from copydesk.model import Csl, Picture

_API: Final = (1, 23, 1)
_WORK: Final[Csl] = {
    "id": "a",
    "type": "article-journal",
    "title": "Tides",
    "author": [{"family": "Lo", "given": "B."}],
    "container-title": "Quay",
    "issued": {"date-parts": [[2022]]},
}
_CITATION: Final = {
    "citationId": "a", "citationPrefix": [], "citationSuffix": [],
    "citationMode": {"t": "NormalCitation"}, "citationNoteNum": 0, "citationHash": 0,
}  # fmt: skip
_TEXT: Final = {"t": "Para", "c": [{"t": "Cite", "c": [[_CITATION], [{"t": "Str", "c": "x"}]]}]}


@dataclass(frozen=True, slots=True)
class Line:
    """The line (a `pandoc.Setting`) in a CSL style and a language.

    >>> from copydesk.gate import csl
    >>> from copydesk.gate.pandoc import Pandoc
    >>> with Pandoc() as pandoc:
    ...     pandoc.load(Line(csl.load("harvard-cite-them-right").xml, "en-GB"))
    ...     b"Tides" in pandoc.render("html")
    True
    """

    style: str
    language: str
    items: tuple[Csl, ...] = (_WORK,)
    pictures: tuple[Picture, ...] = ()

    @property
    def document(self) -> bytes:
        meta = {"lang": {"t": "MetaString", "c": self.language}}
        return json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": [_TEXT]}).encode()

    @property
    def job(self) -> bytes:
        return json.dumps({**JOB, "lang": self.language}).encode()
