"""Whatever stands in the file of an issue: it can be made, or its editor is told what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from copydesk.errors import ConfigError
from copydesk.newsletter import assemble, issue
from copydesk.newsletter.issue import Issue, IssueEntry
from copydesk.newsletter.targets import read_targets
from copydesk.settings.newsletters import Attach, Footer, Newsletter
from newsletter import envelopes
from soaking import drawn

WORDS = (
    "https://h.example/x", "https://ü.example:port/", "https://[x]/", "https://", "2026-05-01",
    "https://h.example/{token}?a=1", "mailto:a@h.example?subject=x", "Ü <desk@h.example>",
    "desk@h.example", "a.b", "de", "pdf", "none", "excerpt", "{{ x }}", "=?utf-8?q?x?=", "&#12;",
    *read_targets(),
)  # fmt: skip
TEXT = st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
LEAF = (
    TEXT | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", 0, dt.date(2026, 5, 1), dt.date(1000, 1, 1)])
)  # fmt: skip


def keys(kind: type) -> list[str]:
    """How the values of `kind` are called in a file."""
    return [one.metadata.get("name", one.name) for one in fields(kind)]


INNER = st.dictionaries(st.sampled_from([*keys(Attach), *keys(Footer)]), LEAF, max_size=2)
VALUE = LEAF | st.lists(LEAF, max_size=3) | INNER
ROW = st.dictionaries(st.sampled_from(keys(IssueEntry)), VALUE, max_size=2)
ODD = st.dictionaries(st.sampled_from([*keys(Issue), *keys(Newsletter)]), VALUE, max_size=2)


def toml(value: object) -> str:
    """`value` as it stands in a file."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + "".join(f"\\U{ord(sign):08x}" for sign in value) + '"'
        case dt.date():
            return value.isoformat()
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items()) + "}"
    return repr(value)


def loaded(row: Mapping[str, Any], odd: Mapping[str, Any]) -> Issue:
    """An issue of one article, with what stands in its file beside what has to."""
    table = {
        "subject": "Tides", "date": dt.date(2026, 5, 1), "article": [{"src": "tides", **row}], **odd
    }  # fmt: skip
    text = "".join(f"{key} = {toml(value)}\n" for key, value in table.items())
    return issue.read_issue(text.encode(), "may.toml", Newsletter(), "may")


@settings(max_examples=drawn(300))
@given(ROW, ODD)
def test_it_is_an_issue_whose_texts_are_texts(row: dict[str, Any], odd: dict[str, Any]) -> None:
    try:
        found = loaded(row, odd)
    except ConfigError as error:
        wrong, hint = str(error), error.hint
    else:
        (entry,) = found.entries
        texts = (found.id, found.subject, found.preheader, found.intro, found.language, found.url)
        assert all(isinstance(text, str) for text in (*texts, entry.src, entry.teaser, entry.url))
        return
    assert wrong.startswith("may.toml")
    assert hint


@settings(max_examples=drawn(60))
@given(ROW, ODD)
def test_it_is_made(row: dict[str, Any], odd: dict[str, Any]) -> None:
    hint = ""
    try:
        found = loaded(row, odd)
        one = envelopes.materials(envelopes.file())
        made = assemble.make_issue(
            replace(
                one,
                issue=found,
                target=read_targets().get(found.settings.target, one.target),
                language=found.language or "en",
                newsletter=found.settings.title,
                pieces=(replace(one.pieces[0], entry=found.entries[0]),),
            )
        )
    except ConfigError as error:
        hint = error.hint
    else:
        assert made.files
        return
    assert hint
