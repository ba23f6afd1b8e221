"""EditedText → Article: what is dropped, what stands where, and the record of both.

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

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import (
    Article,
    Back,
    Decisions,
    EditedText,
    Paragraph,
    Reference,
    Role,
)  # fmt: skip
from copydesk.structure import bare_headings, blocks, endings, essays, figures, notes
from copydesk.structure.front import find_front, make_front
from copydesk.structure.gather import BODY, DROPPED, gather
from copydesk.structure.passage import Passage
from copydesk.structure.phrases import fold, load, why
from copydesk.structure.questions import questions
from copydesk.structure.sheet import Sheet

_WORDS = re.compile(r"\w+")
_SENTENCES = re.compile(r"(?<=[.!?。！？])[\"”’»)]*\s+")


def assemble(edited: EditedText, config: Config, decisions: Decisions) -> Article:
    """The article that the labelled lines of `edited` make.

    Raises `Refused` ("refuse.no-article") when nothing but furniture is left.

    >>> from copydesk.model import Line, Submission
    >>> lines = (Line(1, "Home"), Line(2, "The harbour was quiet."))
    >>> edited = EditedText(Submission("a.txt", "", "text/plain", lines), lines)
    >>> edited = replace(edited, roles=("furniture", "body"))
    >>> article = assemble(edited, Config(), Decisions())
    >>> [edit.rule for edit in article.structure], len(article.body)
    (['structure.furniture'], 1)
    """
    leaving = frozenset() if config.keep_furniture else DROPPED
    if all(role is None or role in leaving for role in edited.roles):
        raise Refused(
            f"`{edited.submission.path}` holds no article, only site furniture",
            hint="send the text of the article, or set the roles of its lines in the sidecar",
            code="refuse.no-article",
        )
    found = find_front(edited)
    sheet = Sheet(edited, config, decisions)
    roles, appeals = _drop(edited, sheet, config)
    edited = replace(edited, roles=roles)
    passages = endings.thanked(bare_headings.undressed(gather(edited, sheet), sheet))
    headings = endings.headings(passages)
    passages, doubts = notes.joined(passages, sheet)
    passages, announced = endings.parted(passages, headings, sheet)
    passages = _acknowledged(figures.paired(passages))
    language = config.language(edited.language)
    matter = make_front(passages, sheet, decisions, found, language)
    text = blocks.body([passage for passage in passages if _in_body(passage)], sheet)
    text = figures.silenced(text, edited.submission, decisions)
    back = replace(_back(passages, edited, announced), cta=appeals)
    matter = replace(matter, credits=_credits(passages), language=edited.language)
    asked = [
        *questions(edited, matter, back, decisions, found),
        *doubts,
        *sheet.asked,
    ]
    return Article(
        edited, matter, text, back, tuple(sheet.edits),
        queries=(*edited.queries, *asked),
    )  # fmt: skip


# ── what leaves ──────────────────────────────────────────────────────────────


def _drop(
    edited: EditedText, sheet: Sheet, config: Config
) -> tuple[tuple[Role | None, ...], tuple[str, ...]]:
    """Take out furniture and calls to action; the roles then, and the calls."""
    roles = list(edited.roles)
    title = {
        _words(line.text) for line, role in zip(edited.lines, roles, strict=True) if role == "title"
    }
    said = _sentences(edited)
    top = [index for index, role in enumerate(roles) if role][: essays.LONGEST]
    told = essays.head([edited.lines[index].text.strip() for index in top])
    essay = {edited.lines[top[at]].number for at in told}
    appeals = []
    for index, line in enumerate(edited.lines):
        role = roles[index]
        if role not in DROPPED:
            continue
        rule, reason = _why(line.text, role, title, said, config)
        if line.number in essay:
            rule, reason = "structure.furniture", essays.REASON
        if not sheet.remove(line.number, rule, reason):
            roles[index] = "body"
        elif role == "cta":
            appeals.append(line.text.strip())
    return tuple(roles), tuple(appeals)


def _why(
    text: str, role: Role | None, title: set[str], said: set[str], config: Config
) -> tuple[str, str]:
    if role == "cta":
        return "structure.cta", "a call to action, not part of the article"
    words = _words(text)
    if words and words in title:
        return "structure.repeat", "repeats the headline"
    if words and words in said:
        return "structure.repeat", "repeats a sentence of the article"
    if not words:
        return "structure.furniture", "a line of signs that parts nothing"
    return "structure.furniture", why(fold(text), config.profiles)


def _words(text: str) -> str:
    """The words of `text` alone, numbers among them: "Part 2" does not repeat "Part 1"."""
    return " ".join(_WORDS.findall(text.casefold()))


def _sentences(edited: EditedText) -> set[str]:
    return {
        _words(sentence)
        for line, role in zip(edited.lines, edited.roles, strict=True)
        if role in ("body", "quote", "list")
        for sentence in _SENTENCES.split(line.text)
    }


# ── what stays ───────────────────────────────────────────────────────────────


def _is_thanks(passage: Passage) -> bool:
    cues = load().cues["thanks"]
    return passage.role == "other" and passage.text.casefold().replace("’", "'").startswith(cues)


def _acknowledged(passages: Sequence[Passage]) -> list[Passage]:
    """Mark what thanks and what credits: captions above the text, "originally published in"."""
    marked = []
    begun = False
    for passage in passages:
        begun = begun or passage.role in ("body", "heading", "list", "quote")
        if passage.hint == "thanks" or _is_thanks(passage):
            marked.append(replace(passage, hint="thanks"))
        elif not passage.notes and (_is_credit(passage) or (not begun and _is_caption(passage))):
            marked.append(replace(passage, hint="credit"))
        else:
            marked.append(passage)
    return marked


def _is_caption(passage: Passage) -> bool:
    return passage.role == "caption" and passage.kind != "figure"


def _is_credit(passage: Passage) -> bool:
    text = passage.text.casefold().replace("’", "'")
    plain = passage.role == "other" and not passage.hint
    return plain and any(cue in text for cue in load().cues["credit"])


def _in_body(passage: Passage) -> bool:
    return passage.role in BODY and passage.hint not in ("thanks", "credit")


def _credits(passages: Sequence[Passage]) -> tuple[Paragraph, ...]:
    return tuple(passage.paragraph() for passage in passages if passage.hint == "credit")


def _back(passages: Sequence[Passage], edited: EditedText, headings: dict[str, str]) -> Back:
    def of(role: Role) -> list[Passage]:
        return [passage for passage in passages if passage.role == role]

    return Back(
        bio=tuple(passage.paragraph() for passage in of("bio")),
        bio_heading=headings.get("bio", ""),
        acknowledgements=tuple(
            passage.paragraph() for passage in passages if passage.hint == "thanks"
        ),
        acknowledgements_heading=headings.get("thanks", ""),
        notes=tuple(passage.paragraph() for passage in of("footnote")),
        notes_heading=headings.get("footnote", ""),
        references=tuple(_reference(passage, edited) for passage in of("reference")),
        references_heading=headings.get("reference", ""),
    )


def _reference(passage: Passage, edited: EditedText) -> Reference:
    received = edited.submission.lines[passage.numbers[0] - 1].text
    return Reference("", visible(received), passage.text, {}, 0.0, passage.numbers)


def visible(text: str) -> str:
    r"""`text` without invisible and control characters, its blanks single.

    >>> visible(" Osei,\u200b M.\t2019 ")
    'Osei, M. 2019'
    """
    if not text.isprintable():
        text = "".join(
            " " if sign.isspace() else sign
            for sign in text
            if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cf")
        )
    return " ".join(text.split())
