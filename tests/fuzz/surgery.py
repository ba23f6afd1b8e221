"""Surgery on .docx and .odt: what is inside changes, and the container stays one, or nearly."""

from __future__ import annotations

import struct
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Final

from lxml import etree

from copydesk.system import archive

CONTAINERS: Final = (".docx", ".odt")
#: Values that no word processor writes where a number or a name is wanted.
JUNK: Final = ("", "x", "-5", "99999999999", "1e9", "٠", "%", "none", "\u202e")

Spoil = Callable[[bytes], bytes]
Members = dict[str, bytes]


def operated(whole: bytes, chance: Random, spoil: Spoil) -> bytes:
    """`whole` after one to three operations; `spoil` is what is done to plain bytes."""
    members = archive.read(whole)
    for _ in range(chance.randint(1, 3)):
        chance.choice(_OPERATIONS)(members, chance, spoil)
    made = archive.write(members)
    return _broken(made, chance) if chance.random() < 0.1 else made


def _bend(members: Members, chance: Random, _: Spoil) -> None:
    """Well-formed markup that no word processor writes, in one part."""
    name = _drawn(members, chance, (".xml", ".rels"))
    try:
        members[name] = bent(members[name], chance)
    except etree.XMLSyntaxError:  # an earlier operation has spoilt it
        return


def bent(markup: bytes, chance: Random) -> bytes:
    """`markup` with elements and attributes that are gone, doubled or of another kind.

    It stays well-formed, but no word processor writes it.
    """
    root = etree.fromstring(markup)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(chance.randint(1, 6)):
        element, other = chance.choice(elements), chance.choice(elements)
        step = chance.randrange(4)
        if step == 0 and element.attrib:
            element.set(chance.choice(list(element.attrib)), chance.choice(JUNK))
        elif step == 1 and element.getparent() is not None:
            element.getparent().remove(element)
        elif step == 2:
            element.tag = other.tag
        elif step == 3 and element not in {other, *other.iterdescendants()}:
            element.append(deepcopy(other))
    return etree.tostring(root)


def _spoil(members: Members, chance: Random, spoil: Spoil) -> None:
    """Bytes of a part, whatever they are."""
    name = _drawn(members, chance)
    members[name] = spoil(members[name])


def _say(members: Members, chance: Random, spoil: Spoil) -> None:
    """What the words of a part are, and not its markup."""
    name = _drawn(members, chance, (".xml",))
    try:
        root = etree.fromstring(members[name])
    except etree.XMLSyntaxError:
        return
    said = [element for element in root.iter() if (element.text or "").strip()]
    if said:
        one = chance.choice(said)
        text = spoil((one.text or "").encode()).decode("utf-8", "replace")
        one.text = "".join(sign for sign in text if sign in "\t\n" or 31 < ord(sign) < 0xFFFE)
        members[name] = etree.tostring(root)


def _drop(members: Members, chance: Random, _: Spoil) -> None:
    """A part that others speak of is not there."""
    if len(members) > 1:
        del members[_drawn(members, chance)]


def _swap(members: Members, chance: Random, _: Spoil) -> None:
    """Two parts bear each other's names."""
    one, other = _drawn(members, chance), _drawn(members, chance)
    members[one], members[other] = members[other], members[one]


def _add(members: Members, chance: Random, _: Spoil) -> None:
    """A part that nobody asked for, such as one that leads out of the folder."""
    names = ("../x.xml", "/x", "C:\\x", "word/document.xml ", "WORD/document.xml", "x/" * 50)
    members[chance.choice(names)] = chance.choice(list(members.values()))


_OPERATIONS: Final = (_bend, _bend, _bend, _spoil, _say, _say, _drop, _swap, _add)


def _broken(data: bytes, chance: Random) -> bytes:
    """A container whose own tables lie: a number in a header, or bytes that are gone."""
    made = bytearray(data)
    if chance.random() < 0.5:
        place = made.rfind(b"PK\x01\x02", 0, chance.randrange(1, len(made) + 1))
        place = max(place, 0) + chance.randrange(4, 46)
        made[place : place + 4] = struct.pack("<I", chance.choice((0, 1, 0xFFFF, 0xFFFFFFFF)))
    else:
        start = chance.randrange(len(made))
        del made[start : start + chance.randint(1, 300)]
    return bytes(made)


def _drawn(members: Members, chance: Random, ends: tuple[str, ...] = ("",)) -> str:
    names = [name for name in members if name.endswith(ends)]
    return chance.choice(names or list(members))
