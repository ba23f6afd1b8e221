"""What an editor should know of an issue before it is sent: sizes, words, links, what is missing.

All of it is seen in what was made, not in what was meant to be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from copydesk.language.columns import is_wide
from copydesk.newsletter import letter, service_language
from copydesk.newsletter.attachments import AttachmentDecision
from copydesk.newsletter.materials import Materials
from copydesk.newsletter.message import html_size
from copydesk.newsletter.remarks import IssueRemark, make_remark, order_remarks
from copydesk.system import html as pages
from copydesk.tables import load_table

#: Bytes of the HTML part at which Gmail clips, and those from which that is near.
CLIPPED: Final = 102_400
NEAR: Final = 90_000
#: Bytes of a message that Outlook.com and iCloud take; Gmail takes 25 million.
HEAVY: Final = 20_000_000
_SUBJECT: Final = (10, 78)
_PREHEADER: Final = (30, 130)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of an issue: its two texts, what became of its files, its size as a message."""

    html: str
    text: str
    decisions: tuple[AttachmentDecision, ...]
    size: int


def find_remarks(materials: Materials, made: Made) -> tuple[IssueRemark, ...]:
    """Everything that can be said against the issue, the gravest first."""
    return order_remarks((
        *_check_sizes(materials, made),
        *_check_settings(materials),
        *_check_lines(materials),
        *_check_files(materials, made),
        *_check_words(materials, made),
        *_check_signs(materials, made),
        *_check_html(materials, made),
    ))  # fmt: skip


def _check_sizes(materials: Materials, made: Made) -> Iterator[IssueRemark]:
    size, target = html_size(made.html), materials.target
    if size > CLIPPED:
        yield make_remark("issue.clipped", size=size, most=CLIPPED)
    elif size > NEAR:
        yield make_remark("issue.large", size=size, most=CLIPPED)
    if target.message and made.size > target.message:
        most, service = target.message, target.title
        yield make_remark("issue.too-large", size=made.size, most=most, service=service)
    elif made.size > HEAVY:
        yield make_remark("issue.heavy", size=made.size, most=HEAVY)


def _check_settings(materials: Materials) -> Iterator[IssueRemark]:
    """What is missing that a service with a list of readers does not bring itself."""
    shared, target = materials.issue.settings, materials.target
    if not (shared.from_ or target.hosted):
        yield make_remark("issue.sender")
    if not shared.footer.unsubscribe and not (target.hosted or target.unsubscribe):
        yield make_remark("issue.unsubscribe")
    if not shared.footer.address:
        yield make_remark("issue.postal")


def _check_lines(materials: Materials) -> Iterator[IssueRemark]:
    """The two lines that stand in a list of messages."""
    issue = materials.issue
    least, most = _SUBJECT
    if not least <= (count := len(issue.subject)) <= most:
        yield make_remark("issue.subject|length", count=count, least=least, most=most)
    first, *others = materials.pieces
    if others and letter.is_title(first, issue.subject):
        yield make_remark("issue.subject|title")
    least, most = _PREHEADER
    if not least <= (count := len(issue.preheader)) <= most:
        kind = "length" if count else "none"
        yield make_remark(f"issue.preheader|{kind}", count=count, least=least, most=most)


def _check_files(materials: Materials, made: Made) -> Iterator[IssueRemark]:
    attached = [one.file.name for one in made.decisions if one.attached]
    for one in made.decisions:
        if not one.attached and not one.url:
            yield make_remark("issue.address", name=one.file.name)
        if lacks := one.file.lacks:
            yield make_remark("issue.beside", name=one.file.name, listed=_list_names(lacks))
    if len(attached) > 1:
        listed, fewer = _list_names(attached), _fewer(materials)
        yield make_remark("issue.attachments", count=len(attached), listed=listed, fewer=fewer)
    if not attached:
        for place, said in find_promises(_own(materials)):
            yield make_remark("issue.attached", place=place, said=said)


def _list_names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _fewer(materials: Materials) -> str:
    """What an editor does to have one file attached, where there are more."""
    formats = tuple(dict.fromkeys(file.format for file in materials.attachments))
    pieces = [piece for piece in materials.pieces if piece.attachments]
    if materials.book and pieces:
        return "attach the book alone: leave out `attach` of its articles"
    if len(pieces) > 1:
        kind = ", in one format" if len(formats) > 1 else ""
        return f'attach one book of the whole issue{kind}: attach.per = "issue"'
    own = any(piece.entry.attach is not None for piece in pieces)
    key = "`attach` of the article" if own else "attach.formats"
    return f'attach one format: {key} = ["{formats[0]}"]'


