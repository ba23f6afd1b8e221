"""Bytes that are not UTF-8 are read in the encoding they were written in.

On the samples, whole and by their first sentences, every reading is right but for two
sentences in Lithuanian; charset-normalizer 3.5 read 95 of 123 so, and windows-1252 alone 15.
On 1,039 texts of other sites in 25 languages, each in the encodings of its language: whole
352 of 355, single lines 628 of 684, most of the rest one accented letter in an encoding of the
Macintosh. Of every third of them charset-normalizer, told these encodings alone, read 104 of 124
whole ones and 148 of 223 lines.
"""

from __future__ import annotations

import codecs
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from copydesk.config import Config
from copydesk.readers.decode import decode_text, find_charset
from copydesk.readers.detect import detect_type
from copydesk.readers.text import read_text

CASES = Path(__file__).parents[1] / "cases" / "readers" / "encodings"
SAMPLES: list[dict[str, Any]] = tomllib.loads((CASES / "samples.toml").read_text("utf-8"))["sample"]
PAIRS = [
    pytest.param(sample["text"].strip(), encoding, id=f"{sample['language']} {encoding}")
    for sample in SAMPLES
    for encoding in sample["encodings"]
]
#: The first sentence has too few of its own letters.
SHORT = {("lt", "cp1257"), ("lt", "iso8859-13")}


def written(text: str, encoding: str) -> tuple[bytes, str]:
    """`text` in `encoding`, and what is left of it there."""
    data = text.encode(encoding, "ignore")
    return data, data.decode(encoding)


@pytest.mark.parametrize(("text", "encoding"), PAIRS)
def test_a_text_is_read_in_the_encoding_it_was_written_in(text: str, encoding: str) -> None:
    data, expected = written(text, encoding)
    assert decode_text(data).text == expected
    assert detect_type(data) == "text/plain"


@pytest.mark.parametrize(("text", "encoding"), PAIRS)
def test_it_does_not_matter_how_much_there_is_of_it(text: str, encoding: str) -> None:
    data, expected = written("A heading in ASCII.\r\n\r\n" * 400 + text * 40, encoding)
    assert decode_text(data).text == expected


@pytest.mark.parametrize(
    ("sample", "encoding"),
    [
        pytest.param(sample, encoding, id=f"{sample['language']} {encoding}")
        for sample in SAMPLES
        for encoding in sample["encodings"]
        if (sample["language"], encoding) not in SHORT
    ],
)
def test_one_sentence_is_enough(sample: dict[str, Any], encoding: str) -> None:
    text = sample["text"].strip()
    sentence = text[: min(text.find(stop) for stop in (".", "。", "\n") if stop in text)]
    data, expected = written(sentence, encoding)
    assert decode_text(data).text == expected


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["language"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_is_read_in_every_language(sample: dict[str, Any], encoding: str) -> None:
    assert decode_text(sample["text"].encode(encoding)).text == sample["text"]


@pytest.mark.parametrize(
    "text",
    [
        "“Hello” – he said, it’s",
        "£5, or €6, at 20 °C…",
        "© 2024 • All rights reserved",
        "déjà vu",
        "naïve",
        "São Paulo",
        "¿Qué?",
        "1½ cups × 2",
        "— it is, perhaps — no more",
        "à bout de souffle",
        "Ärger",
        "Öl",
    ],
)
def test_a_few_western_signs_are_windows_1252(text: str) -> None:
    read = decode_text(text.encode("cp1252"))
    assert (read.text, read.encoding, read.doubtful) == (text, "windows-1252", True)


def test_the_editor_is_told_what_was_guessed_and_not_what_was_said() -> None:
    russian = next(sample["text"] for sample in SAMPLES if sample["language"] == "ru")
    sent = read_text(russian.encode("koi8-r", "ignore"), "a.txt", Config())
    assert sent.encoding == "koi8-r"
    assert [(query.code, query.message) for query in sent.queries] == [
        ("text.encoding", "the file is not valid UTF-8 and was read as koi8-r")
    ]
    japanese = next(sample["text"] for sample in SAMPLES if sample["language"] == "ja")
    sent = read_text(japanese.encode("iso2022-jp"), "a.txt", Config())
    assert (sent.encoding, sent.queries) == ("iso-2022-jp", ())


@example(b"\x1b(J")
@example(b"\x1b$B")
@given(st.binary(max_size=300))
def test_whatever_the_bytes_they_are_read(data: bytes) -> None:
    read = decode_text(data)
    assert read.encoding
    assert data.decode(find_charset(data), "replace") or not data
    assert read.text or not data.strip(codecs.BOM_UTF8 + codecs.BOM_UTF32)
