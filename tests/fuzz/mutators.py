"""How a submission is spoilt: as bytes, as text, and, where it is a container, from within.

Everything is drawn from one `Random`, so that a case is the same wherever its number is run.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from fuzz import surgery
from fuzz.seeds import Seed
from fuzz.tokens import TOKENS

#: What one case may grow to; the limits of `copydesk.settings.limits` are other tests' matter.
LARGEST: Final = 200_000
#: The most that is done to one submission.
STEPS: Final = 8

Mutator = Callable[[bytearray, Random, Sequence[Seed]], None]


def flipped(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Turn one bit."""
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def cut(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Take a piece out."""
    start, end = _piece(data, chance)
    del data[start:end]


def truncated(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Let it end too soon."""
    del data[chance.randrange(len(data)) :]


def repeated(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Say a piece many times over."""
    start, end = _piece(data, chance)
    data[start:start] = data[start:end] * chance.randint(1, 30)


def moved(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Put a piece elsewhere."""
    start, end = _piece(data, chance)
    piece = data[start:end]
    del data[start:end]
    place = chance.randint(0, len(data))
    data[place:place] = piece


def spliced(data: bytearray, chance: Random, seeds: Sequence[Seed]) -> None:
    """Put a piece of another submission in the place of one."""
    start, end = _piece(data, chance)
    other = chance.choice(seeds).data
    place = chance.randrange(len(other))
    data[start:end] = other[place : place + chance.randint(1, 800)]


def told(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Put in something that readers and rules look for, once or many times."""
    place = chance.randint(0, len(data))
    data[place:place] = chance.choice(TOKENS).encode() * chance.choice((1, 1, 1, 2, 50))


def ended(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Break its lines otherwise."""
    data[:] = data.replace(b"\r\n", b"\n").replace(b"\n", chance.choice(_ENDS))


def recoded(data: bytearray, chance: Random, _: Sequence[Seed]) -> None:
    """Write it in another encoding, said or unsaid."""
    text = data.decode("utf-8", "replace")
    data[:] = text.encode(chance.choice(_ENCODINGS), "replace")


_ENDS: Final = (b"\r", b"\r\n", b"\n\n", b" ", b"\n \n", "\u2028".encode())
_ENCODINGS: Final = ("utf-16", "utf-16-le", "utf-8-sig", "cp1252", "shift_jis", "koi8-r", "utf-7")
#: The first ones come more often: they leave most of a text as it was.
_MUTATORS: Final[tuple[Mutator, ...]] = (
    *(flipped, cut, repeated, moved, spliced, told) * 3, truncated, ended, recoded,
)  # fmt: skip


def mutated(seed: Seed, chance: Random, seeds: Sequence[Seed]) -> bytes:
    """What becomes of `seed`; `seeds` are those that pieces may be taken from."""
    if seed.suffix in surgery.CONTAINERS and chance.random() < 0.9:
        return surgery.operated(seed.data, chance, lambda member: _spoilt(member, chance, seeds))
    return _spoilt(seed.data, chance, seeds)


def _spoilt(whole: bytes, chance: Random, seeds: Sequence[Seed]) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randint(1, STEPS)):
        if not data:
            break
        chance.choice(_MUTATORS)(data, chance, seeds)
    return bytes(data[:LARGEST])


def _piece(data: bytearray, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.randint(1, 200))
