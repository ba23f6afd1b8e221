"""Bytes → text, strictly, with documented fallbacks.

1. A byte order mark decides: UTF-8, UTF-16 or UTF-32.
2. UTF-8.
3. UTF-16 without a mark, when every other byte of the start is nearly always zero.
4. UTF-8 with a few stray bytes, which are read as windows-1252.
5. windows-1252; the five bytes it does not define are read as Latin-1.

From 3 on, and where a mark lied, the text is doubtful and the editor is told.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

#: UTF-32 before UTF-16, whose mark it begins with.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
_SAMPLE = 2_048
_ZEROS = 0.6
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_UNDEFINED = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
#: Share of the high bytes that must be whole UTF-8 sequences for a stray one to be an accident.
_MOSTLY = 0.75


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
            rest = data[len(mark) :]
            try:
                return Decoded(rest.decode(codec), name)
            except UnicodeDecodeError:
                if codec == "utf-8":
                    return _stray(rest)
                return Decoded(rest.decode(codec, "replace"), name, doubtful=True)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.start >= len(data) - 3 and len(data) > _SAMPLE:
            # Cut in the middle of a character, as a sample of a long file is.
            return Decoded(data[: error.start].decode("utf-8") + "\ufffd", "utf-8", doubtful=True)
        return _wide(data) or _stray(data)
    return (_wide(data) if "\x00" in text else None) or Decoded(text, "utf-8")


def _wide(data: bytes) -> Decoded | None:
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if len(data) % 2 or not half:
        return None
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        other = sample[::2] if codec == "utf-16-le" else sample[1::2]
        if zeros.count(0) >= _ZEROS * half and other.count(0) < (1 - _ZEROS) * half:
            try:
                return Decoded(data.decode(codec), codec, doubtful=True)
            except UnicodeDecodeError:
                return None
    return None


def _stray(data: bytes) -> Decoded:
    sequences = sum(len(match.group()) for match in _SEQUENCE.finditer(data))
    high = len(_HIGH.findall(data))
    if sequences >= _MOSTLY * high:
        return Decoded(data.decode("utf-8", "copydesk.stray"), "utf-8", doubtful=True)
    return Decoded(_single_byte(data), "windows-1252", doubtful=True)


def _single_byte(data: bytes) -> str:
    return data.decode("cp1252", "copydesk.undefined")


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _single_byte(error.object[error.start : error.end]), error.end


def _read_undefined(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_UNDEFINED[byte] for byte in error.object[error.start : error.end]), error.end


codecs.register_error("copydesk.stray", _read_stray)
codecs.register_error("copydesk.undefined", _read_undefined)
