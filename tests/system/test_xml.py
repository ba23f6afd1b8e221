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
