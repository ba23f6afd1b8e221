"""An issue as its readers see it, part by part: what HTML, text and Markdown are written from.

Nothing here has looks. Each part is a tree in the words that pages of editions have (headings,
lists, a class for a byline or the entries of a bibliography), so that one writer of plain text
serves them all.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, TypeAlias

from lxml import etree

from copydesk.composition.labels import load_labels
from copydesk.language.in_words import in_words
from copydesk.language.scripts import direction_of
from copydesk.newsletter import attachments, elements, excerpt, service_language, wide_tables
from copydesk.newsletter.copies import PLACES
from copydesk.newsletter.materials import IssuePiece, Materials
from copydesk.newsletter.remarks import IssueRemark, make_remark
from copydesk.system import pictures

Kind: TypeAlias = Literal["head", "intro", "article", "files", "foot"]

#: Between things that stand in one line.
_DOT: Final = " · "


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part of an issue. `tree` is a `div` that holds its blocks; whoever dresses it copies it."""

    kind: Kind
    tree: etree._Element
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class IssueLetter:
    """An issue, part by part, and what its editor should know of it."""

    subject: str
    preheader: str
    language: str
    direction: str
    parts: tuple[LetterPart, ...]
    remarks: tuple[IssueRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How an issue is laid out.

    `linked` are the files that are linked, by name: their addresses, or "" where the settings say
    it; the others are attached.
    `shortened` are the places of articles that are not shown whole, whatever their entries say.
    `archive` is the page for browsers: links within it work, nobody unsubscribes there, and no file
    is attached to it.
    """

    linked: Mapping[str, str]
    shortened: frozenset[int] = frozenset()
    archive: bool = False


def make_letter(materials: Materials, terms: Terms) -> IssueLetter:
    """The issue on `terms`."""
    made = _Made(materials, terms)
    tag, side = materials.language, direction_of(materials.language)
    own = partial(LetterPart, language=tag, direction=side)
    parts = [own("head", made.head()), own("intro", made.intro())]
    for place, piece in enumerate(materials.pieces):
        tree = made.article(place, piece)
        parts.append(LetterPart("article", tree, piece.language, piece.direction))
    parts = [*parts, own("files", made.files()), own("foot", made.foot())]
    parts = [part for part in parts if len(part.tree)]
    issue = materials.issue
    return IssueLetter(issue.subject, issue.preheader, tag, side, tuple(parts), tuple(made.remarks))


class _Made:
    """What the parts of one issue share while they are made."""

    def __init__(self, materials: Materials, terms: Terms) -> None:
        self._materials = materials
        self._terms = terms
        self._words = load_labels(materials.language)
        self._linked = attachments.find_linked(materials, terms.linked, archive=terms.archive)
        self._ways = service_language.make_placeholders(materials)
        self.remarks: list[IssueRemark] = []

    def head(self) -> etree._Element:
        """Name of the newsletter, subject, day, and the way to the page for browsers."""
        tree, issue = elements.make_division(), self._materials.issue
        # The title of the first article says it.
        below = is_title(self._materials.pieces[0], issue.subject)
        if self._materials.newsletter:
            # A page without a first heading is one that a screen reader finds no way into.
            elements.add_element(
                tree, "h1" if below else "p", self._materials.newsletter, "newsletter"
            )
        if not below:
            elements.add_element(tree, "h1", issue.subject)
        day = issue.date.date().isoformat()
        line = elements.add_element(tree, "p", "", "issued")
        elements.add_element(line, "time", in_words(day, self._materials.language)).set(
            "datetime", day
        )
        if not self._terms.archive and (self._materials.target.online or issue.url):
            line[-1].tail = _DOT
            elements.add_element(line, "a", self._words["online"]).set("href", self._ways.online)
        return tree

    def intro(self) -> etree._Element:
        """What the editor says before the articles."""
        return elements.read_markdown(self._materials.issue.intro)

    def article(self, place: int, piece: IssuePiece) -> etree._Element:
        """An article: whole, its beginning, or no more than its title."""
        found = elements.read_fragment(piece.markup)
        mode = piece.entry.mode
        if mode == "full" and place in self._terms.shortened:
            mode = "excerpt"
        tree = elements.make_division()
        self._title(tree, piece, found, led=mode != "full")
        if mode == "full":
            shown, whole = found.blocks, True
            tree.extend(found.matter)
            if piece.entry.teaser:  # nobody reads it
                self.remarks.append(make_remark("issue.teaser", slug=piece.slug))
        elif piece.entry.teaser:
            shown, whole = elements.read_markdown(piece.entry.teaser, below=2), False
        elif mode == "link":
            shown, whole = elements.make_division(), False
        else:
            shown, whole = excerpt.take_beginning(found.blocks, piece.entry.words)
        self._pictures(shown, piece)
        if not self._terms.archive:
            wide_tables.narrow_tables(shown)
            wide_tables.mark_long_words(shown)
        tree.extend([*shown])
        if not whole:
            self._read_on(tree, piece)
        return tree

    def _title(
        self, tree: etree._Element, piece: IssuePiece, found: elements.Body, *, led: bool
    ) -> None:
        if piece.title:
            heading = elements.add_element(tree, "h2", "", "title")
            elements.add_words(heading, piece.title, piece.entry.url if led else "")
        else:
            typed = shlex.quote(piece.slug)
            self.remarks.append(make_remark("issue.untitled", slug=piece.slug, typed=typed))
        deck = found.led.get("deck")
        if deck is not None:
            tree.append(deck)
        elif piece.subtitle:
            elements.add_element(tree, "p", piece.subtitle, "deck")
        line = elements.make_division()
        for name, text in (("byline", piece.byline), ("date", piece.dated)):
            block = found.led.get(name)
            if block is None and not text:
                continue
            if len(line):
                line[-1].tail = _DOT
            said = elements.add_element(line, "span", text if block is None else block.text or "")
            said.extend([] if block is None else [*block])
        if len(line):
            line.tag = "p"
            line.set("class", "byline")
            tree.append(line)

    def _pictures(self, tree: etree._Element, piece: IssuePiece) -> None:
        """Say of each picture where it lies; one that lies nowhere is told in words.

        Its editor is told what it shows, for the file bears a name that nobody has given it.
        """
        missed = []
        for image in tree.iter("img"):
            path = image.get("src", "")
            name = attachments.name_picture(piece, path)
            found = attachments.find_address(self._materials, name, archive=self._terms.archive)
            image.set("src", found)
            image.set("width", str(pictures.size(piece.pictures.get(path, b""))[0]))
            if not found:
                shown = f"“{image.get('alt')}”: " if image.get("alt") else ""
                missed.append(f"{shown}`{attachments.FILES}/{name}`")
        if missed:
            listed = ", ".join(dict.fromkeys(missed))
            self.remarks.append(make_remark("issue.pictures", slug=piece.slug, listed=listed))

    def _read_on(self, tree: etree._Element, piece: IssuePiece) -> None:
        """The way to the rest, in the article's language: its page, or the file that has it."""
        words = load_labels(piece.language)
        if piece.entry.url:
            elements.add_words(
                elements.add_element(tree, "p", "", "read-on"), words["read_on"], piece.entry.url
            )
            return
        for one in (*piece.attachments, *self._materials.book):
            if address := self._linked.get(one.name):
                said = f"{words['read_on']} ({attachments.describe_file(one)})"
                elements.add_words(elements.add_element(tree, "p", "", "read-on"), said, address)
                return
            if one.name not in self._terms.linked:
                elements.add_element(tree, "p", words["read_on_in"].format(one.name), "read-on")
                return
        if not self._terms.archive:
            self.remarks.append(make_remark("issue.read-on", slug=piece.slug))

    def files(self) -> etree._Element:
        """What is attached, and what can be had from the web.

        Of a file that is to be had nowhere nothing is said: whoever checks an issue reports it.
        """
        tree = elements.make_division()
        groups = (self._materials.book, *(one.attachments for one in self._materials.pieces))
        there = [[one for one in group if one.name not in self._terms.linked] for group in groups]
        away = [[one for one in group if one.name in self._linked] for group in groups]
        attachments.add_file_list(tree, self._words["attached"], there, {})
        attachments.add_file_list(tree, self._words["download"], away, self._linked)
        return tree

    def foot(self) -> etree._Element:
        """Who sends it, why, and how to have no more of it."""
        tree, said = elements.make_division(), self._materials.issue.settings.footer
        for text in (said.why, said.address):
            if text:
                elements.add_element(tree, "p", text)
        if self._has_way_out() and not self._terms.archive:
            link = elements.add_element(
                elements.add_element(tree, "p", ""), "a", self._words["unsubscribe"]
            )
            link.set("href", self._ways.unsubscribe)
        return tree

    def _has_way_out(self) -> bool:
        """Whether readers unsubscribe here; a service with a list of its own says where itself.

        Nobody there would fill in what is each reader's own.
        """
        target, way = self._materials.target, self._materials.issue.settings.footer.unsubscribe
        if target.unsubscribe:
            return True
        return bool(way) and not (target.hosted and any(place in way for place in PLACES))


def is_title(piece: IssuePiece, subject: str) -> bool:
    """Whether `subject` is the title of `piece`, in whatever case."""
    return _bare(piece.title) == _bare(subject)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())
