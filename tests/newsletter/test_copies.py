"""Each reader's copy is the issue's message but for four things, and says nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.errors import UsageError
from copydesk.newsletter import addresses, assemble, copies
from copydesk.newsletter.materials import MESSAGE as FILE
from copydesk.newsletter.members import ListMember, read_members
from newsletter import envelopes, sendable

MESSAGE = sendable.message()
ISSUE = copies.prepare_message(MESSAGE, "2026-05")
SENT = b"Sat, 28 Nov 2026 09:05:00 +0100"
WORD = "0123456789abcdef01234567"


def member(address: str = "mara@harbour.example", name: str = "") -> ListMember:
    return ListMember(addresses.parse_address(address), name)


def copy(who: ListMember | None = None, issue: copies.Prepared = ISSUE) -> Message:
    return message_from_bytes(
        issue.copy(who or member(), envelopes.WHEN, WORD), policy=policy.default
    )


def test_a_copy_differs_in_its_reader_its_time_its_id_and_the_way_out():
    plain = sendable.message("https://harbour.example/leave")
    issue = copies.prepare_message(plain.replace(b"+{token}", b""), "2026-05")
    made = issue.copy(member(), envelopes.WHEN)
    expected = plain.replace(b"+{token}", b"").replace(
        b"undisclosed-recipients:;", b"mara@harbour.example"
    )
    assert expected.count(b"01 May 2026 07:00:00 +0000") == 1
    expected = expected.replace(b"Fri, 01 May 2026 07:00:00 +0000", SENT)
    expected = re.sub(rb"Bcc:.*\r\n .*\r\n", b"", expected)
    ident = issue.message_id(member().address).encode()
    assert made == expected.replace(b"<2026-05.0f0f@harbour.example>", ident)
    assert not issue.personal


def test_what_bounces_goes_to_the_sender():
    assert ISSUE.sender == "desk@harbour.example"


def test_the_fields_for_others_never_leave():
    made = ISSUE.copy(member(), envelopes.WHEN)
    assert b"everybody" in MESSAGE
    assert b"somebody" in MESSAGE
    assert b"everybody" not in made
    assert b"somebody" not in made
    assert copy()["Bcc"] is None


def test_the_id_is_the_same_for_the_same_text_and_reader_alone():
    mara = ISSUE.message_id(addresses.parse_address("mara@harbour.example"))
    assert mara == ISSUE.message_id(addresses.parse_address("MARA@harbour.example"))
    assert mara == copy()["Message-ID"]
    others = {
        ISSUE.message_id(addresses.parse_address("ada@harbour.example")),
        copies.prepare_message(MESSAGE, "2026-06").message_id(member().address),
        copies.prepare_message(MESSAGE.replace(b"tide", b"time"), "2026-05").message_id(
            member().address
        ),
    }
    assert len(others | {mara}) == 4
    assert re.fullmatch(r"<[0-9a-f]{32}@harbour\.example>", mara)


def test_the_way_out_is_the_readers_own_in_head_and_texts():
    made = copy()
    own = sendable.UNSUBSCRIBE.replace("{token}", WORD)
    assert made["List-Unsubscribe"].startswith(f"<{own}>")
    assert f"<mailto:leave+{WORD}@harbour.example?subject=x>" in made["List-Unsubscribe"]
    text = made.get_body(("plain",)).get_payload(decode=True).decode()
    html = made.get_body(("html",)).get_payload(decode=True).decode()
    assert text == sendable.TEXT.replace(sendable.UNSUBSCRIBE, own)
    assert html == sendable.HTML.replace("who={token}", f"who={WORD}")
    assert "{token} as a word" in html
    assert ISSUE.personal


def test_no_line_of_a_copy_is_longer_than_quoted_printable_allows():
    body = ISSUE.copy(member(), envelopes.WHEN, WORD).partition(b"\r\n\r\n")[2]
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_the_address_can_stand_in_the_way_out():
    issue = copies.prepare_message(sendable.message("https://h.example/leave?{email}"), "2026-05")
    made = copy(member("ma+ra@harbour.example"), issue)
    assert "<https://h.example/leave?ma%2Bra%40harbour.example>" in made["List-Unsubscribe"]


#: What an address may hold (see `footer.unsubscribe`).
SIGNS = "abcXYZ09-._~:/?#[]@!$&'()*+,;=%é港"


@given(
    st.text(SIGNS, max_size=40), st.sampled_from(["{token}", "{email}", "{token}&e={email}"]),
    st.text(SIGNS, max_size=9),
)  # fmt: skip
@example("leave?it's&amp=1&", "{token}", "&'x'")
@example("x" * 200, "{token}", "")
def test_however_the_way_out_is_written_it_is_the_readers_own_in_every_text(before, place, behind):
    where = f"https://h.example/{before}{place}{behind}"
    footer = replace(envelopes.SETTINGS.footer, unsubscribe=where)
    settings = replace(envelopes.SETTINGS, footer=footer)
    built = assemble.make_issue(envelopes.materials(settings=settings)).files[FILE]
    made = copy(issue=copies.prepare_message(built, "2026-05"))
    (own,) = re.findall(r"<(https:[^>]+)>", made["List-Unsubscribe"])
    assert "{" not in own
    assert f'href="{own}"' in unescape(made.get_body(("html",)).get_content())
    assert own in made.get_body(("plain",)).get_content()


def test_texts_that_are_not_encoded_have_the_way_out_too():
    link = b"https://h.example/{token}"
    plain = b"\r\n".join((
        b"From: a@b.example", b"To: x:;", b"Subject: s", b"Date: Fri, 01 May 2026 07:00:00 +0000",
        b"Message-ID: <a@b.example>", b"List-Unsubscribe: <" + link + b">", b"", link, b"",
    ))  # fmt: skip
    made = copies.prepare_message(plain, "2026-05").copy(member(), envelopes.WHEN, WORD)
    assert made.endswith(b"\r\n\r\nhttps://h.example/" + WORD.encode() + b"\r\n")


def test_a_part_without_a_head_has_the_way_out_too():
    link = b"https://h.example/{token}"
    plain = b"\r\n".join((
        b"From: a@b.example", b"To: x:;", b"Subject: s", b"Date: Fri, 01 May 2026 07:00:00 +0000",
        b"Message-ID: <a@b.example>", b"List-Unsubscribe: <" + link + b">",
        b'Content-Type: multipart/mixed; boundary="b"', b"", b"--b", b"", link, b"--b--", b"",
    ))  # fmt: skip
    made = copies.prepare_message(plain, "2026-05").copy(member(), envelopes.WHEN, WORD)
    assert made.endswith(b"--b\r\n\r\nhttps://h.example/" + WORD.encode() + b"\r\n--b--\r\n")


def test_attachments_are_untouched():
    found = {part.get_filename(): part.get_payload(decode=True)
             for part in copy().iter_attachments()}  # fmt: skip
    assert found == sendable.FILES


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("", "mara@harbour.example"), ("Mara Osei", "mara@harbour.example"),
        ("Osei, Mara", "mara@harbour.example"), ('Mara "M" \\ Osei', "mara@harbour.example"),
        ("Мара Осей", "mara@harbour.example"), ("“Mara” Østergård", "mara@harbour.example"),
        ("é" * 100, "mara@harbour.example"), ("x" * 100, "a" * 64 + "@harbour.example"),
        ("Mara <x@y.example>", "mara@harbour.example"), ("a@b.example, x", "m@harbour.example"),
    ],
)  # fmt: skip
def test_a_name_stands_before_the_address_as_it_is(name, address):
    made = ISSUE.copy(member(address, name), envelopes.WHEN, WORD)
    # Not by the newer parser, which puts blanks between encoded words.
    shown, mailed = parseaddr(message_from_bytes(made)["To"].replace("\r\n", ""))
    assert (str(make_header(decode_header(shown))), mailed) == (name, address)
    head = made.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 120


@given(st.text(max_size=60), st.integers(0, 3))
def test_no_name_makes_another_field_or_reader(name, place):
    written = [name[:9], f"=?utf-8?q?=0A{name[:3]}?=", f"{name}\r\nBcc: x@y.example", name][place]
    row = f'"{written.replace(chr(34), chr(34) * 2)}",mara@harbour.example'
    data = f"name,email\n{row}\n".encode("utf-8", "replace")
    (who,) = read_members(data.replace(b"\0", b""), "list.csv").rows
    made = message_from_bytes(ISSUE.copy(who, envelopes.WHEN, WORD), policy=policy.default)
    plain = message_from_bytes(ISSUE.copy(member(), envelopes.WHEN, WORD), policy=policy.default)
    assert made.keys() == plain.keys()
    assert [one.addr_spec for one in made["To"].addresses] == ["mara@harbour.example"]
    assert {key: made[key] for key in made if key != "To"} == {
        key: plain[key] for key in plain if key != "To"
    }


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not a message"),
        (MESSAGE.replace(b"\r\n", b"\n"), "not a message"),
        (MESSAGE.replace(b"walls", b"wa\nlls"), "not a message"),
        (MESSAGE.replace(b"walls", b"wa\rlls"), "not a message"),
        (MESSAGE.replace(b"walls", b"wa\0lls"), "not a message"),
        (MESSAGE + b"\n.\r\nMAIL FROM:<x@y.example>\r\n", "not a message"),
        (MESSAGE.replace(b"MIME-Version: 1.0", b"nonsense"), "not a message"),
        (MESSAGE.replace(b"Subject:", b"Object:"), "`Subject`"),
        (MESSAGE.replace(b"To: un", b"To: x@y.example\r\nTo: un"), "`To`"),
        (MESSAGE.replace(b"<desk@harbour.example>", b"nobody"), "no address in From"),
        (MESSAGE.replace(b"<2026-05.0f0f@harbour.example>", b"x"), "Message-ID"),
    ],
)
def test_what_is_no_message_as_it_was_built_is_not_sent(data, said):
    with pytest.raises(UsageError) as caught:
        copies.prepare_message(data, "2026-05")
    assert caught.value.code == "mail.message"
    assert said in str(caught.value)
