from __future__ import annotations

import re
from itertools import pairwise
from xml.etree.ElementTree import Element

import pytest

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.system import fetch
from copydesk.system.pdf import read
from copydesk.writers import pdf
from copydesk.writers.page import page
from copydesk.writers.pdf import paper, patches
from copydesk.writers.pdf.line_ends import strip_marks
from copydesk.writers.pdf.writer import lay_out, load_sheets
from copydesk.writers.sheets import sheet
from writers.sample import Copy, with_fragment

CALL = '<a href="#fn{0}" class="footnote-ref" id="fnref{0}" role="doc-noteref"><sup>{0}</sup></a>'
ITEM = (
    '<li id="fn{0}">{1}<p>Remark {0}, the last of it.<a href="#fnref{0}" class="footnote-back"'
    ' role="doc-backlink">↩︎</a></p></li>'
)


def fragment(body: str, *items: str) -> str:
    """What pandoc writes of `body` and of its notes."""
    notes = "".join(items)
    return f'{body}<section id="footnotes" role="doc-endnotes"><hr /><ol>{notes}</ol></section>'


def items(*before: str) -> tuple[str, ...]:
    return tuple(ITEM.format(number, text) for number, text in enumerate(before, 1))


def on_paper(markup: str) -> Element:
    return paper.build_document(page(with_fragment(markup)), Theme())


def _feet(root: Element) -> list[Element]:
    return [one for one in root.iter("span") if one.get("role") == "doc-footnote"]


STAY = {
    "a table": f"<table><tbody><tr><td>1{CALL.format(1)}</td></tr></tbody></table>",
    "a caption": f"<table><caption>c{CALL.format(1)}</caption><tbody><tr><td>1</td></tr></tbody>"
    "</table>",
}


@pytest.mark.parametrize("place", STAY)
def test_notes_called_from_what_is_moved_as_a_whole_stay_at_the_end(place: str) -> None:
    markup = fragment(STAY[place] + f"<p>b{CALL.format(2)}</p>", *items("", ""))
    root = on_paper(markup)
    assert not _feet(root)
    assert [note.get("id") for note in root.iter("li")] == ["fn1", "fn2"]


@pytest.mark.parametrize(
    "before", ["<p>" + "long " * 400 + "</p>", "<ul><li>a</li></ul>", "<p>a</p><pre>b</pre>"]
)
def test_notes_that_cannot_be_cut_stay_at_the_end(before: str) -> None:
    assert not _feet(on_paper(fragment(f"<p>b{CALL.format(1)}</p>", *items(before))))


def test_a_heading_is_called_in_the_outline_without_the_number_of_its_note() -> None:
    root = on_paper(fragment(f"<h2>Old <em>locks</em>{CALL.format(1)} here</h2>", *items("")))
    (heading,) = root.iter("h2")
    assert heading.get("data-label") == "Old locks here"
    assert len(_feet(root)) == 1


WORDS = "The keeper of the lock wrote down each winter what had moved, and towards whom. "


@pytest.mark.parametrize("size", ["A4", "letter"])
def test_notes_stand_at_the_foot_of_the_page_that_calls_them(size: str) -> None:
    count = 40
    shapes = (
        "<h2>Lock {call}</h2><p>{words}{words}</p>",
        "<p>{words}{call}{words}{words}</p>",
        "<ul><li>{words}{call}<ul><li>{words}</li></ul></li></ul>",
        "<blockquote><p>{words}{words}{call}</p></blockquote>",
    )
    body = "".join(
        shapes[number % 4].format(call=CALL.format(number), words=WORDS * 2)
        for number in range(1, count + 1)
    )
    root = on_paper(fragment(body, *items(*[f"<p>{WORDS}</p>"] * count)))
    sheets = load_sheets(sheet("paper.css", Config(), "paper"), size)
    document = lay_out(root, fetch.Fetcher(), sheets)
    for leaf in document.pages:
        calls = {name[5:] for name in leaf.anchors if name.startswith("fnref")}
        assert {name[2:] for name in leaf.anchors if re.fullmatch(r"fn\d+", name)} == calls
    assert 8 < len(document.pages) < 12


def _crowded(lines: int) -> str:
    """Paragraphs that call a note in each of their lines, behind so many lines of text."""
    calls = iter(range(1, 31))
    body = "".join(
        f"<p>{''.join(f'{WORDS}{CALL.format(number)} ' for number in several)}</p>"
        for several in zip(*[calls] * 5, strict=True)
    )
    return fragment(f"<p>{WORDS}</p>" * lines + body, *items(*[""] * 30))


@pytest.mark.parametrize("lines", [3, 4, 6])
def test_no_note_is_lost_where_a_page_ends_within_the_lines_that_call_notes(lines: int) -> None:
    root = on_paper(_crowded(lines))
    sheets = load_sheets(sheet("paper.css", Config(), "paper"), "A5")
    document = lay_out(root, fetch.Fetcher(), sheets)
    noted = [
        (at, name)
        for at, leaf in enumerate(document.pages)
        for name in leaf.anchors
        if re.fullmatch(r"fn\d+", name)
    ]
    called = [
        (at, f"fn{name[5:]}")
        for at, leaf in enumerate(document.pages)
        for name in leaf.anchors
        if name.startswith("fnref")
    ]
    assert noted == called
    assert len(noted) == 30


