"""Mend the front of an entry: who signs, what is quoted as the title, what is an interview.

Like those of `relabel`, each function returns the segments with better borders.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from copydesk.references import dates, lexicon, names, seams
from copydesk.references.tag import Segment

_OUTLETS: Final = ("publisher", "journal", "container-title")
_INTERVIEW: Final = re.compile(
    r"(?:(?:author|authors?['’]s?|personal|telephone|phone|online|own)\s+)?interviews?\s+"
    r"(?:with|by|of)(?=\s|$)",
    re.IGNORECASE,
)
_OPENS: Final = re.compile(r"(?<=[.,:/])\s+(?=[“„«»‘\"](?=\S.{8}|\s\S.{8}))")
_TITLED: Final = ("title", *_OUTLETS)
_NAME_GOES_ON: Final = re.compile(r"((?:of|for|and|on)\s[^.“\"]{2,80}?[.,:])(?:\s+|$)")
_FIRST_OF_BODIES: Final = frozenset(
    [
        "ministry",
        "department",
        "office",
        "embassy",
        "bundesministerium",
        "ministère",
        "ministerio",
        "instituto",
        "institut",
        "consejo",
        "comisión",
        "agencia",
        "conseil",
        "agence",
        "istituto",
    ]
)
_DIRECTED: Final = re.compile(
    r"(?:directed by|regie:?|réalisé par|dirigida? por)\s+", re.IGNORECASE
)
_CLOSED: Final = re.compile(r"[”“»«’\"][.,;:]*$")
_FIGURE: Final = re.compile(r"\d{1,2}")
#: The words that an organisation's name cannot end in.
_GOES_ON: Final = re.compile(
    r"\b(?:and|of|the|for|on|in|to|with|from|between|by|und|der|die|das|des|von|mit|de|la|le|les|du"
    r"|et|el|los|y|il|e|&)$",
    re.IGNORECASE,
)


def day_in_front(segments: list[Segment]) -> list[Segment]:
    """In `3 May 2020, The Estuary Review` the figure is a day, and not the entry's number."""
    if len(segments) < 2 or segments[0].label != "citation-number" or segments[1].label != "date":
        return segments
    figure, date, *rest = segments
    words = f"{figure.text} {date.text}"
    if not _FIGURE.fullmatch(figure.text) or dates.read(date.text)[2:]:
        return segments
    if dates.read(words)[2:] != [int(figure.text)]:
        return segments
    return [replace(date, text=words, start=figure.start), *rest]


def body_in_front(segments: list[Segment]) -> list[Segment]:
    """With nobody signing, the outlet that opens an entry is its author."""
    if len(segments) < 2 or any(one.label in ("author", "editor") for one in segments):
        return segments
    at = 1 if segments[0].label == "citation-number" else 0
    first, rest = segments[at], segments[at + 1 :]
    if first.label not in _OUTLETS or not any(one.label == "title" for one in rest):
        return segments
    # An outlet and a comma before a title: `The Tide, “No ferry tonight”` is signed by nobody.
    signs = rest[0].label == "date" or (rest[0].label == "title" and first.text[-1] in ".:")
    return [*segments[:at], replace(first, label="body"), *rest] if signs else segments


def quoted_title(segments: list[Segment]) -> list[Segment]:
    """A quotation that ends the title is the title; the words before it say what it is."""
    outletless = not any(one.label in _OUTLETS for one in segments)
    found: list[Segment] = []
    for segment in segments:
        match = _OPENS.search(segment.text) if segment.label == "title" else None
        if match is None or not _CLOSED.search(segment.text) or segment.text[0] in '“„«‘"':
            found.append(segment)
            continue
        head, start = segment.text[: match.start()], segment.start + match.end()
        before = found[-1] if found else None
        if head.endswith(":") and not (before and _continues(before.text, head)):
            found.append(segment)  # `Lund: “No ferry tonight”` is a headline
            continue
        if before is None:
            found.append(replace(segment, label="author", text=head))
        elif before.label == "author" and _continues(before.text, head):
            found[-1] = replace(before, text=f"{before.text} {head}")
        else:
            kind = "journal" if outletless and seams.is_periodical(head) else "genre"
            found.append(replace(segment, label=kind, text=head))
        found.append(replace(segment, text=segment.text[match.end() :], start=start))
    return found


