"""Articles of which catalogues are told everything, some of it, or next to nothing."""

from __future__ import annotations

from dataclasses import replace

from compose.harbour import ARTICLE
from copydesk.config import Config
from copydesk.model import Article, Front, Imprint, Person
from copydesk.settings.publication import Publication
from copydesk.settings.style import Style

REVIEW = Publication(
    name="The Estuary Review", publisher="Low Harbour Press", place="Lisbon", issn="2049-3630",
    url="https://review.example", rights="© 2023 Low Harbour Press", licence="CC-BY-4.0",
)  # fmt: skip
PEOPLE = (
    Person("Inés Marlow", "0000-0002-1825-0097", "Institute of Harbours, Lisbon", "i@example.org"),
    Person("Kofi A. Osei", "", "Quay House & Sons"),
)
#: Shape → front matter and publication.
SHAPES = {
    "an article of a journal, two authors, DOI": (
        Front(
            title="Who mends the wall? Canals, dykes & upkeep",
            byline="By Inés Marlow and Kofi A. Osei",
            authors=("Inés Marlow", "Kofi A. Osei"),
            date="21 April 2023",
            date_iso="2023-04-21",
            language="en",
            people=PEOPLE,
            imprint=Imprint(
                "10.5555/tide.12", "https://review.example/wall", "12", "3", "5–17", "",
                ("dykes", "upkeep of walls", "<salt> & tax"),
            ),
        ),
        REVIEW,
    ),
    "an article of a magazine, address and no DOI": (
        Front(
            title="The salt tax",
            authors=("Ursula von der Leyen",),
            date_iso="2023-04-21",
            imprint=Imprint(url="https://review.example/salt"),
        ),
        Publication(name="The Estuary Review"),
    ),
    "no date": (
        Front(title="The salt tax", authors=("Vera Lund",)),
        Publication(name="The Estuary Review"),
    ),
    "a report of a series, by a body": (
        Front(
            title="The salt tax",
            authors=("World Bank",),
            date_iso="2023",
            imprint=Imprint("10.5555/salt", issue="7"),
        ),
        replace(REVIEW, series="Working Papers"),
    ),
    "a DOI alone and no author": (
        Front(title="The salt tax", date_iso="2023-04", imprint=Imprint("10.5555/salt")),
        Publication(),
    ),
}  # fmt: skip
WHOLE = next(iter(SHAPES))


def edition(shape: str = WHOLE, style: str = "harvard-cite-them-right") -> tuple[Article, Config]:
    """An article of that shape, with the body and references of the harbour, and its settings."""
    front, publication = SHAPES[shape]
    config = Config(publication=publication, style=Style(csl=style))
    return replace(ARTICLE, front=front), config
