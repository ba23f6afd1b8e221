"""The pages of a PDF: its words, where each stands, how it is set, where it leads.

PDFium reads the file; no script in it runs, nothing that it names is opened. A page is turned
the way most of its words run, so that x grows along a line and y down the page. What PDFium takes
of memory and time is bounded by the worker that it runs in, as for every other reader.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from copydesk.errors import Refused
from copydesk.settings.limits import Limits

#: Parts of the names of fonts; TeX has names of its own.
_BOLD: Final = re.compile(r"(?i)bold|black|heavy|demi|[+]?(?:CM|SF|LM)BX|CMB\d")
_ITALIC: Final = re.compile(r"(?i)italic|oblique|slanted|kursiv|[+]?(?:CM|SF)(?:TI|SL|BXTI)\d")
#: Flags of a font (ISO 32000-1, 9.8.2).
_FIXED_PITCH, _FORCE_BOLD, _ITALIC_FLAG = 1, 1 << 18, 1 << 6
#: How a letter is painted: as its outline and its inside, which makes it bold.
_STROKED: Final = 2
#: Sizes of its letters by which the next letter of a word may stand away, or on another line.
_APART: Final = 0.3
_OFF, _RAISED = 0.05, 0.5
_LONGEST_NAME: Final = 200
#: A link's address has no more bytes.
_LONGEST_LINK: Final = 4_000
#: Kinds of annotations that hold what somebody said of the text: note, free text, marks, stamp.
_COMMENTS: Final = frozenset((1, 3, 9, 10, 11, 12, 14))
#: Signs that no font has: unmapped glyphs, and what stands for none.
_UNKNOWN: Final = frozenset("\x00\ufffd\ufffe\uffff")
#: A larger picture than this, in points, is one that a reader sees.
_SEEN: Final = 40
#: A drawing between these sizes is a dot.
_DOT: Final = (1.0, 8.0)
_PASSWORD: Final = 4
_SEND_TEXT: Final = "ask the author for the text, or for the file that the PDF was made from"


@dataclass(frozen=True, slots=True)
class LetterStyle:
    """How letters are set: `size` in points, and what their font says."""

    size: float = 0.0
    bold: bool = False
    italic: bool = False
    fixed: bool = False
    font: str = ""


@dataclass(slots=True)
class Word:
    """A word, or a piece of one where its style or link changes; `spaced` tells a blank before it.

    It runs from `left` to `right` on the line at `y`, points from the top. `order` is its place
    among the words of its page as the file draws them.
    """

    text: str
    left: float
    right: float
    y: float
    style: LetterStyle
    spaced: bool = True
    link: str = ""
    order: int = 0


@dataclass(slots=True)
class PdfPage:
    """A page: its words as drawn, `aside` those that run another way, `pictures` their number.

    `unknown` counts the letters of which their font does not say what they are; `comments` are
    the texts that readers of the file set on it, `dots` the places of small drawings. `middle`
    halves its width; it is 0 where the page is turned.
    """

    words: list[Word] = field(default_factory=list)
    aside: list[Word] = field(default_factory=list)
    pictures: int = 0
    unknown: int = 0
    comments: list[str] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)
    middle: float = 0.0


@dataclass(slots=True)
class Print:
    """A PDF: its pages and what it says of itself; `date` as YYYY-MM-DD."""

    pages: list[PdfPage] = field(default_factory=list)
    title: str = ""
    author: str = ""
    date: str = ""
    language: str = ""


def read_pdf(data: bytes, path: str, limits: Limits) -> Print:
    """Read the pages of the PDF in `data`.

    Raises `Refused` for one that is locked, damaged, or larger than the limits.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _refuse_file(path, error.err_code) from None
    with document:
        count = len(document)
        if count > limits.pages:
            hint = "send the pages of the article alone, or raise `limits.pages` in the settings"
            message = f"`{path}` has {count:,} pages, the limit is {limits.pages:,}"
            raise Refused(message, hint=hint, code="refuse.too-long")
        if not count:
            raise _refuse_file(path, None)
        said = document.get_metadata_dict()
        found = Print(title=said["Title"], author=said["Author"], date=_read_date(said))
        found.language = _read_text(pypdfium2.raw.FPDFCatalog_GetLanguage, document)
        letters = 0
        for number in range(count):
            try:
                page = document[number]
                text = page.get_textpage()
            except pypdfium2.PdfiumError:
                message = f"`{path}`: page {number + 1} is damaged and cannot be read"
                raise Refused(message, hint=_SEND_TEXT, code="refuse.container") from None
            letters += text.count_chars()
            if letters > limits.characters:
                message = f"`{path}` has more than {limits.characters:,} characters"
                hint = "send one article or chapter at a time, or raise `limits.characters`"
                raise Refused(message, hint=hint, code="refuse.too-long")
            found.pages.append(_PageReader(document, page, text).read())
            text.close()
            page.close()
    return found


