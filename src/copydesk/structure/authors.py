"""Find the authors of an article among labelled lines, and read the names in a line.

The labeller says which lines are bylines. Such a line is parted at its signs, at words such as
"and", and at cues such as "by" and "photos", which say whose names follow; a part is a name as far
as its words look like one. Chinese, Japanese and Korean names have patterns of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from copydesk import honorifics
from copydesk.structure.date import find_dates, is_only_date, mask_dates
from copydesk.structure.metadata import NO_METADATA, PageMetadata, compile_words, load_words

#: Words of one name, particles included.
LONGEST: Final = 6
#: A line longer than this is prose; its signs behind that are not read.
REACH: Final = 200

_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_BRACKETS: Final = re.compile(r"\([^()]{0,120}\)|（[^（）]{0,80}）")
_GAPS: Final = re.compile(r"\s{3,}|\t")
#: Signs behind a name that lead to an affiliation: "Mara Osei1,2* and Jon Vik²".
MARKS: Final = re.compile(r"(?<=[^\W\d_])(?:[¹²³⁰⁴-⁹*†‡§]|\d(?!\d))(?:,?[¹²³⁰⁴-⁹*†‡§]|,?\d(?!\d))*")
#: A letter, and the vowel signs that stand on it.
_LETTER: Final = r"[^\W\d_][\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0e7f]*"
_WORD: Final = re.compile(rf"(?:{_LETTER})+(?:[.'’ʼ`&-]+(?:{_LETTER})+)*\.?")
_COMMAS: Final = r"(?P<comma>[,、，])"
#: Signs behind which something else than another author may begin; a handle is one of them.
_BARS: Final = r"[;|/／·•∙⋅:：()\[\]<>»›–—\0]|@\S*|(?<!\S)-+|(?<=[^\W\d_]{4})(?<!prof)\.(?=\s)"
#: Where a word begins, or ends: also where a capital is glued to small letters.
_EDGE: Final = r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])"
_START: Final = rf"(?:(?<!\w)|{_EDGE})"
_END: Final = rf"(?:(?=[\s:：/／.\0]|$)|{_EDGE})\.?[\s:：]*"
#: A surname as short may be a word of stops: "Ann Lo".
_SHORT: Final = 3
#: A cue that ends a name that no comma ended.
_CERTAIN: Final = re.compile(r"[:：]|\b[Bb][Yy]\W*$")
_CUES: Final = ("other_work", "reviewer", "author")
#: "d’Alché", "dell’Orto".
_ELIDED: Final = re.compile(r"[a-z]{1,4}['’][^\W\d_a-z]")
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]{1,2}\.?")
_HAN: Final = r"[\u3400-\u9fff]"
_KANA: Final = r"[\u3400-\u9fff々\u3040-\u30ff]"
_KANA_NAME: Final = rf"(?=[\u3400-\u9fff々]{{0,9}}[\u3040-\u30ff]){_KANA}{{2,10}}"
_PARTS: Final = r"[\0|/／［］\[\]【】]"
_HANGUL_NAME: Final = r"[\uac00-\ud7a3]{2,4}"

#: Lines from the title within which "By Mara Osei" is a byline whatever its label.
NEAR: Final = 12
#: Lines of such labels hold names that are not the author's; one of them needs "by" and a date.
_OWN: Final = frozenset(["body", "quote", "list", "reference", "footnote", "caption", "bio"])
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
        text = lines[number]
        if len(text) > REACH:
            continue
        found = [one for one in _read_lines(lines, [number], language) if one.kind == "person"]
        if not found or found[0].text in title:
            continue
        rest = _mask_noise(text, language)
        for name in found:
            rest = rest.replace(text[name.start : name.end], "")
        letters = sum(map(str.isalpha, compile_words("author").sub("", rest)))
        dated = any(find_dates(text, language)) or any(map(is_only_date, lines[number + 1 :][:1]))
        said = found[0].announced
        enough = (said and dated) if roles[number] in _OWN else (said or dated)
        if enough and letters <= _FEW * said:
            return found
    return []


def _find_in_bios(lines: Sequence[str], numbers: Iterable[int]) -> list[Name]:
    """Names before the verb of a note on the author: "Mara Osei teaches …"."""
    found = []
    for number in numbers:
        text = lines[number][: 2 * REACH]
        for start in [0, *(match.end() for match in _SENTENCE.finditer(text))]:
            for name in read_names(text[start : start + REACH])[:1]:
                after = text[start + name.end :].lstrip(" ,").split(maxsplit=1)
                # The first sentence may have no verb: "Mara Osei, professor in Hull".
                is_noted = after and (not start or after[0].casefold() in load_words("biography"))
                if is_noted and name.start <= _LEAD and name.kind == "person":
                    place = start + name.start, start + name.end
                    found.append(Name(name.text, *place, "person", line=number))
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
    return compile_words("author", "", _END).fullmatch(text.strip()) is not None


def _mask_noise(text: str, language: str) -> str:
    """Replace what is no word of a byline, sign for sign: U+0000 parts what stands around it."""
    text = mask_dates(text, language)
    updated = compile_words("updated", _START, r"(?!\w|\s+by\b)")
    for pattern in (updated, compile_words("published", _START), _GAPS):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    for pattern in (_BRACKETS, MARKS):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text.replace("_", " ")


@cache
def _compile_parting() -> re.Pattern[str]:
    """What parts the names of a line: cues, words such as "and", signs, words glued to a name."""
    cues = [rf"(?P<{kind}>{compile_words(kind, _START, _END).pattern})" for kind in _CUES]
    joiners = "|".join(map(re.escape, load_words("joiners")))
    glued = "|".join(compile_words(kind, _EDGE).pattern for kind in ("stops", "positions"))
    parts = [
        *cues,
        rf"(?P<joiner>(?<!\S)(?:{joiners})(?!\S))",
        _COMMAS,
        rf"(?P<bar>{_BARS}|(?={glued})|\Z)",
    ]
    return re.compile("|".join(parts))


def _read_cased(masked: str, *, announced: bool) -> Iterator[Name]:
    """Read names with capitals from left to right, one part of the line after the other."""
    cue, sign = "author" if announced else "", "bar"
    start, named = 0, False
    for match in _compile_parting().finditer(masked):
        kind, words = match.lastgroup or "", masked[start : match.start()].split()
        is_amid = words and words[0][0].isupper() and words[-1][0].isupper()
        if is_amid and kind in _CUES and not _CERTAIN.search(match[0]):
            continue  # "Hans Von Storch"
        if kind == "joiner" and len(words) == 1 and match[0] not in ("&", "+", "and"):
            continue  # "Ortega y Gasset"
        said = cue in ("author", "reviewer")
        name = None
        if sign:
            either = said or sign == "joiner"
            name = _read_part(masked, start, match.start(), said=either, named=named)
        if name and cue != "other_work":
            reviewer = cue == "reviewer" and name.kind == "person"
            yield replace(name, announced=said, kind="reviewer" if reviewer else name.kind)
        # Behind words that are no name a comma parts more of them.
        is_whole = not words or (name and not masked[name.end : match.start()].strip(" ."))
        sign = kind if kind != "comma" or is_whole else ""
        if kind in _CUES:
            cue = kind
        elif kind == "bar" and (named or name or cue == "other_work"):
            cue = ""
        named = kind in ("comma", "joiner") and (named or name is not None)
        start = match.end()


def _read_part(text: str, start: int, end: int, *, said: bool, named: bool) -> Name | None:
    """Read the name with which a part of a line begins, behind posts; None where it is nobody's.

    "By Mara Page", "By Des Brook": one that is `said` may begin or end with a word of stops. Who
    is `named` before takes posts and papers behind it.
    """
    words = list(re.finditer(r"\S+", text[start:end]))
    run: list[re.Match[str]] = []
    for at, word in enumerate(words):
        if not run and word[0].casefold() in load_words("honorifics", "before"):
            continue
        kind = _classify(word[0], [one[0] for one in words[at + 1 :]], amid=bool(run))
        if kind == "post" and not named and len(run) < 2:
            run = []
            continue
        is_short = len(run) == 1 and len(word[0]) < _SHORT
        is_outer = not run or (len(run) == 1 and at == len(words) - 1)
        if kind == "stop" and (is_short or (said and is_outer)):
            kind = "name"
        if kind != "name":
            break
        run.append(word)
    stops = load_words("stops")
    is_none = all(word[0].casefold() in stops for word in run)
    return None if is_none else _make_name(text[start:end], start, run, named=named)


def _classify(word: str, behind: Sequence[str], *, amid: bool) -> str:
    """What a word is: of a "name", a "post", a "stop" (which may be a surname as well), or ""."""
    folded, particles = word.casefold().rstrip("."), load_words("particles")
    if not _WORD.fullmatch(word) or _CJK.search(word) or folded == "the":
        return ""
    if word[0].islower():
        after = next((one for one in behind if one not in particles), "")
        leads = folded in particles and after[:1].isalpha() and not after[0].islower()
        return "name" if leads or _ELIDED.match(word) else ""
    if folded in load_words("organisations"):
        return "name"
    is_degree = word.isupper() and folded in load_words("honorifics", "behind")
    is_agency = folded in load_words("agencies") and (word.isupper() or len(folded) > _SHORT)
    if is_degree or is_agency or folded in load_words("positions"):
        return "post"
    is_stop = len(folded) > 1 and folded in load_words("stops")
    return "stop" if is_stop and not (amid and folded in particles) else "name"


def _make_name(text: str, offset: int, run: Sequence[re.Match[str]], *, named: bool) -> Name | None:
    """The name of the words of `run`, without titles and degrees; None where it is nobody's."""
    whole = text[run[0].start() : run[-1].end()]
    bare = honorifics.without(whole)
    start = run[0].start() + whole.find(bare)
    words = bare.split()
    suffixes = load_words("honorifics", "suffixes")
    if not (words[-1].casefold() in suffixes or _INITIAL.fullmatch(words[-1])):
        bare = bare.rstrip(".")
    printed = " ".join(bare.split())
    folded = [word.casefold().rstrip(".") for word in words]
    if named and (folded[-1] in load_words("papers") or honorifics.is_degree(printed)):
        return None  # "Mara Osei, Harbour Star", "Mara Osei, M. Sc."
    kind: Kind = "person" if sum(word not in suffixes for word in folded) > 1 else "single"
    if any(word in load_words("organisations") for word in folded):
        kind = "group"
    is_word = any(map(str.islower, printed)) or not any(map(str.isupper, printed))
    if len(words) > LONGEST or (len(words) == 1 and (kind == "group" or not is_word)):
        return None
    return Name(printed, offset + start, offset + start + len(bare), kind)


