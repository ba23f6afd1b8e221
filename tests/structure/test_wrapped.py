"""Lines that the width of a page, or a hand, has broken stand together; verses do not."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from copydesk.clean.hyphens import find_hyphens, find_joint
from copydesk.structure.lines import unwrap_lines

CASE = Path(__file__).parents[1] / "cases" / "structure" / "wrapped-by-hand.toml"
TOLD = "The council has asked for the books of the pilots, and nobody knows where they lie."


def test_a_line_that_breaks_early_stays_with_its_paragraph() -> None:
    rows = tomllib.loads(CASE.read_text(encoding="utf-8"))["article"].strip("\n").split("\n")
    texts = ["" if row == "." else row.partition(" | ")[2] for row in rows]
    units = unwrap_lines(texts)
    assert [len(unit) for unit in units if len(unit) > 1] == [3, 7]
    assert [texts[unit[0]] for unit in units[-3:]] == [
        "They sang, says one of them,",
        "of the boat and the bell",
        "and the water between.",
    ]


def test_a_parted_word_goes_on_in_a_text_that_is_not_wrapped() -> None:
    assert unwrap_lines(["The rule is self-", "evident."]) == [(0, 1)]


def test_a_word_goes_on_below_the_gap_that_parts_it() -> None:
    assert unwrap_lines(["The keepers kept their re-", "", "cords in two hands."]) == [(0, 2)]
    for above, below in (
        ("The keepers kept their rec", "ords in two hands."),
        ("The keepers of the North-", "Sea light"),
        ("The keepers kept -", "and lost"),
        ("The keepers kept their re-", "- cords"),
    ):
        assert unwrap_lines([above, "", below]) == [(0,), (2,)]


def test_a_dash_an_item_and_a_capital_begin_their_own_lines() -> None:
    for above, below in (
        ("He stopped -", "and went on."),
        ("The rule is self-", "- evident"),
        ("The North-", "Sea Link"),
        ("pre-", ""),
    ):
        assert (0, 1) not in unwrap_lines([above, below])


def test_the_source_of_a_mail_breaks_lines_anywhere() -> None:
    mail = [
        "The town council has voted to open the harbour a month ea=",
        "rly, and no=",
        "body knew.",
    ]
    more = ["Those who asked for it in the council had gone home at t=", " hat hour."]
    assert unwrap_lines([*mail, "", *more]) == [(0, 1, 2), (4, 5)]
    evidence = find_hyphens([*mail, "", *more], [(0, 1, 2), (4, 5)])
    assert find_joint(mail[0], mail[1], evidence) == ("=\n", "")
    assert find_joint(more[0], more[1], evidence) == ("=\n ", " ")


def test_lines_of_sums_are_no_mail() -> None:
    assert unwrap_lines(["2 + 2 =", "4", "3 + 3 =", "6"]) == [(0,), (1,), (2,), (3,)]
    assert find_hyphens(["a =", "b"], [(0, 1)]).mailed is False


def test_a_paragraph_goes_on_overleaf_and_with_the_lines_below() -> None:
    lines = ["The tide comes", "", "MUD 3", "", "in and", "TIDE", "goes-", "out."]
    assert unwrap_lines(lines, [(0, 4)])[0] == (0, 4)
    assert unwrap_lines(lines, [(0, 6)])[0] == (0, 6, 7)


def test_a_line_that_ends_amid_a_phrase_goes_on_in_a_text_that_is_not_wrapped() -> None:
    above = "The keeper writes down each ship that passes, and the hour of the"
    assert unwrap_lines([above, "day at which it did."]) == [(0, 1)]


def test_a_verse_and_a_new_sentence_do_not_go_on() -> None:
    assert len(unwrap_lines(["and all the boats that lay upon the", "sand were grey"])) == 2
    above = "The keeper writes down each ship that passes, and the hour of the"
    assert len(unwrap_lines([above, "Day of the open harbour"])) == 2
    assert len(unwrap_lines([above, "", "day at which it did."])) == 2


PRINT = [
    "The keepers of the lights kept their re-",
    "cords in two hands, and the low-",
    "level clerks who read them were be-",
    "wildered; a self-",
    "evident rule had no name with-",
    "out which nobody could en-",
    "force it.",
]


def parted(lines: list[str], *, english: bool) -> str:
    evidence = find_hyphens(lines, [tuple(range(len(lines)))], english=english)
    text = lines[0]
    for above, below in pairwise(lines):
        before, after = find_joint(above, below, evidence)
        text = text[: len(text) - before.startswith("-")] + after + below
    return text


def test_a_dictionary_tells_a_divided_word_from_a_compound() -> None:
    text = parted(PRINT, english=True)
    for word in ("records", "low-level", "bewildered", "self-evident", "without", "enforce"):
        assert word in text


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("the long-", "term plan", "the long-term plan"),
        ("a well-", "being index", "a well-being index"),
        ("an anti-", "war march", "an anti-war march"),
        ("the mid-", "century house", "the mid-century house"),
        ("a two-", "year plan", "a two-year plan"),
        ("the North-", "sea link", "the North-sea link"),
        ("the Zand-", "voort rule", "the Zand-voort rule"),
        ("the co-", "operative, a co-operative", "the co-operative, a co-operative"),
        ("an up-", "to-date list", "an up-to-date list"),
    ],
)
def test_compounds_and_names_keep_their_hyphens(above: str, below: str, joined: str) -> None:
    assert parted([above, below], english=True) == joined


@pytest.mark.parametrize(
    ("above", "below"),
    [("the two-", "and three-year plans"), ("Vor-", "und Nachteile"), ("pre-", "or postwar towns")],
)
def test_a_hyphen_that_waits_for_another_word_keeps_its_blank(above: str, below: str) -> None:
    assert find_joint(above, below, find_hyphens([above, below], [(0, 1)])) == ("\n", " ")


def test_without_a_dictionary_many_broken_lines_tell_a_print() -> None:
    german = [
        "Die Wärter führten ihre Bü-",
        "cher in zwei Schriften, und die Be-",
        "amten, die sie lasen, ver-",
        "standen davon nichts; auch der Ha-",
        "fen hatte keinen Namen dafür.",
    ]
    text = parted(german, english=False)
    assert "Bücher" in text
    assert "Beamten" in text
    assert "verstanden" in text
    assert "Hafen" in text


def test_a_line_or_two_that_end_in_a_hyphen_tell_nothing() -> None:
    german = ["eine deutsch-", "französische Frage, und eine nord-", "deutsche dazu"]
    assert "deutsch-französische" in parted(german, english=False)


def test_a_part_of_a_compound_tells_the_whole_word() -> None:
    german = ["die Akten des Nord-Hafenam-", "tes, und das Nord-Hafenamtes Siegel"]
    assert "Nord-Hafenamtes, und" in parted(german, english=False)


def test_hyphens_inside_lines_speak_against_a_print() -> None:
    lines = ["e-mail, x-ray, t-shirt, u-turn, deutsch-", *["französisch und deutsch-"] * 3, "rot"]
    assert "deutsch-französisch" in parted(lines, english=False)


COLUMN = [
    "In none of the five towns did the rule survive a",
    "change of the form. This is what has been said by",
    "those who have looked, and is the finding of Hough",
    "and of others who came after them, or before them,",
    "and went through the books of Hough and Amis",
]


def test_the_number_of_a_page_goes_on_with_nothing() -> None:
    assert unwrap_lines([*COLUMN, "133"]) == [tuple(range(len(COLUMN))), (len(COLUMN),)]


@pytest.mark.parametrize(
    ("below", "joined"),
    [("(2011) as well.", True), ("(see above) as well.", True), ("(2) the second rule", False)],
)
def test_a_bracket_goes_on_with_the_sentence_above(below: str, *, joined: bool) -> None:
    found = unwrap_lines([*COLUMN, below])
    assert (found[0] == tuple(range(len(COLUMN) + 1))) is joined


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The tide tables of the port were printed until the war by the widow of", "Lo & Sons."),
        ("The pilots have asked for a light on the northern pier each year from the", "1880s on."),
    ],
)
def test_a_line_that_breaks_off_amid_a_phrase_goes_on_below(above: str, below: str) -> None:
    assert unwrap_lines([above, below]) == [(0, 1)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # Short lines are verses and headings.
        ("What are we here for, and", "Who sent for us?"),
        ("The siren has not been tried since", "1998"),
        # Whole ones end.
        ("The tide tables of the port were printed by the widow of a pilot.", "Lo & Sons."),
        ("What the pilots of the northern pier have been asking the council for", "The Lights"),
        # Headlines.
        ("How the pilots of the northern pier lived in the years before World War I", TOLD),
        ("The pilots of the northern pier, and what they think of the harbour of LA", TOLD),
        ("What the council is to ask of the town, and what the pilots can still do", TOLD),
        ("The council of the town does not know the state that the northern pier is in", TOLD),
        ("Nobody of the northern pier knows who the widow of a pilot is that died of", TOLD * 4),
        # An item, its value, the next item.
        ("- Boats that were entered in the register of the northern port last year", "1998"),
        ("- The siren of the lower town has not been tried by anybody at all since", "2. A boat"),
        ("The tide tables of the port were printed until the war by the widow of", "- Lo & Sons"),
    ],
)
def test_a_line_that_may_be_whole_is_one(above: str, below: str) -> None:
    assert unwrap_lines([above, below]) == [(0,), (1,)]


def test_names_below_unfinished_lines_tell_that_a_mail_is_wrapped() -> None:
    mail = [
        "Towns have always counted their tides, and most of them did so as is set out by",
        "Craig (2016), who went through the tide books of eleven harbours and found in the",
        "Margins of four the same hand. The books were kept for the pilots, who said to the",
        "Harbour master that they were wrong; he said so himself, and wrote in the books of",
        "Hull that they were. Nobody else did.",
    ]
    assert unwrap_lines(mail) == [(0, 1, 2, 3, 4)]


NARROW = [
    "The wards of the old map had followed the river, and the new",
    "ones followed the post. Nobody on the council could say who",
    "had proposed it, and the minutes of that winter say nothing",
    "of it either. The commission has denied it at each election.",
    "In 2019 it sent a historian to look for the plates, and what",
    "he came back with was an empty drawer.",
]
ENTRIES = [
    "Lo, Ann. 2020. Posted. Quenby: Quay.",
    *(
        f"Marsh, Elinor. {year}. “Places and Maps: Why the Voters of Small Towns Do Not Follow a"
        " Boundary.” Journal of Regional Studies 31 (2): 114–139."
        for year in range(2009, 2015)
    ),
    "Quist, Henrik. 2009. The Way to the Poll. Ostrand: University Press.",
]
SONG = [
    "The tide is in and over the low wall of the town",
    *["of the town, o the old grey town"] * 5,
]


@pytest.mark.parametrize(
    "texts", [ENTRIES, [TOLD * 3, "", *SONG, "", TOLD * 3, TOLD * 2], NARROW[:2]]
)
def test_lines_among_longer_ones_that_are_most_of_a_text_are_not_wrapped(texts: list[str]) -> None:
    assert all(len(unit) == 1 for unit in unwrap_lines(texts))


@pytest.mark.parametrize("gap", [[], [""]])
@pytest.mark.parametrize("times", [8, 30])
def test_a_text_is_wrapped_whatever_stands_below_it(gap: list[str], times: int) -> None:
    body = [line for _ in range(times) for line in (*NARROW, *gap)]
    texts = [*body, "References", *gap, *ENTRIES]
    found = unwrap_lines(texts)
    assert [len(unit) for unit in found[:times]] == [len(NARROW)] * times
    assert [len(unit) for unit in found[times:]] == [1] * (1 + len(ENTRIES))


def test_a_text_is_wrapped_whatever_stands_above_it() -> None:
    texts = [*[TOLD * 2] * 2, *NARROW, "", *NARROW]
    assert [len(unit) for unit in unwrap_lines(texts)] == [1, 1, len(NARROW), len(NARROW)]
