"""Find the authors of an article among labelled lines, and read the names in a line.

The labeller says which lines are bylines. Such a line is parted at its signs, at words such as
"and", and at cues such as "by" and "photos", which say whose names follow; a part is a name as far
as its words look like one. Chinese, Japanese and Korean names have patterns of their own.

What rules earn, in right authors of 88 corpus texts / 21 corpus pages / 386 development pages:
bylines under other labels 6/2/0, no bare name beside one that is announced or stated 3/2/7, groups
2/0/2, stated groups 0/0/9, names in notes on the author 2/0/1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from copydesk.language.names import is_degree, list_particles, strip_honorifics
from copydesk.structure.date import find_dates, is_only_date, load_weekdays, mask_dates
from copydesk.structure.metadata import NO_METADATA, PageMetadata, compile_words, load_words

#: Words of one name, particles included.
LONGEST: Final = 6
#: A line longer than this is prose; its signs behind that are not read.
REACH: Final = 200
#: Lines from the title within which "By Mara Osei" is a byline whatever its label.
NEAR: Final = 12
#: Lines of such labels hold names that are not the author's.
_OWN: Final = frozenset(["body", "quote", "list", "reference", "footnote", "caption", "bio"])
#: No longer line of the text signs it.
_SIGNED: Final = 60
#: Letters that such a byline may hold beside its names.
_FEW: Final = 20

#: Signs behind a name that lead to an affiliation: "Mara Osei1,2* and Jon Vik²", "Ann Lo^1^",
#: "Ada Quill a,*, Ben Ray b", "Ann Loᵃ". Where no other sign parts two names, these do.
_MARKS: Final = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[^\W\d_]\.))(?:,?(?:[¹²³⁰⁴-⁹ᵃ-ᵉᶠᵍʰ*∗†‡§¶^]|\d(?!\d)))+"
    r"|(?<=[^\W\d_]{2}) [a-h](?:,\s?[a-h*∗†‡])*(?=\s*(?:[,;·•&]|\Z))"
)
_UNPARTED: Final = re.compile(r"\s+[A-ZÀ-Þ]")
_BRACKETS: Final = re.compile(r"\([^()]{0,120}\)|（[^（）]{0,80}）")
#: Another given name amid a name: "Margaret “Peggy” Olsen", "Li [Lee] Wei".
_CALLED: Final = re.compile(
    r"(?<=[^\W\d_][\s.])(?:[\"“”„«»‘'](?:[^\W\d_]|[\s.-]){2,20}[\"”“«»’']|\[[^\W\d_][^\[\]]{0,20}\])"
    r"(?= [A-ZÀ-Þ])"
)
_GAPS: Final = re.compile(r"\s{3,}|\t")
#: The end of a postal address, which is no byline, or its postcode: "18057 Rostock", "HU6 7RX".
_ADDRESS_END: Final = re.compile(r"\s\d{4,6}\W*$")
_POSTCODE: Final = re.compile(r"(?<!\S)\d{5,6}(?!\S)|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
#: The name of a group or an account among the stated authors.
_PLAIN: Final = re.compile(r"[\w .&'’-]+")

#: A letter, and the vowel signs that stand on it; among the Thai signs are letters, so that a word
#: could be read in endless ways.
_LETTER: Final = r"[^\W\d_][\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0e7f]*+"
_WORD: Final = re.compile(rf"(?:{_LETTER})++(?:[.'’ʼ`&-]++(?:{_LETTER})++)*+\.?")
#: Signs behind which something else than another author may begin; a handle is one of them.
_BARS: Final = r"[;|/／·•∙⋅:：()\[\]<>»›–—\0]|@\S*|(?<!\S)-+|(?<=[^\W\d_]{4})(?<!prof)\.(?=\s)"
#: Where a word begins, or ends: also where a capital is glued to small letters.
_EDGE: Final = r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])"
_START: Final = rf"(?:(?<!\w)|{_EDGE})"
_END: Final = rf"(?:(?=[\s:：/／.\0]|$)|{_EDGE}|(?<=['’]))\.?[\s:：]*"
_CUES: Final = ("interviewer", "interviewee", "other_work", "reviewer", "author")
#: Those behind which nobody is an author.
_OTHERS: Final = ("interviewee", "other_work")
#: "d’Alché", "dell’Orto".
_ELIDED: Final = re.compile(r"[a-z]{1,4}['’][^\W\d_a-z]")

_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]{1,2}\.?")

_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_HAN: Final = r"[\u3400-\u9fff]"
_KANA: Final = r"[\u3400-\u9fff々\u3040-\u30ff]"
_KANA_NAME: Final = rf"(?=[\u3400-\u9fff々]{{0,9}}[\u3040-\u30ff]){_KANA}{{2,10}}"
_PARTS: Final = r"[\0|/／［］\[\]【】]"
_HANGUL_NAME: Final = r"[\uac00-\ud7a3]{2,4}"

Kind = Literal["person", "reviewer", "single", "group"]


@dataclass(frozen=True, slots=True)
class BylineName:
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
    spans: tuple[BylineName, ...] = ()


def find_authors(
    lines: Sequence[str],
    roles: Sequence[str],
    stated: PageMetadata = NO_METADATA,
    language: str = "",
) -> Authors:
    """Find the authors among lines with their roles, as printed and in the order of the lines.

    Lines labelled byline come first; then, while nobody is named, bylines with another label, notes
    on the author, and what the page states. A group ("Harbour News Team")
    stands only where no person is named. Raises ValueError when `lines` and `roles` differ in
    length.

    >>> lines = ["The quiet harbour", "By Mara Osei and Jon Vik", "3 May 2021"]
    >>> find_authors(lines, ["title", "byline", "date"]).names
    ('Mara Osei', 'Jon Vik')
    >>> find_authors(["The harbour", "Ann Lo teaches law in Hull."], ["title", "bio"]).spans[0].line
    1
    """
    rows = list(enumerate(zip(lines, roles, strict=True)))

    def read_labelled(label: str) -> list[BylineName]:
        return _read_lines(lines, [number for number, (_, role) in rows if role == label], language)

    bylines = read_labelled("byline")
    sources: tuple[Callable[[], list[BylineName]], ...] = (
        lambda: _choose(bylines, frozenset(map(str.casefold, stated.authors))),
        lambda: _find_unlabelled(lines, roles, language),
        lambda: [name for name in read_labelled("bio") if _opens(name, lines[name.line])],
        lambda: _read_stated(stated),
    )
    for read in sources:
        if found := [name for name in read() if name.kind in ("person", "reviewer")]:
            return _collect(found)
    whole = [name for name in bylines if name.announced or name.text == lines[name.line].strip()]
    posts = load_words("positions")
    group = (one for one in stated.authors[:1] if not posts.issuperset(one.casefold().split()))
    return _collect(whole) if whole else Authors(tuple(filter(_PLAIN.fullmatch, group)))


def read_stated_persons(stated: PageMetadata) -> tuple[str, ...]:
    """Read the persons among the stated authors; what is no name of one is the site's.

    >>> read_stated_persons(PageMetadata(authors=("Mara Osei and Ada Quill", "admin")))
    ('Mara Osei', 'Ada Quill')
    """
    return _collect(_read_stated(stated)).names


def _read_stated(stated: PageMetadata) -> list[BylineName]:
    found = (name for one in stated.authors for name in read_names(one, announced=True))
    return [name for name in found if name.kind == "person"]


def _collect(found: Sequence[BylineName]) -> Authors:
    """Each author once, in order, with the places of all."""
    names: dict[str, str] = {}
    for name in found:
        names.setdefault(name.text.casefold(), name.text)
    return Authors(tuple(names.values()), tuple(name for name in found if name.line >= 0))


def _read_lines(lines: Sequence[str], numbers: Iterable[int], language: str) -> list[BylineName]:
    """The names of lines; a line that only says "by" announces those of the next."""
    found = []
    for number in numbers:
        above = number > 0 and _is_announcement(lines[number - 1])
        names = read_names(lines[number], language, announced=above)
        found += [replace(name, line=number) for name in names]
    return found


def _choose(found: list[BylineName], known: frozenset[str]) -> list[BylineName]:
    """Those names of bylines that are authors'.

    Beside a line that says "by", or an author whom the page states (one of the `known`), a bare
    line may be anybody's. Who is said to have reviewed a text is its author where nobody else is.
    """
    persons = [name for name in found if name.kind == "person"]
    said = {name.line for name in persons if name.announced}
    sure = [name for name in persons if name.line in said or name.text.casefold() in known]
    return sure or persons or found


def _find_unlabelled(lines: Sequence[str], roles: Sequence[str], language: str) -> list[BylineName]:
    """The first line of another label near the title, or of the text, that is a byline.

    It holds names and at most a date, and a word such as "by", or a date on it or below it.
    A line of the text is signed only with such a word and ends with its name. Amid the text it
    says no more, but for an outlet in a script that has no small letters (半月谈记者).
    """
    title = [number for number, role in enumerate(roles) if role == "title"]
    text = [number for number, role in enumerate(roles) if role == "body"]
    anchors = title or text[:1]
    near = range(max(0, anchors[0] - NEAR), anchors[-1] + NEAR + 1) if anchors else range(0)
    above = [number for number in near[: len(lines) - near.start]
             if roles[number] not in _OWN and number not in title]  # fmt: skip
    short = (number for number in text if len(lines[number]) <= _SIGNED)
    for number in (*above, *short):
        line = lines[number] if len(lines[number]) <= REACH else ""
        names = _read_lines(lines, [number], language) if line else []
        found = [name for name in names if name.kind == "person"]
        if not found:
            continue
        rest = compile_words("author").sub("", _mask_noise(line, language))
        for name in found:
            rest = rest.replace(name.text, "")
        said = found[0].announced
        dated = any(find_dates(line, language)) or any(
            map(is_only_date, lines[number + 1 : number + 2])
        )
        ends = not any(map(str.isalpha, line[found[-1].end :]))
        is_signed = (said or dated) if number in above else (said and ends)
        amid = number not in above and number not in text[-2:]
        more = amid and any(sign.upper() != sign.lower() for sign in rest)
        if is_signed and not more and sum(map(str.isalpha, rest)) <= _FEW * said:
            return found
    return []


def _opens(name: BylineName, text: str) -> bool:
    """Whether a note on the author begins with a name: "Mara Osei teaches …"."""
    return not text[: name.start].strip(" *—–-") and any(map(str.isalpha, text[name.end :]))


# ── names in one line ────────────────────────────────────────────────────────


def read_names(text: str, language: str = "", *, announced: bool = False) -> list[BylineName]:
    """Read the names of persons and groups in a line that may be a byline, in their order.

    `announced` says that the line above ends with a word such as "by". Names of those who did
    other work (photos, translation, editing) or were asked in an interview are left out.

    >>> [name.text for name in read_names("By Dr. Mara Osei, Staff Writer, and Jon de Wit")]
    ['Mara Osei', 'Jon de Wit']
    >>> [name.text for name in read_names("Text: Ann Lo / Photo: Jon Vik")]
    ['Ann Lo']
    """
    masked = _mask_noise(text[:REACH], language)
    if _ADDRESS_END.search(masked) or _POSTCODE.search(text[:REACH]):
        return []
    found = list(_read_cjk(masked, announced=announced)) if _CJK.search(masked) else []
    return found or _read_cased(masked, announced=announced)


def _is_announcement(text: str) -> bool:
    """Whether a line is no more than a word such as "by" or "written by:"."""
    return compile_words("author", "", _END).fullmatch(text.strip()) is not None


def _mask_noise(text: str, language: str) -> str:
    """Replace what is no word of a byline, sign for sign: U+0000 parts what stands around it."""
    text = mask_dates(text.replace("\u00a0", " "), language)
    updated = compile_words("updated", _START, r"(?!\w|\s+by\b)")
    for pattern in (updated, compile_words("published", _START), _GAPS):
        text = pattern.sub(lambda match: "\0" * len(match[0]), text)
    for pattern in (_BRACKETS, _CALLED):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return _MARKS.sub(_blank_marks, text).replace("_", " ")


def _blank_marks(match: re.Match[str]) -> str:
    """What stands for the marks behind a name: blanks, or what parts it from the next name."""
    parts = _UNPARTED.match(match.string, match.end())
    return ("\0" if parts else " ") * len(match[0])


def names_interviewee(text: str) -> bool:
    """Whether a byline names who was asked: "Interview with Ann Lo", "Ann Lo im Gespräch".

    >>> names_interviewee("An interview with Ann Lo"), names_interviewee("Interview: Ann Lo")
    (True, False)
    """
    before = compile_words("interviewee", _START, _END)
    return before.search(text) is not None or _compile_asked().search(text) is not None


def _compile_asked() -> re.Pattern[str]:
    return compile_words("interviewee_after", _START, r"\W{0,9}\Z")


@cache
def _compile_parting() -> re.Pattern[str]:
    """What parts the names of a line: cues, words such as "and", commas and other signs."""
    cues = [rf"(?P<{kind}>{compile_words(kind, _START, _END).pattern})" for kind in _CUES]
    cues.append(rf"(?P<asked>{_compile_asked().pattern})")
    words = load_words("joiners")
    shouted = {form for word in words if len(word) > 1 for form in (word.upper(), word.title())}
    joiners = "|".join(map(re.escape, sorted(words | shouted)))
    joined = rf"(?P<joiner>(?<!\S)(?:{joiners})(?!\S))"
    return re.compile("|".join([*cues, joined, "(?P<comma>[,、，])", rf"(?P<bar>{_BARS}|\Z)"]))


def _read_cased(masked: str, *, announced: bool) -> list[BylineName]:
    """Read names with capitals from left to right, one part of the line after the other.

    Those before "interviewed by" or "im Gespräch" and the like are of who was asked.
    """
    cue, sign, start = "author" if announced else "", "bar", 0
    found: list[BylineName] = []
    for match in _compile_parting().finditer(masked):
        kind, words = match.lastgroup or "", masked[start : match.start()].split()
        said = cue in ("author", "interviewer", "reviewer")
        either = said or sign == "joiner"
        name = _read_part(masked, start, match.start(), said=either) if sign else None
        if name and cue not in _OTHERS:
            own: Kind = "reviewer" if cue == "reviewer" else name.kind
            found.append(replace(name, announced=said, kind=own))
        if kind in ("interviewer", "asked"):
            found = []
        # Behind words that are no name a comma parts more of them.
        sign = kind if kind != "comma" or name or not words else ""
        if kind in _CUES:
            cue = kind
        elif kind == "bar" and words:
            cue = ""
        start = match.end()
    return found


def _read_part(text: str, start: int, end: int, *, said: bool) -> BylineName | None:
    """Read the name with which a part of a line begins; None where it is nobody's.

    "By Des Brook": one that is `said` may begin or end with a word of stops; "Ann Lo": the second
    word of any name may be a short one.
    """
    words = list(re.finditer(r"\S+", text[start:end]))
    run: list[re.Match[str]] = []
    for at, word in enumerate(words):
        is_last = len(run) == 1 and (len(word[0]) < 3 or (said and at == len(words) - 1))
        outer = is_last or (said and not run)
        if not _is_of_name(word[0], words[at + 1 :], amid=bool(run), outer=outer):
            break
        run.append(word)
    # "By Ann Lo Fri 9 May", but "By Ann Sun 9 May".
    is_dated = text[end : end + 1] == "\0" and len(run) not in (0, 2)
    if is_dated and run[-1][0].casefold().rstrip(".") in load_weekdays():
        del run[-1]
    return _make_name(text[start:end], start, run) if run else None


def _is_of_name(word: str, behind: Sequence[re.Match[str]], *, amid: bool, outer: bool) -> bool:
    """Whether a word may belong to a name, by its form and by the lists of those that do not."""
    folded = word.casefold().rstrip(".")
    particles = list_particles() | load_words("joining")
    if not _WORD.fullmatch(word) or _CJK.search(word) or folded == "the":
        return False
    if word[0].islower():
        after = next((one[0][0] for one in behind if one[0] not in particles), "")
        leads = folded in particles and after.isalpha() and not after.islower()
        return leads or _ELIDED.match(word) is not None
    if folded in load_words("organisations") or len(folded) == 1:
        return True
    is_stop = folded in load_words("stops") and not (outer or (amid and folded in particles))
    return not (is_stop or folded in load_words("agencies") | load_words("positions"))


def _make_name(text: str, offset: int, run: Sequence[re.Match[str]]) -> BylineName | None:
    """The name of the words of `run`, without titles and degrees; None where it is nobody's."""
    whole = text[run[0].start() : run[-1].end()]
    bare = strip_honorifics(whole)
    start = offset + run[0].start() + whole.find(bare)
    words = bare.split()
    suffixes = load_words("honorifics", "suffixes")
    if not (words[-1].casefold() in suffixes or _INITIAL.fullmatch(words[-1])):
        bare = bare.rstrip(".")
    folded = [word.casefold().rstrip(".") for word in words]
    kind: Kind = "person" if sum(word not in suffixes for word in folded) > 1 else "single"
    if not load_words("organisations").isdisjoint(folded):
        kind = "group"
    is_word = any(map(str.islower, bare)) or not any(map(str.isupper, bare))
    is_none = load_words("stops").issuperset(folded) or is_degree(bare)
    if is_none or len(words) > LONGEST or (len(words) == 1 and (kind == "group" or not is_word)):
        return None
    return BylineName(" ".join(bare.split()), start, start + len(bare), kind)


