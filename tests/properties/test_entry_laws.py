"""What holds for every entry, whatever its words and their order: none of them vanishes unseen."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from copydesk.language import folding
from copydesk.references import lexicon, parse_entry
from copydesk.references.dates import MONTHS
from copydesk.references.names import read_names
from copydesk.references.repairs import repair_segments
from copydesk.references.segments import Segment
from soaking import drawn

PIECES = (
    "Osei, M.", "Vera Lund and Mara Finn", "LUND V, OSEI M.", "Office of the Harbour Master.",
    "(2019)", "2019;12(3):45–67.", "3 May 2020,", "“Tides of salt”,", "Salt and state.",
    "Why ferries wait?", "The Estuary Review,", "Delta Univ. Press:", "Roma:", "Den Haag, 2004",
    "vol. 12, no. 3,", "pp. 12–34.", "2nd ed.", "hosted by Vera Lund,", "Translated by Mara Osei.",
    "in Finn, A. (ed.)", "In: Rivers and Ports,", "[Online]", "Web. 14 Nov. 2013.",
    "coll. « Quais »,",
    "Paper presented at the Tide Convention,", "Harbour Paper 12.", "DT-19-336SP,", "Tide.com.",
    "ISO 71234:2004.", "2:49 p.m.", "14:34,", "unreadable zeugma", "/", "| Harbour Institute",
    "accessed 4 April 2021", "https://tide.example/a-b", "doi:10.1234/tide.5",
)  # fmt: skip
ENTRIES = st.lists(st.sampled_from(PIECES), min_size=2, max_size=9, unique=True).map(" ".join)
LABELS = ("ed", "tr", "acc", "pp", "vol", "no")
#: What a style prints of its own, or a date says in figures.
CLOSED = frozenset(
    folding.fold_text(word)
    for word in (
        *lexicon.word_list("labels", "all"),
        *MONTHS,
        *(word for word, kind in lexicon.keywords().items() if kind in LABELS),
    )
)


@given(ENTRIES)
@example("3 May 2020, The Estuary Review, pp. 12–34.")
@example("3 May 2020, Osei, M. Vera Lund and Mara Finn Office of the Harbour Master. 2:49 p.m.")
@settings(max_examples=drawn(150))
def test_every_word_is_in_a_field_a_label_or_left_over(entry: str) -> None:
    read = parse_entry(entry)

    printed = {field: value for field, value in read.csl.items() if field not in ("note", "type")}
    said = {*folding.words_of(printed), *folding.fold_words(" ".join(read.leftovers)), *CLOSED}
    timeless = folding.fold_text(
        entry.replace("2:49 p.m.", "")
    )  # a style prints no time of the day
    words = re.findall(r"[^\W_]+", timeless) if read.csl else []
    lost = [word for word in words if word not in said and word.lstrip("0") not in said]
    assert not [word for word in lost if not re.fullmatch(r"\d+(?:st|nd|rd|th)", word)]


LABELLED = st.lists(
    st.tuples(
        st.sampled_from(
            ("author", "editor", "title", "container-title", "journal", "publisher", "location",
             "date", "volume", "pages", "genre", "note", "url", "citation-number")
        ),
        st.lists(st.sampled_from((*PIECES, "-", "“", "//", "and", "Team,", ". . .")), min_size=1,
                 max_size=3).map(" ".join),
    ),
    min_size=1, max_size=7,
)  # fmt: skip


@given(LABELLED)
@settings(max_examples=drawn(300))
@example([("title", ". . . (2019) Osei, M.")])
def test_no_word_is_lost_in_the_repairs(labelled: list[tuple[str, str]]) -> None:
    segments: list[Segment] = []
    for label, text in labelled:
        segments.append(Segment(label, text, 0.7, segments[-1].end + 1 if segments else 0))

    repaired = repair_segments(segments)

    assert all(one.text for one in repaired)
    received, left = (" ".join(one.text for one in row) for row in (segments, repaired))
    assert set(re.findall(r"\w+", received)) <= set(re.findall(r"\w+", left))


NAMES = st.lists(
    st.sampled_from(
        (
            "Milford, Ed", "Ed Finn", "Dir, Yusuf", "Dir, A.", "Host, Vera", "Tim Post", "Post, T.",
            "Ann Jones", "Mary College", "US GAO", "Quay & Salt", "tidewatch99", "Lund, J.-P.",
            "Mao Zedong", "Osei, Elliott, Jr.", "van der Mud, M. A.", "Wikipedia contributors",
            "MEA (Ministry of Estuary Affairs)", "Harbour Office, Marine Division", "LUND Vera",
        )
    ),
    min_size=1, max_size=5, unique=True,
)  # fmt: skip


@given(NAMES, st.sampled_from(("; ", ", and ", " & ")), st.sampled_from(("", ".", " (eds.)")))
@settings(max_examples=drawn(300))
def test_every_word_of_a_name_is_in_a_name(people: list[str], between: str, behind: str) -> None:
    text = between.join(people)

    said = " ".join(" ".join(one.values()) for one in read_names(text + behind))
    assert set(folding.fold_words(text)) - {"and"} <= set(folding.fold_words(said))


@given(ENTRIES)
@settings(max_examples=drawn(100))
@example(
    "Osei, M. Vera Lund and Mara Finn LUND V, OSEI M. 14:34, https://tide.example/a-b Paper"
    " presented at the Tide Convention, 2:49 p.m. Office of the Harbour Master."
)
def test_an_entry_that_quotes_a_title_has_one(entry: str) -> None:
    read = parse_entry(f"Osei, M. “Tides of salt and ports”, {entry}")

    assert not read.csl or read.csl.get("title")
