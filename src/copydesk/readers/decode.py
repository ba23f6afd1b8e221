"""Bytes → text, strictly, with documented fallbacks.

1. A byte order mark decides: UTF-8, UTF-16 or UTF-32.
2. Japanese in ISO-2022-JP, which names its character sets by escapes.
3. UTF-8.
4. UTF-16 without a mark, when it gives letters of one kind of script throughout.
5. UTF-8 with a few stray bytes, which are read as windows-1252.
6. The encoding in which the text reads best; bytes that it does not define are read as Latin-1,
   or as U+FFFD where characters have two bytes.

From 4 on, and where a mark lied, the text is doubtful and the editor is told.

Each encoding of a short list is tried, for each language that is written in it. How well a text
reads is how likely its characters beyond ASCII are: letters by their rank in the language,
quotation marks and dashes by what stands beside them, capitals by whether they begin their word.
General detectors know a hundred encodings, and take a French sentence for Big5 or Lithuanian for
Polish: `tests/readers/test_decode.py` holds the figures.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from math import inf, log
from typing import Final

from copydesk import tables

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

#: Lines beyond ASCII that are enough to tell an encoding by.
_ENOUGH: Final = 6_000
#: By how much an encoding that is met seldom must read better, and another than windows-1252.
_SELDOM: Final = 7.0
_OTHER: Final = 1.0
#: Scripts of thousands of characters, two bytes each.
_WIDE: Final = frozenset(("japanese", "chinese", "korean"))
#: How the frequency of letters falls with their rank.
_FALL: Final = 0.9

#: Classes of characters beyond ASCII that no letters are: quotation marks, apostrophes,
#: dashes and blanks, signs; other signs are `#`, control characters `!`.
_NAMED: Final = {
    character: kind
    for kind, members in (
        ('"', "“”‘«»‹›"),
        ("(", "„‚¿¡"),
        ("'", "’·"),
        ("-", "–—…•\xa0\xad"),
        ("$", "™®©°§€£×²³ºª¼½¾†"),
        ("?", "\ufffd"),
    )
    for character in members
}
#: Logarithms of likelihoods, by the class of a character.
_LIKELY: Final[Mapping[str, float]] = {
    "?": -16.0, "!": -14.0, "#": -10.0, "$": -5.0, '"': -2.0, "(": -2.0, "'": -1.5, "-": -2.5,
}  # fmt: skip
_UNLISTED: Final = -9.5
_CAPITAL: Final = -2.0
#: The same for what stands side by side; letters are `aA` of ASCII, `lU` Latin beyond it, `xX`
#: of other scripts, `h` of scripts without capitals, `H` of thousands of characters.
_SIDE_BY_SIDE: Final = (
    (re.compile(r"""[aAlUxXh]["$#](?=[aAlUxXh])|[aAlUxXh]\("""), -5.0),
    (re.compile("[alx][UX]|[lx]A"), -5.0),
    (re.compile("[aAlU][xXh]|[xXh][aAlU]"), -6.0),
    (re.compile("(?<![aAlUxXh'])[lU](?![aAlUxXh'])"), -1.5),
)
#: Where most letters are ASCII, one or two letters of another script are chance.
_LONELY = re.compile("(?<![xXhH])[xXhH]{1,2}(?![xXhH])")
_CHANCE: Final = -8.0


#: How far into a page its declaration is looked for.
_TOP_OF_PAGE: Final = 16_384
_DECLARED = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
#: Names that browsers read as a larger relative of what they say.
_WIDER: Final = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
#: The encodings browsers know, by Python's names; `hex`, `idna` and their like are none.
_WEB_ENCODINGS = re.compile(
    r"cp(?:125\d|8\d\d|9\d\d)|iso8859-\d+|koi8-[ru]|mac-\w+|tis-620|gb\w+|big5\w*|shift_jis"
    r"|euc_\w+|iso2022_jp|utf-\S+"
)
#: Its bytes are valid UTF-8 too: it shifts between sets by escapes.
_ESCAPED: Final = "iso2022_jp"
#: Share of a page that may not fit the encoding it declares.
_STRAYS: Final = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read in, and whether that was a guess."""

    text: str
    encoding: str
    doubtful: bool = False


def decode_text(data: bytes) -> Decoded:
    """Decode `data`; never raises.

    >>> decode_text("naïve".encode())
    Decoded(text='naïve', encoding='utf-8', doubtful=False)
    >>> decode_text("naïve".encode("cp1252"))
    Decoded(text='naïve', encoding='windows-1252', doubtful=True)
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], codec, name)
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
        return _decode_utf_16(data) or _decode_other(data)
    return (_decode_utf_16(data) if "\x00" in text else None) or Decoded(text, "utf-8")


def decode_page(data: bytes) -> Decoded:
    r"""Decode a web page; never raises.

    A byte order mark decides, then UTF-8 that is valid, whatever the page declares: programs
    that save pages rewrite them as UTF-8 and leave the declaration. Then comes the encoding that
    is declared, read as browsers read its name, and last what `decode_text` makes of the page.

    >>> decode_page(b'<meta charset="iso-8859-2"><p>\xb1')
    Decoded(text='<meta charset="iso-8859-2"><p>ą', encoding='iso8859-2', doubtful=False)
    >>> decode_page('<meta charset="iso-8859-2"><p>ą'.encode()).encoding
    'utf-8'
    """
    read = decode_text(data)
    match = _DECLARED.search(data[:_TOP_OF_PAGE])
    declared = find_web_codec((match[1] or match[2]).decode("ascii", "replace")) if match else ""
    if not declared or (not read.doubtful and declared != _ESCAPED):
        return read
    if data.startswith(tuple(mark for mark, _, _ in _MARKS)) or (
        read.encoding.startswith("utf-") and declared.startswith("utf")
    ):
        return read
    text = data.decode(declared, "replace")
    strays = text.count("\ufffd")
    if strays > max(1, _STRAYS * len(text)):
        return read
    return Decoded(text, declared, doubtful=strays > 0)


