from __future__ import annotations

import re
from pathlib import Path

import pytest

import copydesk
from copydesk.errors import ToolError
from copydesk.gate import xml

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


def test_no_other_module_makes_a_parser() -> None:
    root = Path(copydesk.__file__).parent
    strays = [
        path.name
        for path in root.rglob("*.py")
        if path != Path(xml.__file__)
        and re.search(r"etree\.(?:fromstring|parse|XML|HTML|\w*Parser)\(", path.read_text("utf-8"))
    ]
    assert strays == []
