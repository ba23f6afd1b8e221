"""Find the authors of an article among labelled lines, and read the names in a line.

A line that may be a byline ("By Mara Osei, Staff Writer, and Jon Vik") is read from left to right:
words such as "by" and "photos" say whose names follow, and a name goes on until a post, a small
word, a comma or a bar ends it. Chinese, Japanese and Korean names have patterns of their own.

What each rule earns, in documents whose authors are all right (121 development pages with their
metadata / 88 corpus documents with gold labels / the same with 15 of 100 front lines confused):
words of posts 2/3/3, of organisations 2/3/3, words no name goes on over 3/2/1, glued words 2/0/0,
Chinese, Japanese and Korean 0/5/5, notes on the author 1/3/3, bylines under other labels 0/1/5,
names cut by recurrence 1/1/1, addresses 0/1/1, elided particles 0/1/1, gaps 1/0/0. Of 1,751 byline
lines of development pages, papers behind a comma change 11, agencies and words amid a name 14 each,
particles 15, brackets 5, addresses 1. All figures are of `tools/measure_front.py` but the last
ones, which count lines with a rule on and off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from copydesk.honorifics import is_degree
from copydesk.structure.date import find_dates, is_only_date, mask_dates
from copydesk.structure.metadata import NO_METADATA, PageMetadata, compile_words, load_words

#: Words of one name, particles included.
LONGEST: Final = 6
#: A line longer than this is prose; its signs behind that are not read.
REACH: Final = 200

_CASED: Final = re.compile(r"[A-Za-zÀ-ɏͰ-ӿԱ-ֆḀ-῿]")
_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BRACKETS: Final = re.compile(r"\([^()]{0,120}\)|（[^（）]{0,80}）")
_GAPS: Final = re.compile(r"\s{3,}|\t")
#: Signs behind a name that lead to an affiliation: "Mara Osei1,2* and Jon Vik²".
MARKS: Final = re.compile(r"(?<=[^\W\d_])(?:[¹²³⁰⁴-⁹*†‡§]|\d(?!\d))(?:,?[¹²³⁰⁴-⁹*†‡§]|,?\d(?!\d))*")
#: Letters, and the vowel signs that stand on them.
_LETTERS: Final = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0e7f])*"
_TOKEN: Final = re.compile(
    rf"{_LETTERS}(?:[.'’ʼ`&-]+{_LETTERS})*[.]?(?:[*:][^\W\d_]+)?|[,;|/／·•∙⋅&+:：、，\u2013\u2014\x00]|-(?=\s)|[^\w\s]|\d+"
)
_SIGNS: Final = dict.fromkeys("|/／·•∙⋅–—-\x00:：;()[]<>»›", "/") | dict.fromkeys(",、，", ",")
#: A cue that ends a name that no comma ended.
_CERTAIN: Final = re.compile(r"[:：]|\b[Bb][Yy]\W*$")
#: What announces names, by its letter in a stretch, and the letters that part two stretches.
_CUES: Final = {"o": "other_work", "r": "reviewer", "a": "author"}
_PARTING: Final = frozenset("/,&aor")
_STRETCH: Final = re.compile("[^/,&aor]+|.")
#: A stretch that ends amid a name.
_AMID: Final = re.compile("[WPGgs]*[WG]")
_CAMEL: Final = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-ZÀ-ÞА-Я])")
#: "d’Alché", "dell’Orto".
_ELIDED: Final = re.compile(r"[a-z]{1,4}['’][^\W\d_a-z]")
_NO_NAMES: Final = ("stops", "positions", "organisations", "author", "other_work")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]{1,2}\.?")
_HAN: Final = r"[\u3400-\u9fff]"
_KANA: Final = r"[\u3400-\u9fff々\u3040-\u30ff]"
_KANA_NAME: Final = rf"(?=[\u3400-\u9fff々]{{0,9}}[\u3040-\u30ff]){_KANA}{{2,10}}"
_HANGUL_NAME: Final = r"[\uac00-\ud7a3]{2,4}"

#: Lines from the title within which "By Mara Osei" is a byline whatever its label.
NEAR: Final = 12
#: Lines of such labels hold names that are not the author's; one of them needs "by" and a date.
_OWN: Final = frozenset(["quote", "list", "reference", "footnote", "caption", "bio"])
#: Of more names than these none is cut by what other lines say.
MOST: Final = 50
#: Letters that such a byline may hold beside its names.
_FEW: Final = 20
_PLAIN: Final = re.compile(r"[\w .&'’-]+")
#: The end of a sentence in a note on the author, and signs before its first name.
_SENTENCE: Final = re.compile(r"[.;]\s+")
_LEAD: Final = 4
#: The end of a postal address, which is no byline.
_POSTCODE: Final = re.compile(r"\s\d{4,6}\W*$")

Kind = Literal["person", "reviewer", "single", "group"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` of a line; `announced` when a word such as "by" says so.

    A "single" is one word ("Wyndo"), a "group" holds the word of an organisation, a "reviewer" is
    announced by "reviewed by". `line` is the number of the line, -1 for a name that none prints.
    """

    text: str
    start: int
    end: int
    kind: Kind
    announced: bool = False
    line: int = -1


