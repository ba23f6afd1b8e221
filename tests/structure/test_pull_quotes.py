"""A quotation that a page lifts out of its own text is not printed twice."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions, Quote, plain

LIFTED = "The mud that she brings up is carried to the flats behind the lighthouse of the town."
OTHER = "I have seen worse mud in my life, and better pay, and I would not come back for either."
PAGE = f"""<!DOCTYPE html><title>The harbour opens early</title><nav><a href="/">Home</a>
<a href="/contact">Contact</a><a href="/about">About us</a></nav><article>
<h1>The harbour opens early</h1>
<p>The town council has voted on Monday evening to open the harbour a month early, which the
fishermen had asked for in vain for many years, and which the merchants had always been against.</p>
<blockquote><p>QUOTED</p></blockquote>
<p>From the quay, one can already see the dredger at work, which has been there for a week.
{LIFTED} The children look for coins there, and now and then one of them finds a button.</p>
<p>Nobody knows what the summer will bring, but everybody hopes that it will be long and dry, and
that the tourists will come back in greater numbers than in the year before.</p>
</article>"""


def read(quoted: str) -> Article:
    page = PAGE.replace("QUOTED", quoted).encode()
    return pipeline.article(page, "page.html", Config(), Decisions())


def quotes(article: Article) -> list[str]:
    found = [block for block in article.body if isinstance(block, Quote)]
    return [plain(one.content) for block in found for one in block.paragraphs]


@pytest.mark.parametrize("quoted", [OTHER, LIFTED + " " + OTHER, "Mud is money."])
def test_a_quotation_that_says_something_else_stays(quoted: str) -> None:
    assert quotes(read(quoted)) == [quoted]


def test_a_quotation_of_the_text_itself_leaves_and_is_in_the_record() -> None:
    article = read(LIFTED)
    assert quotes(article) == []
    gone = [(edit.rule, edit.before) for edit in article.structure if LIFTED in edit.before]
    assert gone == [("structure.repeat", LIFTED)]


def test_an_author_who_quotes_what_the_text_says_is_heeded() -> None:
    prose = "The dredger has been there for a week, and nobody has asked her captain why she came."
    text = f"# Mud\n\n{prose}\n\n> {LIFTED}\n\nSo it was written. {LIFTED} And so it is read.\n"
    assert quotes(pipeline.article(text.encode(), "mud.md", Config(), Decisions())) == [LIFTED]