def _refuse_file(path: str, reason: int | None) -> Refused:
    if reason == _PASSWORD:
        message = f"`{path}` is a PDF with a password"
        hint = "save a copy without the password and send that"
        return Refused(message, hint=hint, code="refuse.container")
    message = f"`{path}` is a damaged or incomplete PDF"
    hint = "send the file again, or export it again from its program"
    return Refused(message, hint=hint, code="refuse.container")


def _read_date(said: dict[str, str]) -> str:
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", said["CreationDate"])
    return "-".join(found.groups()) if found else ""


def _read_text(ask: Callable[..., int], *what: Any) -> str:  # noqa: ANN401  untyped
    """The text that PDFium puts into a buffer when it is asked for `what`."""
    size = ask(*what, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(*what, buffer, size)
    return bytes(buffer)[: max(0, size - 2)].decode("utf-16-le", "replace")


class _PageReader:
    """Reads the words of one page."""

    def __init__(self, document: Any, page: Any, text: Any) -> None:  # noqa: ANN401  untyped
        from pypdfium2 import raw

        self._raw, self._document, self._page, self._text = raw, document, page, text
        self._styles: dict[int, tuple[LetterStyle, int]] = {}
        self._fonts: dict[int, LetterStyle] = {}
        self._known: dict[LetterStyle, LetterStyle] = {}
        self._links = list(self._list_links())

    def read(self) -> PdfPage:
        found = PdfPage(comments=list(self._list_comments()))
        self._read_drawings(found)
        turned = list(self._list_words(found))
        turns = Counter[int]()
        for word, turn in turned:
            turns[turn] += len(word.text)
        way = max(turns, key=lambda turn: turns[turn], default=0)
        left, _, right, _ = self._page.get_cropbox()
        found.middle = 0.0 if way else (left + right) / 2
        for word, turn in turned:
            (found.words if turn == way else found.aside).append(word)
        return found

    def _list_words(self, page: PdfPage) -> Iterator[tuple[Word, int]]:
        """The words in the order in which the file draws them, and how often each is turned."""
        raw, text = self._raw, self._text
        x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
        last: Word | None = None
        way, ended, spaced, edge = 0, True, True, (0.0, 0.0)
        for at in range(text.count_chars()):
            sign = chr(min(raw.FPDFText_GetUnicode(text, at), 0x10FFFF))
            if raw.FPDFText_IsHyphen(text, at) == 1:
                sign = "-"
            elif sign.isspace() or raw.FPDFText_IsGenerated(text, at) == 1:
                # A raised letter parts lines for PDFium; where it stands tells that it does not.
                ended, spaced = True, spaced or sign not in "\r\n"
                continue
            if sign in _UNKNOWN or raw.FPDFText_HasUnicodeMapError(text, at) == 1:
                page.unknown += 1
                sign = "" if sign == "\x00" else sign
            raw.FPDFText_GetCharOrigin(text, at, x, y)
            raw.FPDFText_GetLooseCharBox(text, at, box)
            style, turn = self._read_style(at)
            low, high = _turn(box.left, box.bottom, turn)[0], _turn(box.right, box.top, turn)[0]
            left, right = (low, high) if low < high else (high, low)
            base = _turn(x.value, y.value, turn)[1]
            link = self._find_link((box.left + box.right) / 2, (box.bottom + box.top) / 2)
            off, is_near = 0.0, False
            if last and way == turn:
                off = abs(base - last.y) / (max(style.size, last.style.size) or 1)
                is_near = max(left - last.right, last.left - right) <= _APART * style.size
            is_same = last and (last.style, last.link) == (style, link)
            if last and is_same and is_near and not ended and off <= _OFF:
                place = len(last.text)
                if _is_leftward(sign):
                    # Of a ligature that runs to the left the letters are told from its left end,
                    # and of some files all letters are.
                    place = place - 1 if (left, right) == edge else place * (left < last.right - 1)
                last.text = last.text[:place] + sign + last.text[place:]
                last.left, last.right = min(left, last.left), max(right, last.right)
                edge = left, right
                continue
            if last:
                yield last, way
            spaced = spaced or not is_near or off > _RAISED
            order = last.order + 1 if last else 0
            last = Word(sign, left, right, base, style, spaced, link, order)
            way, ended, spaced, edge = turn, False, False, (left, right)
        if last:
            yield last, way

    def _read_style(self, at: int) -> tuple[LetterStyle, int]:
        """The style of a letter and the quarter turns of its line; those of its text object."""
        raw = self._raw
        thing = raw.FPDFText_GetTextObject(self._text, at)
        key = ctypes.cast(thing, ctypes.c_void_p).value or 0
        if key not in self._styles:
            matrix = raw.FS_MATRIX()
            raw.FPDFText_GetMatrix(self._text, at, matrix)
            size = raw.FPDFText_GetFontSize(self._text, at) * math.hypot(matrix.c, matrix.d)
            style = self._read_font(thing)
            if raw.FPDFTextObj_GetTextRenderMode(thing) == _STROKED:
                style = replace(style, bold=True)
            turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            style = replace(style, size=round(size, 1))
            self._styles[key] = self._known.setdefault(style, style), turn
        return self._styles[key]

    def _read_font(self, thing: Any) -> LetterStyle:  # noqa: ANN401  untyped
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(thing)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(_LONGEST_NAME)
            raw.FPDFFont_GetBaseFontName(font, buffer, _LONGEST_NAME)
            name = buffer.value.decode("utf-8", "replace")
            flags = max(0, raw.FPDFFont_GetFlags(font))
            angle = ctypes.c_int()
            slanted = raw.FPDFFont_GetItalicAngle(font, angle) and angle.value
            self._fonts[key] = LetterStyle(
                bold=bool(_BOLD.search(name) or flags & _FORCE_BOLD),
                italic=bool(_ITALIC.search(name) or flags & _ITALIC_FLAG or slanted),
                fixed=bool(flags & _FIXED_PITCH),
                font=name.rpartition("+")[2],
            )
        return self._fonts[key]

    # ── what lies on the page ────────────────────────────────────────────────

    def _list_links(self) -> Iterator[tuple[tuple[float, float, float, float], str]]:
        """The areas of the page that lead to an address."""
        raw = self._raw
        place, link = ctypes.c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(self._page, place, link):
            action = raw.FPDFLink_GetAction(link)
            size = raw.FPDFAction_GetURIPath(self._document, action, None, 0) if action else 0
            area = raw.FS_RECTF()
            if 1 < size <= _LONGEST_LINK and raw.FPDFLink_GetAnnotRect(link, area):
                buffer = ctypes.create_string_buffer(size)
                raw.FPDFAction_GetURIPath(self._document, action, buffer, size)
                edges = (*sorted((area.left, area.right)), *sorted((area.bottom, area.top)))
                yield edges, buffer.value.decode("utf-8", "replace")

    def _find_link(self, x: float, y: float) -> str:
        for (left, right, bottom, top), address in self._links:
            if left <= x <= right and bottom <= y <= top:
                return address
        return ""

    def _list_comments(self) -> Iterator[str]:
        raw = self._raw
        for at in range(raw.FPDFPage_GetAnnotCount(self._page)):
            note = raw.FPDFPage_GetAnnot(self._page, at)
            if not note:
                continue
            said = _read_text(raw.FPDFAnnot_GetStringValue, note, b"Contents").strip()
            if said and raw.FPDFAnnot_GetSubtype(note) in _COMMENTS:
                yield said
            raw.FPDFPage_CloseAnnot(note)

    def _read_drawings(self, page: PdfPage) -> None:
        """Count the pictures of the page and find its dots, which may be the bullets of a list."""
        raw = self._raw
        edges = [ctypes.c_float() for _ in range(4)]
        for at in range(raw.FPDFPage_CountObjects(self._page)):
            thing = raw.FPDFPage_GetObject(self._page, at)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH):
                raw.FPDFPageObj_GetBounds(thing, *edges)
                left, bottom, right, top = (edge.value for edge in edges)
                wide, high = right - left, top - bottom
                if kind == raw.FPDF_PAGEOBJ_IMAGE:
                    page.pictures += min(wide, high) >= _SEEN
                elif min(wide, high) > _DOT[0] and max(wide, high) < _DOT[1]:
                    page.dots.append(((left + right) / 2, -(bottom + top) / 2))


def _is_leftward(sign: str) -> bool:
    return "\u0590" <= sign <= "\u08ff" or "\ufb1d" <= sign <= "\ufefc"


def _turn(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a place of a page lies when its text is turned to run to the right; y runs down."""
    return ((x, -y), (y, x), (-x, y), (-y, -x))[turn]
