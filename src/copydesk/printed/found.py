"""What a reading finds, and the names by which editions call their parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

#: What the anchors of entries and of citations begin with.
REF: Final = "ref-"
CITE: Final = "cite-"
#: What an edition says of itself: the class of each division, and its paragraph style in Word.
PARTS: Final[Mapping[str, str]] = {
    "affiliations": "Affiliation", "doi": "DOI", "keywords": "Keywords", "cite-as": "CiteAs",
    "rights": "Rights",
}  # fmt: skip
STYLES: Final = {style: name for name, style in PARTS.items()}
CITE_AS: Final = "cite-as"
#: What of it is set apart in a format; the front matter of Markdown says the rest.
TOLD: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("html", "epub", "pdf", "docx"), tuple(PARTS)), "md": (CITE_AS,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a reading must know of the article.

    Whether it has a title of its own; a page without one bears the name of the file.
    """

    titled: bool = True


@dataclass(slots=True)
class Printed:
    """What stands in a file.

    The texts outside its list of references, the entries of that list by anchor, and
    how often each is linked to from outside the list. `told` is what the edition says of
    itself, by the classes of its divisions. `boxes` are signs that show as empty boxes.
    """

    texts: list[str] = field(default_factory=list)
    entries: dict[str, str] = field(default_factory=dict)
    links: Counter[str] = field(default_factory=Counter)
    told: dict[str, str] = field(default_factory=dict)
    boxes: frozenset[str] = frozenset()

    def tell(self, name: str, text: str) -> None:
        """Set apart what the edition says of itself."""
        self.told[name] = f"{self.told.get(name, '')} {text}"