def _own(materials: Materials) -> Iterator[tuple[str, str]]:
    """The editor's own words, each with the name of its place."""
    issue = materials.issue
    yield "subject", issue.subject
    yield "preheader", issue.preheader
    yield "introduction", issue.intro
    for entry in issue.entries:
        yield f"teaser of `{entry.src}`", entry.teaser
    yield "footer", issue.settings.footer.why


def _check_words(materials: Materials, made: Made) -> Iterator[IssueRemark]:
    issue, language = materials.issue, materials.language
    for place, text in (("subject", issue.subject), ("preheader", issue.preheader),
                        ("text", made.text)):  # fmt: skip
        for said in find_placeholders(text, language):
            yield make_remark("issue.placeholder", place=place, said=said)
    footer = issue.settings.footer
    for place, text in (("introduction", issue.intro), ("footer", footer.why),
                        ("footer", footer.address)):  # fmt: skip
        for claim in find_stale_years(text, issue.date.year):
            yield make_remark("issue.year", place=place, claim=claim, year=issue.date.year)


def _check_signs(materials: Materials, made: Made) -> Iterator[IssueRemark]:
    """Words that the service would take for its own, besides those that are meant so."""
    target = materials.target
    for place, text in (("HTML", made.html), ("text", made.text),
                        ("subject", materials.issue.subject)):  # fmt: skip
        for own in filter(None, service_language.find_ways(materials)):
            text = text.replace(escape(own), " ").replace(own, " ")  # noqa: PLW2901
        for sign in target.signs:
            if (at := text.find(sign)) >= 0:
                said = quote_around(text, at, at + len(sign))
                service = target.title
                yield make_remark("issue.signs", service=service, sign=sign, place=place, said=said)


def _check_html(materials: Materials, made: Made) -> Sequence[IssueRemark]:
    root = pages.parse(made.html)
    if root is None:
        return ()
    target = materials.target
    own = tuple(filter(None, (target.unsubscribe, target.online)))
    return (*check_markup(root, own), *check_text(root, made.text))


# ── words ─────────────────────────────────────────────────────────────────────


#: Web addresses, in which signs stand for other things.
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@\S+")
#: A figure to come: two X beside what only figures have; alone they are the Roman twenty.
_FIGURE: Final = (
    r"[$€£¥]\s?XX+(?![\w])|(?<!\w)XX+\s?[%€£‰]|(?<!\w)(?:pp?|S|f)\.\s?XX+(?!\w)|(?<!\w)XX+[./:]XX+"
    r"|[\[(<]XX+[\])>]|(?<!\w)XXXX+(?!\w)"
)
_OPEN: Final = re.compile(
    rf"{_FIGURE}|(?<!\w)(?:TK){{2,}}(?!\w)|[\[(<]TK[\])>]|(?i:lorem ipsum)"
    r"|(?<!\w)(?:TODO|FIXME)(?!\w)"
)
#: In English TK alone is one too, unless a name follows: TK Maxx.
_TO_COME: Final = re.compile(r"(?<![\w.&/-])TK(?![\w&/-])(?!\.\w)(?! [A-Z][a-z])")
_YEARS: Final = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?",
    re.IGNORECASE,
)
_AROUND: Final = 30


def find_placeholders(text: str, language: str) -> Iterator[str]:
    """What stands in `text` for words to come, each with the words around it.

    >>> [*find_placeholders("The wall cost €XX in the XX century.", "en")]
    ['The wall cost €XX in the XX century.']
    """
    text = _ADDRESS.sub(" ", text)
    patterns = (_OPEN, _TO_COME) if language[:2] == "en" else (_OPEN,)
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield quote_around(text, *found.span())


