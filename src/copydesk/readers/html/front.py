"""Which blocks the markup calls headline, standfirst, byline and date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from lxml.html import HtmlElement

from copydesk.readers.html.stick import Draft
from copydesk.readers.html.tree import parted, words
from copydesk.readers.html.words import listed

#: Zones in which a headline, byline or date is that of something else.
_ELSEWHERE: Final = frozenset(("nav", "aside", "footer", "comments", "form", "hidden"))
#: Zones in which not even the words of the title are the headline.
_NEVER: Final = _ELSEWHERE - {"aside"}
#: Blocks before and after the headline in which the article's front matter stands.
_BEFORE: Final = 8
_AFTER: Final = 14
#: How many elements around a block are asked for their names.
_AROUND: Final = 3
_WIDE: Final = ("html", "body", "main", "article")
#: How many elements inside of a block are asked for theirs.
_FEW: Final = 12
_DECK: Final = 600
_BYLINE: Final = 160
_DATE: Final = 90
#: Words of a byline that ends in an initial or an abbreviation.
_NAMES: Final = 6
#: The share of a block that a link covers which is all of it.
_WHOLE: Final = 0.8
_HALF: Final = 0.5
#: Letters from which on a headline may be found inside of a claimed title, or around it.
_TELLING: Final = 12


def plain(text: str) -> str:
    """The letters and digits of `text`, for comparison.

    >>> plain("“Bees!”") == plain("bees")
    True
    """
    return "".join(filter(str.isalnum, text)).casefold()


def headline(
    drafts: Sequence[Draft], title: str, base: str, zone: Callable[[HtmlElement], str]
) -> int:
    """The place of the block that is the page's own headline, -1 where none can be told.

    `title` is what the page claims, `base` its address.
    """
    fit = [
        place
        for place, draft in enumerate(drafts)
        if draft.text and not draft.zone and not names_site(draft, base)
    ]
    wanted = plain(title)
    same = [place for place in fit if wanted and plain(drafts[place].text) == wanted]
    same = [place for place in same if zone(drafts[place].element) not in _NEVER]
    if same:
        # Nothing but the level tells a headline in a doubtful place from a repeat of it.
        return min(same, key=lambda place: (_level(drafts[place]), place))
    fit = [place for place in fit if zone(drafts[place].element) not in _ELSEWHERE]
    heads = [place for place in fit if _level(drafts[place]) <= 2]
    for test in (_near_title(wanted), _is_called_headline):
        if found := [place for place in heads if test(drafts[place])]:
            return min(found, key=lambda place: (_level(drafts[place]), place))
    named = [
        place for place in fit if listed("front.paragraph").among(words(drafts[place].element))
    ]
    if named:
        return named[0]
    firsts = [place for place in fit if _level(drafts[place]) == 1]
    if len(firsts) == 1 and _is_told(drafts[firsts[0]].text, title):
        return firsts[0]
    return -1


def _is_told(text: str, title: str) -> bool:
    """Whether a heading has half of its words in the title that a page claims, or it claims none.

    >>> _is_told("The ferry that would not leave", "Why this ferry will not leave")
    True
    """
    heading, claimed = (set(_words(value)) for value in (text, title))
    return not claimed or len(heading & claimed) >= _HALF * len(heading)


def _words(text: str) -> list[str]:
    """Words in small letters; signs of scripts without blanks are words of their own."""
    return re.findall(
        r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+?(?=[\u3040-\u9fff]|\b)", text.casefold()
    )


def names_site(draft: Draft, base: str) -> bool:
    """Whether a block is the name of the site: all of it links to the home of the page."""
    page = parted(base)
    for mark in draft.marks:
        if mark.kind == "link" and mark.end - mark.start >= _WHOLE * len(draft.text):
            target = parted(mark.target)
            if target.netloc not in ("", page.netloc) or target.query or target.fragment:
                return False
            home, here = target.path.rstrip("/"), page.path.rstrip("/")
            if page.netloc and home == here:
                return False  # the page links to itself
            return not home or here.startswith(f"{home}/")
    return False


def marked(
    drafts: Sequence[Draft], place: int, facts: dict[str, str], description: str
) -> list[Draft]:
    """The blocks with the hints `title`, `subtitle`, `byline` and `date` where markup says so.

    `place` is that of the headline; without one nothing is marked.
    """
    result = list(drafts)
    if place < 0:
        return result
    result[place] = replace(drafts[place], hint="title")
    for at in range(max(place - _BEFORE, 0), min(place + _AFTER, len(drafts))):
        draft = drafts[at]
        if at == place or draft.zone in _NEVER or not _is_open(draft.hint):
            continue
        hint = _hint(draft, facts, description if at > place else "")
        if hint == "subtitle" and (at < place or "subtitle" in (d.hint for d in result)):
            continue
        if hint:
            result[at] = replace(draft, hint=hint)
    return result


def dated(drafts: Sequence[Draft]) -> str:
    """The date that the markup of the article's own date line gives for machines, or ""."""
    for draft in drafts:
        if draft.hint in ("date", "byline"):
            for element in _about(draft):
                value = element.get("datetime") if element.tag == "time" else element.get("content")
                if value and (element.tag == "time" or _is_date_prop(element)):
                    return str(value).strip()[:_DATE]
    return ""


