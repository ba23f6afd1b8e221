"""The message of an issue: the same bytes everywhere, and what two parsers read in it."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkers
from copydesk.errors import BrokenLaw, ConfigError, UsageError
from copydesk.newsletter import addresses, copies, headers
from copydesk.newsletter.members import ListMember
from copydesk.newsletter.message import file_size, html_size, texts_size, write_message
from copydesk.settings.newsletters import Footer, Newsletter
from newsletter import envelopes
from places import ROOT
from soaking import drawn

GOLDEN = ROOT / "tests" / "cases" / "mail" / "issue.eml"
FILES = (envelopes.file("tides.pdf"), envelopes.file("Flöße.epub", 100))


def read_text(message, kind):
    """A text of a message, with line ends as Python has them."""
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def made(*files, **changed):
    return write_message(
        envelopes.materials(*files, **changed), envelopes.HTML, envelopes.TEXT, files
    )


def test_the_message_is_the_golden_one_twice():
    assert made(*FILES) == made(*FILES) == GOLDEN.read_bytes()


def other_pythons():
    """The Pythons of this machine that run: Debian's own is one wherever the checks are made."""
    path = f"/usr/bin:{os.environ['PATH']}"
    found = (shutil.which(f"python3.{minor}", path=path) for minor in range(11, 16))
    return [python for python in found if python and runs(python)]


def runs(python):
    return subprocess.run([python, "-V"], check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("python", other_pythons(), ids=lambda path: Path(path).name)
def test_other_pythons_make_the_same_bytes(python):
    code = (
        "import sys; from newsletter import envelopes;"
        "from copydesk.newsletter.message import write_message;"
        "files = envelopes.file('tides.pdf'), envelopes.file('Flöße.epub', 100);"
        "made = write_message(envelopes.materials(*files), envelopes.HTML, envelopes.TEXT, files);"
        "sys.stdout.buffer.write(made)"
    )
    # What copydesk needs here is plain Python, and is taken from where it is installed.
    installed = Path(pytest.__file__).parents[1]
    paths = (ROOT / "src", ROOT / "tests", installed)
    done = subprocess.run(
        [python, "-B", "-c", code], check=True, capture_output=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths)), "TZ": "Asia/Tokyo"},
    )  # fmt: skip
    assert done.stdout == GOLDEN.read_bytes()


def test_lines_end_as_mail_has_them_and_none_is_long():
    data = made(*FILES)
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", data)
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 78


def test_a_very_long_line_of_html_is_folded():
    data = write_message(envelopes.materials(), "<p>" + "x" * 5000 + "</p>", "é" * 5000)
    assert max(map(len, data.split(b"\r\n"))) <= 78
    read = message_from_bytes(data, policy=policy.default)
    assert read_text(read, "html") == "<p>" + "x" * 5000 + "</p>\n"
    assert read_text(read, "plain") == "é" * 5000 + "\n"


printed = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"))
names = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1)


@settings(max_examples=drawn(150))
@given(printed, printed, st.lists(st.tuples(names, st.binary(max_size=300)), max_size=3))
def test_any_texts_and_files_are_read_again(html, text, given_files):
    files = [replace(envelopes.file(), name=f"x{name}", data=data) for name, data in given_files]
    try:
        data = write_message(envelopes.materials(), html, text, files)
    except ConfigError:
        assert any("=?" in file.name or not file.name.isprintable() for file in files)
        return
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", data)
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 78
    read = message_from_bytes(data)
    found = [part for part in read.walk() if not part.is_multipart()]
    for part, said in zip(found, (text, html), strict=False):
        lines = part.get_payload(decode=True).decode().replace("\r\n", "\n")
        assert lines.removesuffix("\n") == said.removesuffix("\n")
    assert [part.get_payload(decode=True) for part in found[2:]] == [one.data for one in files]
    # Python's reader takes every blank from the ends of a name, no-break spaces too.
    assert [part.get_filename() for part in found[2:]] == [one.name.strip() for one in files]


def test_its_parts_are_what_went_in():
    read = message_from_bytes(made(*FILES), policy=policy.default)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html",
        "application/pdf", "application/epub+zip",
    ]  # fmt: skip
    assert read_text(read, "plain") == envelopes.TEXT
    assert read_text(read, "html") == envelopes.HTML
    attached = list(read.iter_attachments())
    assert [part.get_filename() for part in attached] == ["tides.pdf", "Flöße.epub"]
    assert [part.get_content() for part in attached] == [file.data for file in FILES]
    assert attached[1]["Content-Type"].params["name"].isascii()
    assert not read.defects
    assert not [one for part in read.walk() for one in part.defects]


