"""Lines of which the format has said something, with the roles that a test gives them."""

from __future__ import annotations

from dataclasses import replace

from copydesk import ledger as desk
from copydesk import structure
from copydesk.config import Config
from copydesk.model import Article, Decisions, EditedText, Line, Mark, Role, Submission

Row = tuple[Role | None, str, str, tuple[Mark, ...]]


def row(role: Role | None, text: str, hint: str = "", *marks: Mark) -> Row:
    """A line by its role, text, hint and marks."""
    return role, text, hint, marks


GAP = row(None, "")


def edited_text_of(*rows: Row) -> EditedText:
    lines = tuple(
        Line(number, text, hint=hint, marks=marks)
        for number, (_, text, hint, marks) in enumerate(rows, start=1)
    )
    edited = EditedText(Submission("a.html", "", "text/html", lines), lines)
    return replace(edited, roles=tuple(role for role, *_ in rows), language="en")


def article_of(
    *rows: Row,
    decisions: Decisions = Decisions(),  # noqa: B008  frozen
    config: Config = Config(),  # noqa: B008  frozen
) -> Article:
    """The article of `rows`, whose words are all in it or in its record."""
    article = structure.assemble(edited_text_of(*rows), config, decisions)
    check(article)
    return article


def check(article: Article) -> None:
    copy = desk.line_texts(article.edited.lines)
    kept = desk.replay_edits(copy, article.structure)
    assert desk.revert_edits(kept, article.structure) == copy
    lost = desk.tell_difference(
        desk.count_words(kept.values()), desk.count_words(structure.pieces(article))
    )
    assert lost == ""
    assert len({edit.id for edit in article.structure}) == len(article.structure)