def find_web_codec(name: str) -> str:
    """Find Python's name of the encoding that browsers read under `name`, "" when they know none.

    >>> find_web_codec("ISO-8859-1"), find_web_codec("x-sjis"), find_web_codec("rot13")
    ('cp1252', 'cp932', '')
    """
    try:
        found = codecs.lookup(name.lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(found, found) if _WEB_ENCODINGS.fullmatch(found) else ""


def _decode_marked(rest: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(rest.decode(codec), name)
    except UnicodeDecodeError:
        if codec == "utf-8":
            return _decode_other(rest)
        return Decoded(rest.decode(codec, "replace"), name, doubtful=True)


def _decode_utf_16(data: bytes) -> Decoded | None:
    """`data` as UTF-16, where that gives text. In the other byte order it never does."""
    for codec in ("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ():
        sample = data[:_SAMPLE].decode(codec, "replace")
        most = _NEARLY_ALL * len(sample)
        if len(re.findall(_LETTERS, sample)) >= most or (
            len(re.findall(_EAST_ASIAN, sample)) >= max(most, _FEWEST)
            and _STOPS.intersection(sample)
        ):
            with suppress(UnicodeDecodeError):
                return Decoded(data.decode(codec), codec, doubtful=True)
    return None


def _decode_other(data: bytes) -> Decoded:
    sequences = sum(len(match.group()) for match in _SEQUENCE.finditer(data))
    if sequences >= _MOSTLY * len(_HIGH.findall(data)):
        return Decoded(data.decode("utf-8", "copydesk.stray"), "utf-8", doubtful=True)
    codec = find_charset(data)
    errors = "replace" if codec in _TWO_BYTES else "copydesk.undefined"
    name = _NAMES.get(codec, codec.replace("cp", "windows-").replace("iso8859", "iso-8859"))
    return Decoded(data.decode(codec, errors), name, doubtful=True)


def _read_strange(codec: str, error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode(codec, "copydesk.undefined"), error.end


codecs.register_error("copydesk.stray", partial(_read_strange, "cp1252"))
codecs.register_error("copydesk.undefined", partial(_read_strange, "latin-1"))


# ── the encoding in which a text reads best ──────────────────────────────────


def find_charset(data: bytes) -> str:
    r"""Find the encoding in which `data`, which is not UTF-8, reads best; a name of Python's.

    >>> find_charset("Гавань была закрыта".encode("koi8-r"))
    'koi8-r'
    >>> find_charset(b"The caf\xe9 \x93opened\x94")
    'cp1252'
    """
    if data.isascii():
        return "ascii"
    lines = [line[:_ENOUGH] for line in re.split(rb"[\r\n]+", data) if not line.isascii()]
    sample = b"\n".join(lines)[:_ENOUGH]
    best, found = -inf, "cp1252"
    for name, script in tables.load_table("letters").items():
        for encoding in script["encodings"]:
            text = sample.decode(encoding, "replace")
            prior = _SELDOM if encoding in script["seldom"] else _OTHER * (encoding != "cp1252")
            score = _score_text(text, name) - prior
            if score > best:
                best, found = score, encoding
    return found


@cache
def _likelihoods(script: str) -> tuple[Mapping[str, float], ...]:
    """For each language of `script` the logarithm of each letter's likelihood, by its rank."""
    found = []
    for letters in tables.load_table("letters")[script]["languages"].values():
        ranks = enumerate(dict.fromkeys(letters.replace("\n", "")))
        found.append(
            {
                letter: log(0.04 / (1 + rank / 8) if script in _WIDE else (1 - _FALL) * _FALL**rank)
                for rank, letter in ranks
            }
        )
    return tuple(found)


def _score_text(text: str, script: str) -> float:
    """How well `text` reads in the language of `script` that it fits best."""
    counts = Counter(text)
    classes = {ord(character): _class(character) for character in counts}
    pattern = text.translate(classes)
    score = sum(weight * len(pair.findall(pattern)) for pair, weight in _SIDE_BY_SIDE)
    beyond = sum(pattern.count(kind) for kind in "lUxXhH")
    if pattern.count("a") + pattern.count("A") > beyond:
        score += _CHANCE * len(_LONELY.findall(pattern))
    letters: list[tuple[str, int]] = []
    for character, count in counts.items():
        kind = classes[ord(character)]
        if kind in _LIKELY:
            score += _LIKELY[kind] * count
        elif character > "\x7f":
            letters.append((character.lower(), count))
            score += _CAPITAL * count * (kind in "UX")
    return score + max(
        sum(count * language.get(letter, _UNLISTED) for letter, count in letters)
        for language in _likelihoods(script)
    )


@lru_cache(maxsize=70_000)
def _class(character: str) -> str:
    if character < "\x80":
        return "a" if character.islower() else "A" if character.isupper() else "."
    category = unicodedata.category(character)
    if character in _NAMED or category[0] not in "LM":
        wide = character >= "\u3000" and category[0] == "P"
        return _NAMED.get(character, "H" if wide else "!" if category[0] == "C" else "#")
    if character >= "\u2e80":
        return "H"
    if category[0] == "M" or category == "Lo":
        return "h" if character >= "\u0300" else "#"
    latin = character < "\u0370" or "\u1e00" <= character <= "\u1eff"
    return ("lU" if latin else "xX")[character.isupper()]
