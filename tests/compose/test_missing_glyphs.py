from __future__ import annotations

import subprocess
from dataclasses import replace
from shutil import which

import pytest

from compose.harbour import ARTICLE, paragraph
from copydesk.compose import compose
from copydesk.config import Config
from copydesk.gate import fonts
from copydesk.model import Article, Line

#: A letter of a dead script that hardly a machine has a font for, and a private one.
RARE = "𐘀"


def article(text: str) -> Article:
    lines = (Line(1, "Tides turn."), Line(2, text))
    galley = replace(ARTICLE.galley, lines=lines)
    return replace(ARTICLE, galley=galley, body=(paragraph(text),), citations=())


def asked(text: str, config: Config) -> list[tuple[int, str]]:
    queries = compose(article(text), config).queries
    return [(one.line, one.message) for one in queries if one.code == "print.missing-glyph"]


@pytest.mark.parametrize(
    "text", ["Łódź, “Żółć” – naïve… ½ × 3 ≤ π", "Журнал «Устье»", "Ἀθῆναι?", "e\u0301 \u2060\u00ad"]
)
def test_what_the_packaged_fonts_have_is_not_asked_about(text: str) -> None:
    assert asked(text, Config()) == []


@pytest.mark.skipif(not fonts.unprintable(RARE), reason="this machine has a font for Linear A")
def test_letters_that_no_font_has_are_named_with_their_first_line() -> None:
    ((line, message),) = asked(f"Tides {RARE} and {RARE}{chr(ord(RARE) + 1)}.", Config())
    assert line == 2
    assert f"2 signs (Linear): {RARE}" in message


@pytest.mark.skipif(not fonts.unprintable(RARE), reason="this machine has a font for Linear A")
def test_without_a_pdf_nothing_is_asked() -> None:
    assert asked(RARE, replace(Config(), formats=("md", "html"))) == []


@pytest.mark.skipif(not which("fc-list"), reason="fontconfig has no command line here")
@pytest.mark.parametrize("sign", ["☃", "论", "ש", "अ", "ع", RARE])
def test_a_font_of_the_machine_is_enough(sign: str) -> None:
    listed = subprocess.run(
        ["fc-list", f":charset={ord(sign):x}"], capture_output=True, check=True, timeout=60
    )
    assert (sign in fonts.unprintable(sign)) is not bool(listed.stdout)
