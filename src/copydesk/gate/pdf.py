"""Reading a tagged PDF as a reading voice does: its tags in order, each with its text.

It knows the files that the desk writes (cross-reference streams, packed streams, fonts that
say what their glyphs stand for) and refuses every other one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, NamedTuple, TypeAlias

from copydesk.errors import ToolError

#: What a PDF is made of: names and strings are bytes, the rest as in Python.
Thing: TypeAlias = Any

_TOKEN: Final = re.compile(
    rb"\s*(<<|>>|\[|\]|/[^\s<>\[\]()/%{}]*|\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f]*>"
    rb"|(\d+)\s+\d+\s+R\b|[+-]?[\d.]+|\w+)",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(rb"\\([\\()])")
#: What is of interest in the content of a page: marks, fonts, places, glyphs.
_OPERATOR: Final = re.compile(
    rb"/\w+\s+<<(?P<facts>.*?)>>\s+BDC\b|(?P<mark>/\w+\s+BMC\b)|(?P<end>\bEMC\b)"
    rb"|/(?P<font>\S+) (?P<size>[\d.]+) Tf\b|(?P<y>[-\d.]+) Tm\b|\[(?P<glyphs>[^\]]*)\] TJ\b",
    re.DOTALL,
)
_MARK: Final = re.compile(rb"/MCID (\d+)")
_READ_AS: Final = re.compile(rb"/ActualText <FEFF([0-9A-F]*)>")
#: Letters that run to the left, which are drawn in the order of the eye.
_LEFTWARD: Final = re.compile("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HEX: Final = re.compile(rb"<([0-9a-f]+)>")
_PAIR: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
#: A glyph that stands for a sign the font lacks: it is drawn as the font's box.
_BOX: Final = re.compile(rb"<([0-9a-f]{4})> 0\b")
#: Lines are parted by more than this share of the size of their letters.
_NEXT_LINE: Final = 0.7
#: The glyph of every font that is its box.
_NONE: Final = "0000"


class Ref(NamedTuple):
    """The number of an object."""

    number: int


@dataclass(slots=True)
class Tag:
    """A tag: its role, its name, what it says instead of its content, its kind, what is in it.

    `kids` are tags and pieces of text. `leads_to` are the places its link areas name, and
    `says` what they say of them.
    """

    role: str
    name: str = ""
    alt: str = ""
    language: str = ""
    kind: str = ""
    kids: list[Tag | str] = field(default_factory=list)
    leads_to: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """This tag and every one below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


@dataclass(slots=True)
class Root(Tag):
    """The outermost tag. `boxes` are the signs for which the file shows empty boxes."""

    boxes: frozenset[str] = frozenset()


def read(data: bytes) -> Root:
    """The tags of the PDF `data`, from its root. Raises `ToolError` for what it cannot read."""
    try:
        return _File(data).tags()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, zlib.error) as error:
        message = f"the PDF could not be read back: {type(error).__name__}: {error}"
        raise ToolError(message, code="pdf.syntax") from None


