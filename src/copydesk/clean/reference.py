"""Slips of reference entries. They also clean an entry before it is read into fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from copydesk.clean.conventions import ENGLISH
from copydesk.language import primary
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, REFERENCES, ProofLine, document_rule, rule

_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
#: The author block is at the start of an entry; later stops belong to titles.
_HEAD = 240
_NAME_STOP = re.compile(rf"(?<![^\s])([^\W\d_]{{3,}}+)\.,(?= \(?{_YEAR}\b)")
_STOPPED = frozenset(
    (
        "eds", "edn", "comp", "comps", "trans", "dir", "dirs", "hrsg", "inc", "ltd", "corp",
        "dept", "univ", "assoc", "bros", "jun", "sen", "esq", "bart", "assn", "comm", "natl",
        "intl", "org", "inst", "gov", "govt", "mass", "calif", "conn", "penn",
        "thos", "chas", "geo", "jas", "robt", "benj", "saml", "danl", "edw", "alex", "jos",
        "mich", "minn", "wash", "tenn", "tex", "ont", "fla", "aufl", "coord", "coords",
        "trad", "red", "réd", "coll", "cur", "oprac", "orgs", "übers",
    )
)  # fmt: skip
#: Blanks before the last name of an author block, at most.
_NAMES = 6
_YEAR_STOP = re.compile(rf"(?:[,.] |^)({_YEAR}) (?=“)")
_YEAR_COMMA = re.compile(rf"(\bet al\.|(?<=[ .-])[A-Z]\.) (?={_YEAR}[.,:]? )")
_COMMA_YEAR = re.compile(rf"(?:\bet al\.|[ .][A-Z]\.), ?\(?{_YEAR}")
# A value of probability (`p.05`) begins with a nought.
_PAGE = re.compile(r"(p(?<![\w.].)p?\.)(?=[1-9])")
_SEITE = re.compile(r"(?<![\w.])(S\.)(?=[1-9])")
_LABEL = re.compile(
    r"(?: ?\[[Oo]nline\])? (?:Available (?:at|from|online(?: at)?)|Retrieved from|URL|DOI|doi):?$"
)
_ENTRY = re.compile(
    rf"^(?:\[?\d{{1,3}}[.\])] |[-•*–] )?[^\W\d_a-z].{{0,200}}?(?:\b{_YEAR}\b|\bn\.d\.|“)"
)
_DATED_END = re.compile(
    rf"(?:{_YEAR}|[.?!]”|[)]|\d|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Sep|Oct|Nov|Dec|Aug)\w*\.?),$"
)
_NO_YEAR = re.compile(r"^([^“”\d]{2,80}?,) (?=“)")
_AUTHOR_YEAR = re.compile(rf"\A[^“”\d]{{2,160}}?[,. ] ?\(?{_YEAR}\b")
_DATE = re.compile(rf"\b({_YEAR})\b")
_SEGMENT = re.compile(r"(?<=[,.”?!] )([^,.”|]{6,80}), (?=([^,.”|]{6,80}),)")
_SUFFIX = re.compile(r" \| ([A-Z][^|\[\].,]{2,40})(?=\.? \[online\]|\.?$|\. [A-Z])")
# A question that begins inside a title in capitals, behind the noun that ends its first half.
_QUESTION = re.compile(
    r"(?<=[ “])([A-Z][^\W\d_]{2,}+) (?=(?:How|Why|What) (?:the|a|an|[A-Z][^\W\d_]+) [^\W\d_])"
)
_TITLE_AT = re.compile(r"[“‘]([^“”]{8,300})[”]")
#: Words that a question belongs to.
_ASKING = frozenset(
    (
        "here", "this", "that", "just", "exactly", "only", "about", "reason", "even", "from",
        "into", "know", "learn", "explain", "show", "tell", "understand", "remember", "see", "say",
        "matter", "think", "knew", "saw", "over", "upon", "and", "but", "for", "decide", "teach",
    )
)  # fmt: skip


@rule("ref.name-stop", "fix", roles=REFERENCES)
def name_stop(view: ProofLine) -> Iterator[Edit]:
    """No stop after a whole name before the year.

    The stop is that of an initial; behind a whole name it makes the entry look like another.

    Initials, `et al.`, `eds.` and companies keep theirs.

    `FMPRC., 2023; Ahmed., 2023` → `FMPRC, 2023; Ahmed, 2023`
    """
    for match in _NAME_STOP.finditer(view.text, 0, _HEAD):
        before = view.text[: match.start()]
        # A place or journal before a year at the end of an entry is no author.
        authors = before.count(" ") <= _NAMES and not _DATE.search(before) and "“" not in before
        if authors and match.group(1).lower() not in _STOPPED:
            yield view.edit(match.end(1), match.end(1) + 1, "", "a whole name takes no stop")


@rule("ref.year-stop", "fix", roles=REFERENCES)
def year_stop(view: ProofLine) -> Iterator[Edit]:
    """A stop between the year and a title in quotation marks.

    Without it the year seems to belong to the title.

    Years inside brackets and inside titles stay.

    `2022 “China’s New Path` → `2022. “China’s New Path`
    """
    match = _YEAR_STOP.search(view.text, 0, _HEAD)
    if match and "“" not in view.text[: match.start()]:
        year = match.group(1)
        yield view.edit(*match.span(1), year + ".", "a stop parts the year from the title")


@rule("ref.page-space", "fix", roles=ALL_COPY)
def page_space(view: ProofLine) -> Iterator[Edit]:
    """A blank between `p.` or `pp.`, in German `S.`, and the number.

    A number that is glued to its label is not found, nor read as a page.

    `p.153` → `p. 153`
    """
    if primary(view.language) == "de":
        for match in _SEITE.finditer(view.text):
            reason = "a blank parts `S.` from the number"
            yield view.edit(*match.span(), match.group() + " ", reason)
    for match in _PAGE.finditer(view.text):
        yield view.edit(*match.span(), match.group() + " ", "a blank parts `p.` from the number")


@document_rule("ref.year-comma", "fix", roles=REFERENCES)
def year_comma(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """A comma between the authors and the year, as the other entries have it.

    Lists in which most years stand without a comma are left alone.

    `Inagaki, Kana, et al. 2023.` → `Inagaki, Kana, et al., 2023.`
    """
    found = []
    with_comma = 0
    for view in views:
        head = view.text[:_HEAD].partition("“")[0]
        if _COMMA_YEAR.search(head):
            with_comma += 1
        elif match := _YEAR_COMMA.search(head):
            found.append((view, match))
    if len(found) > with_comma:
        return
    for view, match in found:
        name = match.group(1)
        yield view.edit(*match.span(1), name + ",", "a comma parts the authors from the year")


def _whole(views: tuple[ProofLine, ...]) -> Iterator[ProofLine]:
    """The lines with which an entry ends: no line follows that may continue it.

    In a list whose lines were broken at a width any line that touches may.
    """
    rows = [(view, view.number + 1 == below.number) for view, below in pairwise(views)]
    is_broken = any(
        touches and not _ENTRY.match(below.text)
        for (_, touches), below in zip(rows, views[1:], strict=True)
    )
    for view, touches in (*rows, *((view, False) for view in views[-1:])):
        if not view.goes_on and not (touches and is_broken):
            yield view


@document_rule("ref.trailing-comma", "fix", roles=REFERENCES)
def trailing_comma(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """An entry ends in a stop, not in a comma.

    It tells that something was cut off, most often a date or an address.

    A line that the next one continues stays.

    `NOEMA, 20 Apr. 2023,` → `NOEMA, 20 Apr. 2023.`
    """
    for view in _whole(views):
        text = view.text.rstrip()
        if _DATED_END.search(text, max(0, len(text) - 16)) and not text.endswith("”,"):
            stop = "" if text.endswith(".,") else "."
            yield view.edit(len(text) - 1, len(text), stop, "an entry ends in a stop")


@document_rule("ref.final-stop", "fix", roles=REFERENCES)
def final_stop(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """A stop at the end of an entry, where the other entries have one.

    Addresses take none, and lists without final stops are left alone.

    `Financial Times, 21 May` → `Financial Times, 21 May.`
    """
    whole = list(_whole(views))
    bare = [view for view in whole if view.text.rstrip()[-1:].isalnum() and _ENTRY.match(view.text)]
    stopped = sum(view.text.rstrip().endswith((".", ".”", "?”", "!”")) for view in whole)
    if stopped <= len(bare):
        return
    for view in bare:
        text = view.text.rstrip()
        if not any(end == len(text) for _, end in view.frozen):
            yield view.edit(len(text) - 1, len(text), text[-1] + ".", "an entry ends in a stop")


@rule("ref.dangling-label", "suggest", roles=REFERENCES)
def dangling_label(view: ProofLine) -> Iterator[Edit]:
    """Ask about a label that announces an address and has none after it.

    The scrape lost the link; drop the label or give the address.

    `Chatham House. [online] Available at:` → `Chatham House.`
    """
    text = view.text.rstrip()
    match = _LABEL.search(text, max(0, len(text) - 40))
    if match:
        yield view.edit(*match.span(), "", "the label announces an address and none follows")


@document_rule("ref.missing-year", "suggest", roles=REFERENCES)
def missing_year(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask whether the only year of an entry belongs after its authors.

    Only where the other entries of the list have theirs there.

    `Ward, J., “Xi and Putin …” 23 Mar. 2023.` → `Ward, J., 2023. “Xi and Putin …”`
    """
    found = [(view, match) for view in views if (match := _NO_YEAR.match(view.text))]
    dated = sum(bool(_AUTHOR_YEAR.match(view.text)) for view in views)
    if dated <= len(found):
        return
    for view, match in found:
        years = set(_DATE.findall(view.text, match.end()))
        if len(years) == 1:
            year = years.pop()
            end = match.end(1)
            reason = f"no year after the authors; the only year of the entry is {year}"
            yield view.edit(end - 1, end, f", {year}.", reason)


