"""Every byte string is read or refused, and what is read is the text that was sent."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import readers
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Submission
from copydesk.settings.limits import Limits

CONFIG = Config()
ARTICLE = "Naïve “hopes” – and zażółć\r\nA second line\rA third\n\nThe end"


def read(data: bytes, name: str = "a.txt", config: Config = CONFIG) -> Submission:
    return readers.read(data, name, config)


def whole(sent: Submission) -> str:
    return "".join(line.text + line.ending for line in sent.lines)


def refused(data: bytes, config: Config = CONFIG) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, config=config)
    return caught.value


@pytest.mark.parametrize(
    ("mark", "codec", "named"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    ],
)
def test_text_is_read_as_declared(mark: bytes, codec: str, named: str) -> None:
    sent = read(mark + ARTICLE.encode(codec))
    assert (whole(sent), sent.encoding, sent.queries) == (ARTICLE, named, ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read_and_the_editor_is_told(codec: str) -> None:
    text = "A plain article.\nWith two lines."
    sent = read(text.encode(codec))
    assert whole(sent) == text
    assert [query.code for query in sent.queries] == ["text.encoding"]


def test_windows_1252_is_read_and_the_editor_is_told() -> None:
    sent = read("A “naïve” café – €5".encode("cp1252"))
    assert whole(sent) == "A “naïve” café – €5"
    assert [query.code for query in sent.queries] == ["text.encoding"]


def test_bytes_that_windows_1252_does_not_define_are_no_error() -> None:
    sent = read(b"The na\xefve r\xf4le of the caf\xe9, d\xe9j\xe0 vu \x81")
    assert whole(sent) == "The naïve rôle of the café, déjà vu \x81"


def test_one_stray_byte_does_not_spoil_the_rest_of_the_text() -> None:
    sent = read("Żółć and naïve “hopes” ".encode() + b"caf\xe9")
    assert whole(sent) == "Żółć and naïve “hopes” café"
    assert [query.code for query in sent.queries] == ["text.encoding"]


def test_lines_end_at_carriage_returns_and_line_feeds_only() -> None:
    sent = read("a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg\rh".encode())
    assert [line.text for line in sent.lines] == ["a\x0bb\x0cc\x85d\u2028e\u2029f\x1cg", "h"]


def test_blank_lines_count_and_numbers_start_at_one() -> None:
    sent = read(b"\n\na\n\nb\n")
    assert [(line.number, line.text) for line in sent.lines] == [
        (1, ""), (2, ""), (3, "a"), (4, ""), (5, "b"),
    ]  # fmt: skip


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_lines_and_endings_in_a_row_are_the_text(text: str) -> None:
    body = "An article. " + text
    try:
        found = whole(read(body.encode()))
    except Refused as refused:
        found = refused.code
    # With many control characters it is no text.
    controlled = any(unicodedata.category(sign) == "Cc" for sign in text)
    assert found == body or (controlled and found == "refuse.binary")


NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a"])


def outcome(data: bytes, name: str = "a.txt") -> Submission | Refused:
    try:
        return read(data, name)
    except Refused as error:
        return error


def check(found: Submission | Refused) -> None:
    if isinstance(found, Refused):
        assert str(found)
        assert found.hint
        assert found.code.startswith("refuse.")
    else:
        assert [line.number for line in found.lines] == list(range(1, len(found.lines) + 1))
        assert whole(found).encode()


@given(st.binary(max_size=400), NAMES)
def test_every_byte_string_is_read_or_refused(data: bytes, name: str) -> None:
    check(outcome(data, name))


MARKS = ["%PDF-", "PK\x03\x04", "{\\rtf1 ", "<html>", "<p>", "</p>", "# A\n", "[a](http://b)",
         "---\n", "Title: a\n", "=E2=80=99", "&lt;", "<?xml?>", "{", "}", "https://docs.google.com/x",
         "MIME-Version: 1.0\n", "\x0c", "\x00", "é", "港", "word ", "\n\n"]  # fmt: skip


@given(st.lists(st.sampled_from(MARKS), max_size=12), NAMES)
def test_every_mix_of_marks_is_read_or_refused(marks: list[str], name: str) -> None:
    check(outcome("".join(marks).encode(), name))


@given(st.text(min_size=1, max_size=80), st.integers(0, 79), st.binary(min_size=1, max_size=3))
def test_an_article_with_strange_bytes_in_it_is_read_or_refused(
    text: str, at: int, strange: bytes
) -> None:
    data = ("An article of some length. " * 3 + text).encode("utf-8", "replace")
    check(outcome(data[:at] + strange + data[at:]))


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, bytes(9)]
)
def test_an_empty_file_is_refused_as_empty(data: bytes) -> None:
    assert refused(data).code == "refuse.empty"


def test_markup_without_a_word_is_refused_as_empty() -> None:
    with pytest.raises(Refused) as caught:
        read(b"---\ntitle: Mud\nlayout: post\n---\n\n<p></p>\n", "a.md")
    assert caught.value.code == "refuse.empty"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x7fELF" + bytes(200), b"a\x00\x01\x02" * 99]
)
def test_binary_data_are_refused(data: bytes) -> None:
    assert refused(data).code == "refuse.binary"


def test_the_name_of_a_file_decides_nothing_about_bytes() -> None:
    assert read(b"An article.", "a.docx").media_type == "text/plain"
    with pytest.raises(Refused, match="incomplete PDF"):
        read(b"%PDF-1.4", "a.txt")


def limited(**values: int) -> Config:
    return replace(CONFIG, limits=Limits(**values))


def test_each_limit_is_named_with_its_setting() -> None:
    size = refused(b"x" * 11, limited(file_bytes=10))
    assert (size.code, "10" in str(size), "limits.file_bytes" in size.hint) == (
        "refuse.too-large", True, True,
    )  # fmt: skip
    long = refused(b"ok\n" + b"x" * 11, limited(line_characters=10))
    assert (long.code, "line 2" in str(long), "limits.line_characters" in long.hint) == (
        "refuse.line-too-long", True, True,
    )  # fmt: skip
    many = refused(b"x\n" * 4, limited(lines=3))
    assert (many.code, "3" in str(many), "limits.lines" in many.hint) == (
        "refuse.too-many-lines", True, True,
    )  # fmt: skip
    assert read(b"x\n" * 3, config=limited(lines=3)).lines
    for text in (b"ok\n" * 6, b"ok\n" * 60):
        whole_text = refused(text, limited(characters=10))
        assert whole_text.code == "refuse.too-long"
        assert "limits.characters" in whole_text.hint


def test_the_article_in_the_repository_is_read_whole() -> None:
    from places import ARTICLE

    data = ARTICLE.read_bytes()
    sent = read(data, ARTICLE.name)
    assert whole(sent).encode() == data
    assert sent.queries == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "a\nb\rc\r\nd\x0be\x85f"),
        (
            "a.md",
            '---\ntitle: "a\\nb"\n---\n\none\ntwo  \nthree\\\nfour\n\n> q\n> r\n',
        ),
        ("a.html", "<h1>a&#10;b</h1><p>one\ntwo<br>three</p><pre>x\ny</pre><img alt='a\nb' src=x>"),
    ],
)
def test_no_line_holds_a_line_break(name: str, text: str) -> None:
    lines = read(text.encode(), name).lines
    assert len(lines) > 2
    assert [line.text for line in lines if "\n" in line.text or "\r" in line.text] == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("pier.docx", b"The ferry left at dawn.", "the file ends in .docx and holds plain text"),
        ("PIER.ODT", b"# The pier\n\nThe *ferry* left.\n\n## Noon\n\n- It came.\n- It went.\n",
         "the file ends in .odt and holds Markdown"),
        ("pier.rtf", b"<html><body><p>The ferry left at dawn.</p></body></html>",
         "the file ends in .rtf and holds a web page"),
        ("pier.pdf", rb"{\rtf1 The ferry left at dawn.\par}",
         "the file ends in .pdf and holds Rich Text (RTF)"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_told(name: str, data: bytes, said: str) -> None:
    told = [one for one in read(data, name, Config()).queries if one.code == "read.misnamed"]
    assert [(one.line, one.severity, one.message) for one in told] == [(0, "note", said)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("pier.txt", b"The ferry left at dawn."),
        ("pier", b"The ferry left at dawn."),
        ("pier.doc", b"The ferry left at dawn."),
        ("docx", b"The ferry left at dawn."),
        ("on.docx.txt", b"The ferry left at dawn."),
        ("pier.txt", b"<html><body><p>The ferry left at dawn.</p></body></html>"),
        ("pier.rtf", rb"{\rtf1 The ferry left at dawn.\par}"),
    ],
)
def test_a_name_that_says_nothing_else_is_passed_over(name: str, data: bytes) -> None:
    told = [one.code for one in read(data, name, Config()).queries]
    assert "read.misnamed" not in told
