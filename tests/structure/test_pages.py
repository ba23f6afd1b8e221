"""A print is read through: its heads leave, and a paragraph goes on across them."""

from __future__ import annotations

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Paragraph, plain

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
