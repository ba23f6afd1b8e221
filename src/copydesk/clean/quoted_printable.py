"""What is left of a mail's encoding: `=20`, `=E2=80=99`, and lines that end in `=`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.model import Edit
from copydesk.registry import ProofLine, document_rule

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


@document_rule("enc.quoted-printable", "fix", roles=None)
def quoted_printable(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Decode what a mail program wrote for letters beyond ASCII and for long lines.

    A text copied from the source of a mail has `=E2=80=99` for an apostrophe, `=20` for a
    blank at a line's end, and `=` where a line was broken. It is decoded when the whole text
    is so: no equals sign in it stands for itself, unless in an address. The `=` at the end
    of a line goes when its paragraph is joined.

    `the port=E2=80=99s caf=C3=A9s=20` → `the port’s cafés `
    """
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


def _is_encoded(views: Sequence[ProofLine]) -> bool:
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
