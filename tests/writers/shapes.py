"""An article with lists in lists, tables of all widths, pictures of all sizes and much in notes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from PIL import Image

from compose.harbour import ARTICLE, citation, paragraph
from copydesk.model import (
    Article,
    Block,
    Break,
    Cite,
    Code,
    Emph,
    Figure,
    Heading,
    Items,
    Note,
    Paragraph,
    Picture,
    Quote,
    Strong,
    Table,
    Text,
    Verbatim,
)

MUD = "The dredgers say that the harbour silts up every winter, and that nobody has asked them. "


def drawn(size: tuple[int, int]) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, (90, 120, 150)).save(stream, "PNG")
    return stream.getvalue()


def table(*rows: tuple[str, ...], header: bool = True) -> Table:
    return Table(
        tuple(tuple((Text(cell),) if cell else () for cell in row) for row in rows), header=header
    )


def items(*rows: str | tuple[Paragraph | Items, ...], **given: bool | int) -> Items:
    parts = tuple((paragraph(row),) if isinstance(row, str) else row for row in rows)
    return Items(parts, ordered=bool(given.get("ordered")), start=int(given.get("start", 1)))


def lettered(*rows: str) -> Items:
    return replace(items(*rows, ordered=True), form="i")


NESTED = items(
    "sluices",
    f"locks, of which there are many. {MUD}",
    (paragraph("gates"), items("nested", (paragraph("more"), lettered("deep")))),
)
LOOSE = items(
    (paragraph(f"first. {MUD}"), paragraph("its second paragraph")), "second", ordered=True, start=9
)
NOTE = Note((paragraph(f"A note. {MUD}"), paragraph("Its second paragraph."),
             Quote((paragraph("quoted in a note"),)), items("one", "two")))  # fmt: skip

BODY: tuple[Block, ...] = (
    paragraph(MUD * 3),
    paragraph(
        Emph((Text("Pilots"),)), " and ", Strong((Text("keepers"),)), ", ",
        Strong((Emph((Text("both"),)),)), ", say ", Verbatim("depth()"), " ",
        Cite("(see Ahl, 2021, p. 4)", 0), NOTE, ".",
    ),
    Heading(2, (Text("Lists"),)),
    NESTED,
    paragraph("Between two lists."),
    LOOSE,
    items("a list", "right behind"),
    Quote((paragraph("A harbour is a promise."), paragraph("Kept by mud."))),
    Heading(3, (Text("Tables"),)),
    Figure((Text("Table 1. Depths by port"),)),
    table(("Port", "Depth (m)", "Remark"), ("Oslo", "12", MUD), ("Rotterdam", "24.5", "")),
    paragraph("After the table."),
    table(("a", "b"), ("c", "d"), header=False),
    table(("Year", *(f"Month {n:02}" for n in range(1, 13))), *[("1990", *["12,345"] * 12)] * 3),
    Figure((Text("Table 3. The caption below a table"),)),
    Code("depth = 12\n\n    port = 1"),
    Break(),
    Figure((Text("Figure 1. Wide"),), source="wide", alt="A pier"),
    paragraph("Between."),
    Figure((), source="small", alt="A lamp"),
    Figure((Text("Figure 3. Tall"),), source="tall", alt="A mast"),
    Heading(4, (Text("A level down"),)),
    paragraph(MUD),
)  # fmt: skip

#: Name → width and height of the pictures, in pixels.
SIZES = {"wide": (1800, 90), "small": (60, 40), "tall": (40, 1500)}

SHAPES: Article = replace(
    ARTICLE,
    body=BODY,
    citations=(citation("(see Ahl, 2021, p. 4)", 0, prefix="see", locator="p. 4"),),
    edited=replace(
        ARTICLE.edited,
        submission=replace(
            ARTICLE.edited.submission,
            pictures=tuple(Picture(name, "image/png", drawn(size)) for name, size in SIZES.items()),
        ),
    ),
)
