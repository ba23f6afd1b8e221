"""Letters that a font draws as others and marks are read, copied and heard as what they are."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk.system.pdf import read
from copydesk.writers import pdf
from writers.sample import with_fragment


def words(first: int, end: int, around: str) -> str:
    """Each letter of a row in Unicode, in a word."""
    letters = (chr(code) for code in range(first, end))
    return " ".join(around.format(letter) for letter in letters if letter.isalpha())


MARKS = [chr(code) for code in range(0x300, 0x370) if unicodedata.combining(chr(code))]
TEXTS = {
    "as most are": "The mill of Mühlheim, été naïve, fi and ffi; Đặng Thị Lương",
    "before their letters": "ẉ w ḵ k ǩ k ǣ æ ӛ ә, Ḵālid and kiln",
    "after their letters": "w ẉ k ḵ k ǩ æ ǣ ә ӛ, kiln and Ḵālid",
    "Latin": words(0xC0, 0x250, "b{}d"),
    "Latin of scholars": words(0x1E00, 0x1F00, "b{}d"),
    "Cyrillic": words(0x400, 0x530, "б{}д"),
    "Greek": words(0x1F00, 0x2000, "β{}δ"),
    "no letter of its own": " ".join(
        unicodedata.normalize("NFC", f"{letter}{mark}x") for letter in "awzж" for mark in MARKS
    ),
    "among wide ones": "从二〇〇三年起没有变过，selbš，š 下来的 sauna",
    "Korean": "한국어 각각",
}


def solid(text: str) -> str:
    """`text` without blanks: a line may end between any two wide letters."""
    return "".join(text.split())


@pytest.mark.parametrize("name", TEXTS)
def test_a_reading_voice_is_given_every_letter_once(name: str) -> None:
    tags = read(pdf.write(with_fragment(f"<p>{TEXTS[name]}</p>"))).walk()
    (said,) = ["".join(map(str, tag.kids)) for tag in tags if tag.role == "P"]
    assert solid(said) == solid(TEXTS[name])


@pytest.mark.parametrize("name", ["before their letters", "after their letters"])
def test_whoever_copies_has_every_letter_once(
    name: str, tool: Callable[[str], str], tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf.write(with_fragment(f"<p>{TEXTS[name]}</p>")))
    command = [tool("pdftotext"), str(tmp_path / "a.pdf"), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    assert solid(TEXTS[name]) in solid(unicodedata.normalize("NFC", text))
