"""Whatever text stands in a field, it is one field, and two parsers read the text again."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkers
from copydesk.errors import ConfigError
from copydesk.newsletter import headers
from soaking import drawn

#: Titles as they are, which must come out as they went in.
TITLES = [
    "Tides",
    "“Tides” – and the walls of Ærø’s harbour, which nobody has mended since the great storm",
    "The Strange Death of Liberal England, Reconsidered: A Review of Everything that Was Ever Said",
    "What  two blanks  in a row mean",
    "Is a = b? No: a =? b",
    "港の壁と潮の満ち引きについての覚え書き、あるいは誰も直さなかった壁の話、そしてその後の長い年月",
    "О приливах и стенах гавани, которые никто не чинил со времён большого шторма",
    "حول المد والجزر وجدران الميناء",
    "Family 👩‍👩‍👧‍👦 and flags 🇩🇰 in one",
    "e\u0301 apart, é composed",
    "x" * 300,
    "é" * 300,
    "a: b; c, d <e@f.example> (g)",
    'He said "no" \\ "yes"',
    "From: somebody@harbour.example",
]
#: What would be more than one field, or is a message to a parser that decodes twice.
ATTACKS = [
    "Tides\r\nBcc: all@harbour.example",
    "Tides\nBcc: all@harbour.example",
    "Tides\rBcc: all@harbour.example",
    "Tides\u2028Bcc: all@harbour.example",
    "Tides\u2029Bcc: all@harbour.example",
    "Tides\x85Bcc: all@harbour.example",
    "Tides\x0bBcc",
    "Tides\x0cBcc",
    "Tides\x1eBcc",
    "Tides\0Bcc",
    "Tides\ud800",
    "Tides\ufffe",
    "=?UTF-8?Q?=0A?=Bcc: all@harbour.example",
    "=?utf-8?b?DQpCY2M6IGFsbEBoYXJib3VyLmV4YW1wbGU=?=",
    "é =?iso-8859-1?q?=0D=0ABcc:_x?=",
]
AFTER = b"Date: Fri, 01 May 2026 07:00:00 +0000\r\n\r\nBody\r\n"


def subject(text: str) -> bytes:
    return headers.write_text_field("Subject", headers.check_text(text, "subject"))


def is_one_field(line: bytes) -> None:
    assert line.endswith(b"\r\n")
    assert line.isascii()
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", line)
    first, *folded = line[:-2].split(b"\r\n")
    assert re.match(rb"[A-Za-z-]+: \S", first)
    assert all(re.match(rb"[ \t]\S", one) for one in folded)


def read(line: bytes) -> str:
    message = message_from_bytes(line + AFTER)
    assert message.keys() == [line.partition(b":")[0].decode(), "Date"]
    assert message.get_payload() == "Body\r\n"
    value = re.sub(r"\r\n(?=[ \t])", "", message.values()[0])
    return str(make_header(decode_header(value)))


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_one_field_and_is_read_again(title):
    line = subject(title)
    is_one_field(line)
    assert read(line) == title
    assert all(len(one) <= 76 for one in line.split(b"\r\n"))


def test_a_title_in_ascii_stays_readable():
    assert subject("Tides and walls") == b"Subject: Tides and walls\r\n"


@pytest.mark.parametrize("text", ATTACKS)
def test_what_would_be_more_than_a_field_is_refused(text):
    with pytest.raises(ConfigError) as caught:
        headers.check_text(text, "subject")
    assert caught.value.code == "issue.header"
    assert "`subject`" in str(caught.value)
    assert "\n" not in str(caught.value)
    with pytest.raises(ConfigError):
        headers.read_sender(f"{text} <desk@harbour.example>", "from")


anything = st.text(max_size=200) | st.lists(
    st.sampled_from([*'“é北 👩=?_"\\<>@,;:', "  ", "\r\n", "\u2028", "=?utf-8?q?", "=0A", "?="]),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=drawn(300))
@given(anything)
def test_any_title_is_read_again_by_python_or_refused(text):
    try:
        title = headers.check_text(text, "subject")
    except ConfigError:
        return
    if title:
        line = subject(title)
        is_one_field(line)
        assert read(line) == title


@settings(max_examples=drawn(300))
@given(anything)
def test_any_name_stands_before_its_address_or_is_refused(text):
    try:
        name = headers.check_text(text, "from")
    except ConfigError:
        return
    line = headers.write_mailbox_field("From", name, "desk@harbour.example")
    is_one_field(line)
    message = message_from_bytes(line + AFTER)
    assert message.keys() == ["From", "Date"]
    found = message_from_bytes(line + AFTER, policy=policy.default)["From"].addresses
    assert [(one.username, one.domain) for one in found] == [("desk", "harbour.example")]
    shown, address = parseaddr(re.sub(r"\r\n(?=[ \t])", "", message["From"]))
    assert address == "desk@harbour.example"
    assert str(make_header(decode_header(shown))) == name


def test_any_title_is_read_again_by_mailparser(npm: Callable[[str], str]):
    """One start of node for all that is drawn."""
    titles = [*TITLES]

    @settings(max_examples=drawn(300))
    @given(anything)
    def draw(text):
        try:
            title = headers.check_text(text, "subject")
        except ConfigError:
            return
        if title:
            titles.append(title)

    draw()
    assert len(titles) > 20
    from_ = [headers.write_mailbox_field("From", title, "desk@harbour.example") for title in titles]
    sent = [subject(title) + line + AFTER for title, line in zip(titles, from_, strict=True)]
    found = checkers.by_mailparser(sent, npm("mailparser"))
    assert {tuple(one["fields"]) for one in found} == {("subject", "from", "date")}
    assert [one["subject"] for one in found] == titles
    assert {one["text"] for one in found} == {"Body\n"}
    assert [[address for _, address in one["from"]] for one in found] == [
        ["desk@harbour.example"]
    ] * len(titles)


@pytest.mark.parametrize(
    ("text", "shown", "address"),
    [
        ("desk@harbour.example", "", "desk@harbour.example"),
        ("The Harbour Review <desk@harbour.example>", "The Harbour Review", "desk@harbour.example"),
        ('"Osei, Mara" <mara@harbour.example>', "Osei, Mara", "mara@harbour.example"),
        ('"The \\"Wall\\"" <mara@harbour.example>', 'The "Wall"', "mara@harbour.example"),
        ("Bücher <desk@Bücher.example>", "Bücher", "desk@xn--bcher-kva.example"),
    ],
)
def test_a_sender_is_a_name_and_an_address(text, shown, address):
    name, found = headers.read_sender(text, "from")
    assert (name, str(found)) == (shown, address)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("mära@harbour.example", "letters beyond ASCII"),
        ("The Review <desk>", "it has no @"),
        ("a@harbour.example,b@harbour.example", "more than one @"),
        ("desk@harbour", "domain"),
    ],
)
def test_what_is_no_sender_is_refused_with_the_reason(text, why):
    with pytest.raises(ConfigError, match=why) as caught:
        headers.read_sender(text, "reply_to")
    assert "`reply_to`" in str(caught.value)


@pytest.mark.parametrize("name", ["tides.pdf", 'a "b".pdf', "Flöße.pdf", "О приливах" * 9 + ".pdf"])
def test_the_name_of_a_file_is_read_again(name):
    field = (
        "Content-Disposition: attachment" + headers.write_parameter("filename", name) + "\r\n\r\n"
    )
    assert all(len(line) <= 78 for line in field.split("\r\n"))
    assert message_from_bytes(field.encode()).get_filename() == name