class _File:
    """The objects of a file, each read when it is asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._places: dict[int, tuple[int, int, int]] = {}
        self._packs: dict[int, list[Thing]] = {}
        self._boxes: set[str] = set()
        start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        facts, table = self._at(start)
        widths = facts["/W"]
        row = sum(widths)
        for number in range(len(table) // row):
            place, values = number * row, []
            for width in widths:
                values.append(int.from_bytes(table[place : place + width], "big"))
                place += width
            self._places[number] = (values[0], values[1], values[2])
        self.catalog = self[facts["/Root"]]

    def __getitem__(self, thing: Thing) -> Thing:
        """What `thing` is, if a reference what it leads to."""
        if not isinstance(thing, Ref):
            return thing
        kind, where, index = self._places[thing.number]
        return self._at(where)[0] if kind == 1 else self._pack(where)[index]

    def stream(self, reference: Ref) -> bytes:
        """The content of a stream."""
        return self._at(self._places[reference.number][1])[1]

    def _at(self, offset: int) -> tuple[Thing, bytes]:
        start = self.data.index(b"obj", offset) + 3
        thing, end = _parsed(self.data, start)
        if self.data[end : end + 8] != b"\nstream\n":
            return thing, b""
        content = self.data[end + 8 : end + 8 + thing["/Length"]]
        return thing, zlib.decompress(content) if "/Filter" in thing else content

    def _pack(self, number: int) -> list[Thing]:
        if number not in self._packs:
            facts, content = self._at(self._places[number][1])
            first = facts["/First"]
            offsets = [int(value) for value in content[:first].split()][1::2]
            self._packs[number] = [_parsed(content, first + offset)[0] for offset in offsets]
        return self._packs[number]

    def tags(self) -> Root:
        """The root of the tags, all of them read."""
        texts: dict[Ref, Mapping[int, str]] = {}
        fonts: dict[Ref, Mapping[str, str]] = {}
        root = self[self.catalog["/StructTreeRoot"]]
        pages = {page: number for number, page in enumerate(self[self.catalog["/Pages"]]["/Kids"])}
        if not pages:
            raise KeyError("/Kids")

        def text(page: Ref, mark: int) -> str:
            if page not in texts:
                texts[page] = self._marked(self[page], fonts)
            return texts[page].get(mark, "")

        def tag(reference: Ref) -> Tag:
            facts = self[reference]
            found = Tag(
                facts["/S"][1:], _text(facts.get("/ID")), _text(facts.get("/Alt")),
                _text(facts.get("/Lang")), _text(facts.get("/T")),
            )  # fmt: skip
            for kid in facts.get("/K", ()):
                if isinstance(kid, Ref):
                    found.kids.append(tag(kid))
                elif isinstance(kid, int):
                    found.kids.append(text(facts["/Pg"], kid))
                elif kid["/Type"] == "/MCR":
                    found.kids.append(text(kid["/Pg"], kid["/MCID"]))
                else:
                    area = self[kid["/Obj"]]
                    found.says.append(_text(area["/Contents"]))
                    found.leads_to.append(_text(area.get("/Dest")))
            return found

        outermost = tag(root["/K"][0])
        facts = {one.name: getattr(outermost, one.name) for one in fields(Tag)}
        return Root(**facts, boxes=frozenset(self._boxes))

    def _marked(self, page: Thing, fonts: dict[Ref, Mapping[str, str]]) -> Mapping[int, str]:
        """The text of each mark of `page`; one that begins a line begins with a blank."""
        named = self[self[page["/Resources"]]["/Font"]]
        texts: dict[int, list[str]] = {}
        open_marks: list[tuple[int, str | None]] = []
        glyphs: Mapping[str, str] = {}
        size, line, broken = 1.0, 0.0, True
        for found in _OPERATOR.finditer(self.stream(page["/Contents"])):
            kind = found.lastgroup
            if kind == "glyphs":
                here = next((one for one, _ in reversed(open_marks) if one >= 0), -1)
                if here < 0:
                    continue
                said = next((said for _, said in reversed(open_marks) if said is not None), None)
                if said is None:
                    codes = "".join(code.decode() for code in _HEX.findall(found["glyphs"]))
                    drawn = [
                        glyphs.get(codes[at : at + 4], "\ufffd") for at in range(0, len(codes), 4)
                    ]
                else:  # said once, however many glyphs draw it
                    drawn = [said]
                    open_marks = [(one, None if text is None else "") for one, text in open_marks]
                row = texts.setdefault(here, [" "] if broken else [])
                row += drawn
                broken = False
            elif kind == "y":
                place = float(found["y"])
                broken = broken or abs(place - line) > _NEXT_LINE * size
                line = place
            elif kind == "size":
                size = float(found["size"])
                font = named["/" + found["font"].decode()]
                if font not in fonts:
                    fonts[font] = self._font(font)
                glyphs = fonts[font]
            elif kind == "end":
                open_marks.pop()
            else:
                facts = found["facts"] or b""
                mark, said_as = _MARK.search(facts), _READ_AS.search(facts)
                read_as = (
                    bytes.fromhex(said_as[1].decode()).decode("utf-16-be") if said_as else None
                )
                open_marks.append((int(mark[1]) if mark else -1, read_as))
        return {mark: "".join(_as_read(drawn)) for mark, drawn in texts.items()}

    def _font(self, font: Ref) -> Mapping[str, str]:
        """What the glyphs of `font` stand for, by their hexadecimal numbers."""
        facts = self[font]
        table = self.stream(facts["/ToUnicode"])
        read_as = {
            glyph.decode(): _letters(letters)
            for glyph, letters in _PAIR.findall(table.partition(b"endcodespacerange")[2])
        }
        lacking = {_NONE}
        if isinstance(facts["/Encoding"], Ref):
            encoding = self.stream(facts["/Encoding"]).partition(b"endcodespacerange")[2]
            lacking.update(glyph.decode() for glyph in _BOX.findall(encoding))
        self._boxes.update(read_as[glyph] for glyph in lacking & read_as.keys())
        return read_as


def _as_read(drawn: list[str]) -> list[str]:
    """What glyphs stand for in the order of reading: words that run to the left are turned.

    >>> _as_read(["a", "ם", "ו", "ל", "ש", " ", "1", "2"])
    ['a', 'ש', 'ל', 'ו', 'ם', ' ', '1', '2']
    """
    if not any(map(_LEFTWARD.search, drawn)):
        return drawn
    read: list[str] = []
    turned: list[str] = []
    for letters in (*drawn, ""):
        if letters and _LEFTWARD.search(letters):
            turned.append(letters)
        else:
            read += [*reversed(turned), letters]
            turned = []
    return read[:-1]


def _parsed(data: bytes, start: int) -> tuple[Thing, int]:
    """The thing that begins at `start`, and where it ends.

    >>> _parsed(b"<< /A [1 2 0 R (x)] >>", 0)[0]
    {'/A': [1, Ref(number=2), b'x']}
    """
    stack: list[list[Thing]] = [[]]
    at = start
    while True:
        found = _TOKEN.match(data, at)
        if found is None:
            raise ValueError(data[at : at + 20])
        token, at = found[1], found.end()
        if token in (b"<<", b"["):
            stack.append([])
            continue
        if token in (b">>", b"]"):
            parts = stack.pop()
            thing: Thing = parts
            if token == b">>":
                thing = dict(zip(parts[::2], parts[1::2], strict=True))
        else:
            thing = _simple(token, found[2])
        if len(stack) == 1:
            return thing, at
        stack[-1].append(thing)


def _simple(token: bytes, number: bytes | None) -> Thing:
    if number:
        return Ref(int(number))
    if token.startswith(b"/"):
        return token.decode("latin-1")
    if token.startswith(b"("):
        return _ESCAPED.sub(rb"\1", token[1:-1])
    if token.startswith(b"<"):
        return bytes.fromhex(token[1:-1].decode())
    try:
        return float(token) if b"." in token else int(token)
    except ValueError:
        return token


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _text(string: bytes | None) -> str:
    r"""What a string says.

    >>> _text(b"\xfe\xff\x00\xe4"), _text(b"a")
    ('ä', 'a')
    """
    if not string:
        return ""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be")
    return string.decode("ascii")
