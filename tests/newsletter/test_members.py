"""Lists of readers as people keep and export them, and what is wrong in one, by its line."""

from __future__ import annotations

import pytest

from copydesk.errors import CopydeskError, Refused, UsageError
from copydesk.newsletter import members


def read(text: str | bytes):
    found = members.read_members(text if isinstance(text, bytes) else text.encode(), "list.csv")
    return [(row.name, str(row.address), row.line) for row in found.rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("email\na@b.example\n", [("", "a@b.example", 2)]),
        ("email,name\na@b.example,Ada\n", [("Ada", "a@b.example", 2)]),
        ("\ufeffname;email\r\nAda;a@b.example\r\n", [("Ada", "a@b.example", 2)]),
        ("Name\tE-Mail\tTown\nAda\ta@b.example\tBrigg\n", [("Ada", "a@b.example", 2)]),
        ('"Email Address","First"\n"a@b.example","Ada"\n', [("", "a@b.example", 2)]),
        ("email;name\ra@b.example;Osei, Ada, of B\r", [("Osei, Ada, of B", "a@b.example", 2)]),
        ('email,name\na@b.example,Ada "Tide" Osei\n', [('Ada "Tide" Osei', "a@b.example", 2)]),
        ('email,name\na@b.example,"Ada ""Tide"""\n', [('Ada "Tide"', "a@b.example", 2)]),
        ('name,email\n"Osei, Mara",a@b.example\n', [("Osei, Mara", "a@b.example", 2)]),
        ('name,email\n"two\nlines",a@b.example\nB,c@d.example', [
            ("two lines", "a@b.example", 2), ("B", "c@d.example", 4)]),
        ("\n\nemail\n\na@b.example\n  \nc@d.example", [
            ("", "a@b.example", 5), ("", "c@d.example", 7)]),
        ("email,name\na@b.example\n", [("", "a@b.example", 2)]),
        ("email\n", []),
    ],
)  # fmt: skip
def test_a_list_is_read_in_whatever_form_it_was_saved(text, rows):
    assert read(text) == rows


def test_a_reader_is_mailed_once_however_often_the_list_names_the_address():
    found = members.read_members(
        "email,name\nmara@bücher.example,Mara\nmara+x@bücher.example,\n"
        "MARA@xn--bcher-kva.example,Other\n mara@BÜCHER.example ,\n".encode(),
        "list.csv",
    )
    assert [(row.name, row.line) for row in found.rows] == [("Mara", 2), ("", 3)]
    assert [(line, first) for line, _, first in found.repeated] == [(4, 2), (5, 2)]


def test_rows_that_are_no_reader_are_told_by_their_lines_and_stop_nobody_else():
    text = 'name,email\nA,a@b.example\nB,nonsense\n"C\n",c d@e.example\nD,\nE,e@f.example\n'
    found = members.read_members(text.encode(), "list.csv")
    assert [str(row.address) for row in found.rows] == ["a@b.example", "e@f.example"]
    assert [line for line, _ in found.invalid] == [3, 4, 6]
    assert found.invalid[2][1] == "the address is missing"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mara Osei", "Mara Osei"), ("“Mara” Østergård", "“Mara” Østergård"), ("  a   b ", "a b"),
        ('"Mara\r\nBcc: x@y.example"', "Mara Bcc: x@y.example"), ("a\u2028b", "a b"),
        ("a\u200b\u202eb", "ab"), ("=?utf-8?q?=0A?=", ""), ("x" * 200, "x" * 100),
    ],
)  # fmt: skip
def test_a_name_is_shown_in_one_line_and_says_no_more_than_a_name(name, shown):
    assert read(f"email,name\na@b.example,{name}\n")[0][0] == shown


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", UsageError), (b"\n\n", UsageError), (b"name,town\nA,B\n", UsageError),
        (b"a@b.example\nc@d.example\n", UsageError), (b"email,e-mail\na,b\n", UsageError),
        (b"email\n\xe9@b.example\n", Refused), ("email".encode("utf-16"), Refused),
        (b"email\n" + b"x" * 200_000, Refused),
        (b'email,name\na@b.example,"Ada\nc@d.example,Ben\n', Refused),
        (b'email,name\na@b.example,"Ada\nc@d.example,Ben\ne@f.example,"Eve"\n', Refused),
        (b'email,name\na@b.example,"Ada "Tide" Osei"\n', Refused),
    ],
)  # fmt: skip
def test_what_is_no_list_is_said(data, kind):
    with pytest.raises(CopydeskError) as caught:
        read(data)
    assert type(caught.value) is kind
    assert caught.value.code == "mail.list"
    assert "`list.csv`" in str(caught.value)
