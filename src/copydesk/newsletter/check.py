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
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from copydesk.language.columns import is_wide
from copydesk.newsletter import letter, service_language
from copydesk.newsletter.attachments import Decision
from copydesk.newsletter.materials import Materials
from copydesk.newsletter.message import html_size
from copydesk.newsletter.remarks import Remark, ordered, remark
from copydesk.system import html as pages
from copydesk.tables import table

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
    decisions: tuple[Decision, ...]
    size: int


def check(materials: Materials, made: Made) -> tuple[Remark, ...]:
    """Everything that can be said against the issue, the gravest first."""
    return ordered((
        *_check_sizes(materials, made),
        *_check_settings(materials),
        *_check_lines(materials),
        *_check_files(materials, made),
        *_check_words(materials, made),
        *_check_signs(materials, made),
        *_check_html(materials, made),
    ))  # fmt: skip


def _check_sizes(materials: Materials, made: Made) -> Iterator[Remark]:
    size, target = html_size(made.html), materials.target
    hint = 'shorten an article: mode = "excerpt"'
    if size > CLIPPED:
        message = f"the HTML has {size:,} bytes once encoded, and Gmail cuts off behind {CLIPPED:,}"
        yield remark("issue.clipped", message, hint)
    elif size > NEAR:
        message = f"the HTML has {size:,} bytes once encoded; Gmail cuts off behind {CLIPPED:,}"
        yield remark("issue.large", message, hint)
    if target.message and made.size > target.message:
        message = (
            f"the message has {made.size:,} bytes, and {target.title} takes {target.message:,}"
        )
        yield remark("issue.too-large", message, "have fewer files attached: attach")
    elif made.size > HEAVY:
        message = f"the message has {made.size:,} bytes, and many readers' mailboxes take {HEAVY:,}"
        yield remark("issue.heavy", message, "have fewer files attached: attach")


def _check_settings(materials: Materials) -> Iterator[Remark]:
    """What is missing that a service with a list of readers does not bring itself."""
    shared, target = materials.issue.settings, materials.target
    if not (shared.from_ or target.hosted):
        hint = "say it: from, in [newsletter] or in the issue"
        yield remark("issue.sender", "nobody is named who sends the issue", hint)
    if not shared.footer.unsubscribe and not (target.hosted or target.unsubscribe):
        message = "the issue names no way to have no more of it"
        hint = "say it: unsubscribe, in [newsletter.footer], or in [footer] of the issue"
        yield remark("issue.unsubscribe", message, hint)
    if not shared.footer.address:
        message = "the issue names no postal address of its publisher"
        hint = "say it: address, in [newsletter.footer], or in [footer] of the issue"
        yield remark("issue.postal", message, hint)


def _check_lines(materials: Materials) -> Iterator[Remark]:
    """The two lines that stand in a list of messages."""
    issue = materials.issue
    least, most = _SUBJECT
    if not least <= len(issue.subject) <= most:
        message = f"the subject has {len(issue.subject)} characters, not {least} to {most}"
        yield remark("issue.subject", message, "write another subject")
    first, *others = materials.pieces
    if others and letter.said_by(first, issue.subject):
        message = "the subject is the title of the first article, and says nothing of the others"
        yield remark("issue.subject", message, "say what the issue is about, unless that is meant")
    least, most = _PREHEADER
    if not issue.preheader:
        message = "there is no preheader, the line that mail programs show behind the subject"
        yield remark(
            "issue.preheader", message, f"write preheader, in {least} to {most} characters"
        )
    elif not least <= len(issue.preheader) <= most:
        message = f"the preheader has {len(issue.preheader)} characters, not {least} to {most}"
        yield remark("issue.preheader", message, "write another preheader")


def _check_files(materials: Materials, made: Made) -> Iterator[Remark]:
    attached = [one.file.name for one in made.decisions if one.attached]
    for one in made.decisions:
        if not one.attached and not one.url:
            message = f"`{one.file.name}` is to be linked, and no address is known for it"
            hint = "say where the files of the issue will lie: base_url, and upload them there"
            yield remark("issue.address", message, hint)
        if lacks := one.file.lacks:
            listed = ", ".join(f"`{name}`" for name in lacks)
            message = f"`{one.file.name}` names files that do not go with it: {listed}"
            yield remark("issue.beside", message, "take a format that holds all, such as epub")
    if len(attached) > 1:
        listed = ", ".join(f"`{name}`" for name in attached)
        message = f"{len(attached)} files are attached: {listed}"
        yield remark("issue.attachments", message, _fewer(materials))
    if not attached:
        for place, said in find_promises(_own(materials)):
            message = f"the {place} says that something is attached, and nothing is: “{said}”"
            yield remark("issue.attached", message, "say that it can be downloaded, or attach it")


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


