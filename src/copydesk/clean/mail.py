"""What a mail program leaves in a text: its encoding, and the signs before quoted lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from copydesk.clean.rules import document_rule
from copydesk.clean.views import View
from copydesk.model import Edit

_RUN = re.compile(r"(?:=[0-9A-F]{2})+")
_EQUALS = re.compile(r"=(?![0-9A-F]{2})(?!\s*$)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S++|(?<![^\s@])[^\s@]++@\S++")
#: Lines of a mail are no longer; a soft break stands where one would have been.
_LONGEST: Final = 78
_SHORTEST: Final = 40
#: Signs of the encoding that make an accident unlikely, of which two cannot be one.
_FEWEST: Final = 3
_CERTAIN: Final = 2
#: What nobody writes but a mail program: an equals sign, a blank at the end of a line.
_TELLTALE = re.compile(r"=3D|=20$")
_BREAKS = re.compile("[\r\n]+")
_REASON: Final = "left over from the encoding of a mail"


@dataclass(frozen=True, slots=True)
class _Code:
    """Codes at `[start, end)` of a line and the bytes they stand for."""

    start: int
    end: int
    data: bytes


@document_rule("enc.quoted-printable")
def quoted_printable(views: tuple[View, ...]) -> Iterator[Edit]:
    """Decode what a mail program wrote for letters beyond ASCII and for long lines."""
    if not _is_encoded(views):
        return
    taken = 0
    for place, view in enumerate(views):
        codes = _codes(view.text)
        if taken:
            codes[0] = _Code(codes[0].start, codes[0].end, codes[0].data[taken:])
        taken = 0
        below = views[place + 1] if place + 1 < len(views) else None
        broken = view.text.endswith("=") and below and below.number == view.number + 1
        if broken and below and codes and codes[-1].end == len(view.text) - 1:
            codes[-1], taken = _completed(codes[-1], below.text)
        for code in codes:
            yield view.edit(code.start, code.end, _decoded(code.data), _REASON)


def _is_encoded(views: Sequence[View]) -> bool:
    """Whether every equals sign of the text is one of the encoding, and some are surely."""
    codes = certain = telltale = 0
    for view in views:
        text = view.text
        if "=" not in text:
            continue
        if _EQUALS.search(_ADDRESS.sub(" ", text)):
            return False
        soft = text.endswith("=") and _SHORTEST <= len(text) <= _LONGEST
        runs = [_bytes(match.group()) for match in _RUN.finditer(_ADDRESS.sub(" ", text))]
        signs = len(_TELLTALE.findall(text))
        codes += soft + len(runs) + signs
        certain += soft + sum(_is_letter(data) for data in runs)
        telltale += signs + sum(not data.isascii() for data in runs)
    return codes >= _FEWEST and certain >= _CERTAIN and telltale > 0


def _is_letter(data: bytes) -> bool:
    """Whether `data` is UTF-8 for something beyond ASCII."""
    try:
        return len(data) > 1 and not data.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _codes(text: str) -> list[_Code]:
    return [_Code(*match.span(), _bytes(match.group())) for match in _RUN.finditer(text)]


def _bytes(codes: str) -> bytes:
    return bytes.fromhex(codes.replace("=", ""))


def _completed(code: _Code, below: str) -> tuple[_Code, int]:
    """`code` with the bytes of its last character that stand on the line below; their number."""
    following = _RUN.match(below)
    if not following or _whole(code.data):
        return code, 0
    more = _bytes(following.group())
    for count in range(1, min(3, len(more)) + 1):
        if _whole(code.data + more[:count]):
            return _Code(code.start, code.end, code.data + more[:count]), count
    return code, 0


def _whole(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return _BREAKS.sub(" ", text)


_SIGNS = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
#: Prompts of programs begin their lines so too.
_PROMPT = re.compile(r"[ \t]{0,3}(?:>>>|>\s*[$#])")
#: A message has so many lines, so much of the text, and lines as wide as prose.
_FEWEST_LINES: Final = 5
_SHARE: Final = 0.5
_WIDE: Final = 40
_WIDE_LINES: Final = 0.4


@document_rule("enc.mail-quote")
def mail_quote(views: tuple[View, ...]) -> Iterator[Edit]:
    """Remove the `>` before each line of an article that came quoted in a mail."""
    quoted = [view for run in _messages(views) for view in run]
    size = sum(len(view.text) for view in views)
    if sum(len(view.text) for view in quoted) < _SHARE * size:
        return
    for view in quoted:
        signs = _SIGNS.match(view.text)
        if signs:
            yield view.edit(0, signs.end(), "", "a mail program quoted the line")


def _messages(views: Sequence[View]) -> Iterator[list[View]]:
    """The runs of quoted lines that are prose."""
    for quoted, run in groupby(views, key=lambda view: _SIGNS.match(view.text) is not None):
        lines = list(run)
        if not quoted or len(lines) < _FEWEST_LINES:
            continue
        wide = sum(len(view.text) >= _WIDE for view in lines)
        prompts = sum(_PROMPT.match(view.text) is not None for view in lines)
        if wide >= _WIDE_LINES * len(lines) and not prompts:
            yield lines
