"""Which addresses are one mailbox each, and which two are the same reader's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.newsletter import addresses


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("mara@harbour.example", "mara@harbour.example"),
        ("  mara@harbour.example\t", "mara@harbour.example"),
        ("Mara.Osei@Harbour.Example", "Mara.Osei@harbour.example"),
        ("mara+letters@harbour.example", "mara+letters@harbour.example"),
        ("o'neil_{x}=1@harbour.example", "o'neil_{x}=1@harbour.example"),
        ("a@b-c.d.example", "a@b-c.d.example"),
        ("root@localhost", "root@localhost"),
        ("mara@bücher.example", "mara@xn--bcher-kva.example"),
        ("mara@BÜCHER.example", "mara@xn--bcher-kva.example"),
        ("mara@straße.example", "mara@xn--strae-oqa.example"),  # not `strasse`: another domain
        ("mara@例え.テスト", "mara@xn--r8jz45g.xn--zckzah"),
        ("mara@harbour。example", "mara@harbour.example"),
        ("zoë@harbour.example", "zoë@harbour.example"),
        ("zoe\u0308@harbour.example", "zoë@harbour.example"),
        ("a@1password.example", "a@1password.example"),
    ],
)
def test_what_is_an_address_is_read(text, read):
    assert str(addresses.parse_address(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "mara", "@harbour.example", "mara@", "mara@@harbour.example", "a@b@harbour.example",
        "mara@harbour", "mara@.example", "mara@harbour..example", "mara@harbour.example.",
        "mara@-harbour.example", "mara@harbour-.example", "mara@har_bour.example",
        "mara@127.0.0.1", "mara@[127.0.0.1]", "mara@1.2", "mara@" + "a" * 64 + ".example",
        "mara@" + "a." * 130 + "example", "a" * 65 + "@harbour.example",
        ".mara@harbour.example", "mara.@harbour.example", "ma..ra@harbour.example",
        "ma ra@harbour.example", '"ma ra"@harbour.example', "mara@harbour.example, x@y.example",
        "mara@harbour.example;x@y.example", "Mara <mara@harbour.example>", "(x)a@harbour.example",
        "mara@harbour.example\r\nRCPT TO:<x@y.example>", "mara\n@harbour.example", "a\0b@c.example",
        "mara@harbour.example\u2028x", "ma\u200bra@harbour.example", "\ufeffmara@harbour.example",
        "=?utf-8?q?mara=40harbour.example?=", "=?utf-8?q?x?=@harbour.example", "a\\b@c.example",
        "mara@xn--a.example", "mara@xn--zzzzzzzzzz99999.example", "mara@ü\u200b.example",
        "mara>@harbour.example", "a:b@harbour.example", "\ud800@harbour.example",
    ],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_with_a_reason(text):
    with pytest.raises(ValueError, match=r"^[a-z]") as caught:
        addresses.parse_address(text)
    assert type(caught.value) is ValueError


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mara@harbour.example", "MARA@HARBOUR.EXAMPLE", True),
        ("mara@bücher.example", "mara@XN--BCHER-KVA.example", True),
        ("zoë@harbour.example", "ZOE\u0308@harbour.example", True),
        ("mara@harbour.example", "mara+x@harbour.example", False),
        ("mara+x@harbour.example", "mara+y@harbour.example", False),
        ("mara@harbour.example", "ma.ra@harbour.example", False),
        ("mara@strasse.example", "mara@straße.example", False),
    ],
)
def test_one_reader_is_known_in_whatever_form_the_address_is_written(one, other, same):
    assert (addresses.parse_address(one).key == addresses.parse_address(other).key) is same


@given(st.text(max_size=40) | st.emails() | st.from_regex(r"[a-zé+.]{1,9}@[a-zü.-]{1,20}"))
def test_whatever_is_read_is_one_word_and_reads_as_itself(text):
    try:
        found = addresses.parse_address(text)
    except ValueError:
        return
    shown = str(found)
    assert shown.split() == [shown]
    assert shown.isprintable()
    assert not set(shown) & set('<>",;:()[]\\')
    assert found.domain.isascii()
    assert addresses.parse_address(shown) == found
