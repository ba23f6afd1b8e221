"""A desk's own style sheet: what is told of it, where, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.system.stylesheets import find_faults

SOUND = {
    "nothing": "",
    "rules": "h1 { color: #336600 } .deck:not(.x) > a[href^='(']::after { margin: 0 !important }",
    "brackets in comments and texts": '/* { */ p { quotes: "{" "\\"}" }',
    "brackets behind a backslash": ".a\\{ { margin: 0 }",
    "rules in rules": "a { color: red; &:hover { color: blue } }",
    "conditions": "@media print { p { orphans: 3 } } @supports (hyphens: auto) { p { margin: 0 } }",
    "variables": ":root { --a: ; --b: {c: d} } p { margin: var(--a, 1em) }",
    "a picture that lies in it": "hr { background: url(data:image/png;base64,AA==) }",
    "a place of the page": "p { filter: url('#blur') }",
    "signs, and words in the margins of paper": 'li::before { content: "— " }'
    ' @page { @top-left { content: "The Tide" } }',
    "fonts of the machine": '@font-face { font-family: x; src: local("Lato") }',
}


@pytest.mark.parametrize("sheet", SOUND.values(), ids=SOUND)
def test_nothing_is_told_of(sheet: str) -> None:
    assert find_faults(sheet) == ()


FAULTY = [
    ("p {}\n.deck { color: red\n.byline { color: blue }\n", 2, "`{` is never closed"),
    ("p { margin: calc(1em }\n", 1, "`(` is never closed"),
    ("p {}\n}\n", 2, "`}` closes nothing"),
    ("p {}\n/* and so on", 2, "comment is never closed"),
    ('p {\n quotes: "a\n b" }', 2, "not closed on its line"),
    ("p {\n color red;\n margin: 0 }", 2, "colon"),
    ("@media print {\n p { color } }", 2, "colon"),
    ("p {}\nwords", 2, "brace"),
    ("\n{ margin: 0 }", 2, "without a selector"),
    ("p { margin: 0 \x07}", 1, "U+0007"),
    ("p { color: " + "(" * 60 + ")" * 60 + "}", 1, "nested too deeply"),
    ('@import "more.css";', 1, "`@import`"),
    ("@IMPORT url(//fonts.example/a.css) screen;", 1, "`@import`"),
    ("p {}\nhr { background: url(https://a.example/a.png) }", 2, "network"),
    ("hr { background: \\75 rl('//a.example/a.png') }", 1, "network"),
    ("@font-face { src: url(a.woff2) }", 1, "names a file"),
    ("hr { background: image-set('a.png' 1x) }", 1, "names a file"),
    ("hr { --later: url(../a.png) }", 1, "names a file"),
    ("hr { background: url(data:image/svg+xml,%3Csvg/%3E) }", 1, "PNG"),
    ("hr { background: url(javascript:alert) }", 1, "network"),
    ('.byline::before { content: "By " }', 1, "among the words of the article"),
    ('p::before { --x: "Hello"; content: var(--x) }', 1, "takes its words from elsewhere"),
    ('li { list-style-type: "Hello " }', 1, "among the words of the article"),
    ('q { quotes: "Hello" "—" }', 1, "among the words of the article"),
    ('@media print { h2 { &::after { content: "Part" } } }', 1, "among the words"),
]


@pytest.mark.parametrize(("sheet", "line", "what"), FAULTY)
def test_where_and_what_is_told_of(sheet: str, line: int, what: str) -> None:
    (fault,) = find_faults(sheet)
    assert fault.line == line
    assert what in fault.what


def test_every_fault_is_told_from_top_to_bottom() -> None:
    sheet = "@import 'a';\np { color }\nhr { background: url(a.png) }\n"
    assert [fault.line for fault in find_faults(sheet)] == [1, 3]


@given(st.text("ab:;{}()[]\"'\\/*@#-!<> \n&,.0", max_size=60))
def test_any_text_has_an_answer(sheet: str) -> None:
    assert all(1 <= fault.line <= sheet.count("\n") + 1 for fault in find_faults(sheet))