def _is_date_prop(element: HtmlElement) -> bool:
    return element.get("itemprop") in ("datePublished", "dateCreated")


def _hint(draft: Draft, facts: dict[str, str], description: str) -> str:
    text, length = draft.text, len(draft.text)
    if length <= _BYLINE and _names_all(text, facts.get("author", "")):
        return "byline"
    if draft.zone in _ELSEWHERE or length > _DECK:
        return ""
    named = length <= _BYLINE and _is_byline(draft) and not _is_sentence(text)
    if named and plain(text) not in _sites(facts):
        return "byline"
    if length <= _DATE and any(map(str.isdigit, text)) and _is_date(draft):
        return "date"
    return "subtitle" if _is_deck(draft, description) else ""


def _is_deck(draft: Draft, description: str) -> bool:
    if _says(draft, "subtitle") or _prop(draft, "alternativeHeadline"):
        return True
    heading = draft.hint.startswith("heading")
    return heading and bool(description) and plain(draft.text) == plain(description)


def _is_open(hint: str) -> bool:
    """Whether the format itself leaves open what the block is."""
    return not hint or hint.startswith(("heading", "list:"))


def _level(draft: Draft) -> int:
    kind, _, level = draft.hint.partition(":")
    return int(level) if kind == "heading" else 9


def _near_title(wanted: str) -> Callable[[Draft], bool]:
    def test(draft: Draft) -> bool:
        text = plain(draft.text)
        if min(len(text), len(wanted)) < _TELLING:
            return False
        return text in wanted or wanted in text

    return test


def _is_called_headline(draft: Draft) -> bool:
    return _says(draft, "title") or _prop(draft, "headline")


def _is_byline(draft: Draft) -> bool:
    bylines, bios = listed("front.byline"), listed("front.bio")
    for element in _about(draft):
        if element.get("itemprop") == "author" or "author" in (element.get("rel") or "").split():
            return True
        if any(bylines.in_name(name) and not bios.in_name(name) for name in words(element)):
            return True
    return False


def _is_date(draft: Draft) -> bool:
    dated = ("datePublished", "dateModified", "dateCreated")
    for element in _about(draft):
        if element.tag == "time" or element.get("itemprop") in dated:
            return True
        if listed("front.date").among(words(element)):
            return True
    return False


def _is_sentence(text: str) -> bool:
    """Whether a line says something about the author instead of naming one."""
    return text.rstrip().endswith((".", "!", "?", "。")) and len(text.split()) > _NAMES


def _sites(facts: dict[str, str]) -> tuple[str, ...]:
    """What is in a byline's place and no byline: the site, or nothing but signs."""
    return ("", plain(facts.get("site", "")), plain(facts.get("publisher", "")))


def _names_all(text: str, authors: str) -> bool:
    """Whether a short line holds nothing much but the names of the authors."""
    names = [plain(name) for name in authors.split("; ") if name]
    line = plain(text)
    if not names or len(line) > sum(map(len, names)) + 20:
        return False
    return all(name and name in line for name in names)


def _says(draft: Draft, what: str) -> bool:
    return any(listed(f"front.{what}").among(words(around)) for around in _around(draft))


def _prop(draft: Draft, name: str) -> bool:
    return any(around.get("itemprop") == name for around in _around(draft))


def _around(draft: Draft) -> list[HtmlElement]:
    """The elements around a block that hold little else."""
    found: list[HtmlElement] = []
    element: HtmlElement | None = draft.element
    while element is not None and len(found) < _AROUND and element.tag not in _WIDE:
        if len(element.text_content()) > 2 * len(draft.text) + 80:
            break
        found.append(element)
        element = element.getparent()
    return found


def _about(draft: Draft) -> list[HtmlElement]:
    """The elements around a block and the first ones inside of it."""
    around = _around(draft)
    inside = draft.element.iterdescendants() if around else ()
    return [*around, *(element for element, _ in zip(inside, range(_FEW), strict=False))]