def _continues(names: str, head: str) -> bool:
    """Whether `head` is the rest of a name that `names` ends in: `Lund, Vera/Osei,` + `Mara:`."""
    return names.endswith(("/", ",")) and len(head.split()) < 3 and head[:1].isupper()


def directed(segments: list[Segment]) -> list[Segment]:
    """`Salt. Directed by Vera Lund, Tide Films`: a film has a title in front and a director."""
    found: list[Segment] = []
    for segment in segments:
        match = _DIRECTED.match(segment.text) if segment.label in ("title", "author") else None
        before = found[-1] if found else None
        if match is None or before is None or before.label not in ("author", "title", "body"):
            found.append(segment)
            continue
        found[-1] = replace(before, label="title")
        start = segment.start + match.end()
        found.append(
            replace(segment, label="director", text=segment.text[match.end() :], start=start)
        )
    return found


def outlet_in_front(segments: list[Segment]) -> list[Segment]:
    """In `The Guardian, “No ferry tonight,” 4 May` the newspaper is no author."""
    if len(segments) < 2 or any(one.label in _OUTLETS for one in segments):
        return segments
    first, title = segments[0], segments[1]
    listed = lexicon.kind(first.text.strip(" ,")) in ("newspaper", "magazine", "site")
    quoted = title.label == "title" and title.text[:1] in '“„«‘"'
    if first.label == "author" and first.text.endswith(",") and listed and quoted:
        return [replace(first, label="journal"), *segments[1:]]
    return segments


def title_in_outlet(segments: list[Segment]) -> list[Segment]:
    """With no title, and no numbers of a journal: `Tides. The Guardian` holds one."""
    if any(one.label in ("title", "volume", "pages", "editor") for one in segments):
        return segments
    for at, segment in enumerate(segments):
        head, stop, tail = segment.text.partition(". ")
        if segment.label in _OUTLETS and stop and len(head) > 4 and tail[:1].isupper():
            title = replace(segment, label="title", text=head + ".")
            outlet = replace(segment, text=tail, start=segment.end - len(tail))
            return [*segments[:at], title, outlet, *segments[at + 1 :]]
    return segments


