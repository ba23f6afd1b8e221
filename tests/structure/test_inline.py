from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.model import (
    Emph,
    Inline,
    Link,
    Mark,
    Note,
    Strong,
    Subscript,
    Superscript,
    Text,
    Verbatim,
    notes_in,
    plain,
)
from copydesk.structure.inline import nest_marks

TEXT = "tar and hemp rope"
NOTE = Note(())


def shape(nodes: tuple[Inline, ...]) -> str:
    """Nodes as text: `e(…)` for emphasis, `s(…)` strong, `l(…)` a link, `*` a note."""
    signs = {Emph: "e", Strong: "s", Link: "l", Superscript: "^", Subscript: "_"}
    pieces = []
    for node in nodes:
        if isinstance(node, Note):
            pieces.append("*")
        elif isinstance(node, Text):
            pieces.append(node.text)
        elif isinstance(node, Verbatim):
            pieces.append(f"`{node.text}`")
        else:
            pieces.append(f"{signs[type(node)]}({shape(node.content)})")
    return "".join(pieces)


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ((), TEXT),
        ((Mark(0, 3, "emph"),), "e(tar) and hemp rope"),
        ((Mark(8, 12, "sup"), Mark(13, 17, "sub")), "tar and ^(hemp) _(rope)"),
        ((Mark(8, 12, "code"), Mark(8, 17, "emph")), "tar and e(`hemp` rope)"),
        # of two that overlap the farther one holds the other; a link is never cut
        ((Mark(0, 12, "emph"), Mark(4, 7, "strong")), "e(tar s(and) hemp) rope"),
        ((Mark(0, 7, "emph"), Mark(4, 17, "strong")), "e(tar s(and))s( hemp rope)"),
        ((Mark(0, 12, "emph"), Mark(8, 17, "link", "x")), "e(tar and )l(e(hemp) rope)"),
        ((Mark(4, 7, "link", "x"), Mark(4, 17, "emph")), "tar e(l(and) hemp rope)"),
        ((Mark(4, 17, "link", "x"), Mark(4, 7, "emph")), "tar l(e(and) hemp rope)"),
        # the blanks at the ends of a mark are not marked
        ((Mark(3, 8, "emph"),), "tar e(and) hemp rope"),
        ((Mark(3, 4, "strong"),), TEXT),
        # marks that go past the text, twice the same, or that call a note which is not there
        ((Mark(13, 99, "emph"),), "tar and hemp e(rope)"),
        ((Mark(0, 3, "emph"), Mark(0, 3, "emph")), "e(tar) and hemp rope"),
        ((Mark(0, 3, "note", "n1"),), TEXT),
        # words that were marked one by one are marked together, unless something parts them
        ((Mark(0, 3, "emph"), Mark(4, 7, "emph"), Mark(8, 12, "emph")), "e(tar and hemp) rope"),
        ((Mark(0, 3, "link", "x"), Mark(4, 7, "link", "x")), "l(tar and) hemp rope"),
        ((Mark(0, 3, "link", "x"), Mark(4, 7, "link", "y")), "l(tar) l(and) hemp rope"),
        ((Mark(0, 3, "emph"), Mark(4, 7, "strong")), "e(tar) s(and) hemp rope"),
        ((Mark(0, 3, "emph"), Mark(8, 12, "emph")), "e(tar) and e(hemp) rope"),
        ((Mark(0, 3, "sup"), Mark(4, 7, "sup")), "^(tar) ^(and) hemp rope"),
    ],
)  # fmt: skip
def test_marks_become_nodes(marks: tuple[Mark, ...], wanted: str) -> None:
    assert shape(nest_marks(TEXT, marks)) == wanted


@pytest.mark.parametrize(
    ("at", "marks", "wanted"),
    [
        (3, (), "tar* and hemp rope"),
        (17, (), "tar and hemp rope*"),
        (0, (), "*tar and hemp rope"),
        (7, (Mark(4, 12, "emph"),), "tar e(and* hemp) rope"),
        (12, (Mark(4, 12, "emph"),), "tar e(and hemp)* rope"),
        (7, (Mark(4, 12, "link", "x"),), "tar l(and hemp)* rope"),
    ],
)
def test_a_note_stands_where_it_is_called_but_in_no_link(
    at: int, marks: tuple[Mark, ...], wanted: str
) -> None:
    assert shape(nest_marks(TEXT, marks, ((at, NOTE),))) == wanted


MARKS = st.builds(
    Mark, st.integers(0, 20), st.integers(0, 20),
    st.sampled_from(("emph", "strong", "link", "sup", "sub", "code", "note")),
    st.sampled_from(("", "x")),
)  # fmt: skip
NOTES = st.lists(st.tuples(st.integers(0, 17), st.just(NOTE)), max_size=3)


@given(st.lists(MARKS, max_size=8), NOTES)
def test_whatever_the_marks_the_text_and_the_notes_are_all_there(
    marks: list[Mark], notes: list[tuple[int, Note]]
) -> None:
    nodes = nest_marks(TEXT, marks, notes)
    assert plain(nodes) == TEXT
    assert len(list(notes_in(nodes))) == len(notes)
