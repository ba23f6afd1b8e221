"""The rules that pages in other scripts than Latin need, and passages in them.

Most pages need none, so these are no part of the sheets: they would be asked of every element.
What scripts need is in `data/scripts.toml`, what a medium can show is said here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final

from copydesk.language.scripts import EAST_ASIAN, Script, direction, script
from copydesk.writers.sheets import Fit

if TYPE_CHECKING:
    from copydesk.theme import Medium, Theme
    from copydesk.writers.page import Page

_LANG: Final = re.compile(r'<[a-z][^<>]*? lang="([^"]*)"')
#: Distances of lines that the sheets of screen and book have.
_LEADING: Final = {"screen": 1.62, "book": 1.5}
#: Paper of an article that runs to the left: heads and masthead change sides.
_MIRRORED: Final = """\
@page { @top-left { font-weight: 400 } @top-right { font-weight: 600 } }
@page :left { @top-left { content: string(running, first-except) } }
@page :left { @top-right { content: none } }
@page :right { @top-left { content: none } }
@page :right { @top-right { content: string(publication, first-except) } }
@page :first { @top-left { content: element(masthead); text-align: right } }
@page :first { @top-right { content: none } }
"""
#: What WeasyPrint sets wrong on lines that run to the left: it stretches them past their edge,
#: and neither indents nor outdents the first.
_LEFTWARD: Final = """\
[dir="rtl"] p, [dir="rtl"] li, p[dir="rtl"], li[dir="rtl"] { text-align: start; text-indent: 0 }
[dir="rtl"] .references li, .references li[dir="rtl"] { padding-inline-start: 0 }
[dir="rtl"] .footnote, .footnote[dir="rtl"] { padding-inline-start: 0 }
[dir] [dir="ltr"] p, [dir] p[dir="ltr"] { text-align: start }
[dir] .references.hanging li[dir="ltr"],
[dir="rtl"] [dir="ltr"] .hanging li:not([dir]) { padding-inline-start: 1.9em; text-indent: -1.9em }
[dir] .references.numbered li[dir="ltr"],
[dir="rtl"] [dir="ltr"] .numbered li:not([dir]) { padding-inline-start: 2.6em; text-indent: -2.6em }
"""
_HEADS: Final = "h1, h2, h3, h4, h5, h6"
#: Where labels stand, whose letters have no serifs.
_LABELS: Final = (".byline", ".date", ".credit", ".disclaimer", "figcaption", ".caption", "table")
#: Scripts whose words have no blanks between them: a line that is stretched has gaps elsewhere.
_UNPARTED: Final = frozenset(("Hans", "Hant", "Jpan", "Thai"))


def fit(pages: Collection[Page], language: str, theme: Theme, medium: Medium) -> Fit:
    """What a document in `language` that holds `pages` needs of the sheet of a `medium`."""
    turned = "rtl" in (direction(language), *(page.record.direction for page in pages))
    turned = turned or any(' dir="' in page.xhtml for page in pages)
    rules = [*_rules(pages, language, theme, medium)]
    if turned and medium == "paper":
        rules.insert(0, _LEFTWARD)
    return Fit(language, turned, "".join(f"{rule}\n" for rule in rules))


def _rules(pages: Collection[Page], language: str, theme: Theme, medium: Medium) -> Iterator[str]:
    """What a document in `language` that holds `pages` needs besides, nothing for most."""
    languages = {page.record.language for page in pages}
    tags = {language, *languages, *(tag for page in pages for tag in _LANG.findall(page.xhtml))}
    base = script(language)
    if base.special:
        yield from _of_document(base, theme, medium)
        for tag in sorted(languages):
            if not script(tag).special:
                yield from _of_others(tag, theme, medium)
    for tag in sorted(tags - {language}):
        if script(tag).special:
            yield from _of_passages(tag, script(tag), theme, medium)


def _of_document(base: Script, theme: Theme, medium: Medium) -> Iterator[str]:
    """What is true of a document all in one script."""
    tokens = theme.tokens(medium)
    if medium == "paper":
        yield f"html {{ line-height: {float(theme.leading) * base.leading:.2f} }}"
    else:
        yield f"body {{ line-height: {_LEADING[medium] * base.leading:.2f} }}"
    yield f"{_HEADS} {{ line-height: {1.2 * base.leading:.2f}; letter-spacing: normal }}"
    if base.upright:
        yield "h4, h5, h6, .disclaimer, .subtitle { font-style: normal }"
        yield "em, i, cite { font-style: normal; font-weight: 700 }"
        yield _leaning(".leaning", tokens["text_font"])
    if base.name in _UNPARTED:
        yield "p, li { text-align: start }"
    if base.name in EAST_ASIAN:
        yield from _wide(base, theme, medium)
    if base.joined:
        yield "* { letter-spacing: normal }"
    if base.direction == "rtl" and medium == "paper":
        yield _MIRRORED
        if theme.paragraphs == "indented":
            yield "p { margin-bottom: .6em }"


def _leaning(place: str, families: str) -> str:
    """What leans for all that: emphasis in letters that have italics."""
    look = "font-style: italic; font-weight: inherit"
    return f"{place} {{ {look}; font-family: {families} }}"


def _of_others(tag: str, theme: Theme, medium: Medium) -> Iterator[str]:
    """What articles in Latin letters and their like have again in a book in others."""
    here = f':is(html, article)[lang="{tag}"]'
    tokens = theme.tokens(medium)
    yield f"{here} :is(em, i, cite) {{ font-style: italic; font-weight: inherit }}"
    yield f"{here} p {{ text-align: {tokens['align']} }}"
    yield f"{here} :is({_HEADS}, header p, .bio p, .about-article p) {{ text-align: start }}"
    if medium == "paper":
        yield f"{here} {{ font-family: {tokens['text_font']}; line-height: {theme.leading} }}"
        yield f"{here} :is({_HEADS}) {{ font-family: {tokens['heading_font']} }}"


def _wide(base: Script, theme: Theme, medium: Medium) -> Iterator[str]:
    """What Chinese, Japanese and Korean need."""
    if theme.paragraphs == "indented" and base.name != "Kore":
        yield f"p + p {{ text-indent: {1 if base.name == 'Jpan' else 2}em }}"
        yield "header p, .references li *, .about-article p, td p { text-indent: 0 }"
    if medium != "paper":
        keep = "keep-all" if base.name == "Kore" else "normal"
        yield f"body {{ line-break: strict; word-break: {keep}; hyphens: none }}"


def _of_passages(tag: str, own: Script, theme: Theme, medium: Medium) -> Iterator[str]:
    """What is true of passages in the language `tag`."""
    here = f'[lang="{tag}"]'
    tokens = theme.tokens(medium, own)
    style = "; font-style: normal" if own.upright else ""
    if medium != "book":
        yield f"{here} {{ font-family: {tokens['text_font']}{style} }}"
        yield f"{here} :is({_HEADS}) {{ font-family: {tokens['heading_font']} }}"
        labels = ", ".join(f"{place} {here}, {place}{here}" for place in _LABELS)
        yield f"{labels} {{ font-family: {tokens['label_font']} }}"
    elif style:
        yield f"{here} {{ {style[2:]} }}"
    if own.upright:
        yield f"{here} em {{ font-style: normal; font-weight: 700 }}"
        yield _leaning(f"{here} .leaning", theme.tokens(medium)["text_font"])
    if own.joined:
        yield f"{here} {{ letter-spacing: normal }}"
    leading = float(theme.leading) if medium == "paper" else _LEADING[medium]
    blocks = ", ".join(f"{name}{here}" for name in ("article", "p", "li", "blockquote", "td", "th"))
    blocks += f", {here} body" if medium == "book" else ""
    yield f"{blocks} {{ line-height: {leading * own.leading:.2f} }}"
    if own.name in _UNPARTED:
        yield f"p{here}, li{here} {{ text-align: start }}"
    if direction(tag) == "rtl" and medium == "book":
        yield f"p{here} {{ text-align: start }}"
