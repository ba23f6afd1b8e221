"""Damaged and invisible characters, put right on every line before roles are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import Final

from copydesk.clean.rules import document_rule, line_rule
from copydesk.clean.views import View, is_touched, quoted_spans
from copydesk.language import directions
from copydesk.model import Edit, Line, Query
from copydesk.queries import make_query

#: Encodings that UTF-8 gets mistaken for, by ftfy's names: `sloppy` ones know every byte.
_MISTAKEN: Final = (
    "sloppy-windows-1252", "sloppy-windows-1251", "sloppy-windows-1250", "macroman", "cp437",
    "sloppy-windows-1253", "sloppy-windows-1254", "sloppy-windows-1257",
)  # fmt: skip
_MISREAD = "UTF-8 that was read in another encoding"
_TOKEN = re.compile(r"[^ \t]+")
_LONGEST_TOKEN: Final = 200
_QUOTATION_MARKS: Final = frozenset("‘’“”")
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
#: `Write &amp; for an ampersand, &copy; or &#169; for the sign of copyright.`
_TOLD_TO = re.compile(r"\b(?:write|use|type|or|and)[ “‘\"']{1,2}\Z", re.IGNORECASE)
_FOR = re.compile(r"[”’\"']?(?: or [“‘\"']?&[#\w]{1,32}+;[”’\"']?){0,9}+ for (?:an?|the) ")
#: An entity stands for one character or two; an unknown name stays as long as it is.
_PLAIN = 2
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


@document_rule("enc.mojibake")
def mojibake(views: tuple[View, ...]) -> Iterator[Edit]:
    """Undo text that was encoded as UTF-8 and read as windows-1252 or another old encoding."""
    found = [(view, edit) for view in views for edit in _undamaged(view)]
    meant = [(view, edit) for view, edit in found if not _is_shown(view, edit)]
    # A text that is damaged is so outside its quotations too; else it speaks of such damage.
    if not all(_is_quoted(view, edit) for view, edit in meant):
        yield from (edit for _, edit in meant)


def _is_quoted(view: View, edit: Edit) -> bool:
    spans = quoted_spans(view.text)
    start, end = _core(edit)
    return any(low <= edit.start + start and edit.start + end <= high for low, high in spans)


def _is_shown(view: View, edit: Edit) -> bool:
    """Whether the text shows what damage looks like: in code, beside what it stands for, alone."""
    start, end = _core(edit)
    good = edit.after[start : len(edit.after) - (len(edit.before) - end)]
    if is_touched(view.frozen, edit.start + start, edit.start + end):
        return True
    beside = re.search(rf"(?<!\w){re.escape(good)}(?!\w)", view.text) if good else None
    # A damaged mark of quotation stands at a word.
    return beside is not None or edit.after in _QUOTATION_MARKS


def _core(edit: Edit) -> tuple[int, int]:
    """Where what differs begins and ends in `edit.before`."""
    start, end, _ = _changed(edit.before, edit.after)
    return start, end


def _undamaged(view: View) -> Iterator[Edit]:
    """The words of a line that make sense once undone."""
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


def _surely(view: View) -> Iterator[Edit]:
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


@line_rule("enc.entity")
def entity(view: View) -> Iterator[Edit]:
    """Write the character an HTML entity stands for."""
    if "&" not in view.text:
        return
    import html  # its table of entities is large

    for match in _ENTITY.finditer(view.text):
        low, start, end = max(0, match.start() - 24), *match.span()
        if _SPOKEN_OF.search(view.text, low, start) or (
            _FOR.match(view.text, end) and _TOLD_TO.search(view.text, low, start)
        ):
            continue
        plain = html.unescape(_AMPERSANDS.sub("&", match.group()))
        if plain not in ("", "\ufffd") and len(plain) <= _PLAIN and plain not in "\r\n":
            yield view.edit(*match.span(), plain, "an HTML entity in place of this character")


@line_rule("enc.fullwidth")
def fullwidth(view: View) -> Iterator[Edit]:
    """Write full-width punctuation, letters and digits between Latin words in their usual form."""
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


@line_rule("enc.homoglyph")
def homoglyph(view: View) -> Iterator[Edit]:
    """Replace Cyrillic or Greek letters that stand in a Latin word for their twins, and back."""
    text = view.text
    if text.isascii() or not _LOOKALIKE.search(text):
        return
    for match in _LETTERS.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        strange = _LOOKALIKE.findall(word)
        latin = sum("a" <= letter.lower() <= "z" for letter in word)
        if not strange or is_touched(view.frozen, *match.span()):
            continue
        if latin >= max(3, len(strange) + 1):
            better = word.translate(_TO_LATIN)
        elif len(strange) > latin + 1:
            better = word.translate(_TO_CYRILLIC)
        else:
            continue
        if bool(_LOOKALIKE.search(better)) != bool(re.search("[A-Za-z]", better)):
            yield view.edit(*match.span(), better, "look-alike letters of another script")


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
                yield make_query("text.mixed-script", line.number, message, anchor=match.group(1))


_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e0fff\ud800-\udfff]+"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]+"
)
#: Separators that stand where words part.
_PARTING = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029")
#: Scripts in which joiners and non-joiners spell: Arabic, Syriac, Indic, Khmer, Mongolian.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)
#: Scripts written without blanks, where U+200B marks where a line may break.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u4e00-\u9fff]")
_EMOJI = re.compile("[\u200d\u2190-\u2bff\ufe0f\u3030\u303d\U0001f000-\U0001faff]")
_FLAG = "\U0001f3f4"
_TAGS = re.compile("[\U000e0020-\U000e007e]{1,32}+\U000e007f")
#: What no XML, and so no EPUB, DOCX or PDF, can hold; where one is removed the others
#: beside it are `enc.invisible`'s.
FORBIDDEN = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and moves of a terminal
    r"|\x1b\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\)"  # its titles and links
    "|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0010fffe\U0010ffff]+"
)


@line_rule("enc.control")
def control(view: View) -> Iterator[Edit]:
    """Remove control characters, which none of the formats we make can hold."""
    text = view.text
    if text.isascii() and text.isprintable():
        return
    for match in FORBIDDEN.finditer(text):
        start, end = match.span()
        parted = _PARTING.intersection(match.group()) and _between_words(text, start, end)
        yield view.edit(start, end, " " if parted else "", _reason(match.group()))


@line_rule("enc.invisible")
def invisible(view: View) -> Iterator[Edit]:
    """Remove characters that cannot be seen and do no work where they stand."""
    text = view.text
    if text.isascii() and text.isprintable():
        return
    turning = directions.find_working_controls(text)
    for match in _INVISIBLE.finditer(text):
        start, end = match.span()
        kept = "".join(_kept(text, start, end, turning))
        if kept == match.group():
            continue
        if not kept and _PARTING.intersection(match.group()) and _between_words(text, start, end):
            kept = " "
        yield view.edit(start, end, kept, _reason(match.group()))


def _kept(text: str, start: int, end: int, turning: frozenset[int]) -> Iterator[str]:
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if before == _FLAG and (tags := _TAGS.match(text, start, end)):
        yield tags.group()
        return
    for at, character in enumerate(text[start:end], start):
        if character in directions.CONTROLS:
            keep = at in turning
        elif character == "\u200d":
            keep = _both(_EMOJI, before, after) or bool(_JOINING.match(before))
        elif character == "\u200c":
            keep = bool(_JOINING.match(before))
        elif character == "\u200b":
            keep = bool(_UNSPACED.match(before) or _UNSPACED.match(after))
        else:
            keep = False
        if keep:
            yield character


def _both(pattern: re.Pattern[str], before: str, after: str) -> bool:
    return bool(pattern.match(before) and pattern.match(after))


def _between_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before.strip() and after.strip())


def _reason(characters: str) -> str:
    codes = " ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters[:8]))
    return f"invisible: {codes}"


_BROKEN = re.compile("\u00ad(?<=[^\\W\\d_].)[ \t]*$")
_REST = re.compile(r"\A[ \t]*+([^\W\d_][^ \t]*+)[ \t]*+")
_REASON: Final = "a word that a soft hyphen broke at the end of a line"


@document_rule("enc.soft-hyphen")
def soft_hyphen(views: tuple[View, ...]) -> Iterator[Edit]:
    """Put a word together that a soft hyphen breaks at the end of a line."""
    taken = 0
    for place, (above, below) in enumerate(pairwise(views)):
        broken = _BROKEN.search(above.text, taken)
        rest = _REST.match(below.text)
        taken = 0
        if not broken or not rest or below.number != above.number + 1 or not rest[1][0].islower():
            continue
        after = views[place + 2] if place + 2 < len(views) else None
        if rest.end() == len(below.text) and after and after.number == below.number + 1:
            continue
        yield above.edit(broken.start(), len(above.text), rest[1], _REASON)
        yield below.edit(0, rest.end(), "", _REASON)
        taken = rest.end()
