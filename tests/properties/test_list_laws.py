"""What holds for every list of references, however it was typed, wrapped or run together."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk import ledger
from copydesk.model import Article, Decision, Decisions
from references.articles import parsed
from soaking import drawn

FAMILIES = st.sampled_from(("Abara", "Brandt", "van der Meer", "O’Brien", "Łukasz", "王", "الخطيب"))
TITLES = st.lists(
    st.sampled_from(
        (
            "The",
            "salt",
            "road",
            "of",
            "2019",
            "“Ports”",
            "Tide",
            "in:",
            "[sic]",
            "港口",
            "vol. 2",
            "&",
        )
    ),
    min_size=1,
    max_size=9,
).map(" ".join)
SHAPES = st.sampled_from(
    (
        "{family}, C., {year}. {title}. Hull: Tide Press.",
        "{family}, Chidi. {title}. Hull: Tide Press, {year}.",
        "C. {family}, “{title},” Marine Biology, vol. 3, pp. 1–20, {year}.",
        "———. {year}. {title}. https://salt.example/{year}/",
        "{title}. Harbour Board {year}",
        "{family} (ed.) ({year}): {title}; in: Tides (3), S. 4-9",
    )
)
ENTRIES = st.builds(
    lambda shape, family, title, year: shape.format(family=family, title=title, year=year),
    SHAPES,
    FAMILIES,
    TITLES,
    st.integers(1890, 2029),
)
LABELS = st.sampled_from(("", "[{0}] ", "{0}. ", "({0}) ", "• ", "{0} ", "[Tag{0:02}] "))
#: Signs that lists are not made of, and that come all the same.
NOISE = st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs",)), max_size=60)


@st.composite
def lists(draw: st.DrawFn) -> list[str]:
    """The lines of a list."""
    entries = draw(st.lists(ENTRIES, min_size=1, max_size=7))
    label = draw(LABELS)
    entries = [label.format(at) + entry for at, entry in enumerate(entries, 1)]
    way = draw(
        st.sampled_from(("lines", "apart", "one", "semicolons", "wrapped", "hanging", "noise"))
    )
    if way == "one":
        return [" ".join(entries)]
    if way == "semicolons":
        return ["; ".join(entries)]
    if way == "apart":
        return [line for entry in entries for line in (entry, "")]
    if way == "noise":
        return [line for entry in entries for line in (entry, draw(NOISE))]
    if way == "lines":
        return entries
    indent = "    " if way == "hanging" else ""
    width = draw(st.integers(40, 90))
    return [
        line
        for entry in entries
        for line in textwrap.wrap(entry, width, subsequent_indent=indent) or [entry]
    ]


def words(article: Article) -> Counter[str]:
    return ledger.count_words(reference.text for reference in article.back.references)


#: Control characters that part no words.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def seen(text: str) -> str:
    """`text` without what an entry of several lines is without: controls and formats."""
    return "".join(one for one in CONTROLS.sub("", text) if unicodedata.category(one) != "Cf")


def visible(lines: list[str]) -> Counter[str]:
    return ledger.count_words(lines)


@settings(max_examples=drawn(150))
@given(lists())
def test_every_word_of_a_list_is_in_its_entries(lines: list[str]) -> None:
    article = parsed(*lines)

    received = ledger.line_texts(article.edited.lines)
    kept = ledger.replay_edits(received, article.structure)
    assert ledger.revert_edits(kept, article.structure) == received
    assert words(article) == ledger.count_words(kept.values())
    gone = (edit.before for edit in article.structure if edit.rule == "structure.heading")
    assert words(article) + ledger.count_words(gone) == visible(lines)


@settings(max_examples=drawn(100))
@given(lists())
@example([*["Abara, C., 1890. The. Hull: Tide Press.", ""] * 2, "Osei, M., 2019. Salt.", "0\x1f0"])
@example([*["Abara, C., 1890. The. Hull: Tide Press.", ""] * 2, "Osei, M., 2019. Salt.", "0\x1b0"])
@example([*["Abara, C., 1890. The. Hull: Tide Press.", ""] * 6, "0\xad0"])
def test_the_entries_as_received_are_the_list_as_received(lines: list[str]) -> None:
    article = parsed(*lines)

    raws = ledger.count_words(seen(one.raw) for one in article.back.references)
    gone = (edit.before for edit in article.structure if edit.rule == "structure.heading")
    assert raws + ledger.count_words(gone) == visible([*map(seen, lines)])


@settings(max_examples=drawn(100))
@given(lists())
def test_keys_are_single_and_each_entry_is_read_or_asked_about(lines: list[str]) -> None:
    article = parsed(*lines)

    keys = [reference.key for reference in article.back.references]
    assert len(set(keys)) == len(keys)
    asked = {query.subject for query in article.queries if query.code == "reference.unparsed"}
    assert {one.key for one in article.back.references if not one.csl} == asked


@settings(max_examples=drawn(60))
@given(lists())
def test_a_list_whose_edits_are_all_refused_stays_as_it_came(lines: list[str]) -> None:
    made = parsed(*lines).structure
    verdicts = tuple(
        Decision(edit.id, edit.rule, edit.before, edit.after, "", "", "", "stet") for edit in made
    )

    article = parsed(*lines, decisions=Decisions(edits=verdicts))

    applied = {edit.id for edit in article.structure if edit.status == "applied"}
    assert not applied & {edit.id for edit in made}
