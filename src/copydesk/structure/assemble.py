"""EditedText → Article: what is dropped, what stands where, and the record of both.

The lines' roles decide. Lines absent from the printed article (furniture, calls
to action, headings that the writers set themselves) leave by a structure edit
each; lines of one hard-wrapped paragraph are joined by one. Everything else is
in the article, word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from copydesk.clean.hyphens import Unit, find_hyphens
from copydesk.clean.sheet import Sheet
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import (
    Article,
    Decisions,
    EditedText,
    Figure,
    Line,
    Role,
    merge_marks,
    texts_with_notes,
)
from copydesk.structure import back_matter, notes
from copydesk.structure.blocks import make_blocks, mark_decorative, pair_captions
from copydesk.structure.front import find_front, make_front
from copydesk.structure.lines import GOING_ON, find_units
from copydesk.structure.page_heads import goes_overleaf
from copydesk.structure.passage import Passage, join_passages
from copydesk.structure.phrases import fold, why
from copydesk.structure.questions import ask_about_article
from copydesk.structure.title import fold_title

#: Roles whose lines make the body.
_BODY: Final = frozenset[Role | None](("body", "heading", "list", "quote", "caption", "other"))
#: Roles that a picture may stand beside, and those between the headline and the text.
_TEXT: Final = _BODY - {"heading"}
_FRONT: Final = frozenset[Role | None](("subtitle", "byline", "date", "disclaimer"))
#: Where pages put the pictures of the site.
_SITE: Final = frozenset(("header", "nav", "aside", "footer", "form", "comments", "hidden"))
#: Roles whose lines leave.
_DROPPED: Final = frozenset[Role | None](("furniture", "cta"))
_SENTENCES: Final = re.compile(r"(?<=[.!?。！？])[\"”’»)]*\s+")


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
    leaving = frozenset() if config.keep_furniture else _DROPPED
    if all(role is None or role in leaving for role in edited.roles):
        raise Refused(
            f"`{edited.submission.path}` contains no article, only boilerplate of the site",
            hint="send the text of the article, or set the roles of its lines in the sidecar",
            code="refuse.no-article",
        )
    found = find_front(edited)
    sheet = Sheet(edited, config, decisions)
    roles, appeals = _drop_lines(edited, sheet, config)
    edited = replace(edited, roles=roles)
    passages = back_matter.mark_parts(_gather_passages(edited, sheet))
    passages, doubts = notes.place_notes(passages, sheet)
    passages = pair_captions(back_matter.drop_empty_part(passages, sheet))
    passages = back_matter.mark_credits(passages)
    front = make_front(passages, sheet, decisions, found, config.language(edited.language))
    text = [passage for passage in passages if back_matter.is_of_body(passage)]
    text = _join_over_notes(text, edited.roles)
    body = mark_decorative(make_blocks(text, sheet), edited.submission, decisions)
    back = back_matter.make_back(passages, edited, appeals)
    credited = tuple(one.paragraph() for one in passages if one.hint == "credit")
    front = replace(front, credits=credited, language=edited.language)
    asked = ask_about_article(edited, front, back, decisions, found)
    queries = (*edited.queries, *asked, *doubts, *sheet.asked)
    return Article(edited, front, body, back, tuple(sheet.edits), queries=queries)


def pieces(article: Article) -> Iterable[str]:
    """The texts of `article` that stand for lines of its edited text, each once.

    Fields that the sidecar, the file's own data or a library beside it filled without any
    line are left out, as are calls to action, which a structure edit has taken from the text.
    """
    front, back, edited = article.front, article.back, article.edited
    # A line that the editor has emptied gives no field.
    rows = zip(edited.lines, edited.roles, strict=True)
    roles = {role for line, role in rows if line.text.strip()}
    fields = {
        "title": front.title, "subtitle": front.deck, "byline": front.byline, "date": front.date,
    }  # fmt: skip
    yield from (text for role, text in fields.items() if role in roles)
    yield from texts_with_notes((*front.credits, *front.disclaimer, *article.body))
    yield from (block.alt for block in article.body if isinstance(block, Figure))
    yield from (back.bio_heading, back.acknowledgements_heading)
    yield from (back.notes_heading, back.references_heading)
    yield from texts_with_notes((*back.bio, *back.acknowledgements, *back.disclaimer, *back.notes))
    yield from (reference.text for reference in back.references if reference.lines)


# ── what leaves ──────────────────────────────────────────────────────────────


def _drop_lines(
    edited: EditedText, sheet: Sheet, config: Config
) -> tuple[tuple[Role | None, ...], tuple[str, ...]]:
    """Take out furniture and calls to action; the roles then, and the calls."""
    roles = list(edited.roles)
    rows = list(zip(edited.lines, edited.roles, strict=True))
    said = {
        fold_title(sentence): "repeats a sentence of the article"
        for line, role in rows if role in ("body", "quote", "list")
        for sentence in _SENTENCES.split(line.text)
    }  # fmt: skip
    said |= {
        fold_title(line.text): "repeats the headline" for line, role in rows if role == "title"
    }
    appeals = []
    for index, (line, role) in enumerate(rows):
        if role not in _DROPPED:
            continue
        words = fold_title(line.text)
        if role == "cta":
            rule, reason = "structure.cta", "a call to action, not part of the article"
        elif words and words in said:
            rule, reason = "structure.repeat", said[words]
        else:
            rule, reason = "structure.furniture", "a line of characters that separates nothing"
            if words:
                reason = why(fold(line.text), config.profiles)
        if not sheet.remove(line.number, rule, reason):
            roles[index] = "body"
        elif role == "cta":
            appeals.append(line.text.strip())
    return tuple(roles), tuple(appeals)


# ── what stays ───────────────────────────────────────────────────────────────


def _gather_passages(edited: EditedText, sheet: Sheet) -> list[Passage]:
    """The texts of the article in order, hard-wrapped paragraphs joined."""
    units = find_units(edited)
    english = edited.language.partition("-")[0] == "en"
    evidence = find_hyphens([line.text for line in edited.lines], units, english=english)
    passages = []
    for unit in sorted((*units, *_find_wordless(edited))):
        for part in _split_unit(unit, edited):
            role = edited.roles[part[0]] or "other"
            if role in _DROPPED:
                continue
            # The lines of an entry are joined by the reference parser, which knows its end.
            told = edited.lines[part[0]].hint or edited.lines[part[-1]].flow == "wrap"
            alone = role == "reference" and not told
            groups = [[at + 1] for at in part] if alone else sheet.join(part, evidence)
            passages += [_make_passage(edited.lines, role, group, sheet) for group in groups]
    return passages


def _join_over_notes(passages: Iterable[Passage], roles: Sequence[Role | None]) -> list[Passage]:
    """`passages` in which those are one that the notes at the foot of their page parted."""
    found: list[Passage] = []
    for passage in passages:
        above = found[-1] if found else passage
        between = roles[above.numbers[-1] : passage.numbers[0] - 1]
        is_told = above.hint or passage.hint or {above.role, passage.role} != {"body"}
        if "footnote" in between and not is_told and goes_overleaf(above.text, passage.text):
            found[-1] = join_passages([above, passage], " ")
        else:
            found.append(passage)
    return found


def _find_wordless(edited: EditedText) -> Iterator[Unit]:
    """Lines that stand for something though they hold no word: pictures, breaks, code."""
    roles = edited.roles
    below = list(roles)
    for at in reversed(range(len(roles) - 1)):
        below[at] = below[at] or below[at + 1]
    above: Role | None = None
    for at, line in enumerate(edited.lines):
        own = roles[at]
        if not line.text.strip():
            kind = line.hint.partition(":")[0]
            # One with a role had words, which the editor has taken out.
            inside = own in _BODY if own else _is_of_article(line, above, below[at])
            if (kind == "figure" and inside) or (kind in ("break", "code") and own is None):
                yield (at,)
        above = own or above


def _is_of_article(line: Line, above: Role | None, below: Role | None) -> bool:
    """Whether a picture that has no words is the article's, by the roles around it."""
    if line.zone in _SITE:
        return False
    if below in ("bio", "reference", "footnote"):
        return above in _TEXT
    if line.zone != "main" and below in _DROPPED and above not in _FRONT:
        return False
    return above in _TEXT or below in _TEXT or above in _FRONT or below == "heading"