def body_goes_on(segments: list[Segment]) -> list[Segment]:
    """`Ministry of Ports` + `of the Republic of Salt. Dues`: a name goes on to its stop."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        match = _NAME_GOES_ON.match(segment.text) if segment.label in _TITLED else None
        if match and before and before.label in ("author", "body") and before.text[-1].isalnum():
            found[-1] = replace(before, text=f"{before.text} {match[1]}")
            if rest := segment.text[match.end() :]:
                start = segment.end - len(rest)
                found.append(replace(segment, label="title", text=rest, start=start))
        else:
            found.append(segment)
    return found


def _cut_body(segments: list[Segment]) -> list[Segment]:
    """`Coral Watch` + `Investigation Team, Tides of salt`: a name cut in two is one body."""
    for at in range(len(segments) - 1):
        first, second = segments[at : at + 2]
        head, sign, tail = _parted(second.text)
        name = f"{first.text} {head}"
        if (
            first.label in ("author", "publisher", "journal")
            and first.text[-1].isalnum()
            and second.label == "title"
            and sign
            and (names.is_group(name) or (sign == "," and _signs(name)))
        ):
            body = replace(first, label="body", text=name)
            title = replace(second, text=tail, start=second.end - len(tail))
            return [*segments[:at], body, title, *segments[at + 2 :]]
        if first.label != "citation-number":
            break
    return segments


def _parted(text: str) -> tuple[str, str, str]:
    """The words before the first comma or stop, that sign, and the words behind it."""
    match = re.search(r"([,.])\s", text)
    return (text[: match.start()], match[1], text[match.end() :]) if match else (text, "", "")


def body_in_title(segments: list[Segment]) -> list[Segment]:
    """In `Coral Watch Team, Tides of salt` the team signs the work."""
    segments = _cut_body(segments)
    at = 1 if segments[0].label == "citation-number" else 0
    if any(one.label in ("author", "editor", "body") for one in segments) or at >= len(segments):
        return segments
    first, rest = segments[at], segments[at + 1 :]
    if first.label == "title" and _signs(first.text.strip(" .,:")) and rest:
        labels = [one.label for one in rest]
        if "title" in labels:
            return [*segments[:at], replace(first, label="body"), *rest]
        if labels[0] == "date" and labels[1:2] and labels[1] in _OUTLETS:
            title = replace(rest[1], label="title")
            return [*segments[:at], replace(first, label="body"), rest[0], title, *rest[2:]]
    head, stop, tail = first.text.partition(", ")
    if not _signs(head):
        head, stop, tail = first.text.partition(". ")
    if first.label != "title" or not stop or not tail[:1].isupper() or not _signs(head):
        return segments
    body = replace(first, label="body", text=head + stop.strip())
    title = replace(first, text=tail, start=first.end - len(tail))
    return [*segments[:at], body, title, *segments[at + 1 :]]


def _signs(head: str) -> bool:
    cores = [lexicon.core(word) for word in head.split()]
    if cores == ["anonymous"] or lexicon.kind(head) == "institute" or names.is_group(head):
        return True
    return 1 < len(cores) < 7 and (
        lexicon.keywords().get(cores[-1]) == "inst"
        or cores[-1] in ("team", "staff", "project", "network", "editors", "newsroom")
        or cores[0] in _FIRST_OF_BODIES
    )


def interview(segments: list[Segment]) -> list[Segment]:
    """`Interview with A. Lund, harbour master, 3 May 2020`: all before the date is the title."""
    at = 1 if segments[0].label == "citation-number" else 0
    if not _INTERVIEW.match(" ".join(one.text for one in segments[at : at + 2])):
        return segments
    end = at + 1
    while end < len(segments) and segments[end].label not in ("date", "url", "location", "note"):
        end += 1
    words = " ".join(one.text for one in segments[at:end])
    return [*segments[:at], replace(segments[at], label="title", text=words), *segments[end:]]


def behind_slashes(segments: list[Segment]) -> list[Segment]:
    """`Salt and state // The Estuary Review`: two strokes part the article from its journal."""
    found: list[Segment] = []
    for segment in segments:
        head, strokes, tail = segment.text.partition(" // ")
        if segment.label != "title" or not strokes or not tail.strip():
            found.append(segment)
            continue
        found.append(replace(segment, text=head))
        start = segment.end - len(tail)
        found.append(replace(segment, label="journal", text=tail, start=start))
    return found


def unfinished_title(segments: list[Segment]) -> list[Segment]:
    """A title that ends in "and" or "of" goes on in the words taken for an outlet."""
    found: list[Segment] = []
    for segment in segments:
        before = found[-1] if found else None
        if (
            before is not None
            and before.label == "title"
            and segment.label in _OUTLETS
            and _GOES_ON.search(before.text)
        ):
            found[-1] = replace(before, text=f"{before.text} {segment.text}")
        else:
            found.append(segment)
    return found


def year_of_the_title(segments: list[Segment]) -> list[Segment]:
    """In `Lund, A. (2022). Tide tables 2022.` the second year belongs to the title."""
    dated = [
        at for at, one in enumerate(segments) if one.label == "date" and _YEAR.search(one.text)
    ]
    found: list[Segment] = []
    for at, segment in enumerate(segments):
        before = found[-1] if found else None
        match = _BARE_YEAR.match(segment.text) if segment.label == "date" else None
        if (
            match is None
            or before is None
            or before.label not in ("title", "container-title")
            or not before.text[-1:].isalpha()
            or not any(other != at for other in dated)
        ):
            found.append(segment)
            continue
        found[-1] = replace(before, text=f"{before.text} {match[0].strip()}")
        if rest := segment.text[match.end() :]:
            found.append(replace(segment, text=rest, start=segment.start + match.end()))
    return found


_YEAR: Final = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_BARE_YEAR: Final = re.compile(r"(?:1[4-9]|20)\d\d(?:[-–—](?:20)?\d\d)?[.,;:]?(?:\s+|$)")