def test_a_message_without_files_is_its_two_texts():
    read = message_from_bytes(made(), policy=policy.default)
    assert read.get_content_type() == "multipart/alternative"
    assert len(list(read.iter_parts())) == 2


def test_its_head_says_each_thing_once_and_nothing_else():
    read = message_from_bytes(made(*FILES), policy=policy.default)
    assert read.keys() == [
        "From", "Reply-To", "To", "Subject", "Date", "List-Id", "List-Unsubscribe",
        "List-Unsubscribe-Post", "Content-Language", "Message-ID", "MIME-Version", "Content-Type",
    ]  # fmt: skip
    assert read["Subject"] == envelopes.materials().issue.subject
    assert str(read["From"]) == envelopes.SETTINGS.from_
    assert read["To"].groups[0].display_name == "undisclosed-recipients"
    assert read["Date"] == "Fri, 01 May 2026 07:00:00 +0000"
    assert read["List-Id"] == '"The Harbour Review" <review.harbour.example>'
    assert read["List-Unsubscribe"] == "<https://harbour.example/leave?who={token}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["Content-Language"] == "en-GB"


@pytest.mark.parametrize(
    ("told", "line", "one_click"),
    [
        ("http://harbour.example/x", "<http://harbour.example/x>", False),
        ("leave@harbour.example", "<mailto:leave@harbour.example?subject=unsubscribe>", False),
        ("mailto:a@b.example?subject=x", "<mailto:a@b.example?subject=x>", False),
        ("https://Bücher.example:8443/é?{email}",
         "<https://xn--bcher-kva.example:8443/%C3%A9?{email}>", True),
    ],
)  # fmt: skip
def test_a_reader_leaves_with_one_click_where_that_is_possible(told, line, one_click):
    settings = replace(envelopes.SETTINGS, footer=Footer(unsubscribe=told))
    read = message_from_bytes(made(settings=settings))
    assert read["List-Unsubscribe"] == line
    assert ("List-Unsubscribe-Post" in read) == one_click


def test_what_is_not_said_leaves_no_field():
    read = message_from_bytes(made(settings=Newsletter()))
    assert read.keys() == [
        "To", "Subject", "Date", "Content-Language", "Message-ID", "MIME-Version", "Content-Type",
    ]  # fmt: skip


def test_a_message_that_nobody_sends_cannot_be_sent():
    with pytest.raises(UsageError, match="`From`") as caught:
        copies.prepare_message(made(settings=Newsletter()), "2026-05")
    assert "`from`" in caught.value.hint


@pytest.mark.parametrize(
    "changed",
    [{"subject": "Other"}, {"id": "2026-06"}, {"date": dt.datetime(2026, 5, 2, 7, tzinfo=dt.UTC)}],
)
def test_the_id_hangs_on_what_the_message_says(changed):
    def ident(data):
        return message_from_bytes(data)["Message-ID"]

    assert re.fullmatch(r"<[0-9a-f]{32}@harbour\.example>", ident(made()))
    assert ident(made()) != ident(made(**changed))
    assert ident(made(envelopes.file())) != ident(made(envelopes.file(size=301)))
    texts = (envelopes.HTML.replace("Tides", "Times"), envelopes.TEXT)
    assert ident(made()) != ident(write_message(envelopes.materials(), *texts))


def test_copies_are_made_of_it_with_each_readers_way_out():
    data = made(*FILES)
    issue = copies.prepare_message(data, "2026-05")
    assert issue.personal
    word = "0123456789abcdef01234567"
    copy = issue.copy(
        ListMember(addresses.parse_address("mara@harbour.example"), "Mara"), envelopes.WHEN, word
    )
    read = message_from_bytes(copy, policy=policy.default)
    assert read["List-Unsubscribe"] == f"<https://harbour.example/leave?who={word}>"
    for kind, text in (("plain", envelopes.TEXT), ("html", envelopes.HTML)):
        assert read_text(read, kind) == text.replace("{token}", word)
    assert [part.get_content() for part in read.iter_attachments()] == [one.data for one in FILES]


