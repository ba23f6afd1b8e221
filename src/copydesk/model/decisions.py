"""What the publication adds to an article, and what its editor decided: the sidecar as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Role: TypeAlias = Literal[
    "title", "subtitle", "byline", "date", "heading", "body", "quote", "list",
    "caption", "disclaimer", "bio", "cta", "furniture", "reference", "footnote",
    "other",
]  # fmt: skip
Verdict: TypeAlias = Literal["stet", "accept"]
CitationVerdict: TypeAlias = Literal["entry", "as-written", "none"]
Csl: TypeAlias = dict[str, Any]
"""One CSL-JSON item; the field names are CSL's own."""

# ── what the publication adds ────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Person:
    """An author, as catalogues know one. `orcid` is the bare number (`0000-0002-1825-0097`).

    `family` is what the name is filed under, particles included, "" where nobody can tell;
    `given` and `suffix` are the rest of it. `body`: it is the name of an organisation.

    >>> Person("Martin L. King Jr.", family="King", given="Martin L.", suffix="Jr.").filed
    'King, Martin L., Jr.'
    """

    name: str
    orcid: str = ""
    affiliation: str = ""
    email: str = ""
    family: str = ""
    given: str = ""
    suffix: str = ""
    body: bool = False

    @property
    def filed(self) -> str:
        """The name as it stands in a list in the order of the alphabet, "" where unknown."""
        parts = (self.family, self.given, self.suffix)
        return ", ".join(filter(None, parts)) if self.family and self.given else ""


@dataclass(frozen=True, slots=True)
class Imprint:
    """Where and how one article appears; "" where nothing is said.

    `doi` is bare (`10.1234/abcd`), `licence` an address or an SPDX name.
    """

    doi: str = ""
    url: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    licence: str = ""
    keywords: tuple[str, ...] = ()


# ── what the editor decided ──────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on one edit. `exact`, `prefix`, `suffix` quote the text as received.

    `ordinal` is its place among edits of the same id, from 1, when others looked like it.
    """

    id: str
    rule: str
    before: str
    after: str
    exact: str
    prefix: str
    suffix: str
    verdict: Verdict
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class RoleDecision:
    """The role of the received line `text`; `prefix` and `suffix` are its neighbours' text."""

    text: str
    role: Role
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class CitationDecision:
    """What a citation means: its words, the received words around it, the key of an entry.

    `entry` quotes how the entry begins, so that it is found under another key too.
    `verdict` is `entry` (the entry is right, and the style prints its name and year),
    `as-written` (the words stay, with a key as a link to the entry, without one as plain
    text) or `none` (these words cite nothing). Without a `place` all citations of these
    words are meant.
    """

    text: str
    key: str = ""
    place: str = ""
    entry: str = ""
    verdict: CitationVerdict = "entry"


@dataclass(frozen=True, slots=True)
class ReferenceDecision:
    """Corrected CSL fields of the entry that was received as `raw`.

    `settled` says that everything else of it was read rightly. `source` and `retrieved`
    name where the fields were looked up, and when; "" for the editor's own.
    """

    raw: str
    csl: Csl = field(default_factory=dict)
    settled: bool = False
    source: str = ""
    retrieved: str = ""


@dataclass(frozen=True, slots=True)
class PictureDecision:
    """What the picture that the submission calls `target` shows, in words: its alternative text.

    An empty `alt` says that it adds nothing to the text, and is none for who cannot see it.
    `digest` tells its bytes from those of another picture, `prefix` and `suffix` are the texts
    of its neighbours.
    """

    target: str
    alt: str
    digest: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The sidecar of one submission. Empty front fields say nothing.

    `people` tells more of some of the authors, found by their names.
    """

    slug: str = ""
    title: str = ""
    deck: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    language: str = ""
    edits: tuple[Decision, ...] = ()
    roles: tuple[RoleDecision, ...] = ()
    citations: tuple[CitationDecision, ...] = ()
    references: tuple[ReferenceDecision, ...] = ()
    rewrites: tuple[Decision, ...] = ()
    people: tuple[Person, ...] = ()
    imprint: Imprint = Imprint()
    pictures: tuple[PictureDecision, ...] = ()

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Edit id → verdict."""
        return {decision.id: decision.verdict for decision in self.edits}


@dataclass(frozen=True, slots=True)
class Profile:
    """What one publishing system or site prints on its pages; (kind, place, phrase) each."""

    name: str
    phrases: tuple[tuple[str, str, str], ...]
