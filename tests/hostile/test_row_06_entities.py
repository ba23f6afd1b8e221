"""Row 6: no entity is ever expanded, whatever the encoding that the markup hides in.

Promised: markup inside a submission that declares a document type is refused, and an HTML page's
own declaration declares nothing. `tests/system/test_xml.py` has the bombs in UTF-8, and sees that
only `system` makes a parser.
"""

from __future__ import annotations

import pytest

from copydesk import readers
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.system import archive
from readers.wordfiles import docx, odt, p

pytestmark = pytest.mark.check

WORD = "The harbour of Aldmouth was sold, and nobody asked the miller about it at all."
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
DECLARATIONS = {
    "a file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "a bomb": f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}<!ENTITY e "&a9;">]>',
    "an address": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/a.dtd">',
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "cp037")
MEMBERS = {
    "docx": (docx(p(WORD)), "word/document.xml"),
    "odt": (odt(f"<text:p>{WORD}</text:p>"), "content.xml"),
}


@pytest.mark.parametrize("kind", MEMBERS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("what", DECLARATIONS)
def test_a_declaration_is_refused_in_every_encoding(kind: str, encoding: str, what: str) -> None:
    whole, name = MEMBERS[kind]
    members = archive.read(whole)
    markup = members[name].decode().partition("?>")[2] or members[name].decode()
    named = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{named}"?>{DECLARATIONS[what]}{markup}'
    members[name] = text.replace(WORD, WORD + "&e;").encode(encoding)
    with pytest.raises(Refused) as caught:
        readers.read(archive.write(members), f"a.{kind}", Config())
    assert caught.value.code == "refuse.markup"


@pytest.mark.parametrize("what", DECLARATIONS)
def test_a_page_says_what_it_says_and_nothing_that_it_declares(what: str) -> None:
    page = f"{DECLARATIONS[what]}<html><body><p>{WORD} &e; &a9;</p><p>{WORD}</p></body></html>"
    found = readers.read(page.encode(), "a.html", Config())
    text = " ".join(line.text for line in found.lines)
    assert WORD in text
    assert len(text) < 2 * len(page)
    with open("/etc/hostname", encoding="utf-8") as hostname:  # noqa: PTH123
        assert hostname.read().strip() not in text
