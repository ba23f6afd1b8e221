from __future__ import annotations

import pytest

from copydesk.errors import ToolError
from copydesk.system.pdf import Ref, Tag, parse_thing, read
from copydesk.writers import pdf
from writers.sample import Copy, with_fragment


@pytest.fixture(scope="module")
def data() -> bytes:
    return pdf.write(with_fragment('<p>Water is <a href="https://example.org/">patient</a>.</p>'))


def test_tags_are_read_with_their_text_and_what_their_links_say(data: bytes) -> None:
    root = read(data)
    assert [tag.role for tag in root.walk()] == ["Document", "Art", "H1", "P", "Link", "Span"]
    *_, paragraph, link, rest = root.walk()
    assert paragraph.kids == [" Water is ", link, rest]
    assert rest.kids == ["."]
    assert link.kids == ["patient"]
    assert (link.says, link.leads_to) == (["https://example.org/"], [""])


@pytest.mark.parametrize("cut", [0, 9, 900, -1_000, -20])
def test_what_is_cut_is_refused(data: bytes, cut: int) -> None:
    with pytest.raises(ToolError, match="could not be read back"):
        read(data[:cut])


def test_reading_counts_no_head_of_a_page() -> None:
    def texts(tag: Tag) -> str:
        return "".join(kid if isinstance(kid, str) else texts(kid) for kid in tag.kids)

    said = texts(read(pdf.write(Copy())))
    assert "Harrowby Review" not in said
    assert " / " not in said


# A code point that no letter has yet, and a letter that the packaged fonts have.
@pytest.mark.parametrize(("text", "boxes"), [("a \u0378 b \u0379", "\u0378\u0379"), ("a Ж", "")])
def test_letters_that_show_as_empty_boxes_are_known(text: str, boxes: str) -> None:
    assert read(pdf.write(with_fragment(f"<p>{text}</p>"))).boxes == frozenset(boxes)


@pytest.mark.parametrize("sign", ["\u0378", "\ue000"])
def test_a_file_with_empty_boxes_or_private_signs_claims_no_standard(
    data: bytes, sign: str
) -> None:
    boxed = pdf.write(with_fragment(f"<p>a {sign}</p>"))
    for claim in (b"pdfaid:part", b"pdfuaid:part"):
        assert claim in data
        assert claim not in boxed


@pytest.mark.parametrize("thing", [b"<</A !>>", b"<</A [1 2>>", b"<</A>>", b"<</A (b>>", b""])
def test_what_is_no_whole_thing_is_refused(thing: bytes) -> None:
    with pytest.raises(ValueError, match=r"no whole thing|zip\(\)"):
        parse_thing(thing, 0)


def test_things_of_every_kind_are_read() -> None:
    thing = rb"<< /A [1 -2.5 true /B#20 7 0 R] /C << /D (a\)b) >> /E <feff0061> >> endobj"
    read_as = {
        "/A": [1, -2.5, b"true", "/B#20", Ref(7)],
        "/C": {"/D": b"a)b"},
        "/E": b"\xfe\xff\x00a",
    }
    assert parse_thing(thing, 0) == (read_as, thing.index(b" endobj"))
