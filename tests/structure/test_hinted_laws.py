"""Whatever a format says of its lines: the record replays, and no word is lost."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from copydesk import structure
from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Decision, Decisions, Mark, Role
from structure.hinted import Row, check, edited_text_of, row

TEXTS = st.sampled_from(
    (
        "", "Tar[1] and pitch", "Rope¹", "[1] In Oslo.", "* * *", "—", "- hemp", "  2. flax",
        "Port\tIncome", "\t340", "    return 4", "A pier at dawn", "___", "Tar (1).", "1", "↩",
        "[1]-", "$ make[1]", "❄ ❄ ❄",
        "The harbour was quiet that year, and nobody could say why. " * 2,
    )
)  # fmt: skip
HINTS = st.sampled_from(
    (
        "", "", "title", "caption", "quote", "code", "break", "heading:1", "heading:9",
        "list:bullet:1", "list:bullet:3", "list:number:2:4", "list:number:1:", "list:more:1",
        "list", "table:header:1", "table:row:1", "table:row:2", "table", "figure:pier.jpg",
        "figure:", "footnote:1", "footnote:n2", "footnote", "no:such:hint",
    )
)  # fmt: skip
MARKS = st.builds(
    Mark, st.integers(0, 8), st.integers(0, 9),
    st.sampled_from(("emph", "link", "sup", "code", "note")), st.sampled_from(("1", "n2", "#x")),
)  # fmt: skip


def written(drawn: tuple[Role, str, str, list[Mark]]) -> Row:
    role, text, hint, marks = drawn
    fitting = (mark for mark in marks if mark.start <= mark.end <= len(text))
    return row(role if text else None, text, hint, *fitting)


ROWS = st.tuples(
    st.sampled_from(get_args(Role)), TEXTS, HINTS, st.lists(MARKS, max_size=3)
).map(written)  # fmt: skip


CONFIGS = st.sampled_from((Config(), Config(keep_furniture=True)))


@given(st.lists(ROWS, max_size=12), st.integers(0, 3), CONFIGS)
def test_no_word_is_lost_and_the_editor_may_refuse_any_edit(
    rows: list[Row], step: int, config: Config
) -> None:
    edited = edited_text_of(*rows)
    try:
        article = structure.assemble(edited, config, Decisions())
    except Refused:
        return
    check(article)
    refused = tuple(
        Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet")
        for edit in article.structure[:: step + 1]
    )
    check(structure.assemble(edited, config, Decisions(edits=refused)))
