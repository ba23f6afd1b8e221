from __future__ import annotations

import re
from pathlib import Path

import pytest

import copydesk
from copydesk.errors import Refused, ToolError
from copydesk.system import html, xml

BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "external entity": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:9/"> %e;]><a/>',
    "external type": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "billion laughs": f'<!DOCTYPE a [<!ENTITY a0 "ha">{BOMB}]><a>&a9;</a>',
    "quadratic": f'<!DOCTYPE a [<!ENTITY e "{"x" * 50_000}">]><a>{"&e;" * 5_000}</a>',
    "depth": "<a>" * 300 + "</a>" * 300,
    "cut short": "<a><b></a>",
    "control": "<a>\x00</a>",
    "nothing": "",
}

#: What stays when every `b` is taken out. First what has the blanks it should have.
TAKEN = {
    "a wall<b>1</b> of mud": "a wall of mud",
    "a wall<b>1</b>.": "a wall.",
    "un mur<b>1</b>\u00a0; un quai": "un mur\u00a0; un quai",
    "un mur <b>1</b>\u00a0; un quai": "un mur\u00a0; un quai",
    "er sagt <b>1</b>»ja«": "er sagt »ja«",
    "half<b>1</b>way": "halfway",
    "海<b>1</b>港": "海港",
    "a <b>1</b><i>quay</i> and": "a <i>quay</i> and",
    "<i>a</i> <b>1</b><i>quay</i>": "<i>a</i> <i>quay</i>",
    'a <b>1</b><img src="a"/>': 'a <img src="a"/>',
    "a wall <b>1</b>of mud": "a wall of mud",
    "a wall <b>1</b> of mud": "a wall of mud",
    "a wall <b>1</b> <b>2</b> of mud": "a wall of mud",
    "a wall\n<b>1</b>\nof mud": "a wall\nof mud",
    "a wall <b>1</b>.": "a wall.",
    "(a wall <b>1</b>)": "(a wall)",
    "a wall <b>1</b> <b>2</b>, of mud": "a wall, of mud",
    "a wall <b>1</b><i>, of mud</i>": "a wall<i>, of mud</i>",
    "<i>a wall</i> <b>1</b>.": "<i>a wall</i>.",
    "a wall.\u00a0<b>1</b>": "a wall.",
    "a wall. <b>1</b> <b>2</b> ": "a wall.",
    "<i>a wall.</i> <b>1</b>": "<i>a wall.</i>",
    "<b>1</b> A wall": "A wall",
    "<b>1</b> <b>2</b> <i>A wall</i>": "<i>A wall</i>",
    "<b>1</b>": "",
}


@pytest.mark.parametrize("markup", TAKEN)
def test_what_stays_of_words_has_one_blank_between_them(markup: str) -> None:
    root = xml.parse(f"<p>{markup}</p>".encode())
    for one in list(root.iter("b")):
        xml.take_out(one)
    assert "".join((root.text or "", *map(xml.text, root))) == TAKEN[markup]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_refused(name: str) -> None:
    with pytest.raises(ToolError):
        xml.parse(HOSTILE[name].encode())


def test_markup_within_the_limits_is_read_whole() -> None:
    deep = b"<a>" * 200 + b"end" + b"</a>" * 200
    assert "".join(xml.parse(deep).itertext()) == "end"
    assert xml.parse("<a>é &amp; ‘b’</a>".encode()).text == "é & ‘b’"


def test_only_the_gate_makes_a_parser() -> None:
    root = Path(copydesk.__file__).parent
    doors = {Path(xml.__file__), Path(html.__file__)}
    strays = [
        path.name
        for path in root.rglob("*.py")
        if path not in doors
        and re.search(r"etree\.(?:fromstring|parse|XML|HTML|\w*Parser)\(", path.read_text("utf-8"))
    ]
    assert strays == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_of_a_submission_is_a_refusal_with_the_next_step(name: str) -> None:
    with pytest.raises(Refused, match=r"`a[.]docx`") as caught:
        xml.received(HOSTILE[name].encode(), "a.docx")
    assert caught.value.code == "refuse.markup"
    assert caught.value.hint