def _split_unit(unit: Unit, edited: EditedText) -> list[Unit]:
    """`unit` in parts of one role each; what the format tells apart is never joined."""
    parts = [unit[:1]]
    for last, index in pairwise(unit):
        hint = edited.lines[index].hint or edited.lines[last].hint
        told = edited.lines[index].flow in GOING_ON
        if edited.roles[last] == edited.roles[index] and (told or not hint):
            parts[-1] += (index,)
        else:
            parts.append((index,))
    return parts


def _make_passage(
    lines: Sequence[Line], role: Role, numbers: Sequence[int], sheet: Sheet
) -> Passage:
    first = lines[numbers[0] - 1]
    whole = sheet.current[numbers[0]]
    if first.hint.partition(":")[0] in ("code", "table"):
        cut, text = 0, whole.rstrip("\r\n")
    else:
        # The first cell of a row may be empty.
        is_row = role == "other" and "\t" in whole.strip()
        cut = len(whole) - len(whole.lstrip(" \r\n" if is_row else None))
        text = whole[cut:].rstrip()
    starts, marks = [], []
    for at, number, lead in sheet.list_parts(numbers[0]):
        starts.append(max(0, at - cut))
        shift = at - lead - cut
        marks += [
            replace(mark, start=max(0, mark.start + shift), end=mark.end + shift)
            for mark in lines[number - 1].marks
            if mark.end + shift > 0 or mark.kind == "note"
        ]
    above = lines[numbers[0] - 2] if numbers[0] > 1 else None
    is_gap = above is not None and not above.hint and not above.text.strip()
    apart = first.flow == "off" if first.flow else is_gap
    return Passage(role, text, tuple(numbers), tuple(starts), merge_marks(marks), first.hint, apart)