def find_promises(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Where `texts`, each with the name of its place, say that something is attached.

    They are the editor's own words: articles tell of what is attached to a wall.

    >>> [*find_promises([("intro", "Find the PDF attached."), ("intro", "I am attached to it.")])]
    [('intro', 'Find the PDF attached.')]
    """
    for place, text in texts:
        if found := _attached().search(text):
            yield place, quote_around(text, *found.span())


@lru_cache(maxsize=1)
def _attached() -> re.Pattern[str]:
    """Every way to say it, in whatever language: an editor may write in two.

    Scripts without blanks have no bounds of words; Arabic and Hebrew write particles to them.
    """
    bounded: list[str] = []
    loose: list[str] = []
    for language, words in load_table("newsletter")["attached"].items():
        (loose if language in ("ja", "ko", "zh", "ar", "he") else bounded).append(words)
    return re.compile(
        rf"\b(?:{'|'.join(bounded)})\b|{'|'.join(loose)}",
        re.IGNORECASE,
    )


def find_stale_years(text: str, year: int) -> Iterator[str]:
    """Claims of copyright in `text` that end before `year`.

    >>> [*find_stale_years("© 2019–2024 The Review. Copyright 2026 Mara Osei", 2026)]
    ['© 2019–2024']
    """
    for found in _YEARS.finditer(text):
        if int(found[2] or found[1]) < year:
            yield found[0]


def quote_around(text: str, start: int, end: int) -> str:
    """The words around what stands at `start` to `end`, in one line."""
    first = text.rfind(" ", 0, max(0, start - _AROUND)) + 1
    last = text.find(" ", end + _AROUND)
    # Where no blanks are, the bounds are no words'.
    first = max(first, start - 2 * _AROUND)
    last = min(last if last >= 0 else len(text), end + 2 * _AROUND)
    return " ".join(text[first:last].split())


# ── markup ────────────────────────────────────────────────────────────────────


_SCHEMES: Final = ("http", "https", "mailto", "tel")
_ADDRESSES: Final = ("href", "src", "background")
_UNSEEN: Final = ("head", "script", "style", "title", "template")
_BLACK: Final = re.compile(
    r"(?<![\w-])color\s*:\s*(?:#000(?:000)?(?![0-9a-f])|black\b|rgb\(\s*0\s*,\s*0\s*,\s*0\s*\))",
    re.IGNORECASE,
)
_GROUND: Final = re.compile(r"(?<![\w-])background(?:-color)?\s*:", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_ENOUGH: Final = 0.95
_SHOWN: Final = 60


def check_markup(root: HtmlElement, own: tuple[str, ...]) -> Iterator[IssueRemark]:
    """What is wrong with the HTML; `own` are words of the service that stand for addresses."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "img" and element.get("alt") is None:
            name = (element.get("src") or "").rpartition("/")[2][:_SHOWN]
            yield make_remark("issue.alt", name=name)
        for key in _ADDRESSES:
            value = (element.get(key) or "").strip()
            if value and element.tag != "link" and not value.startswith(own or ("\0",)):
                yield from _of_address(element.tag, value)
    yield from _of_looks(root)


def _of_address(tag: str, value: str) -> Iterator[IssueRemark]:
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    what = "picture" if tag == "img" else "link"
    try:
        parts = urlsplit(value)
    except ValueError:
        scheme, host = "", ""
    else:
        scheme, host = parts.scheme.lower(), (parts.hostname or "").lower().removeprefix("www.")
    if scheme == "data":
        yield make_remark("issue.data-address", what=what, shown=shown)
    elif scheme not in _SCHEMES and not value.startswith("#"):
        yield make_remark("issue.relative", what=what, shown=shown)
    elif host in load_table("newsletter")["shorteners"]:
        yield make_remark("issue.shortener", host=host, shown=shown)


def _of_looks(root: HtmlElement) -> Iterator[IssueRemark]:
    styles = [value for element in root.iter() if (value := element.get("style"))]
    sheets = "".join(element.text or "" for element in root.iter("style"))
    rules = [*styles, *re.findall(r"\{([^{}]*)\}", sheets)]
    black = [rule for rule in rules if _BLACK.search(rule) and not _GROUND.search(rule)]
    fonts = [one for one in root.iter("font") if one.get("color", "").lower() in _FONT_BLACK]
    if count := len(black) + len(fonts):
        yield make_remark("issue.black", count=count)


_FONT_BLACK: Final = ("#000", "#000000", "black")


def check_text(root: HtmlElement, text: str) -> Iterator[IssueRemark]:
    """Whether the plain `text` says too little of what the HTML shows."""
    shown = Counter(_words(root))
    if not (total := shown.total()):
        return
    kept = total - (shown - Counter(_parted(text))).total()
    if kept < total * _ENOUGH:
        yield make_remark("issue.text", kept=kept, total=total)


def _words(element: HtmlElement) -> Iterator[str]:
    """The words that are shown, in small letters."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    if _HIDDEN.search(element.get("style") or ""):
        return
    yield from _parted(element.text or "")
    for child in element:
        yield from _words(child)
        yield from _parted(child.tail or "")


def _parted(text: str) -> Iterator[str]:
    """The words of `text`; of scripts without blanks the letters, for lines end within words.

    >>> [*_parted("Quay 5, 港の壁")]
    ['quay', '5', '港', 'の', '壁']
    """
    for word in _WORD.findall(text.casefold()):
        if any(map(is_wide, word)):
            yield from word
        else:
            yield word
