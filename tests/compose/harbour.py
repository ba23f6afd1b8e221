"""An article made by hand that has one of everything, and a `WriterInput` with a real pandoc."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lxml import html as lxml_html

from copydesk.composition import Composed, compose
from copydesk.composition.pandoc import Pandoc
from copydesk.config import Config
from copydesk.model import (
    Article,
    Back,
    Block,
    Break,
    Citation,
    Cite,
    Code,
    EditedText,
    Emph,
    Figure,
    Front,
    Heading,
    Items,
    Link,
    Note,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Strong,
    Submission,
    Table,
    Text,
)
from copydesk.writers import markdown

FRONT = Front(
    title="Of “Quiet Harbours”: dredgers, tides & other neighbours",
    deck="Why a port is never finished",
    byline="By Ada Quill",
    authors=("Ada Quill",),
    date="3 May 2022",
    date_iso="2022-05-03",
    credits=(Paragraph((Text("Photograph: Pier Archive"),)),),
    disclaimer=(Paragraph((Text("The views given here are the author’s own."),)),),
    language="en",
)


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


def entry(key: str, text: str, csl: dict[str, Any] | None = None) -> Reference:
    return Reference(key, text, text, csl or {}, 0.9 if csl else 0.0)


REFERENCES = (
    entry(
        "ahl2021",
        "Ahl, B. (2021) The Harbour Book. Oslo: Fjord Press.",
        {
            "type": "book",
            "title": "The Harbour Book",
            "author": [person("Ahl", "Berit")],
            "issued": {"date-parts": [[2021]]},
            "publisher": "Fjord Press",
            "publisher-place": "Oslo",
        },
    ),
    entry(
        "zed2020",
        "Zed, E. (2020) ‘Lights out’, Harbour News, 3 May.",
        {
            "type": "article-newspaper",
            "title": "Lights out",
            "author": [person("Zed", "Eli")],
            "container-title": "Harbour News",
            "issued": {"date-parts": [[2020, 5, 3]]},
            "URL": "https://example.org/lights",
            "accessed": {"date-parts": [[2021, 1, 2]]},
        },
    ),
    entry(
        "mora2019",
        "Mora, C. and Ott, D. (2019) ‘Tides and “ports” of call’, Sea Journal, 4(2), pp. 1–9.",
        {
            "type": "article-journal",
            "title": "Tides and “ports” of call",
            "author": [person("Mora", "Cruz"), person("Ott", "Dee")],
            "container-title": "Sea Journal",
            "volume": "4",
            "issue": "2",
            "page": "1-9",
            "issued": {"date-parts": [[2019]]},
            "DOI": "10.5555/tides",
        },
    ),
    entry("kelp1998", "Kelp Board, minutes of some meeting, 1998. https://example.net/kelp."),
    entry(
        "board2001",
        "Board of Pilots (2001) Depths.",
        {
            "type": "report",
            "title": "Depths",
            "author": [{"literal": "Board of Pilots"}],
            "issued": {"date-parts": [[2001]]},
        },
    ),
)


def citation(text: str, group: int, **fields: Any) -> Citation:
    given: dict[str, Any] = {
        "name": "Ahl",
        "year": "2021",
        "form": "parenthetical",
        "status": "exact",
        "keys": ("ahl2021",),
    }
    return Citation(text, 0, group, block=0, start=0, end=0, **(given | fields))


CITATIONS = (
    citation("(see Ahl, 2021, p. 4)", 0, prefix="see", locator="p. 4"),
    citation("Mora and Ott’s (2019)", 1, name="Mora", year="2019", form="narrative",
             keys=("mora2019",)),
    citation("Zedd, 2020", 2, name="Zedd", year="2020", status="fuzzy-name", keys=("zed2020",)),
    citation("Ahl, 2021", 2),
    citation("Nobody, 1900", 2, name="Nobody", year="1900", status="missing", keys=()),
    citation("(Quill, 2001)", 3, name="Quill", year="2001", status="missing", keys=()),
)  # fmt: skip


def paragraph(*content: Any) -> Paragraph:
    return Paragraph(tuple(Text(one) if isinstance(one, str) else one for one in content))


BODY: tuple[Block, ...] = (
    paragraph(
        "Harbours “sleep” – or so we hear ",
        Cite("(see Ahl, 2021, p. 4)", 0),
        ". Mora and Ott’s ",
        Cite("(2019)", 1),
        " study says it’s not so.",
    ),
    Heading(2, (Text("What the dredgers say"),)),
    paragraph(
        "Some ",
        Emph((Text("pilots"),)),
        " and ",
        Strong((Text("keepers"),)),
        " disagree ",
        Cite("(Zedd, 2020; Ahl, 2021; Nobody, 1900)", 2),
        "; others ",
        Cite("(Quill, 2001)", 3),
        " count ",
        Link((Text("the lamps"),), "https://example.org/lamps?a=1&b=2"),
        ".",
        Note((paragraph("Lamps cost $5 or *more*."),)),
    ),
    Quote((paragraph("A harbour is a promise kept by mud."),)),
    Items(((paragraph("sluices"),), (paragraph("locks"),))),
    Items(((paragraph("first the tide"),), (paragraph("then the mud"),)), ordered=True),
    Table((((Text("Port"),), (Text("Depth"),)), ((Text("Oslo"),), (Text("12 m"),))), header=True),
    Code("depth = 12\nport = 1"),
    Break(),
    Figure((Text("A pier at dawn"),)),
    Heading(3, (Text("References to mud"),)),
    paragraph("Mud is patient."),
)

ARTICLE = Article(
    edited=EditedText(Submission("harbour.txt", "", "text/plain", ()), ()),
    front=FRONT,
    body=BODY,
    back=Back(
        bio=(paragraph("Ada Quill writes on water."),),
        bio_heading="About the author",
        acknowledgements=(paragraph("Thanks to every pilot."),),
        references=REFERENCES,
    ),
    citations=CITATIONS,
)


@dataclass
class Sheet:
    """A real `registry.WriterInput`: pandoc sets the article when a writer asks."""

    article: Article
    pandoc: Pandoc
    config: Config = field(default_factory=Config)
    slug: str = "harbour"

    def render(self, target: str) -> bytes:
        self.pandoc.load(self.composed)
        return self.pandoc.render(target)

    def markdown(self) -> str:
        """The Markdown of the article."""
        return markdown.write(self).decode()

    def text(self) -> str:
        """The words of the page, its notes marked apart; a blank is a blank wherever it stands."""
        page = lxml_html.fromstring(self.render("html").decode())
        for mark in page.xpath("//a[@role='doc-noteref']"):
            mark.text = " "
        return " ".join(page.text_content().split())

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return self.composed.pictures

    @property
    def composed(self) -> Composed:
        return compose(self.article, self.config)
