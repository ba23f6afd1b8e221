"""A small invented review: articles under one site's menus, counters and footers.

Each article has prose of its own; what recurs beside the site's lines (a column's name,
a note on a series, a note on the author, a quotation, headings) is its authors'.
"""

from __future__ import annotations

from typing import Final

AUTHORS: Final = ("Mara Osei", "Jonas Lindqvist", "Ines Ferreira")
BIO: Final = "{} is a harbour pilot and a lecturer at the University of the Coast."
COLUMN: Final = "Notes from the quay"
SERIES: Final = "This is part {} of the series Quiet Harbours."
QUOTATION: Final = "“The sea gives nothing back that it has not first made its own.”"
HEADING: Final = "What the tide left"

#: Lines that the site prints, as a profile says them, none of which the house knows.
ABOVE: Final = ("estuary review", "tides today", "ports and piers", "boats for hire")
BELOW: Final = (
    "more from the estuary", "ferry timetable for readers", "opening hours of the harbour shop",
    "estuary review is printed on recycled paper in port ansel",
)  # fmt: skip
COUNTER: Final = "# readers are on board"
DATED: Final = "edition of"

_SUBJECTS: Final = (
    "rope makers", "lighthouse keepers", "net menders", "salt carters", "ferry crews",
    "harbour clerks", "oyster growers", "chart engravers", "dock cooks", "buoy painters",
    "sail makers", "eel catchers", "tide watchers",
)  # fmt: skip
_PLACES: Final = (
    "Port Ansel", "Grey Point", "Saltmarsh", "Old Weir", "Lantern Bay", "Morrow Quay",
    "Tern Island", "Low Harbour", "Fenwick", "Stone Pier", "Heron Reach", "Marl Cove", "Ostend Bar",
)  # fmt: skip
_MONTHS: Final = ("March", "April", "May", "June", "July", "August")


def _prose(number: int) -> list[str]:
    who, where = _SUBJECTS[number], _PLACES[number]
    other = _SUBJECTS[(number + 5) % len(_SUBJECTS)]
    year = 1880 + 7 * number
    opening = (
        f"In the winter of {year} the {who} of {where} stopped work for nine days, and nobody in"
        f" the town could say afterwards who had asked them to. The records of {where} mention a"
        " quarrel over wages, a broken crane and a letter that was never answered."
    )
    second = (
        f"The {other} who depended on them kept their own counsel. They had seen such pauses"
        f" before, and they knew that {where} forgets its disputes as quickly as it finds them;"
        f" what lasts is the work, which the {who} took up again in the first week of spring."
    )
    third = (
        f"A visitor to {where} today finds little of this. The sheds stand empty, the crane has"
        f" gone to a museum inland, and the grandchildren of the {who} drive to an office on the"
        " far side of the river, where the windows do not open."
    )
    end = (
        f"Yet the town has kept one habit of the {who}. When the bell of {where} rings at noon,"
        " people look up from what they are doing, count the strokes under their breath, and only"
        " then go on, as though somebody might still be keeping the time for them."
    )
    return [opening, second, third, end]


def title(number: int) -> str:
    """The headline of an article."""
    return f"What the {_SUBJECTS[number]} of {_PLACES[number]} left behind"


def article(number: int) -> str:
    """The text of one article as somebody copied it from the site's page."""
    author = AUTHORS[number % len(AUTHORS)]
    day = f"{number + 2} {_MONTHS[number % len(_MONTHS)]} 2021"
    prose = _prose(number)
    own = [title(number), f"By {author}", day, "", prose[0], "", prose[1], ""]
    if number % 2:
        own += [QUOTATION, ""]
    own += [HEADING, "", prose[2], "", prose[3], ""]
    if number % 3 == 0:
        own += [SERIES.format(number + 1), ""]
    own += ["About the author", BIO.format(author), ""]
    if number % 3 != 1:
        own = [COLUMN, "", *own]
    if number % 2 == 0:
        own += [
            "References",
            f"Holt, P. ({1990 + number}) Harbours of the North. Ansel: Quay Press.",
            "",
        ]
    site = [
        "Skip to content", "Estuary Review", "Tides today", "Ports and piers", "Boats for hire",
        f"{1200 + 37 * number:,} readers are on board", f"Edition of {day}", "Search", "",
    ]  # fmt: skip
    foot = [
        "Share", "Tweet", "More from the estuary", title((number + 3) % len(_SUBJECTS)),
        title((number + 6) % len(_SUBJECTS)), "Ferry timetable for readers",
        "Opening hours of the harbour shop",
        "Estuary Review is printed on recycled paper in Port Ansel.", "Privacy policy",
    ]  # fmt: skip
    return "\n".join([*site, *own, *foot]) + "\n"
