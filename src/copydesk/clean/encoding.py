"""Text that was damaged by encodings: mojibake, entities, ligatures, look-alike letters.

These rules run first, on every line and in every language, before roles are known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from copydesk.clean.views import overlaps
from copydesk.model import Edit, Line, Query
from copydesk.queries import ask
from copydesk.registry import ProofLine, rule

#: Encodings that UTF-8 gets mistaken for, by ftfy's names: `sloppy` ones know every byte.
_MISTAKEN: Final = (
    "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "macroman", "cp437",
    "sloppy-windows-1253", "sloppy-windows-1254", "sloppy-windows-1257",
)  # fmt: skip
_MISREAD = "UTF-8 that was read in another encoding"
_TOKEN = re.compile(r"[^ \t]+")
_LONGEST_TOKEN: Final = 200
_C1 = re.compile("[\x80-\x9f]")
_SMALL = re.compile("[a-z]")
#: A capital or letter of another script that opens the pair, beside a small Latin letter.
_SMALL_BESIDE = re.compile("[a-z][ÂÃÄÅÆĂĹГДЕΓΔΕ√ƒ≈├─┼]|[ÂÃÄÅÆĂĹГДЕΓΔΕ√ƒ≈├─┼].[a-z]")
_ENOUGH: Final = 2
_ENTITY = re.compile(
    r"&(?:amp;)*+(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&(?:amp;)++"
)
_AMPERSANDS = re.compile(r"&(?:amp;)++")
_SPOKEN_OF = re.compile(
    r"\b(?:entity|entities|escaped as|escape|typing|type|written as|encoded as)[ “‘\"'`]{1,3}\Z"
)
#: An entity stands for one character or two; an unknown name stays as long as it is.
_PLAIN = 2
#: Kangxi radicals behind or before a letter of Chinese or Japanese.
_RADICALS = re.compile(
    "(?<=[\u3040-\u30ff\u3400-\u9fff])[\u2f00-\u2fd5]++"
    "|(?<![\u2f00-\u2fd5])[\u2f00-\u2fd5]++(?=[\u3040-\u30ff\u3400-\u9fff])"
)
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_MARK = re.compile("[\u0300-\u036f]")
_ACCENTED = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_FULLWIDTH = re.compile("[！-～]+")
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]")
_LETTERS = re.compile(r"[^\W\d_]++")
_HOST = re.compile(r"\bhttps?://([^\s/?#:<>“”\"]++)", re.IGNORECASE)
_LATIN = re.compile("[A-Za-z]")
_LOOKALIKE = re.compile("[Ѐ-ӿΑ-ώ]")

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХаеорсухіјѕһ", "ABESIJKMHOPCTXaeopcyxijsh", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_TO_LATIN = str.maketrans(_CYRILLIC | _GREEK)
_TO_CYRILLIC = str.maketrans({latin: letter for letter, latin in _CYRILLIC.items()})


@cache
def _sequences() -> re.Pattern[str]:
    """What the sequences of UTF-8 look like, read in any of the encodings it is mistaken for."""
    kinds = []
    leads = ""
    for encoding in _MISTAKEN:
        tail, two, three, four = (
            re.escape("".join(_character(byte, encoding) for byte in numbers))
            for numbers in (
                range(0x80, 0xC0), range(0xC2, 0xE0), range(0xE0, 0xF0), range(0xF0, 0xF5),
            )
        )  # fmt: skip
        leads += two + three + four
        kinds += [f"(?<=[{two}])[{tail}]", f"(?<=[{three}])[{tail}]{{2}}"]
        kinds += [f"(?<=[{four}])[{tail}]{{3}}"]
    return re.compile(f"[{leads}](?:{'|'.join(kinds)})")


def _character(byte: int, encoding: str) -> str:
    try:
        return bytes((byte,)).decode(encoding.removeprefix("sloppy-"))
    except UnicodeDecodeError:
        return chr(byte)


@rule("enc.mojibake", "fix", roles=None)
def mojibake(view: ProofLine) -> Iterator[Edit]:
    """Undo text that was encoded as UTF-8 and read as windows-1252 or another old encoding.

    Such text shows rows of accented capitals and symbols in place of one letter or
    quotation mark. Only rows that make sense once undone are touched.

    `Chinaâ€™s` → `China’s`
    """
    text = view.text
    if text.isascii() or not _sequences().search(text):
        return
    from ftfy import TextFixerConfig, fix_encoding

    config = TextFixerConfig(uncurl_quotes=False, replace_lossy_sequences=False)
    fixed = fix_encoding(text, config)
    if fixed == text:
        yield from _surely(view)
    if fixed == text or "\ufffd" in fixed:
        return
    edits = []
    rebuilt: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        good = match.group()
        if _sequences().search(good):
            good = fix_encoding(good, config)
        if good != match.group():
            edits.append(view.edit(*match.span(), good, _MISREAD))
        rebuilt += (text[position : match.start()], good)
        position = match.end()
    rebuilt.append(text[position:])
    if "".join(rebuilt) == fixed:
        yield from edits
        return
    start, end, after = _changed(text, fixed)
    yield view.edit(start, end, after, _MISREAD)


def _surely(view: ProofLine) -> Iterator[Edit]:
    """Sequences of UTF-8 that nothing else explains, though ftfy wants more evidence.

    One is enough where it stands for a small letter of a Latin word that has signs or
    letters of another script in its place, two in a word of another script. What else of
    the line reads as UTF-8 in the same encoding is undone with it.
    """
    tokens = [
        match
        for match in _TOKEN.finditer(view.text)
        if not match.group().isascii() and len(match.group()) <= _LONGEST_TOKEN
    ]
    for encoding in _MISTAKEN:
        undone = [(match, _undone(match.group(), encoding)) for match in tokens]
        if any(
            good and (_in_latin_word(match.group(), good) or _several(match.group(), good))
            for match, good in undone
        ):
            for match, good in undone:
                if good:
                    yield view.edit(*match.span(), good, _MISREAD)
            return


def _undone(token: str, encoding: str) -> str:
    try:
        good = token.encode(encoding).decode("utf-8")
    except UnicodeError:
        return ""
    return good if good != token and not _C1.search(good) else ""


def _in_latin_word(token: str, good: str) -> bool:
    strange = [letter for letter in good if letter > "\x7f" and letter.isalpha()]
    latin = all(letter.islower() and letter < "\u0250" for letter in strange)
    if not strange or not latin or not _SMALL_BESIDE.search(token):
        return False
    return len(_SMALL.findall(token)) > len(strange)


def _several(token: str, good: str) -> bool:
    """Whether a word of another script shows once the sequences are undone."""
    beyond = [letter for letter in good if letter > "\x7f"]
    letters = sum(letter.isalpha() for letter in beyond)
    return letters >= _ENOUGH and letters * 2 > len(beyond) and len(token) >= letters * 2


def _changed(old: str, new: str) -> tuple[int, int, str]:
    """Start and end of what differs in `old`, and what stands there in `new`."""
    size = min(len(old), len(new))
    start = next((i for i in range(size) if old[i] != new[i]), size)
    tail = next((i for i in range(size - start) if old[-1 - i] != new[-1 - i]), size - start)
    return start, len(old) - tail, new[start : len(new) - tail]


@rule("enc.entity", "fix", roles=None)
def entity(view: ProofLine) -> Iterator[Edit]:
    """Write the character an HTML entity stands for.

    A scraped page leaves entities behind, sometimes escaped more than once. Only
    entities that end in a semicolon count, so company names with `&` stay, and so does
    an entity that the text speaks of (`the entity &amp;`).

    `Science &amp; Technology` → `Science & Technology`
    """
    if "&" not in view.text:
        return
    import html  # its table of entities is large

    for match in _ENTITY.finditer(view.text):
        if _SPOKEN_OF.search(view.text, max(0, match.start() - 24), match.start()):
            continue
        plain = html.unescape(_AMPERSANDS.sub("&", match.group()))
        if plain not in ("", "\ufffd") and len(plain) <= _PLAIN and plain not in "\r\n":
            yield view.edit(*match.span(), plain, "an HTML entity stands for this character")


@rule("enc.ligature", "fix", roles=None)
def ligature(view: ProofLine) -> Iterator[Edit]:
    """Write typographic ligatures as their letters, so that the word can be found and spelt.

    PDF copies carry them as single characters.

    `the ﬁnal text` → `the final text`
    """
    for match in _LIGATURE.finditer(view.text):
        letters = unicodedata.normalize("NFKC", match.group())
        yield view.edit(*match.span(), letters, "a ligature that was stored as one character")


@rule("enc.radical", "fix", roles=None)
def radical(view: ProofLine) -> Iterator[Edit]:
    """Write radicals of Chinese characters as the characters that look like them.

    PDF copies carry them, since a font draws both with one glyph: a search finds nothing then.

    Only beside other characters; by itself a radical may be meant (`the radical ⼈`).

    `⼈民` → `人民`
    """
    for match in _RADICALS.finditer(view.text):
        letters = unicodedata.normalize("NFKC", match.group())
        yield view.edit(*match.span(), letters, "a radical that stands for a character")


@rule("enc.fullwidth", "fix", roles=None)
def fullwidth(view: ProofLine) -> Iterator[Edit]:
    """Write full-width punctuation, letters and digits between Latin words in their usual form.

    They slip in from East Asian keyboards. In lines with Chinese, Japanese or Korean
    letters they are right and stay.

    `Beijing，by contrast` → `Beijing, by contrast`
    """
    text = view.text
    if not _FULLWIDTH.search(text) or _CJK.search(text):
        return
    for match in _FULLWIDTH.finditer(text):
        start, end = match.span()
        plain = unicodedata.normalize("NFKC", match.group())
        follows = text[end : end + 1]
        if plain[-1] in ",;:.!?)" and (follows.isalpha() or (follows == "(" and plain[-1] != ")")):
            plain += " "
        if plain[0] == "(" and text[start - 1 : start].isalpha():
            plain = " " + plain
        yield view.edit(start, end, plain, "a full-width character among Latin letters")


@rule("enc.homoglyph", "fix", roles=None)
def homoglyph(view: ProofLine) -> Iterator[Edit]:
    """Replace Cyrillic or Greek letters that stand in a Latin word for their twins, and back.

    The word looks right and cannot be found. The script most of its letters belong to
    wins; a word that is half and half, or has letters without a twin, stays, and so do
    web addresses.

    `Сhina` with a Cyrillic С → `China`
    """
    text = view.text
    if text.isascii() or not _LOOKALIKE.search(text):
        return
    for match in _LETTERS.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        strange = _LOOKALIKE.findall(word)
        latin = sum("a" <= letter.lower() <= "z" for letter in word)
        if not strange or overlaps(view.frozen, *match.span()):
            continue
        if latin >= max(3, len(strange) + 1):
            better = word.translate(_TO_LATIN)
        elif len(strange) > latin + 1:
            better = word.translate(_TO_CYRILLIC)
        else:
            continue
        if bool(_LOOKALIKE.search(better)) != bool(re.search("[A-Za-z]", better)):
            yield view.edit(*match.span(), better, "letters of another script that look alike")


def mixed_hosts(lines: Iterable[Line]) -> Iterator[Query]:
    """A query for each address whose host mixes Latin with Cyrillic or Greek letters.

    >>> [query.line for query in mixed_hosts([Line(7, "see https://p\u0430y.example/login")])]
    [7]
    """
    for line in lines:
        if line.text.isascii() or "://" not in line.text:
            continue
        for match in _HOST.finditer(line.text):
            labels = match.group(1).split(".")
            if any(_LOOKALIKE.search(label) and _LATIN.search(label) for label in labels):
                message = f"the host `{match.group(1)}` mixes letters of two scripts"
                yield ask("text.mixed-script", line.number, message, anchor=match.group(1))


@rule("enc.combining", "fix", roles=None)
def combining(view: ProofLine) -> Iterator[Edit]:
    """Join a letter and its combining accent into one character (Unicode NFC).

    Both look alike, yet a search or a spelling check takes them for two words.

    `Stru` + U+0308 + `ver` → `Strüver`
    """
    if view.text.isascii():
        return
    for match in _ACCENTED.finditer(view.text) if _MARK.search(view.text) else ():
        joined = unicodedata.normalize("NFC", match.group())
        if joined != match.group():
            yield view.edit(*match.span(), joined, "a letter and its accent stored apart")