def test_notes_of_which_another_weasyprint_loses_one_stand_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place, name, theirs in patches.patch_weasyprint():
        monkeypatch.setattr(place, name, theirs)
    spoken = [tag for tag in read(pdf.write(with_fragment(_crowded(8)))).walk() if tag.name]
    assert {f"fn{number}": "LI" for number in range(1, 31)}.items() <= {
        (tag.name, tag.role) for tag in spoken
    }


def test_an_authors_own_list_of_notes_stays_where_it_is() -> None:
    root = on_paper('<p>b</p><div class="notes"><p>1. The author\u2019s.</p></div>')
    assert not _feet(root)
    assert "The author\u2019s." in "".join(root.itertext())


def test_a_note_that_nothing_calls_stays_at_the_end_when_the_others_move() -> None:
    loose = '<h2 id="notes">Notes</h2><div class="notes"><p>Thanks.</p></div>'
    root = on_paper(fragment(f"<p>b{CALL.format(1)}</p>{loose}", *items("")))
    (foot,) = _feet(root)
    assert "Thanks." not in "".join(foot.itertext())
    (section,) = (one for one in root.iter("section") if one.get("role") == "doc-endnotes")
    assert [text for part in section for text in part.itertext()] == ["Notes", "Thanks."]


def test_notes_stand_behind_their_calls_in_the_authors_order() -> None:
    body = f"<p>a{CALL.format(1)} b</p><ul><li>c{CALL.format(2)}, d</li></ul>"
    root = on_paper(fragment(body, *items("", "<p>The first of it.</p>")))
    pairs = [(one, two) for parent in root.iter() for one, two in pairwise(parent)]
    beside = [(one.get("id"), two.get("id")) for one, two in pairs if two in _feet(root)]
    assert beside == [("fnref1", "fn1"), ("fnref2", "fn2")]
    assert "doc-endnotes" not in {one.get("role") for one in root.iter()}
    second = _feet(root)[1]
    assert [child.tag for child in second] == ["p", "p"]
    assert (
        strip_marks("".join(second.itertext()))
        == "2\u2002The first of it.Remark 2, the last of it."
    )


def test_the_number_of_a_note_leads_back_to_its_call() -> None:
    (note,) = _feet(on_paper(fragment(f"<p>a{CALL.format(1)}</p>", *items(""))))
    (link,) = note.iter("a")
    assert (link.get("href"), link.text) == ("#fnref1", "1")
    assert link.get("aria-label") == "Back to the text of note 1"


def test_the_words_of_a_page_are_those_on_paper() -> None:
    found = page(Copy())
    root = paper.build_document(found, Theme())
    article = next(root.iter("article"))
    assert "The fens are those of the east coast" in "".join(article.itertext())
    assert "Notes" not in {heading.text for heading in article.iter("h2")}


def test_every_place_that_a_link_leads_to_is_on_paper() -> None:
    root = paper.build_document(page(Copy()), Theme())
    places = {one.get("id") for one in root.iter()}
    targets = {one.get("href", "")[1:] for one in root.iter("a") if one.get("href", "")[:1] == "#"}
    assert len(targets) > 8
    assert targets <= places


def test_spans_that_say_nothing_are_not_set() -> None:
    markup = (
        '<p><span id="cite-1"><span class="citation" data-cites="a">(<a href="#x">A</a>)'
        '</span></span> <span class="smallcaps">nato</span> <span lang="la">ibidem</span></p>'
        '<p id="x">y</p>'
    )
    root = on_paper(markup)
    assert [(one.get("class"), one.get("lang")) for one in root.iter("span")] == [
        ("smallcaps", None), (None, "la"),
    ]  # fmt: skip
    assert [one.get("id") for one in root.iter("a")] == ["cite-1"]
    assert "(A) nato ibidem" in "".join(root.itertext())


def test_a_list_or_quotation_of_a_note_is_at_the_foot_with_it() -> None:
    before = "<p>He kept:</p><ul>\n<li>levels\n<ol><li>high</li></ol></li>\n</ul>"
    (note,) = _feet(on_paper(fragment(f"<p>a{CALL.format(1)}</p>", *items(before))))
    assert [child.tag for child in note] == ["p", "ul", "p"]
    assert [(one.text or "") + (one.tail or "") for one in note.iter("ul")] == [""]


def test_the_arrow_of_a_note_that_ends_in_a_list_stands_in_its_last_item() -> None:
    listed = (
        '<li id="fn1"><p>He kept:</p><ul><li>levels</li><li>wages</li></ul>'
        '<a href="#fnref1" class="footnote-back" role="doc-backlink">x</a></li>'
    )
    markup = fragment(f"<p>a{CALL.format(1)}</p>", listed)
    assert re.search(r"<li>wages\u00a0<a [^>]*>↑</a></li>\s*</ul>\s*</li>", found := page(
        with_fragment(markup)).xhtml), found  # fmt: skip
    (note,) = _feet(on_paper(markup))
    assert strip_marks("".join(note.itertext())) == "1\u2002He kept:levelswages"
