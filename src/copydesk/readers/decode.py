"""Bytes → text, strictly, with documented fallbacks.

1. A byte order mark decides: UTF-8, UTF-16 or UTF-32.
2. Japanese in ISO-2022-JP, which names its character sets by escapes.
3. UTF-8.
4. UTF-16 without a mark, when it gives letters of one kind of script throughout.
5. UTF-8 with a few stray bytes, which are read as windows-1252.
6. The encoding in which the text reads best (`charsets`); bytes that it does not define
   are read as Latin-1, or as U+FFFD where characters have two bytes.

From 4 on, and where a mark lied, the text is doubtful and the editor is told.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from copydesk.readers.charsets import charset

#: UTF-32 before UTF-16, whose mark it begins with.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_SHIFTS: Final = (b"\x1b$B", b"\x1b$@")
_SAMPLE: Final = 2_048
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
#: Share of the high bytes that must be whole UTF-8 sequences for a stray one to be an accident.
_MOSTLY: Final = 0.75
#: What UTF-16 gives when it is the right one: scripts of letters, or those of East Asia.
_LETTERS: Final = "[\t\n\r -\u017f\u0300-\u06ff\u0e00-\u0e7f\u2010-\u2026]"
_EAST_ASIAN: Final = "[\t\n\r -~\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff01-\uff60]"
_NEARLY_ALL: Final = 0.95
_STOPS: Final = frozenset("\n 。，、")
_FEWEST: Final = 20

#: Python's names → those that people know.
_NAMES: Final = {
    "cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5", "euc_jp": "euc-jp",
    "mac-roman": "macintosh", "mac-latin2": "x-mac-ce", "mac-cyrillic": "x-mac-cyrillic",
    "cp437": "ibm437", "cp850": "ibm850", "cp852": "ibm852", "cp866": "ibm866",
}  # fmt: skip
_TWO_BYTES: Final = frozenset(("cp932", "cp949", "big5hkscs", "euc_jp", "gb18030"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    doubtful: bool = False


def decoded(data: bytes) -> Decoded:
    """The text of `data`; never raises.

    >>> decoded("naïve".encode())
    Decoded(text='naïve', encoding='utf-8', doubtful=False)
    >>> decoded("naïve".encode("cp1252"))
    Decoded(text='naïve', encoding='windows-1252', doubtful=True)
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, name)
    if any(shift in data for shift in _SHIFTS) and data.isascii():
        with suppress(UnicodeDecodeError):
            # Escapes that shift to nothing are no Japanese, and stay in the text to be seen.
            if text := data.decode("iso2022_jp_ext"):
                return Decoded(text, "iso-2022-jp")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.start >= len(data) - 3 and len(data) > _SAMPLE:
            # Cut in the middle of a character, as a sample of a long file is.
            return Decoded(data[: error.start].decode("utf-8") + "\ufffd", "utf-8", doubtful=True)
        return _wide(data) or _stray(data)
    return (_wide(data) if "\x00" in text else None) or Decoded(text, "utf-8")


def _marked(rest: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(rest.decode(codec), name)
    except UnicodeDecodeError:
        if codec == "utf-8":
            return _stray(rest)
        return Decoded(rest.decode(codec, "replace"), name, doubtful=True)


def _wide(data: bytes) -> Decoded | None:
    """`data` as UTF-16, where that gives text. In the other byte order it never does."""
    for codec in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        sample = data[:_SAMPLE].decode(codec, "replace")
        most = _NEARLY_ALL * len(sample)
        if len(re.findall(_LETTERS, sample)) >= most or (
            len(re.findall(_EAST_ASIAN, sample)) >= max(most, _FEWEST)
            and _STOPS.intersection(sample)
        ):
            try:
                return Decoded(data.decode(codec), codec, doubtful=True)
            except UnicodeDecodeError:
                continue
    return None


def _stray(data: bytes) -> Decoded:
    sequences = sum(len(match.group()) for match in _SEQUENCE.finditer(data))
    high = len(_HIGH.findall(data))
    if sequences >= _MOSTLY * high:
        return Decoded(data.decode("utf-8", "copydesk.stray"), "utf-8", doubtful=True)
    codec = charset(data)
    errors = "replace" if codec in _TWO_BYTES else "copydesk.undefined"
    name = _NAMES.get(codec, codec.replace("cp", "windows-").replace("iso8859", "iso-8859"))
    return Decoded(data.decode(codec, errors), name, doubtful=True)


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    strange = error.object[error.start : error.end]
    return strange.decode("cp1252", "copydesk.undefined"), error.end


def _read_undefined(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("copydesk.stray", _read_stray)
codecs.register_error("copydesk.undefined", _read_undefined)