@dataclass(frozen=True, slots=True)
class Authors:
    """The authors of an article, and where each of them is printed."""

    names: tuple[str, ...] = ()
    spans: tuple[Name, ...] = ()


def read_stated_persons(stated: PageMetadata) -> tuple[str, ...]:
    """Read the persons among the stated authors; what is no name of one is the site's.

    >>> read_stated_persons(PageMetadata(authors=("Mara Osei and Ada Quill", "admin")))
    ('Mara Osei', 'Ada Quill')
    """
    return tuple(dict.fromkeys(name.text for name in _read_stated(stated)))


def find_authors(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> Authors:
    """Find the authors among lines with their roles, as printed and in the order of the lines.

    Lines labelled byline come first; then, while nobody is named, those labelled date, bylines
    near the title with another label, notes on the author, what the page states, and who sent a
    mail. A group ("Harbour News Team") stands only where no person is named. Raises ValueError
    when `lines` and `roles` differ in length.

    >>> lines = ["The quiet harbour", "By Mara Osei and Jon Vik", "3 May 2021"]
    >>> find_authors(lines, ["title", "byline", "date"]).names
    ('Mara Osei', 'Jon Vik')
    >>> find_authors(["The harbour", "Ann Lo teaches law in Hull."], ["title", "bio"]).spans[0].line
    1
    """
    labelled: dict[str, list[int]] = {"byline": [], "date": [], "bio": [], "sender": []}
    sender = compile_words("sender", r"\W{0,4}", r"\W?\s?[:：]")
    for number, (text, role) in enumerate(zip(lines, roles, strict=True)):
        if role in labelled:
            labelled["sender" if role == "byline" and sender.match(text) else role].append(number)
    bylines = _read_lines(lines, labelled["byline"], language)

    def list_sources() -> Iterator[list[Name]]:
        """What may name the authors, the surest first; each is read when others name nobody."""
        yield _choose(bylines, lines, stated)
        yield _choose(_read_lines(lines, labelled["date"], language), lines, stated)
        yield _find_unlabelled(lines, roles, language)
        yield _find_in_bios(lines, labelled["bio"])
        yield _read_stated(stated)
        yield _read_lines(lines, labelled["sender"], language)

    for source in list_sources():
        if found := [name for name in source if name.kind in ("person", "reviewer")]:
            return _collect(found)
    whole = [name for name in bylines if name.announced or name.text == lines[name.line].strip()]
    return _collect(whole) if whole else Authors(tuple(filter(_is_plain, stated.authors[:1])))


def _read_stated(stated: PageMetadata) -> list[Name]:
    """The persons among the stated authors."""
    found = (name for one in stated.authors for name in read_names(one, announced=True))
    return [name for name in found if name.kind == "person"]


def _is_plain(name: str) -> bool:
    """Whether what is stated may be the name of a group or an account, and not what somebody is."""
    words = name.casefold().split()
    return bool(_PLAIN.fullmatch(name)) and not load_words("positions").issuperset(words)


def _read_lines(lines: Sequence[str], numbers: Iterable[int], language: str) -> list[Name]:
    """The names of lines; a line that only says "by" announces those of the next."""
    found = []
    for number in numbers:
        above = number > 0 and is_announcement(lines[number - 1])
        names = read_names(lines[number], language, announced=above)
        found += [replace(name, line=number) for name in names]
    return found


def _choose(found: list[Name], lines: Sequence[str], stated: PageMetadata) -> list[Name]:
    """Those names of bylines that are authors', without what stands behind them unparted.

    Who is said to have reviewed a text is its author where nobody else is said to be. Beside an
    author whom the page states, a bare line may be anybody's.
    """
    known = frozenset(name.casefold() for name in stated.authors)
    persons = [name for name in found if name.kind == "person"]
    if len(persons) <= MOST:
        persons = [_cut_name(name, lines, known) for name in persons]
    if reviewers := [name for name in found if name.kind == "reviewer"]:
        persons = [name for name in persons if name.announced] or reviewers
    if any(name.text.casefold() in known for name in persons):
        return [name for name in persons if name.announced or name.text.casefold() in known]
    return persons


def _cut_name(name: Name, lines: Sequence[str], known: frozenset[str]) -> Name:
    """The name without the words behind it: those that are stated, or begin another line alone."""
    words = name.text.split()
    others = [line.strip() for n, line in enumerate(lines) if n != name.line]
    is_bare = not name.announced and not any(name.text in line for line in others)
    for count in range(len(words) - 1, 1, -1):
        head = " ".join(words[:count])
        if head.casefold() in known or (is_bare and any(one.startswith(head) for one in others)):
            return replace(name, text=head, end=name.start + len(head))
    return name


def _find_unlabelled(lines: Sequence[str], roles: Sequence[str], language: str) -> list[Name]:
    """The first line of another label near the title, or the text, that is a byline.

    It holds names and at most a date, and a word such as "by", or a date on it or below it.
    """
    anchors = [number for number, role in enumerate(roles) if role == "title"]
    anchors = anchors or [n for n, role in enumerate(roles) if role == "body"][:1]
    if not anchors:
        return []
    title = " ".join(lines[number] for number in anchors if roles[number] == "title")
    for number in range(max(0, anchors[0] - NEAR), min(len(lines), anchors[-1] + NEAR + 1)):
        text, role = lines[number], roles[number]
        found = _read_lines(lines, [number] * (len(text) <= REACH), language)
        found = [name for name in found if name.kind == "person"]
        if not found or found[0].text in title:
            continue
        letters = _count_other(text, found, language)
        dated = any(find_dates(text, language)) or any(map(is_only_date, lines[number + 1 :][:1]))
        certain = found[0].announced or (dated and not letters and role not in _OWN)
        if letters <= _FEW and certain and (dated or role not in (*_OWN, "body")):
            return found
    return []


def _count_other(text: str, found: Sequence[Name], language: str) -> int:
    """The letters of a line beside its names, its date and the words that announce them."""
    masked = _mask_noise(text, language)
    for name in found:
        masked = masked[: name.start] + "\0" * (name.end - name.start) + masked[name.end :]
    return sum(sign.isalpha() for sign in compile_words("author").sub("", masked))


def _find_in_bios(lines: Sequence[str], numbers: Iterable[int]) -> list[Name]:
    """Names before the verb of a note on the author: "Mara Osei teaches …"."""
    found = []
    for number in numbers:
        text = lines[number][: 2 * REACH]
        for start in [0, *(match.end() for match in _SENTENCE.finditer(text))]:
            names = read_names(text[start : start + REACH])
            if not names or names[0].start > _LEAD or names[0].kind != "person":
                continue
            after = text[start + names[0].end :].lstrip(" ,").split(maxsplit=1)
            # The first sentence may have no verb: "Mara Osei, professor in Hull".
            if after and (not start or after[0].casefold() in load_words("biography")):
                place = start + names[0].start, start + names[0].end
                found.append(Name(names[0].text, *place, "person", line=number))
    return found


def _collect(found: Sequence[Name]) -> Authors:
    """Each author once, in order, with the places of all."""
    names: dict[str, str] = {}
    for name in found:
        names.setdefault(name.text.casefold(), name.text)
    return Authors(tuple(names.values()), tuple(name for name in found if name.line >= 0))


# ── names in one line ────────────────────────────────────────────────────────


def read_names(text: str, language: str = "", *, announced: bool = False) -> list[Name]:
    """Read the names of persons and groups in a line that may be a byline, in their order.

    `announced` says that the line above ends with a word such as "by". Names of those who did
    other work (photos, translation, editing) are left out.

    >>> [name.text for name in read_names("By Dr. Mara Osei, Staff Writer, and Jon de Wit")]
    ['Mara Osei', 'Jon de Wit']
    >>> [name.text for name in read_names("Text: Ann Lo / Photo: Jon Vik")]
    ['Ann Lo']
    """
    masked = _mask_noise(text[:REACH], language)
    if _POSTCODE.search(masked):
        return []
    if _CJK.search(masked) and (found := list(_read_cjk(masked, announced=announced))):
        return found
    return list(_read_cased(masked, announced=announced))


def is_announcement(text: str) -> bool:
    """Tell whether a line is no more than a word such as "by" or "written by:".

    >>> is_announcement("Written by:"), is_announcement("By the sea")
    (True, False)
    """
    return _compile_cue("author").fullmatch(text.strip()) is not None


def _mask_noise(text: str, language: str) -> str:
    """Replace what is no word of a byline, sign for sign: U+0000 parts what stands around it."""
    text = mask_dates(text, language)
    updated = compile_words("updated", suffix=r"(?!\w|\s+by\b)")
    for pattern in (updated, compile_words("published"), _GAPS):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    for pattern in (_BRACKETS, MARKS):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text.replace("_", " ")


@cache
def _compile_cue(kind: str) -> re.Pattern[str]:
    """Words of `kind` that end at a blank, a colon or where a capital is glued to them."""
    return compile_words(kind, "", r"(?:(?=[\s:：/／.\0]|$)|(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ]))\.?[\s:：]*")


def _read_cased(masked: str, *, announced: bool) -> Iterator[Name]:
    """Read names with capitals from left to right, one stretch between two signs after the other.

    What parts two stretches says whose names follow; within one `_compile_shape` finds the name.
    """
    tokens = list(_split_tokens(masked))
    letters = "".join(letter for _, _, letter in tokens)
    cue, is_open, named, above = "a" if announced else "", True, False, ""
    for stretch in _STRETCH.finditer(letters):
        run = stretch[0]
        if run in _CUES:
            cue, is_open, named = run, True, False
        elif run == "/":
            cue = "" if named or cue == "o" else cue
            is_open, named = True, False
        elif run == "&":
            is_open = True
        elif run != ",":
            said = cue in ("a", "r")
            shape = _compile_shape(said, said or above == "&", named)
            match = shape.match(run) if is_open else None
            if match and match["name"]:
                low, high = (stretch.start() + at for at in match.span("name"))
                spans = [token[:2] for token in tokens[low:high]]
                name = _make_name(masked, spans, is_group="G" in match["name"], again=named)
                named = True
                if name and cue != "o":
                    kind: Kind = "reviewer" if cue == "r" and name.kind == "person" else name.kind
                    yield replace(name, announced=said, kind=kind)
            is_open = match is not None and match.end() == len(run)
        above = run


def _split_tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """Split a masked line into words and signs, each with one letter for what it may be in a name.

    W a word of names, G of organisations (g in small letters), A an agency, P a post, S a word
    that ends names (s a short one, which may be a surname), w another word, x another sign;
    a, r, o announce authors, reviewers, others; "/" parts stretches, "," and "&" two names.
    """
    position, run = 0, ""
    while match := _TOKEN.search(text, position):
        start, position = match.span()
        if cue := _match_cue(text, start, amid=_AMID.fullmatch(run) is not None):
            position, sign = cue
        elif _AMID.fullmatch(run) and (cut := start + _find_glued(match[0])) > start:
            yield start, cut, "W"
            start, position, sign = cut, cut, "x"
        else:
            sign = _classify(match[0], text[position:], run)
        yield start, position, sign
        run = "" if sign in _PARTING else run + sign
        if sign in "WGP" and match[0][-1] == "." and len(match[0]) > 4 and not _is_short(match[0]):
            yield position, position, "/"
            run = ""


def _match_cue(text: str, position: int, *, amid: bool) -> tuple[int, str] | None:
    """The end of a cue at `position` and its letter; amid a name it needs a colon or "by"."""
    for sign, kind in _CUES.items():
        match = _compile_cue(kind).match(text, position)
        if match and (not amid or _CERTAIN.search(match[0])):
            return match.end(), sign
    return None


def _classify(token: str, behind: str, run: str) -> str:
    """The letter of a token: what it may be in a name, where those of `run` stand before it."""
    if token in load_words("joiners") and (run != "W" or token in ("&", "+", "and")):
        return "&"
    if not token[0].isalpha() or _CJK.search(token):
        return _SIGNS.get(token, "x")
    folded = token.casefold().rstrip(".")
    if not token[0].islower():
        return _classify_capitals(folded, run, is_upper=token.isupper())
    following = (word for word in behind.split() if word not in load_words("particles"))
    first = next(following, "0")[0]
    leads = folded in load_words("particles") and first.isalpha() and not first.islower()
    if leads or _ELIDED.match(token):
        return "W"
    return "g" if folded in load_words("organisations") else "w"


def _classify_capitals(folded: str, run: str, *, is_upper: bool) -> str:
    """The letter of a word with a capital."""
    if folded in load_words("agencies") and (is_upper or len(folded) > 3):
        return "A"
    if folded in load_words("organisations"):
        return "G"
    if run[-1:] == "W" and folded in load_words("particles"):
        return "W"
    if folded in load_words("positions"):
        return "P"
    if folded in load_words("stops") and len(folded) > 1:
        return "w" if folded == "the" else "s" if len(folded) < 3 else "S"
    return "W"


@cache
def _compile_shape(announced: bool, said: bool, named: bool) -> re.Pattern[str]:  # noqa: FBT001
    """Compile what a stretch of tokens is: posts, of which the first name a reader sees nothing.

    "By Mara Page", "Ann Lo": a word that ends names is a surname where nothing follows.
    """
    surname = "|W[Ss](?=$|x)" if announced else ""
    first = "[Ss]?" if said else ""
    name = f"W*G[WGPAg]*+{surname}|{first}W(?:s?W++|s|(?![PW]))"
    posts = "" if named else "(?:W?P)*+"
    return re.compile(f"{posts}(?P<name>{name})?")


def _find_glued(token: str) -> int:
    """Where another word is glued to a surname: "Mara OseiPublished"; 0 where none is."""
    for match in _CAMEL.finditer(token):
        folded = token[match.start() :].casefold()
        if any(folded in load_words(kind) for kind in _NO_NAMES):
            return match.start()
    return 0


def _make_name(
    text: str, spans: Sequence[tuple[int, int]], *, is_group: bool, again: bool
) -> Name | None:
    """The name of the words at `spans`, without titles and degrees; None where it is nobody's."""
    words = [text[start:end] for start, end in spans]
    first, last = _trim_name(words)
    words, spans = words[first:last], spans[first:last]
    if not words or len(words) > LONGEST:
        return None
    start, end = spans[0][0], spans[-1][1]
    if words[-1][-1] == "." and not _is_short(words[-1]):
        end -= 1
    printed = " ".join(text[start:end].split())
    if again and (words[-1].casefold() in load_words("papers") or is_degree(printed)):
        return None  # "Mara Osei, Harbour Star", "Mara Osei, M. Sc."
    whole = [word for word in words if word.casefold() not in load_words("honorifics", "suffixes")]
    kind: Kind = "group" if is_group else "person" if len(whole) > 1 else "single"
    if kind == "group" and len(words) == 1:
        return None
    is_word = any(sign.islower() for sign in printed) or not _CASED.search(printed)
    return Name(printed, start, end, kind) if kind != "single" or is_word else None


def _is_short(word: str) -> bool:
    """Whether the full stop belongs to the word: an initial, "Jr.", "Prof."."""
    known = load_words("honorifics")
    return word.casefold() in known or _INITIAL.fullmatch(word) is not None


def _trim_name(words: Sequence[str]) -> tuple[int, int]:
    """The bounds of a name without titles before it, degrees and particles behind it."""
    first, last = 0, len(words)
    while first < last and words[first].casefold() in load_words("honorifics", "before"):
        first += 1
    while first < last:
        word = words[last - 1]
        degree = word.casefold() in load_words("honorifics", "behind") and last - first != 2
        degree = degree and (word.isupper() or "." in word or len(word) > 2)
        if not degree:
            break
        last -= 1
    return first, last


@cache
def _compile_cjk() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Names behind a cue, names before one, names alone, and what names others."""
    own = ("zh", "ja", "ko")
    cues = sorted(load_words("author", *own) - {"文", "글"}, key=len, reverse=True)
    after = sorted(load_words("author_after", *own), key=len, reverse=True)
    other = sorted(load_words("other_work", *own), key=len, reverse=True)
    name = rf"(?:{_HAN}{{2,4}}|{_HANGUL_NAME}|{_KANA_NAME})"
    # Each way to part a row of names has its own signs, or the ways would multiply.
    further = rf"(?:(?<=·){_HAN}{{5,6}}|(?<=\s){_KANA}(?!{_KANA})|{name})"
    several = rf"({name}(?:[、，,・·\s]{{1,3}}{further}){{0,20}})"
    behind = r"(?=$|[\s\0|/／()（）\]】、，,]|报道|報道|摄|电)"
    return (
        re.compile(
            rf"(?:(?:{'|'.join(cues)})[\s:：/／|●=＝]*|(?:文|글)\s?[:：/／|●=＝]\s*){several}{behind}"
        ),
        re.compile(
            rf"(?:^|[\s\[【(=＝\0])({name}(?:[·・,、]{further}){{0,20}}|[A-Za-z]+团队)\s?(?:{'|'.join(after)})"
        ),
        re.compile(several),
        re.compile(rf"(?:{'|'.join(other)})\s?[:：/／|]?\s*[^\s\0|/／]*"),
    )


def _read_cjk(text: str, *, announced: bool) -> Iterator[Name]:
    """Read Chinese, Japanese and Korean names: behind a cue, before one, or alone on the line."""
    cued, before, alone, other = _compile_cjk()
    text = other.sub(lambda match: "\0" * len(match[0]), text)
    match = cued.search(text) or before.search(text)
    said = announced or match is not None
    if match is None:
        pieces = [*re.finditer(r"[^\0|/／［］\[\]【】]+", text)]
        piece = next((piece for piece in pieces if piece[0].strip()), None)
        if piece is not None:
            start = piece.start() + len(piece[0]) - len(piece[0].lstrip())
            match = alone.fullmatch(text, start, start + len(piece[0].strip()))
    if match is None:
        return
    for part in re.finditer(r"[^\s、，,・]+" if "·" in match[1] else r"[^\s、，,・·]+", match[1]):
        if not any(word in part[0] for word in load_words("organisations", "zh", "ja")) or said:
            start = match.start(1) + part.start()
            yield Name(part[0], start, start + len(part[0]), "person", announced=said)
