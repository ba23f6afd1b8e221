"""WeasyPrint with functions of the desk in it does what it does without them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint

from copydesk.config import Config
from copydesk.settings.theme import Theme
from copydesk.writers import pdf
from copydesk.writers.pdf import patches
from writers.sample import Copy, with_fragment

LONG = "Nobody had asked who would mend the <em>embankments</em>, so nobody did. " * 12
#: What looks may ask for that the functions reckon with, and what they leave to WeasyPrint.
STYLES = {
    "none": "",
    "lines": "em { text-decoration: underline } strong { text-decoration: line-through overline }",
    "features": "p { font-feature-settings: 'onum'; font-variant-ligatures: none } "
    "em { font-variant: small-caps } p { font-kerning: none }",
    "spaces": "p { letter-spacing: .03em; word-spacing: .2em } em { letter-spacing: 1pt }",
    "boxes": "p, li { border: 1pt solid #ff0000; padding: 2% 3%; margin: 1% auto; width: 80%; "
    "box-sizing: border-box; min-width: 10%; max-width: 90% } em { padding: 0 2%; margin: 0 1% }",
    "floats": "blockquote { float: left; width: 45%; margin: 0 1em } figure { float: right }",
    "letters": "p::first-letter { font-size: 2em } li { line-height: normal; font-size: 9pt }",
    "tables": "td { padding: 5% } table { border-collapse: separate; width: 50% }",
    "turned": "body { direction: rtl } li { position: relative; left: 1em }",
    "other": "em { font-language-override: 'TRK' } sup { vertical-align: middle }",
}
BODY = f"""
<p>{LONG}<strong>All of it.</strong> x<sup>2</sup></p><ul><li>{LONG}</li><li>two</li></ul>
<blockquote><p>{LONG}</p></blockquote><p lang="de">{LONG}</p><p>{LONG * 3}</p>
<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>{LONG}</td><td>1</td></tr>
</tbody></table><pre><code>a  b\tc</code></pre><p>الجسر <em>القديم</em></p>
"""


@pytest.mark.check
@pytest.mark.parametrize("looks", STYLES)
def test_a_file_is_the_same_without_our_functions(
    looks: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "look.css").write_text(STYLES[looks], "utf-8")
    config = replace(Config(root=str(tmp_path)), theme=Theme(css="look.css"))
    copy = replace(with_fragment(BODY), config=config)
    relieved = pdf.write(copy)
    _without(monkeypatch)
    assert pdf.write(copy) == relieved


@pytest.mark.parametrize("theme", [Theme(), Theme(pack="newsletter", paragraphs="indented")])
def test_the_file_of_an_article_is_the_same_without_our_functions(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = replace(Copy(), config=replace(Copy().config, theme=theme))
    relieved = pdf.write(copy)
    _without(monkeypatch)
    assert pdf.write(copy) == relieved


def _without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give WeasyPrint back what is its own, but for what keeps notes."""
    own = patches.patch_weasyprint()
    assert own, "no version but the one that is installed is relieved"
    for place, name, theirs in own:
        if name != "_linebox_layout":
            monkeypatch.setattr(place, name, theirs)


def test_another_version_of_weasyprint_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [getattr(place, name) for place, name, _ in patches.patch_weasyprint()]
    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    assert patches.patch_weasyprint.__wrapped__() == ()
    assert [getattr(place, name) for place, name, _ in patches.patch_weasyprint()] == before