@rule("ref.dup-container", "suggest", roles=REFERENCES)
def dup_container(view: ProofLine) -> Iterator[Edit]:
    """Ask about a journal or site that is named twice in a row.

    A page names itself beside its publisher, and both were copied.

    `The China Global South Project, China Global South Project` → one of them
    """
    for match in _SEGMENT.finditer(view.text):
        first, second = match.groups()
        if _bare(first) == _bare(second):
            start = match.end(1)
            end = match.end() + len(second)
            yield view.edit(start, end, "", "the same name stands twice")


def _bare(name: str) -> str:
    return name.casefold().strip().removeprefix("the ")


@rule("ref.site-suffix", "suggest", roles=REFERENCES)
def site_suffix(view: ProofLine) -> Iterator[Edit]:
    """Ask about a site's name that came along with the title of its page.

    It is the publisher, not part of the title.

    `… invasion of Ukraine | Lowy Institute` → `… invasion of Ukraine. Lowy Institute`
    """
    for match in _SUFFIX.finditer(view.text):
        mark = " " if view.text.endswith((".", "?", "!"), 0, match.start()) else ". "
        reason = "the site’s name is the publisher, not part of the title"
        yield view.edit(*match.span(), f"{mark}{match.group(1)}", reason)


@rule("ref.lost-colon", "suggest", roles=REFERENCES, languages=ENGLISH, typography=True)
def lost_colon(view: ProofLine) -> Iterator[Edit]:
    """Ask about a title whose second half, a question, follows the first without a colon.

    Web pages set the two in lines of their own, and a copy loses the break. Only titles
    in capitals and quotation marks; where a verb or preposition comes before, the question
    belongs to it.

    `“The Harbour Town How the Tide Turned”` → `“The Harbour Town: How the Tide Turned”`
    """
    for title in _TITLE_AT.finditer(view.text):
        if ":" in title.group(1) or "?" in title.group(1)[:-1]:
            continue
        for match in _QUESTION.finditer(view.text, title.start() + 2, title.end()):
            word = match.group(1).lower()
            alone = view.text[title.start() + 1 : match.start()].count(" ") < 1
            if not (alone or word in _ASKING or word.endswith(("ing", "ed", "s", "ll", "ld"))):
                reason = "a colon may be lost between the halves of the title"
                yield view.edit(match.end(1), match.end(1) + 1, ": ", reason)
