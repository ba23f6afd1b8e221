"""Notes that stand below a text without a heading are known by what they say."""

from __future__ import annotations

import pytest

from copydesk.structure.features import facts
from copydesk.structure.talking import talking

CALLED = "The harbour was shut for a year,[1] the pilots left,[2] and the ferry stayed.[3]"
RAISED = "The harbour was shut for a year,1 the pilots left,2 and the ferry stayed.3 Nobody came."
ROADS = "From the port the A1 leads to the hills, the B2, which is old, to the moor, and the C3 on."
WORK = "Osei, M. (2014) The Keeper's Sleep. Hull: Tide."


def told(*lines: str, part: str = "") -> list[bool]:
    units = [facts((at,), line) for at, line in enumerate(lines)]
    return talking(units, [part] * len(units))


@pytest.mark.parametrize(
    "said",
    [
        "Ibid., p. 90.",
        "Osei, op. cit., p. 4.",
        "See M. Osei, The Keeper's Sleep, Hull 2014, p. 3.",
        "Compare the log of 1912.",
        "Vgl. Mara Osei, Der Schlaf, Kiel 2014, S. 3.",
        "Ebd., S. 7.",
        "Voir M. Osei, Le sommeil, Brest, 2014, p. 3.",
        "Cfr. M. Osei, Il sonno, Bari, 2014, p. 3.",
        "I thank the keeper's granddaughter.",
    ],
)
@pytest.mark.parametrize("label", ["[{}]", "{}.", "{}"])
def test_one_note_that_talks_tells_what_the_others_are(said: str, label: str) -> None:
    called = CALLED if label == "[{}]" else RAISED
    notes = [f"{label.format(at)} {text}" for at, text in ((1, WORK), (2, said), (3, WORK))]
    assert told(called, *notes) == [False, True, True, True]


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ((CALLED, f"[1] {WORK}", f"[2] {WORK}", f"[3] {WORK}"), ""),
        ((CALLED, f"[1] {WORK}", "[2] See, A. (1998) Logs. Hull: Tide.", f"[3] {WORK}"), ""),
        ((CALLED, f"[1] {WORK}", f"[2] {WORK}", "[3] Seeley, J. (1883) Tides. Hull: Tide."), ""),
        ((CALLED, "[1] Ibid., p. 3.", "[2] See the log."), ""),
        ((CALLED, "[1] Ibid., p. 3.", "[3] See the log.", "[2] Ibid."), ""),
        ((CALLED, f"[1] {WORK}", "[2] Ibid., p. 3.", f"[3] {WORK}"), "references"),
        # Steps of a guide: nothing in the text calls them.
        (("Do as follows.", "1. See the harbour master.", "2. Ask him.", "3. Wait."), ""),
        ((ROADS, "1. See the harbour master.", "2. Ask him.", "3. Wait."), ""),
        ((RAISED, "[1] See the log.", "[2] Ibid.", "[3] Ibid."), ""),
    ],
)
def test_works_steps_and_signs_that_nobody_calls_are_no_notes(
    lines: tuple[str, ...], part: str
) -> None:
    assert not any(told(*lines, part=part))


def test_one_see_among_many_works_makes_none_of_them_a_note() -> None:
    count = 12
    called = " ".join(
        f"The tide was out and the quay was dry that day.[{at + 1}]" for at in range(count)
    )
    works = [f"[{at + 1}] {WORK}" for at in range(count)]
    works[4] = "[5] See also the papers of the port, box 4."
    assert not any(told(called, *works))
