"""Galley → Article: what is dropped, what stands where, and the record of both.

The lines' roles decide. Lines absent from the printed article (furniture, calls
to action, headings that the writers set themselves) leave by a structure edit
each; lines of one hard-wrapped paragraph are joined by one. Everything else is
in the article, word for word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from copydesk import queries
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import (
    Article,
    Back,
    Decisions,
    Front,
    Galley,
    Line,
    Mark,
    Query,
    Reference,
    Role,
)  # fmt: skip
from copydesk.structure import blocks, paragraphs
from copydesk.structure.blocks import Piece
from copydesk.structure.front import front
from copydesk.structure.phrases import fold, load
from copydesk.structure.sheet import Sheet, stale

#: Roles whose lines make the body.
_BODY: Final = frozenset[Role | None](("body", "heading", "list", "quote", "caption", "other"))
_DROPPED: Final = frozenset[Role | None](("furniture", "cta"))
_KINDS: Final = {
    "menu": "a menu or navigation",
    "share": "a share or print button",
    "related": "a link to other articles",
    "comments": "readers' comments",
    "reply": "readers' comments",
    "form": "a form",
    "tags": "tags or sources of the site",
    "counter": "a counter",
    "legal": "a legal or cookie line",
    "subscribe": "an invitation to subscribe",
}
_SENTENCES = re.compile(r"(?<=[.!?。！？])[\"”’»)]*\s+")


def assemble(galley: Galley, config: Config, decisions: Decisions) -> Article:
    """The article that the labelled lines of `galley` make.

    Raises `Refused` ("refuse.no-article") when nothing but furniture is left.

    >>> from copydesk.model import Submission
    >>> lines = (Line(1, "Home"), Line(2, "The harbour was quiet."))
    >>> galley = Galley(Submission("a.txt", "", "text/plain", lines), lines)
    >>> galley = replace(galley, roles=("furniture", "body"))
    >>> article = assemble(galley, Config(), Decisions())
    >>> [edit.rule for edit in article.structure], len(article.body)
    (['structure.furniture'], 1)
    """
    if all(role is None or role in _DROPPED for role in galley.roles) and not config.keep_furniture:
        raise Refused(
            f"`{galley.submission.path}` holds no article, only site furniture",
            hint="send the text of the article, or set the roles of its lines in the sidecar",
            code="refuse.no-article",
        )
    sheet = Sheet(galley, config, decisions)
    roles, appeals = _drop(galley, sheet)
    galley = replace(galley, roles=roles)
    pieces, headings = _sorted_headings(_pieces(galley, sheet), sheet)
    pieces = _acknowledged(pieces)
    matter = front(pieces, sheet, decisions, galley)
    text = blocks.body([piece for piece in pieces if _in_body(piece)], sheet)
    back = replace(_back(pieces, galley, headings), cta=appeals)
    edges = _credits(pieces)
    matter = replace(matter, credits=edges, language=decisions.language or galley.language)
    asked = [*_questions(galley, matter, back), *stale(sheet, galley, decisions)]
    return Article(
        galley, matter, text, back, tuple(sheet.edits),
        queries=(*galley.queries, *asked),
    )  # fmt: skip


# ── what leaves ──────────────────────────────────────────────────────────────


def _drop(galley: Galley, sheet: Sheet) -> tuple[tuple[Role | None, ...], tuple[str, ...]]:
    """Take out furniture and calls to action; the roles then, and the calls."""
    roles = list(galley.roles)
    title = {
        fold(line.text) for line, role in zip(galley.lines, roles, strict=True) if role == "title"
    }
    said = _sentences(galley)
    appeals = []
    for index, line in enumerate(galley.lines):
        role = roles[index]
        if role not in _DROPPED:
            continue
        rule, reason = _why(line.text, role, title, said)
        if not sheet.remove(line.number, rule, reason):
            roles[index] = "body"
        elif role == "cta":
            appeals.append(line.text.strip())
    return tuple(roles), tuple(appeals)


def _why(text: str, role: Role | None, title: set[str], said: set[str]) -> tuple[str, str]:
    phrase = fold(text)
    if role == "cta":
        return "structure.cta", "a call to action, not part of the article"
    if phrase in title:
        return "structure.repeat", "repeats the headline"
    if phrase in said:
        return "structure.repeat", "repeats a sentence of the article"
    kind = load().kind(phrase)
    return "structure.furniture", _KINDS.get(kind, "a part of the site, not of the article")


def _sentences(galley: Galley) -> set[str]:
    return {
        fold(sentence)
        for line, role in zip(galley.lines, galley.roles, strict=True)
        if role in ("body", "quote", "list")
        for sentence in _SENTENCES.split(line.text)
    }


# ── what stays ───────────────────────────────────────────────────────────────


def _pieces(galley: Galley, sheet: Sheet) -> list[Piece]:
    """The texts of the article in order, hard-wrapped paragraphs joined."""
    texts = [line.text for line in galley.lines]
    units = paragraphs.units(texts)
    evidence = paragraphs.hyphens(texts, units)
    pieces = []
    for unit in units:
        for part in _same_role(unit, galley.roles):
            role = galley.roles[part[0]]
            if role is None or role in _DROPPED:
                continue
            # The lines of an entry are joined by the reference parser, which knows where one ends.
            groups = [[i + 1] for i in part] if role == "reference" else sheet.join(part, evidence)
            pieces += [_piece(galley.lines, role, group, sheet) for group in groups]
    return pieces


def _same_role(unit: paragraphs.Unit, roles: Sequence[Role | None]) -> list[paragraphs.Unit]:
    """`unit` in parts of one role each; the sidecar may have told its lines apart."""
    parts: list[list[int]] = []
    for index in unit:
        if parts and roles[parts[-1][-1]] == roles[index]:
            parts[-1].append(index)
        else:
            parts.append([index])
    return [tuple(part) for part in parts]


def _piece(lines: Sequence[Line], role: Role, numbers: Sequence[int], sheet: Sheet) -> Piece:
    whole = sheet.current[numbers[0]]
    text = whole.strip()
    lead = len(whole) - len(whole.lstrip())
    starts, marks, position = [], [], 0
    for number in numbers:
        line = lines[number - 1]
        own = line.text.strip()
        # A hyphen may have gone at the join; what follows is still found where it stands.
        probe = own[:20].rstrip("-")
        at = max(text.find(probe, position), 0)
        starts.append(at)
        shift = at - (len(line.text) - len(line.text.lstrip()))
        marks += [
            Mark(max(0, mark.start + shift), mark.end + shift, mark.kind, mark.target)
            for mark in line.marks
            if mark.end + shift > 0
        ]
        position = at + max(0, len(own) - 1)
    del lead
    return Piece(
        role, text, tuple(numbers), tuple(starts), tuple(marks), lines[numbers[0] - 1].hint
    )


def _sorted_headings(pieces: Sequence[Piece], sheet: Sheet) -> tuple[list[Piece], dict[str, str]]:
    """Part the headings of bio, references and notes from those of the body.

    The author's words for the first two are kept; the notes' and the thanks'
    heading is set by the writers.
    """
    kept: list[Piece] = []
    headings: dict[str, str] = {}
    for piece, below in zip(pieces, [*pieces[1:], None], strict=True):
        role = below.role if below is not None else None
        label = load().headings.get(fold(piece.text), "")
        if piece.role == "heading" and role in ("bio", "reference") and role not in headings:
            headings[role] = piece.text
        elif (piece.role == "heading" and role == "footnote") or (
            piece.role == "other" and label == "acknowledgements"
        ):
            if not sheet.remove(
                piece.numbers[0], "structure.heading", "this heading is set by the page"
            ):
                kept.append(piece)
        else:
            kept.append(piece)
    return kept, headings


def _is_thanks(piece: Piece) -> bool:
    cues = load().cues["thanks"]
    return piece.role == "other" and piece.text.casefold().replace("’", "'").startswith(cues)


def _acknowledged(pieces: Sequence[Piece]) -> list[Piece]:
    """Mark what thanks and what credits: captions above the text, "originally published in"."""
    marked = []
    begun = False
    for piece in pieces:
        begun = begun or piece.role in ("body", "heading", "list", "quote")
        if _is_thanks(piece):
            marked.append(replace(piece, hint="thanks"))
        elif _is_credit(piece) or (piece.role == "caption" and not begun):
            marked.append(replace(piece, hint="credit"))
        else:
            marked.append(piece)
    return marked


def _is_credit(piece: Piece) -> bool:
    text = piece.text.casefold().replace("’", "'")
    plain = piece.role == "other" and not piece.hint
    return plain and any(cue in text for cue in load().cues["credit"])


def _in_body(piece: Piece) -> bool:
    return piece.role in _BODY and piece.hint not in ("thanks", "credit")


def _credits(pieces: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(piece.text for piece in pieces if piece.hint == "credit")


def _back(pieces: Sequence[Piece], galley: Galley, headings: dict[str, str]) -> Back:
    def of(role: Role) -> list[Piece]:
        return [piece for piece in pieces if piece.role == role]

    return Back(
        bio=tuple(piece.paragraph() for piece in of("bio")),
        bio_heading=headings.get("bio", ""),
        acknowledgements=tuple(piece.paragraph() for piece in pieces if piece.hint == "thanks"),
        notes=tuple(piece.paragraph() for piece in of("footnote")),
        references=tuple(_reference(piece, galley) for piece in of("reference")),
        references_heading=headings.get("reference", ""),
    )


def _reference(piece: Piece, galley: Galley) -> Reference:
    received = galley.submission.lines[piece.numbers[0] - 1].text
    return Reference("", visible(received), piece.text, {}, 0.0, piece.numbers)


def visible(text: str) -> str:
    r"""`text` without invisible and control characters, its blanks single.

    >>> visible(" Osei,\u200b M.\t2019 ")
    'Osei, M. 2019'
    """
    if not text.isascii() or not text.isprintable():
        text = "".join(
            " " if sign.isspace() else sign
            for sign in text
            if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf")
        )
    return " ".join(text.split())


def _questions(galley: Galley, matter: Front, back: Back) -> list[Query]:
    asked = []
    if not matter.title:
        asked.append(queries.ask("structure.title", 0, "no title was found", anchor=""))
    if not matter.authors:
        asked.append(queries.ask("structure.author", 0, "no author was found", anchor=""))
    if back.references and not back.references_heading:
        number = back.references[0].lines[0]
        text = galley.lines[number - 1].text
        message = "the reference list was taken to start here"
        asked.append(queries.ask("structure.references-start", number, message, anchor=text))
    return asked
