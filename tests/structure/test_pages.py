"""A print is read through: its heads leave, and a paragraph goes on across them."""

from __future__ import annotations

from dataclasses import replace

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import (
    Article,
    Decisions,
    EditedText,
    Line,
    Note,
    Paragraph,
    Submission,
    plain,
)
from copydesk.structure import assemble

STORY = """
The town council has voted on Monday evening to open the harbour a month
early, which the fishermen had asked for in vain for many years, and which
the merchants of the lower town had always been against, since their sheds
stand where the new quay is to be.

From the quay, one can already see the dredger at work, which has been
there for a week. “We will be ready,” says its captain, who comes from the
north and does not know the coast. The mud that she brings up is carried
to the flats behind the lighthouse, where the children look for coins.

Nobody knows what the summer will bring, but everybody hopes that it will
be long and dry, and that the tourists will come back in greater numbers
than in the year before, when a storm kept them away for most of July. The
inns have been painted, and the brass band has bought a second tuba.
"""
PAGE = 5


def printed(head: str, foot: str, feed: str) -> str:
    lines = ["The Harbour Opens Early", "", *STORY.strip().split("\n")]
    pages = [lines[start : start + PAGE] for start in range(0, len(lines), PAGE)]
    sheets = []
    for number, page in enumerate(pages, 1):
        counted = foot.format(number=number, total=len(pages))
        sheets.append("\n".join([head, "", *page, "", counted, ""]))
    return feed.join(sheets)


def read(text: str, config: Config | None = None) -> Article:
    return pipeline.article(text.encode(), "print.txt", config or Config(), Decisions())


def paragraphs(found: Article) -> list[str]:
    return [plain(block.content) for block in found.body if isinstance(block, Paragraph)]


WHOLE = [" ".join(part.split("\n")) for part in STORY.strip().split("\n\n")]


def test_paragraphs_go_on_across_heads_and_feet() -> None:
    for feed in ("\n", "\n\x0c"):
        found = read(printed("Port Times", "Page {number} of {total}", feed))
        assert found.front.title == "The Harbour Opens Early"
        assert paragraphs(found) == WHOLE


def test_what_leaves_is_in_the_record() -> None:
    found = read(printed("Port Times", "Page {number} of {total}", "\n"))
    gone = [edit.before for edit in found.structure if not edit.after]
    assert gone.count("Port Times") == 4
    assert "Page 2 of 4" in gone
    joined = [edit for edit in found.structure if edit.before.count("\n") > 1]
    assert [(edit.rule, edit.after) for edit in joined] == [("structure.join", " ")] * 3


def test_an_editor_can_keep_them() -> None:
    kept = read(
        printed("Port Times", "Page {number} of {total}", "\n"), Config(keep_furniture=True)
    )
    assert "Page 2 of 4" in " ".join(paragraphs(kept))


def test_a_paragraph_goes_on_below_the_notes_of_its_page() -> None:
    above = "From the quay,1 one can see the dredger at work, which has been"
    below = "there for a week.2 Her captain comes from the north."
    texts = [above, "1 Minutes of the council, 4 March 1902.", "", below, "2 Interview, June 1902."]
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    roles = ("body", "footnote", None, "body", "footnote")
    found = assemble(replace(edited, roles=roles), Config(), Decisions())
    (whole,) = found.body
    assert isinstance(whole, Paragraph)
    assert (whole.lines, whole.starts) == ((1, 4), (0, 63))
    assert plain(whole.content).endswith(
        "which has been there for a week. Her captain comes from the north."
    )
    assert sum(isinstance(one, Note) for one in whole.content) == 2
    begun = replace(lines[3], text=below.capitalize())
    apart = replace(edited, roles=roles, lines=(*lines[:3], begun, lines[4]))
    assert len(assemble(apart, Config(), Decisions()).body) == 2