@cache
def _compile_cjk() -> tuple[re.Pattern[str], ...]:
    """What names others; names behind a cue, names before one, names alone."""
    author, after, other = (
        "|".join(sorted(load_words(kind, "zh", "ja", "ko") - {"文", "글"}, key=len, reverse=True))
        for kind in ("author", "author_after", "other_work")
    )
    name = rf"(?:{_HAN}{{2,4}}|{_HANGUL_NAME}|{_KANA_NAME})"
    several = rf"({name}(?:[、，,・·\s]{{1,3}}{name}){{0,20}})"
    behind = r"(?=$|[\s\0|/／()（）\]】、，,]|报道|報道|摄|电)"
    return (
        re.compile(rf"(?:{other})\s?[:：/／|]?\s*[^\s\0|/／]*"),
        re.compile(rf"(?:(?:{author})[\s:：/／|●=＝]*|[文글]\s?[:：/／|●=＝]\s*){several}{behind}"),
        re.compile(
            rf"(?:^|[\s\[【(=＝\0])({name}(?:[·・,、]{name}){{0,20}}|[A-Za-z]+团队)\s?(?:{after})"
        ),
        re.compile(rf"(?:{_PARTS}|\s){{0,9}}{several}\s{{0,9}}(?:{_PARTS}|$)"),
    )


def _read_cjk(text: str, *, announced: bool) -> Iterator[BylineName]:
    """Read Chinese, Japanese and Korean names: behind a cue, before one, or alone on the line."""
    other, cued, before, alone = _compile_cjk()
    text = other.sub(lambda match: "\0" * len(match[0]), text)
    match = cued.search(text) or before.search(text)
    said = announced or match is not None
    match = match or alone.match(text)
    if match is None:
        return
    for part in re.finditer(r"[^\s、，,・·]+", match[1]):
        start = match.start(1) + part.start()
        yield BylineName(part[0], start, start + len(part[0]), "person", announced=said)
