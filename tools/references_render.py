"""Write invented records in the shapes of reference lists, with the slips of real ones."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any, Final

import references_records as records
from references_tagged import Piece, Tagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEGMENT: Final = re.compile(r"@([a-z-]+) ([^@]*)")
_QUOTES: Final = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("", ""))


def strings(count: int, seed: int) -> Iterator[Tagged]:
    """`count` tagged strings; the same seed gives the same ones."""
    chance = Random(seed)
    shapes: list[dict[str, Any]] = records.table("shapes.toml")["shape"]
    weights = [shape["weight"] for shape in shapes]
    for _ in range(count):
        (shape,) = chance.choices(shapes, weights)
        made = records.record(chance.choice(shape["kinds"]), chance)
        yield slipped(_pieces(chance.choice(shape["forms"]), shape, made, chance), chance)


def _pieces(form: str, shape: dict[str, Any], made: records.Record, chance: Random) -> list[Piece]:
    style = chance.choice(shape["names"])
    values = dict(made.values)
    if chance.random() < 0.5:
        values["title"] = records.title_case(values["title"])
    values["author"] = made.body or people(made.authors, style, chance)
    values["editor"] = people(made.editors, "comma", chance)
    values["editor_spoken"] = people(made.editors, "spoken", chance)
    opening, closing = chance.choice(_QUOTES) if chance.random() < 0.45 else ("“", "”")
    pieces: list[Piece] = []
    for spaced, label, text in _segments(form):
        if label == "title" and "“" in text:
            text = text.replace("“", opening).replace("”", closing)  # noqa: PLW2901
            if closing and chance.random() < 0.15:
                text = text.replace(f".{closing}", f"{closing}.")  # noqa: PLW2901
        filled = text.format(**values)
        label = made.outlet_label if label == "outlet" else label  # noqa: PLW2901
        glued = not spaced
        pieces.append(Piece(label, _tidy(filled), glued=glued))
    return pieces


def _segments(form: str) -> Iterator[tuple[bool, str, str]]:
    """Whether a blank stands before each segment of `form`, its label and its pattern."""
    spaced = True
    for label, text in _SEGMENT.findall(form):
        yield spaced, label, text.rstrip()
        spaced = text.endswith(" ")


def _tidy(text: str) -> str:
    text = re.sub(r"\.\.(?=$|[^.])", ".", text)
    text = re.sub(r"([?!])\.", r"\1", text)
    return text.replace(".,.", ".,").strip()


def people(group: tuple[records.Person, ...], style: str, chance: Random) -> str:
    """The names of `group` in one of the styles of `shapes.toml`.

    >>> lo = records.Person("Bo Anders", "Lo")
    >>> people((lo, lo), "apa", Random(1)), people((lo,), "full", Random(1))
    ('Lo, B. A., & Lo, B. A.', 'Lo, Bo Anders')
    """
    ending = ", et al." if style != "spoken" else " et al."
    if len(group) > 1 and chance.random() < 0.25:
        shown, tail = group[:1], chance.choice((ending, " et al.", ", et al."))
    else:
        shown, tail = group, ""
    first = style in ("mla", "full")
    names = [
        _name(one, "spoken" if first and at else style, chance) for at, one in enumerate(shown)
    ]
    if style == "medical":
        return ", ".join(names) + tail
    if len(names) == 1:
        return names[0] + tail
    word = {"apa": ", & ", "mla": ", and "}.get(style) or chance.choice((" and ", ", and ", " & "))
    return ", ".join(names[:-1]) + word + names[-1] + tail


def _name(one: records.Person, style: str, chance: Random) -> str:
    family = f"{one.particle} {one.family}".strip()
    initials = [word[0] + "." for word in one.given.replace("-", " ").split()]
    if style in ("full", "mla"):
        return f"{family}, {one.given}"
    if style == "spoken":
        return f"{one.given} {family}"
    if style == "initials":
        return f"{' '.join(initials)} {family}"
    if style == "medical":
        return f"{family} {''.join(initials).replace('.', '')}"
    glue = "" if style == "comma" and chance.random() < 0.6 else " "
    return f"{family}, {glue.join(initials)}"


# ── slips ────────────────────────────────────────────────────────────────────


def slipped(pieces: Sequence[Piece], chance: Random) -> Tagged:
    """`pieces` with the slips of lists typed by hand; most strings get none."""
    result = list(pieces)
    if chance.random() < 0.06 and len(result) > 1:
        at = chance.randrange(1, len(result))
        if result[at - 1].text[-1:] in '.,”"':
            result[at] = result[at].with_glue()
    if chance.random() < 0.08:
        at = chance.randrange(len(result))
        text = result[at].text
        if len(text) > 3 and text[-1] in ".,":
            result[at] = result[at].with_text(text[:-1])
    if chance.random() < 0.05:
        result = [
            piece.with_text(re.sub(r"[”\"](?=[.,]?$)", "", piece.text))
            if piece.label == "title"
            else piece
            for piece in result
        ]
    if chance.random() < 0.06:
        result[0] = result[0].with_text(
            result[0].text.rstrip(".,") + chance.choice((".,", ",", ""))
        )
    if chance.random() < 0.08:
        text = result[-1].text
        result[-1] = result[-1].with_text(text.rstrip(".,") + chance.choice((",", "", ".", " .")))
    if chance.random() < 0.04 and result[0].label != "citation-number":
        number = chance.randint(1, 99)
        mark = chance.choice((f"{number}.", f"[{number}]", f"({number})", f"{number}"))
        result.insert(0, Piece("citation-number", mark))
    return tuple(piece for piece in result if piece.text.strip())