@cache
def _compile_cjk() -> tuple[re.Pattern[str], ...]:
    """What names others; names behind a cue, names before one, names alone."""
    author, after, other = (
        "|".join(sorted(load_words(kind, "zh", "ja", "ko") - {"文", "글"}, key=len, reverse=True))
        for kind in ("author", "author_after", "other_work")
    )
    name = rf"(?:{_HAN}{{2,4}}|{_HANGUL_NAME}|{_KANA_NAME})"
    # Each way to part a row of names has its own signs, or the ways would multiply.
    further = rf"(?:(?<=·){_HAN}{{5,6}}|(?<=\s){_KANA}(?!{_KANA})|{name})"
    several = rf"({name}(?:[、，,・·\s]{{1,3}}{further}){{0,20}})"
    behind = r"(?=$|[\s\0|/／()（）\]】、，,]|报道|報道|摄|电)"
    return (
        re.compile(rf"(?:{other})\s?[:：/／|]?\s*[^\s\0|/／]*"),
        re.compile(rf"(?:(?:{author})[\s:：/／|●=＝]*|[文글]\s?[:：/／|●=＝]\s*){several}{behind}"),
        re.compile(
            rf"(?:^|[\s\[【(=＝\0])({name}(?:[·・,、]{further}){{0,20}}|[A-Za-z]+团队)\s?(?:{after})"
        ),
        re.compile(rf"(?:{_PARTS}|\s){{0,9}}{several}\s{{0,9}}(?:{_PARTS}|$)"),
    )


def _read_cjk(text: str, *, announced: bool) -> Iterator[Name]:
    """Read Chinese, Japanese and Korean names: behind a cue, before one, or alone on the line."""
    other, cued, before, alone = _compile_cjk()
    text = other.sub(lambda match: "\0" * len(match[0]), text)
    match = cued.search(text) or before.search(text)
    said = announced or match is not None
    match = match or alone.match(text)
    if match is None:
        return
    for part in re.finditer(r"[^\s、，,・]+" if "·" in match[1] else r"[^\s、，,・·]+", match[1]):
        if said or not any(word in part[0] for word in load_words("organisations", "zh", "ja")):
            start = match.start(1) + part.start()
            yield Name(part[0], start, start + len(part[0]), "person", announced=said)
