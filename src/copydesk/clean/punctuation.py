"""Commas, stops, dashes and ellipses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import EN_DASHED, ENGLISH, HYPHENATED_RANGES, SPACED
from copydesk.clean.lists import words
from copydesk.language import primary
from copydesk.model import Edit, Role
from copydesk.registry import ALL_COPY, REFERENCES, ProofLine, document_rule, rule

BODY: frozenset[Role] = frozenset(("body",))

_COMMAS = re.compile(r"(?<=[\w)”’\"]),(?: ?+,)++(?=[\s”’\"]|$)")
_STOPS = re.compile(r"(?<=[\w)”’\"\]])\.\.(?=[\s”’\")]|$)")
_COMMA_STOP = re.compile(r"(?<=[\w)”’]),\.(?=\s|$)")
_QUOTE_COMMA = re.compile(r"(?<=[.?!]”),(?=\s|$)")
_DOTS = re.compile(
    r"(?<=[\w,”’»)]) ?+\.{3,6}(?![.\w/\\)\]])|(?<=[\s“‘])\.{3}(?=[\w’])|\.{3}(?=[”’])"
)
_HYPHEN = re.compile(r"(?<=[\w,;.”’“»)%]) -(?= [\w“‘„«($€£])")
_DOUBLE_SPACED = re.compile(r"(?<=[\w,;.”’“»)%\"']) ---?(?= [\w“‘„«(\"'])")
# The hyphen of a word that shares its second half: `Ein- und Ausgang`, `in- en uitvoer`.
_SHARED = re.compile(" (?:und|oder|bzw|sowie|bis|en|of|og|eller|och) ")
_DOUBLE = re.compile(r"(?<=[A-Za-z\d”’),])---?(?=[A-Za-z“‘(\"'])")
# A variable, a number or a number with a letter; and what only stands in formulas.
_TERM = re.compile(r"[^\W\d_]?[\d.,]*[^\W\d_]?")
_SIGNS = frozenset(("=", "+", "*", "×", "·", "/", "÷", "<", ">", "≤", "≥", "≠", "≈", "±"))
#: Characters beside a hyphen that are looked at; a longer word is no part of a formula.
_NEAR = 40
_PAGES = re.compile(
    r"(p(?<!\w.)p?(?:\.[ \u00a0\u202f]?|(?<=pp) )[A-Za-z]?\d{1,6})"
    r"[-‐‑−](?=[A-Za-z]?\d{1,6}(?![\w-]))"
)
_SEITEN = re.compile(
    r"\b((?:S|pp?)\.[ \u00a0\u202f]?[A-Za-z]?\d{1,6})[-‐‑−](?=[A-Za-z]?\d{1,6}(?![\w-]))"
)
_VOLUME = re.compile(r"(?<=\d\))([,:] ?\d{1,6})[-‐‑−](?=\d{1,6}(?:[.,;]|$))")
# A footnote mark glued to the end of a sentence: `final.2`, `(Lo 2022).3,4`, `sold.(5)`.
_NOTED = re.compile(
    r"(?:[^\W\d_]|[)”’\"]|\b(?:1[5-9]|20)\d\d)[.!?][”’\")]?(?:\d{1,3}(?:[,–-]\d{1,3}){0,3}|\(\d{1,3}\))$"
)
_INNER_END = re.compile(r"[.!?][”’)]* [A-Z“]")
_ENDS_BARE = re.compile(r"[a-z0-9][)”’]?$")
# What follows the hyphen of a range; a page of a chapter (`5-1 to 5-9`) has no range after it.
_LAST = re.compile(r"[A-Za-z]?(\d{1,6})(?!\.\d| to )")
_MEASURES = frozenset(
    ("year", "month", "week", "day", "hour", "minute", "mile", "metre", "way", "fold")
)
_SECOND = frozenset(("known", "established", "old", "law", "based", "term"))
_LETTERED = frozenset(("value", "shirt", "axis", "ray", "mail", "turn", "test", "score", "th"))
#: Words of a paragraph that may be asked about; characters that no broken line has.
_LONG = 12
_BROKEN = 160


@rule("punct.double-comma", "fix", roles=ALL_COPY, languages=SPACED)
def double_comma(view: ProofLine) -> Iterator[Edit]:
    """One comma in place of two.

    It is left over from cutting words out.

    Two commas that serve as an opening quotation mark, and empty cells, stay.

    `Slovakia,, and` → `Slovakia, and`
    """
    if ",," not in view.text and ", ," not in view.text:
        return
    matches = list(_COMMAS.finditer(view.text))
    if len(matches) > 2:
        return  # a row of a table with empty cells
    for match in matches:
        yield view.edit(*match.span(), ",", "a comma too many")


@rule("punct.double-stop", "fix", roles=ALL_COPY, languages=SPACED)
def double_stop(view: ProofLine) -> Iterator[Edit]:
    """One full stop in place of two.

    It is left over from cutting a sentence short, or from an abbreviation that a stop
    follows.

    Three and more are an ellipsis; `../path` and quotations stay.

    `total.. No one` → `total. No one`
    """
    if ".." not in view.text:
        return
    for match in _STOPS.finditer(view.text):
        yield view.edit(*match.span(), ".", "a full stop too many")


@rule("punct.comma-stop", "suggest", roles=ALL_COPY, languages=SPACED)
def comma_stop(view: ProofLine) -> Iterator[Edit]:
    """A comma before a full stop: one of them is meant, most likely the stop.

    It is left over from cutting a sentence short.

    `by the Seimas,.` → `by the Seimas.`
    """
    if ",." not in view.text:
        return
    for match in _COMMA_STOP.finditer(view.text):
        yield view.edit(*match.span(), ".", "a comma before the full stop")


@rule("punct.quote-comma-end", "fix", roles=REFERENCES, languages=ENGLISH)
def quote_comma_end(view: ProofLine) -> Iterator[Edit]:
    """No comma after a title whose closing mark already follows a stop.

    Two marks in a row end the title twice.

    `Crisis.”,` → `Crisis.”`
    """
    if "”," not in view.text:
        return
    for match in _QUOTE_COMMA.finditer(view.text):
        yield view.edit(*match.span(), "", "the title ends in a stop already")


@rule("punct.ellipsis", "fix", languages=SPACED)
def ellipsis(view: ProofLine) -> Iterator[Edit]:
    """One ellipsis character in place of three or more stops.

    Quotations keep theirs, since a fourth stop may end a sentence there; `[...]`, paths
    and code stay.

    `waited....` → `waited…`
    """
    if "..." not in view.text:
        return
    for match in _DOTS.finditer(view.text):
        start = match.end() - len(match.group().lstrip(" "))
        yield view.edit(start, match.end(), "…", "an ellipsis is one character")


@rule("punct.dash-spaced-hyphen", "fix", languages=EN_DASHED)
def dash_spaced_hyphen(view: ProofLine) -> Iterator[Edit]:
    """An en dash where a hyphen between blanks serves as a dash.

    Keyboards have no dash, and a hyphen joins where a dash parts.

    Sums, scores and ranges of numbers (`5 - 3`) stay, and so do formulas (`x - y = 3`),
    bullets, compounds that came apart (`well - known`, `pre - and post-war`), and half a
    word before an `and` of a Germanic language (`Vor - und Nachteile`).

    `bloc - despite` → `bloc – despite`
    """
    text = view.text
    if " - " in text:
        for match in _HYPHEN.finditer(text):
            start, end = match.span()
            if not _formula(text, start, end) and not (
                _SHARED.match(text, end) and primary(view.language) != "en"
            ):
                yield view.edit(start + 1, end, "–", "a dash, not a hyphen")


def _formula(text: str, start: int, end: int) -> bool:
    """Whether ` -` in `[start, end)` takes one term of a formula from another, or parts a word."""
    if _compound(text, start, end):
        return True
    if text[start - 1].isdigit() and text[end + 1 : end + 2].isdigit():
        return True
    before = text[max(0, start - _NEAR) : start].split()[-2:]
    after = text[end : end + _NEAR].split()[:2]
    if not _SIGNS.isdisjoint((*before[:-1], *after[1:])):
        return True
    if after[0] in ("a", "I") and after[1:] and len(after[1]) > 1:
        return False  # a word, not a variable
    return all(_TERM.fullmatch(word.strip("().,;:”’")) for word in (before[-1], after[0]))


def _compound(text: str, start: int, end: int) -> bool:
    """Whether ` -` in `[start, end)` parts the halves of one word."""
    before = text[max(0, start - _NEAR) : start].split()[-2:]
    after = re.split(r"\W", text[end + 1 : end + _NEAR], maxsplit=1)[0]
    if before[-1].isdigit() and after in _MEASURES:
        return True
    if after in _SECOND or (len(before[-1]) == 1 and after in _LETTERED):
        return True
    return before[-1].lower().lstrip("(“‘") in words("prefixes")


@rule("punct.dash-double-hyphen", "fix", languages=EN_DASHED)
def dash_double_hyphen(view: ProofLine) -> Iterator[Edit]:
    """A dash where two or three hyphens stand for it.

    Keyboards and typewriters have no dash.

    Closed up an em dash, which is English, between blanks an en dash.

    Options of commands (`--json`), rules of hyphens and code stay.

    `agreement--the first` → `agreement—the first`
    """
    if "--" not in view.text:
        return
    for match in _DOUBLE.finditer(view.text) if primary(view.language) == "en" else ():
        yield view.edit(*match.span(), "—", "hyphens stand for a dash")
    for match in _DOUBLE_SPACED.finditer(view.text):
        yield view.edit(match.start() + 1, match.end(), "–", "hyphens stand for a dash")


@rule("punct.range-endash", "fix", roles=ALL_COPY)
def range_endash(view: ProofLine) -> Iterator[Edit]:
    """An en dash between page numbers.

    A hyphen joins, a dash leads from one page to the other.

    Only after `p.` or `pp.`, in German `S.`, and after volume and issue in a reference;
    dates, codes, pages numbered by chapter (`p. 5-1`) and spans of years in the running text
    stay as written. French, Spanish, Portuguese, Italian and Catalan set a hyphen.

    `pp. 468-481` → `pp. 468–481`
    """
    language = primary(view.language)
    if language in HYPHENATED_RANGES:
        return
    for match in (_SEITEN if language == "de" else _PAGES).finditer(view.text):
        if _of_chapter(view.text, match):
            continue
        yield view.edit(match.end(1), match.end(), "–", "a range of pages takes an en dash")
    if view.role == "reference":
        for match in _VOLUME.finditer(view.text):
            yield view.edit(match.end(1), match.end(), "–", "a range of pages takes an en dash")


def _of_chapter(text: str, pages: re.Match[str]) -> bool:
    """Whether `5-1` is the first page of chapter 5: a range leads to a later page."""
    last = _LAST.match(text, pages.end())
    if last is None:
        return True
    first = pages.group(1).lstrip("pP. \u00a0\u202fS").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return len(first) == len(last.group(1)) and first >= last.group(1)


@document_rule("punct.paragraph-end", "suggest", roles=BODY, languages=ENGLISH)
def paragraph_end(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """A full stop at the end of a paragraph that has none.

    A paste that ends too early loses it, and with it perhaps words.

    Asked only for paragraphs of several sentences: a short line may be a heading or
    an item of a list. A short line that another one follows at once may be part of a
    paragraph that was broken into lines. The mark of a footnote after the stop
    (`final.2`) ends a paragraph too.

    `… closer ties with China` → `… closer ties with China.`
    """
    for at, view in enumerate(views):
        text = view.text.rstrip()
        if not _ENDS_BARE.search(text, max(0, len(text) - 2)) or text.count(" ") < _LONG:
            continue
        following = views[at + 1].number if at + 1 < len(views) else 0
        if following == view.number + 1 and len(text) < _BROKEN:
            continue
        if _NOTED.search(text, max(0, len(text) - _NEAR)):
            continue
        if _INNER_END.search(text):
            yield view.edit(len(text) - 1, len(text), text[-1] + ".", "no stop ends the paragraph")