def _check_words(materials: Materials, made: Made) -> Iterator[Remark]:
    issue, language = materials.issue, materials.language
    for place, text in (("subject", issue.subject), ("preheader", issue.preheader),
                        ("text", made.text)):  # fmt: skip
        for said in find_placeholders(text, language):
            message = f"the {place} holds something that is still to come: “{said}”"
            yield remark("issue.placeholder", message, "write it, or leave the passage out")
    footer = issue.settings.footer
    for place, text in (("introduction", issue.intro), ("footer", footer.why),
                        ("footer", footer.address)):  # fmt: skip
        for claim in find_stale_years(text, issue.date.year):
            message = f"the {place} says “{claim}”, and the issue is of {issue.date.year}"
            yield remark("issue.year", message, "correct the year")


def _check_signs(materials: Materials, made: Made) -> Iterator[Remark]:
    """Words that the service would take for its own, besides those that are meant so."""
    target = materials.target
    for place, text in (("HTML", made.html), ("text", made.text),
                        ("subject", materials.issue.subject)):  # fmt: skip
        for own in filter(None, service_language.find_ways(materials)):
            text = text.replace(escape(own), " ").replace(own, " ")  # noqa: PLW2901
        for sign in target.signs:
            if (at := text.find(sign)) >= 0:
                said = quote_around(text, at, at + len(sign))
                message = f"{target.title} takes `{sign}` in the {place} for a command: “{said}”"
                yield remark("issue.signs", message, "write it otherwise")


def _check_html(materials: Materials, made: Made) -> Sequence[Remark]:
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
    for language, words in table("newsletter")["attached"].items():
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


def check_markup(root: HtmlElement, own: tuple[str, ...]) -> Iterator[Remark]:
    """What is wrong with the HTML; `own` are words of the service that stand for addresses."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "img" and element.get("alt") is None:
            name = (element.get("src") or "").rpartition("/")[2][:_SHOWN]
            message = f"the picture `{name}` has no alternative text"
            yield remark("issue.alt", message, "write one in the submission")
        for key in _ADDRESSES:
            value = (element.get(key) or "").strip()
            if value and element.tag != "link" and not value.startswith(own or ("\0",)):
                yield from _of_address(element.tag, value)
    yield from _of_looks(root)


def _of_address(tag: str, value: str) -> Iterator[Remark]:
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    what = "picture" if tag == "img" else "link"
    try:
        parts = urlsplit(value)
    except ValueError:
        scheme, host = "", ""
    else:
        scheme, host = parts.scheme.lower(), (parts.hostname or "").lower().removeprefix("www.")
    if scheme == "data":
        message = f"a {what} is written as data: `{shown}`"
        yield remark("issue.data-address", message, "upload it, and name its address")
    elif scheme not in _SCHEMES and not value.startswith("#"):
        message = f"a {what} leads nowhere from a message: `{shown}`"
        yield remark("issue.relative", message, "write the whole address, with https://")
    elif host in table("newsletter")["shorteners"]:
        message = f"a link leads through `{host}`: `{shown}`"
        yield remark("issue.shortener", message, "write the address that it leads to")


def _of_looks(root: HtmlElement) -> Iterator[Remark]:
    styles = [value for element in root.iter() if (value := element.get("style"))]
    sheets = "".join(element.text or "" for element in root.iter("style"))
    rules = [*styles, *re.findall(r"\{([^{}]*)\}", sheets)]
    black = [rule for rule in rules if _BLACK.search(rule) and not _GROUND.search(rule)]
    fonts = [one for one in root.iter("font") if one.get("color", "").lower() in _FONT_BLACK]
    if count := len(black) + len(fonts):
        message = f"letters are black without a ground of their own, in {count} places"
        yield remark("issue.black", message, "take a dark grey, such as #222222")


_FONT_BLACK: Final = ("#000", "#000000", "black")


def check_text(root: HtmlElement, text: str) -> Iterator[Remark]:
    """Whether the plain `text` says too little of what the HTML shows."""
    shown = Counter(_words(root))
    if not (total := shown.total()):
        return
    kept = total - (shown - Counter(_parted(text))).total()
    if kept < total * _ENOUGH:
        message = f"the plain text has {kept} of the {total} words that the HTML shows"
        yield remark("issue.text", message, "report it with the issue")


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
