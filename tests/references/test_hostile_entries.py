from __future__ import annotations

import time

import pytest

from copydesk.references import parse_entry
from ending import ending

RUNS = 3
#: Four times the signs may take so much more; what grows with its square takes 16 times.
RATIO = 8.0
PIECES = {
    "words": "Tides of salt, ",
    "quotations that open": "“Tide ",
    "quotations and stops": "“Tide.” ",
    "brackets": "((Tide [(",
    "digits and strokes": "12/2021, 3-4, ",
    "months": "5 May 2021, ",
    "names": "Lund, V., Osei, M. and ",
    "links": "https://a.example/b,c;d ",
    "dots": "A. B. c. ",
    "the v of a case": "Lund v. Osei v ",
    "strokes of a journal": "a // b ",
    "emoji and marks": "🌊\u202e tide\ufe0f ",
    "acts of a law": "Act of 1999, 12 Stat. ",
}


def cost(raw: str) -> float:
    least = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        parse_entry(raw)
        least = min(least, time.process_time() - start)
    return least


@pytest.mark.soak
@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_the_cost_of_an_entry_grows_with_its_length(piece: str) -> None:
    short, long = (cost((piece * size)[:size]) for size in (975, 3_900))

    assert long < 0.05 or long / short < RATIO


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_an_entry_of_a_hundred_kilobytes_is_answered_at_once(piece: str) -> None:
    raw = (piece * 100_000)[:100_000]

    with ending():
        parse_entry(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "Lund, V. (2021). Tides 🌊 of salt. The Estuary Review, 3(1), 4–9.",
        "\u202bLund, V. (2021). Tides of salt.\u202c The Estuary Review, 3(1), 4–9.",
        "Lund, V. (2021. Tides of salt. The Estuary Review, 3(1), 4–9].",
        "Lund, V. (2021). Tides\x07 of salt. The Estuary Review, 3(1), 4–9.",
    ],
)
def test_signs_out_of_place_cost_no_field(raw: str) -> None:
    csl = parse_entry(raw).csl

    assert csl["author"] == [{"family": "Lund", "given": "V."}]
    assert csl["issued"] == {"date-parts": [[2021]]}
    assert csl["container-title"] == "The Estuary Review"
    assert csl["volume"] == "3"


@pytest.mark.parametrize("raw", ["", ".", ", ,", "...", "* * *", "“”", "[].", "();"])
def test_a_line_without_a_word_is_read_and_says_nothing(raw: str) -> None:
    assert not {"author", "title"} & set(parse_entry(raw).csl)


@pytest.mark.parametrize(
    "raw",
    [
        "Finn, W. : Counting sea. (2020)",
        "Osei, M. : (2019) Press.",
        "Finn, W. : (2020)",
        "Lund (Vera), : (2019) — salt",
        "Harbour Institute, — (2019)",
    ],
)
def test_a_half_without_a_word_is_no_title(raw: str) -> None:
    assert parse_entry(raw).csl["issued"] in ({"date-parts": [[2019]]}, {"date-parts": [[2020]]})
