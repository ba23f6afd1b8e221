"""Who wants no issues stands on a list that is kept as it is and always honoured."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from copydesk.errors import CopydeskError
from copydesk.newsletter import addresses, suppressed
from copydesk.newsletter.suppressed import Suppressed


def of(text: str):
    return addresses.parse_address(text)


def add(path: Path, *wanted: str, reason: str = "asked"):
    found = suppressed.add_addresses(path, map(of, wanted), reason, lambda: 1_777_600_000.0)
    return [str(one) for one in found]


def test_a_list_is_made_and_nobody_else_reads_it(tmp_path: Path):
    path = tmp_path / "suppressed.csv"
    assert add(path, "Mara@harbour.example") == ["Mara@harbour.example"]
    assert path.read_text() == "email,since,reason\nMara@harbour.example,2026-05-01,asked\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_who_stands_on_it_already_is_not_added_again(tmp_path: Path):
    path = tmp_path / "suppressed.csv"
    assert add(path, "mara@bücher.example", "a@b.example", "A@b.example") == [
        "mara@xn--bcher-kva.example", "a@b.example",
    ]  # fmt: skip
    assert add(path, "MARA@xn--bcher-kva.example") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("email\nx@y.example", "email\nx@y.example\na@b.example\n"),
        ("\ufeffName;E-Mail;Reason\r\nX;x@y.example;\r\n",
         "Name;E-Mail;Reason\r\nX;x@y.example;\r\n;a@b.example;asked\n"),
        ('\n;;\n"since";"email"\n', '\n;;\n"since";"email"\n2026-05-01;a@b.example\n'),
        ("\n", "email,since,reason\na@b.example,2026-05-01,asked\n"),
    ],
)  # fmt: skip
def test_a_list_of_the_desks_own_making_keeps_its_rows_and_columns(tmp_path: Path, before, after):
    path = tmp_path / "suppressed.csv"
    path.write_bytes(before.encode())
    add(path, "a@b.example")
    assert path.read_bytes().decode() == after
    assert of("a@b.example") in Suppressed(path)


def test_a_change_of_the_list_is_heeded_at_once(tmp_path: Path):
    path = tmp_path / "suppressed.csv"
    found = Suppressed(path)
    assert of("mara@harbour.example") not in found
    add(path, "mara@harbour.example")
    assert of("MARA@harbour.example") in found
    assert of("mara+x@harbour.example") not in found


def test_a_list_that_goes_away_meanwhile_stops_everything_since_it_meant_somebody(tmp_path: Path):
    path = tmp_path / "suppressed.csv"
    found = Suppressed(path)
    assert of("mara@harbour.example") not in found
    add(path, "mara@harbour.example")
    assert of("mara@harbour.example") in found
    path.unlink()
    with pytest.raises(CopydeskError, match="has disappeared"):
        of("mara@harbour.example") in found  # noqa: B015  it is read when asked


@pytest.mark.parametrize(
    "text",
    [
        "email\nnonsense\n", "name\nx\n", "email\n=?x?=@b.example\n",
        # Whoever stands behind a quotation mark that is not closed would be mailed.
        'email,reason\nx@y.example,"asked\na@b.example,left\n',
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_stops_everything_since_it_means_somebody(tmp_path: Path, text):
    path = tmp_path / "suppressed.csv"
    path.write_text(text)
    with pytest.raises(CopydeskError):
        of("a@b.example") in Suppressed(path)  # noqa: B015  it is read when asked
    with pytest.raises(CopydeskError):
        add(path, "a@b.example")
    assert path.read_text() == text
