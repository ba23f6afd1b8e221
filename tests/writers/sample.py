"""An article ready for the writers: a small real `WriterInput` around a hand-written fragment."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Candidate,
    Citation,
    Edit,
    EditedText,
    Front,
    Line,
    Paragraph,
    Picture,
    Query,
    Reference,
    Submission,
    Text,
)
from copydesk.settings.publication import Publication

CASES = Path(__file__).parents[1] / "cases" / "writers"

FRONT = Front(
    title="Who mends the wall? Canals, dykes & the politics of upkeep",
    byline="By Ilse Marrow and Tomás Okafor-Lind",
    authors=("Ilse Marrow", "Tomás Okafor-Lind"),
    date="3 March 2021",
    date_iso="2021-03-03",
    language="en",
)
LINES = (
    Line(1, "Who mends the wall? Canals, dykes & the politics of upkeep"),
    Line(2, "Share this page"),
    Line(3, "When the canal at Harrowby was dug, nobody asked who would mend it (Marrow, 2019)."),
    Line(4, "Marrow, I. (2019) ‘The company that owned the rain’"),
)
EDITS = (
    Edit("space.double", 3, 4, "  ", " ", "two blanks", "applied", "aaaaaaaaaa"),
    Edit("invisible.remove", 3, 9, "\u200b", "", "zero-width space", "applied", "bbbbbbbbbb"),
    Edit("spelling.evidence", 3, 50, "mendes", "mend", "<b>mend</b> occurs 9 times", "proposed",
         "cccccccccc"),
)  # fmt: skip
CITATION = Citation(
    "(Marow, 2019)", 3, 0, "Marow", "2019", "parenthetical", 0, 67, 81,
    status="fuzzy-name", keys=("marrow2019",),
    candidates=(Candidate("marrow2019", 0.91, "one letter differs, same year"),),
)  # fmt: skip
REFERENCE = Reference(
    "marrow2019",
    "Marrow, I. (2019) ‘The company that owned the rain’",
    "Marrow, I. (2019) ‘The company that owned the rain’",
    {
        "type": "article-journal",
        "title": "The company that owned the rain",
        "author": [{"family": "Marrow", "given": "I."}],
        "issued": {"date-parts": [[2019]]},
    },
    0.87,
    (4,),
)
ARTICLE = Article(
    edited=EditedText(
        Submission("canals.txt", "0" * 64, "text/plain", LINES),
        LINES,
        "en",
        ("title", "furniture", "body", "reference"),
        EDITS,
    ),
    front=FRONT,
    body=(Paragraph((Text(LINES[2].text),), lines=(3,)),),
    back=Back(references=(REFERENCE, replace(REFERENCE, key="silent1999", confidence=0.3))),
    structure=(
        Edit("structure.furniture", 2, 0, "Share this page", "", "site furniture", "applied",
             "dddddddddd"),
    ),
    citations=(CITATION,),
    uncited=("silent1999",),
    queries=(
        Query("eeeeeeeeee", "citation.fuzzy-name", "warning", 3, "“Marow” or “Marrow”?",
              ("Marrow",)),
        Query("ffffffffff", "reference.uncited", "note", 4, "silent1999 is cited nowhere"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Copy:
    """What `registry.WriterInput` asks for; `renderings` stands for pandoc's answers."""

    article: Article = ARTICLE
    slug: str = "canals"
    config: Config = field(
        default=Config(publication=Publication(name="The Harrowby Review", rights="CC BY 4.0"))
    )
    renderings: tuple[tuple[str, bytes], ...] = (
        ("html", (CASES / "canals.html").read_bytes()),
        ("markdown", b"# Who mends the wall?\n"),
    )

    pictures: tuple[Picture, ...] = ()

    def render(self, target: str) -> bytes:
        return dict(self.renderings)[target]


def with_fragment(markup: str, **front: str) -> Copy:
    """The sample with another body, for cases of a few words."""
    article = replace(ARTICLE, front=replace(FRONT, **front))  # type: ignore[arg-type]
    renderings = (("html", markup.encode()), ("markdown", markup.encode()))
    return replace(Copy(), article=article, renderings=renderings)
