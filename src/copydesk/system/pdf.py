"""Reading a tagged PDF as a reading voice does: its tags in order, each with its text.

It knows the files that the desk writes (cross-reference streams, packed streams, fonts that say
what their glyphs stand for) and refuses every other one.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any, Final, NamedTuple, TypeAlias
from unicodedata import normalize

from copydesk.errors import REPORT, ToolError

# ── the objects of a file, each read when it is asked for ────────────────────

#: What a PDF is made of: names are strings, strings are bytes, the rest as in Python.
Thing: TypeAlias = Any


class Ref(NamedTuple):
    """The number of an object."""

    number: int


#: The pieces of a thing, a group for each kind in the order of the names below.
_TOKEN: Final = re.compile(
    rb"(/[^\s<>\[\]()/%{}]*)|(\d+)\s+\d+\s+R\b|(<<|\[)|(>>|\])"
    rb"|([+-]?\d*\.\d*)|([+-]?\d+)|(\((?:\\.|[^\\()])*\))|<([0-9A-Fa-f]*)>|(\w+)|(\S)",
    re.DOTALL,
)
_NAME, _REF, _OPEN, _CLOSE, _REAL, _WHOLE, _STRING, _HEX, _WORD, _OTHER = range(1, 11)
_ESCAPED: Final = re.compile(rb"\\([\\()])")
#: What those are that are whole in themselves. A word is one like `true`.
_SIMPLE: Final[Mapping[int, Callable[[bytes], Thing]]] = {
    _NAME: lambda token: token.decode("latin-1"),
    _REF: lambda token: Ref(int(token)),
    _REAL: float,
    _WHOLE: int,
    _STRING: lambda token: _ESCAPED.sub(rb"\1", token[1:-1]),
    _HEX: lambda token: bytes.fromhex(token.decode()),
    _WORD: bytes,
}


class Objects:
    """The objects of a file, by their references."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._places: dict[int, tuple[int, int, int]] = {}
        self._packs: dict[int, tuple[bytes, list[int]]] = {}
        start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        facts, table = self._at(start)
        widths = facts["/W"]
        row = sum(widths)
        ends = [*accumulate(widths, initial=0)]
        for number in range(len(table) // row):
            cells = table[number * row : (number + 1) * row]
            values = [int.from_bytes(cells[one:other], "big") for one, other in pairwise(ends)]
            self._places[number] = (values[0], values[1], values[2])
        self.catalog = self[facts["/Root"]]

    def __getitem__(self, thing: Thing) -> Thing:
        """What `thing` is, if a reference what it leads to."""
        if not isinstance(thing, Ref):
            return thing
        kind, where, index = self._places[thing.number]
        return self._at(where)[0] if kind == 1 else self._packed(where, index)

    def stream(self, reference: Ref) -> bytes:
        """The content of a stream."""
        return self._at(self._places[reference.number][1])[1]

    def _at(self, offset: int) -> tuple[Thing, bytes]:
        start = self._data.index(b"obj", offset) + 3
        thing, end = parse_thing(self._data, start)
        if self._data[end : end + 8] != b"\nstream\n":
            return thing, b""
        content = self._data[end + 8 : end + 8 + thing["/Length"]]
        return thing, zlib.decompress(content) if "/Filter" in thing else content

    def _packed(self, number: int, index: int) -> Thing:
        """One of the objects that the stream `number` holds; few of all are asked for."""
        if number not in self._packs:
            facts, content = self._at(self._places[number][1])
            first = facts["/First"]
            offsets = [first + int(value) for value in content[:first].split()[1::2]]
            self._packs[number] = content, offsets
        content, offsets = self._packs[number]
        return parse_thing(content, offsets[index])[0]


def parse_thing(data: bytes, start: int) -> tuple[Thing, int]:
    """The thing that begins at `start`, and where it ends.

    >>> parse_thing(b"<< /A [1 2 0 R (x)] >>", 0)[0]
    {'/A': [1, Ref(number=2), b'x']}
    """
    waiting: list[list[Thing]] = []
    parts: list[Thing] = []
    for found in _TOKEN.finditer(data, start):
        kind = found.lastindex or _OTHER
        if kind == _OTHER:
            break
        if kind == _OPEN:
            waiting.append(parts)
            parts = []
            continue
        if kind == _CLOSE:
            dictionary = found[_CLOSE] == b">>"
            thing: Thing = dict(zip(parts[::2], parts[1::2], strict=True)) if dictionary else parts
            parts = waiting.pop()
        else:
            thing = _SIMPLE[kind](found[kind])
        if not waiting:
            return thing, found.end()
        parts.append(thing)
    raise ValueError(f"no whole thing begins with {data[start : start + 20]!r}")


def decode_text(string: bytes | None) -> str:
    r"""What a string says.

    >>> decode_text(b"\xfe\xff\x00\xe4"), decode_text(b"a")
    ('ä', 'a')
    """
    if not string:
        return ""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be")
    return string.decode("ascii")


# ── tags and what they mark ──────────────────────────────────────────────────

#: What is of interest in the content of a page: marks, fonts, places, glyphs. Each stands at the
#: beginning of a line, which is where alone to look for it.
_OPERATOR: Final = re.compile(
    rb"^(?:\[(?P<glyphs>[^\]]*)\] TJ|/\w+\s+(?:<<(?P<facts>.*?)>>\s+BDC|(?P<mark>BMC))|(?P<end>EMC)"
    rb"|/(?P<font>\S+) (?P<size>[\d.]+) Tf|[-\d. ]* (?P<y>[-\d.]+) Tm)$",
    re.DOTALL | re.MULTILINE,
)
_MARK: Final = re.compile(rb"/MCID (\d+)")
_READ_AS: Final = re.compile(rb"/ActualText <FEFF([0-9A-F]*)>")
#: Letters that run to the left, which are drawn in the order of the eye.
_LEFTWARD: Final = re.compile("[\u0590-\u065f\u066a-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
#: A letter with marks of its own, such as Latin ones bear.
_MARKED: Final = re.compile("[^\\W\\d_][\u0300-\u036f]+")
_DRAWN: Final = re.compile(rb"<([0-9a-f]+)>")
#: A glyph of which the font does not say what it stands for.
_UNKNOWN: Final = "\ufffd"
_PAIR: Final = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
#: A glyph that stands for a sign the font lacks: it is drawn as the font's box.
_BOX: Final = re.compile(rb"<([0-9a-f]{4})> 0\b")
#: Lines are parted by more than this share of the size of their letters.
_NEXT_LINE: Final = 0.7
#: What goes wrong in the reading of a file that is not as the desk writes them.
_FAULTS: Final = (
    AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error, zlib.error,
)  # fmt: skip
#: The glyph of every font that is its box.
_NONE: Final = 0


@dataclass(slots=True)
class Tag:
    """A tag: its role, its name, what it says instead of its content, its kind, what is in it.

    `kids` are tags and pieces of text. `leads_to` are the places its link areas name, and
    `says` what they say of them. `boxes` of the outermost tag are the signs for which the file
    shows empty boxes.
    """

    role: str
    name: str = ""
    alt: str = ""
    language: str = ""
    kind: str = ""
    kids: list[Tag | str] = field(default_factory=list)
    leads_to: list[str] = field(default_factory=list)
    says: list[str] = field(default_factory=list)
    boxes: frozenset[str] = frozenset()

    def walk(self) -> Iterator[Tag]:
        """This tag and every one below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.walk()


def read(data: bytes) -> Tag:
    """The tags of the PDF `data`, from its root. Raises `ToolError` for what it cannot read."""
    try:
        return _Reading(data).tags()
    except _FAULTS as error:
        message = f"the PDF could not be read back: {type(error).__name__}: {error}"
        raise ToolError(message, hint=REPORT, code="pdf.syntax") from None


class _Reading(Objects):
    """The tags of a file, and the text that they mark."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._boxes: set[str] = set()

    def tags(self) -> Tag:
        """The root of the tags, all of them read."""
        marked: dict[Ref, Mapping[int, str]] = {}
        fonts: dict[Ref, Mapping[int, str]] = {}
        root = self[self.catalog["/StructTreeRoot"]]
        if not self[self.catalog["/Pages"]]["/Kids"]:
            raise KeyError("/Kids")

        def said(page: Ref, mark: int) -> str:
            if page not in marked:
                marked[page] = self._marked(self[page], fonts)
            return marked[page].get(mark, "")

        def tag(reference: Ref) -> Tag:
            facts = self[reference]
            found = Tag(
                facts["/S"][1:], decode_text(facts.get("/ID")), decode_text(facts.get("/Alt")),
                decode_text(facts.get("/Lang")), decode_text(facts.get("/T")),
            )  # fmt: skip
            for kid in facts.get("/K", ()):
                if isinstance(kid, Ref):
                    found.kids.append(tag(kid))
                elif isinstance(kid, int):
                    found.kids.append(said(facts["/Pg"], kid))
                elif kid["/Type"] == "/MCR":
                    found.kids.append(said(kid["/Pg"], kid["/MCID"]))
                else:
                    area = self[kid["/Obj"]]
                    found.says.append(decode_text(area["/Contents"]))
                    found.leads_to.append(decode_text(area.get("/Dest")))
            return found

        outermost = tag(root["/K"][0])
        outermost.boxes = frozenset(self._boxes)
        return outermost

    def _marked(self, page: Thing, fonts: dict[Ref, Mapping[int, str]]) -> Mapping[int, str]:
        """The text of each mark of `page`; one that begins a line begins with a blank."""
        named = self[self[page["/Resources"]]["/Font"]]
        texts: dict[int, list[str]] = {}
        # What each open mark is, and what is said instead of its glyphs: its own, or that of
        # the mark around it.
        open_marks: list[tuple[int, str | None]] = [(-1, None)]
        glyphs: Mapping[int, str] = _Glyphs()
        size, line, broken = 1.0, 0.0, True
        for found in _OPERATOR.finditer(self.stream(page["/Contents"])):
            kind = found.lastgroup
            if kind == "glyphs":
                here, said = open_marks[-1]
                if here < 0:
                    continue
                row = texts.setdefault(here, [" "] if broken else [])
                if said is None:
                    row += map(glyphs.__getitem__, _numbers(found["glyphs"]))
                else:  # said once, however many glyphs draw it
                    row.append(said)
                    open_marks = [(one, None if old is None else "") for one, old in open_marks]
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
                here, said = open_marks[-1]
                here = int(mark[1]) if mark else here
                open_marks.append((here, _letters(said_as[1]) if said_as else said))
        return {mark: _as_read(drawn) for mark, drawn in texts.items()}

    def _font(self, font: Ref) -> Mapping[int, str]:
        facts = self[font]
        table = self.stream(facts["/ToUnicode"])
        pairs = _PAIR.findall(table.partition(b"endcodespacerange")[2])
        read_as = _Glyphs((int(glyph, 16), _letters(letters)) for glyph, letters in pairs)
        lacking = {_NONE}
        if isinstance(facts["/Encoding"], Ref):
            encoding = self.stream(facts["/Encoding"]).partition(b"endcodespacerange")[2]
            lacking.update(int(glyph, 16) for glyph in _BOX.findall(encoding))
        self._boxes.update(read_as[glyph] for glyph in lacking & read_as.keys())
        return read_as


class _Glyphs(dict[int, str]):
    """What the glyphs of a font stand for, by their numbers, whether the font says it or not."""

    def __missing__(self, number: int) -> str:
        return _UNKNOWN


def _numbers(glyphs: bytes) -> tuple[int, ...]:
    """The numbers of the glyphs that are drawn, without how far each is moved.

    >>> _numbers(b"<0007>0<00150001>-20")
    (7, 21, 1)
    """
    digits = bytes.fromhex(b"".join(_DRAWN.findall(glyphs)).decode())
    return struct.unpack(f">{len(digits) // 2}H", digits)


def _as_read(drawn: list[str]) -> str:
    """What glyphs stand for in the order of reading: words that run to the left are turned.

    A letter that is drawn as another and its marks is read as one.

    >>> _as_read(["a", "ם", "ו", "ל", "ש", " ", "1", "2"])
    'aשלום 12'
    >>> _as_read(["w", "\N{COMBINING DOT BELOW}"]) == "\N{LATIN SMALL LETTER W WITH DOT BELOW}"
    True
    """
    whole = "".join(drawn)
    if not _LEFTWARD.search(whole):
        return _MARKED.sub(lambda letter: normalize("NFC", letter[0]), whole)
    read: list[str] = []
    turned: list[str] = []
    for letters in (*drawn, ""):
        if letters and _LEFTWARD.search(letters):
            turned.append(letters)
        else:
            read += [*reversed(turned), letters]
            turned = []
    return "".join(read)


def _letters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
