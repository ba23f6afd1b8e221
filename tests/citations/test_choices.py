"""A choice of the editor is found again where she made it, and nowhere else."""

import pytest

from copydesk.citations.choices import apply_choices, give_ids
from copydesk.citations.passages import Linked
from copydesk.model import Citation, CitationDecision, Reference

ENTRIES = (
    Reference("lo2022a", "Lo, B., 2022. Tides of the north.", "", {"title": "Tides"}, 1.0),
    Reference("lo2022b", "Lo, B., 2022. Nets and knots.", "", {"title": "Nets"}, 1.0),
    Reference("finn2018", "Finn, J., 2018. Counting boats.", "", {"title": "Boats"}, 1.0),
)


def met(*texts, cited="(Lo, 2022)"):
    """Each place in `texts` that reads `cited`."""
    found = []
    for text in texts:
        at = text.find(cited)
        while at >= 0:
            end = at + len(cited)
            one = Citation(cited, 1, len(found), "Lo", "2022", "parenthetical", 0, at, end)
            found.append(Linked(one, text))
            at = text.find(cited, end)
    return found


def keys(found, *decisions, entries=ENTRIES):
    return [one.keys for one in apply_choices(found, decisions, entries).citations]


def test_the_first_of_two_near_the_start_of_a_text_is_told_from_the_second():
    found = met("(Lo, 2022) and (Lo, 2022) say so, and nobody in the harbour says otherwise.")
    for number in (0, 1):
        place = give_ids(found)[number].citation.around
        settled = keys(found, CitationDecision("(Lo, 2022)", "lo2022a", place))
        assert settled[number] == ("lo2022a",)
        assert settled[1 - number] == ()


def test_a_place_by_hand_means_the_nearest_citation():
    found = met("Of the tides (Lo, 2022) much is said, of the nets of the harbour (Lo, 2022) less.")
    assert keys(found, CitationDecision("(Lo, 2022)", "lo2022b", "the nets of the harbour")) == [
        (), ("lo2022b",),
    ]  # fmt: skip


def test_a_choice_with_a_place_beats_one_for_all_whatever_their_order():
    found = met("Of the tides (Lo, 2022) much is known.", "Of the nets (Lo, 2022) less is.")
    everywhere = CitationDecision("(Lo, 2022)", "lo2022a")
    here = CitationDecision("(Lo, 2022)", "lo2022b", "Of the nets (Lo, 2022)")
    for decisions in ((everywhere, here), (here, everywhere)):
        assert keys(found, *decisions) == [("lo2022a",), ("lo2022b",)]


PLACE = "Of the tides (Lo, 2022) much is known"


@pytest.mark.parametrize(
    "text",
    [
        "Of the tides (Lo, 2022) much is known.",
        "Of the tide  (Lo, 2022) much is now known.",
        "“Of the tides” (Lo, 2022), much is known.",
    ],
)
def test_a_place_that_was_edited_is_found_by_what_is_left_of_it(text):
    found = met("The pilots say otherwise (Lo, 2022), as pilots will.", text)
    assert keys(found, CitationDecision("(Lo, 2022)", "lo2022a", PLACE)) == [(), ("lo2022a",)]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Of the tides (Lo, 2023) much is known.", "(Lo, 2023)"),
        ("Of the tides (Finn, 2022) much is known.", "(Finn, 2022)"),
        ("Pilots and dredgers quarrelled all winter (Lo, 2022) about fog.", "(Lo, 2022)"),
    ],
)
def test_another_year_name_or_place_is_another_citation(text, cited):
    choice = CitationDecision("(Lo, 2022)", "lo2022a", PLACE)
    settled = apply_choices(met(text, cited=cited), [choice], ENTRIES)
    assert settled.citations[0].keys == ()
    assert len(settled.stale) == 1


def test_two_places_alike_leave_open_which_is_meant():
    found = met("Of the tide (Lo, 2022) much is known.", "Of the tidal (Lo, 2022) much is known.")
    settled = apply_choices(found, [CitationDecision("(Lo, 2022)", "lo2022a", PLACE)], ENTRIES)
    assert [one.keys for one in settled.citations] == [(), ()]


@pytest.mark.parametrize(
    ("key", "entry", "wanted"),
    [
        ("lo2022a", "", "lo2022a"),
        ("lo2022a", "Lo, B., 2022. Nets and knots.", "lo2022b"),
        ("gone", "Finn, J., 2018.", "finn2018"),
        ("lo2022a", "Lo, B., 2022. Tides of the North", "lo2022a"),
        ("lo2022a", "Lo, B., 2022. Tide of the north", "lo2022a"),
        ("gone", "", ""),
        ("gone", "Lo, B., 2022.", ""),
        ("finn2018", "Osei, K., 1999. Fog signals of the estuary.", ""),
    ],
)
def test_an_entry_is_known_by_its_words_before_its_key(key, entry, wanted):
    choice = CitationDecision("(Lo, 2022)", key, entry=entry)
    settled = apply_choices(met("Of the tides (Lo, 2022)."), [choice], ENTRIES)
    assert settled.citations[0].keys == ((wanted,) if wanted else ())
    assert bool(settled.stale) is not bool(wanted)
