"""Languages and directions of lists, quotations, tables and notes on a page."""

from __future__ import annotations

import pytest
from lxml import etree

from copydesk.composition.catalogue import CatalogueRecord
from copydesk.model import Imprint
from copydesk.settings.publication import Publication
from copydesk.writers import languages

pytestmark = pytest.mark.check

ENGLISH = CatalogueRecord("", "", (), "en-GB", "", "", Publication(), Imprint())
ARABIC = '<span lang="ar" dir="rtl">الماء</span>'


def lifted(markup: str) -> str:
    article = etree.fromstring(f"<article>{markup}</article>")
    languages.lift_languages(article, ENGLISH)
    return etree.tostring(article, encoding="unicode")[9:-10]


def test_what_says_nothing_stays() -> None:
    markup = '<p>The <span id="cite-1">(Lo, 2020)</span> well.</p><ul><li>one</li></ul>'
    assert lifted(markup) == markup


def test_words_amid_others_stay_marked_themselves() -> None:
    markup = f"<p>They say {ARABIC}.</p>"
    assert lifted(markup) == markup


def test_a_paragraph_says_what_all_its_words_are() -> None:
    assert lifted(f"<p>{ARABIC}</p>") == '<p lang="ar" dir="rtl">الماء</p>'


def test_a_note_does_so_before_the_way_back() -> None:
    back = '<a href="#fnref1" class="footnote-back">↑</a>'
    assert lifted(f"<p>{ARABIC} {back}</p>") == f'<p lang="ar" dir="rtl">الماء {back}</p>'


def test_a_list_says_it_for_items_that_agree() -> None:
    item = f"<li>{ARABIC}</li>"
    assert lifted(f"<ul>{item}{item}</ul>") == (
        '<ul lang="ar" dir="rtl"><li>الماء</li><li>الماء</li></ul>'
    )
    assert lifted(f"<ol>{item}<li>water</li></ol>") == (
        '<ol><li lang="ar" dir="rtl">الماء</li><li>water</li></ol>'
    )


def test_a_quotation_says_it_when_all_in_it_agrees() -> None:
    said = f"<p>{ARABIC}</p>"
    inner = f"<ul><li>{ARABIC}</li></ul>"
    assert lifted(f"<blockquote>{said}{inner}</blockquote>").startswith(
        '<blockquote lang="ar" dir="rtl"><p>'
    )
    assert lifted(f"<blockquote>{said}<ul><li>water</li></ul></blockquote>").startswith(
        "<blockquote><p lang"
    )


def test_a_table_says_it_when_all_its_cells_do() -> None:
    row = f"<tr><td>{ARABIC}</td><td/></tr>"
    assert lifted(f"<table><tbody>{row}</tbody></table>").startswith('<table lang="ar" dir="rtl">')
    assert "<table><tbody>" in lifted(
        f"<table><tbody><tr><td>{ARABIC}</td><td>water</td></tr></tbody></table>"
    )


def test_titles_in_an_entry_keep_the_numbers_between_them_in_place() -> None:
    entry = "Haddad (2018) ‘أسماء الآبار’, مجلة الجغرافيا, 12(3)."
    found = lifted(f'<ul class="references"><li>{entry}</li></ul>')
    assert 'dir="auto"' in found
    assert found.count("<span") == 2
    assert "".join(etree.fromstring(found).itertext()) == entry


def test_paper_is_told_what_browsers_find_out() -> None:
    article = etree.fromstring('<article><p dir="auto">1. שלום</p><p dir="auto">1848</p></article>')
    languages.settle_directions(article, "ltr")
    assert [one.get("dir") for one in article] == ["rtl", "ltr"]