@pytest.mark.parametrize("key", ["subject", "from_", "reply_to", "title"])
def test_no_value_adds_a_field(key):
    attack = "Tides =?utf-8?q?=0D=0ABcc:_all?= <a@harbour.example>"
    shared = {} if key in ("subject", "title") else {key: attack}
    materials = envelopes.materials(settings=replace(envelopes.SETTINGS, **shared))
    if key == "subject":
        materials = replace(materials, issue=replace(materials.issue, subject=attack))
    elif key == "title":
        materials = replace(materials, newsletter=attack)
    with pytest.raises(ConfigError) as caught:
        write_message(materials, envelopes.HTML, envelopes.TEXT)
    assert caught.value.code == "issue.header"


@pytest.mark.parametrize(
    "line",
    [
        b"Subject: Other\r\n", b"Subject: Tides\r\nBcc: all@harbour.example\r\n",
        b"Subject: Tides\n\nBody\r\n", b"Subject: =?utf-8?q?Tides?=\r\n x\r\n",
    ],
)  # fmt: skip
def test_a_head_that_says_something_else_is_never_given_out(line, monkeypatch):
    monkeypatch.setattr(headers, "write_text_field", lambda *_: line)
    with pytest.raises(BrokenLaw) as caught:
        made(subject="Tides")
    assert caught.value.code == "law.header"


@pytest.mark.parametrize(
    "value",
    [
        b"all@harbour.example", b'"Other" <desk@harbour.example>', b'"Desk" <all@harbour.example>',
        b'"Desk" <desk@harbour.example>, all@harbour.example', b"Desk, <desk@harbour.example>",
    ],
)  # fmt: skip
def test_no_message_is_given_out_in_the_name_of_somebody_else(value, monkeypatch):
    def line(name, *_):
        return name.encode() + b": " + value + b"\r\n"

    monkeypatch.setattr(headers, "write_mailbox_field", line)
    with pytest.raises(BrokenLaw) as caught:
        made(settings=Newsletter(from_="Desk <desk@harbour.example>"))
    assert caught.value.code == "law.header"


@settings(max_examples=drawn(60))
@given(st.text('ab ,;:"\\()<>@.ü=_-[]中', max_size=30))
def test_a_message_bears_the_name_of_its_sender_whatever_stands_in_it(name):
    said = f"{name} <desk@harbour.example>"
    one = made(settings=Newsletter(from_=said, reply_to=said))
    nameless = re.fullmatch(r' *("(\\? )*")? *', name)  # quotation marks around blanks name nobody
    assert message_from_bytes(one)["From"].endswith(
        "desk@harbour.example" + ("" if nameless else ">")
    )


def test_sizes_are_known_before_the_message_is_made():
    data = made(*FILES)
    assert len(data) <= texts_size(envelopes.HTML, envelopes.TEXT) + sum(map(file_size, FILES))
    for size in (0, 1, 56, 57, 58, 300, 10_000):
        one = envelopes.file(size=size)
        assert len(made(one, envelopes.file())) - len(made(envelopes.file())) <= file_size(one)
        assert len(made(one, envelopes.file())) - len(made(envelopes.file())) > file_size(one) - 70
    read = message_from_bytes(data).walk()
    coded = next(part for part in read if part.get_content_type() == "text/html")
    assert html_size(envelopes.HTML) >= len(coded.get_payload())


def test_mailparser_reads_the_same(npm: Callable[[str], str]):
    read = checkers.by_mailparser([made(*FILES)], npm("mailparser"))[0]
    assert read["subject"] == envelopes.materials().issue.subject
    assert read["from"] == [["The Harbør Review", "desk@harbour.example"]]
    assert read["text"] == envelopes.TEXT
    assert read["html"] == envelopes.HTML
    assert read["files"] == [[one.name, one.media_type, one.sha256] for one in FILES]


def test_ripmime_finds_the_texts_and_the_files(tool: Callable[[str], str], tmp_path: Path):
    found = checkers.by_ripmime(made(*FILES), tmp_path, tool("ripmime"))
    for file in FILES:
        assert found[file.name] == file.data
    texts = [data.replace(b"\r\n", b"\n").strip() for data in found.values()]
    for text in (envelopes.TEXT, envelopes.HTML):
        assert text.strip().encode() in texts


def test_programs_that_know_no_other_names_find_one_in_ascii():
    data = made(*FILES).replace(b"filename*=utf-8''", b"x*=utf-8''")
    names = [part.get_filename() for part in message_from_bytes(data).walk()]
    assert names[-1] == f"{FILES[1].sha256[:12]}.epub"


if __name__ == "__main__":  # approves the golden message
    sys.stdout.buffer.write(made(*FILES))
