r"""Text of CSL fields to LaTeX and back.

CSL knows four kinds of markup in a text: `<i>`, `<b>`, `<sup>`, `<sub>`, and spans for small
capitals and for words that no style may recase. What LaTeX says beyond that keeps its words: an
unknown command stays as it is written, and nothing is ever carried out. (pylatexenc 2.11 drops
markup, unknown commands, and all behind a `%`, and takes 28 times as long.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from copydesk import tables

#: Braces inside braces beyond this depth are left out; nobody writes them on purpose.
_DEEPEST: Final = 40
_BLANKS: Final = " \t\r\n"
_TOKEN: Final = re.compile(
    r"\\[a-zA-Z]+\*?[ \t\r\n]*|\\.|[{}$^_~]|---?|``?|''|[ \t\r\n]+|[^\\{}$^_~`' \t\r\n-]+|.",
    re.DOTALL,
)
_MARKED: Final = re.compile(r"[\\{}$~`]|--|''|[\t\r\n]|  ")
#: A key for sorting, no words.
_SORTED_BY: Final = re.compile(r"\\noopsort\s*\{[^{}]*\}")
_LINK: Final = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SIGNS: Final = {
    "~": "\u00a0", "--": "–", "---": "—", "``": "“", "''": "”", "`": "‘",
}  # fmt: skip
_NOCASE: Final = '<span class="nocase">'
#: What a command sets → the markup of CSL.
_MARKUP: Final = {
    "emph": ("<i>", "</i>"),
    "textbf": ("<b>", "</b>"),
    "textsuperscript": ("<sup>", "</sup>"),
    "textsubscript": ("<sub>", "</sub>"),
    "textsc": ('<span style="font-variant:small-caps;">', "</span>"),
    "enquote": ("“", "”"),
}


# ── reading ──────────────────────────────────────────────────────────────────


def decode(source: str) -> str:
    r"""Read the LaTeX `source` as the text of a CSL field.

    Braces around words only kept BibTeX from making small letters, and go.

    >>> decode(r"The {NATO} fleet, 45--54 \& \emph{G{\"o}teborg}")
    'The NATO fleet, 45–54 & <i>Göteborg</i>'
    >>> decode(r"\input{a} and $CO_2$")
    '\\input{a} and CO<sub>2</sub>'
    """
    whole = source.strip(_BLANKS)
    if not _MARKED.search(whole):
        return whole
    plain = _LINK.sub(r"\2 (\1)", _SORTED_BY.sub("", unwrap(whole)))
    text = _Decoder(_TOKEN.findall(plain)).text()
    return unicodedata.normalize("NFC", text).strip(_BLANKS)


def unwrap(source: str) -> str:
    """Take off braces around all of `source`, of which nobody writes more than three.

    >>> unwrap("{{World Bank}}")
    'World Bank'
    """
    for _ in range(3):
        if not is_wrapped(source):
            break
        source = source[1:-1].strip(_BLANKS)
    return source


def is_wrapped(source: str) -> bool:
    """Whether one pair of braces holds all of `source`.

    >>> is_wrapped("{World Bank}"), is_wrapped("{A} and {B}")
    (True, False)
    """
    if not (source.startswith("{") and source.endswith("}")):
        return False
    depth = 0
    for sign in re.finditer(r"[{}]", source):
        depth += 1 if sign[0] == "{" else -1
        if depth == 0:
            return sign.end() == len(source)
    return False


@dataclass(slots=True)
class _Group:
    """What stands between two braces: its text so far, and the commands that want an argument."""

    end: str = ""
    pieces: list[str] = field(default_factory=list)
    waiting: list[Callable[[str], str]] = field(default_factory=list)

    def add(self, text: str) -> None:
        while self.waiting:
            text = self.waiting.pop()(text)
        self.pieces.append(text)

    def wait(self, apply: Callable[[str], str]) -> None:
        if len(self.waiting) < _DEEPEST:
            self.waiting.append(apply)

    def text(self) -> str:
        if self.waiting:
            self.add("")
        return "".join((*self.pieces, self.end))


class _Decoder:
    """Goes through the tokens once, with a stack of the groups that are open."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.known = tables.load_table("library/latex")
        self.dollars = tokens.count("$")
        self.maths = False
        self.groups = [_Group()]
        self.left_out = 0

    def text(self) -> str:
        for token, following in zip(self.tokens, [*self.tokens[1:], ""], strict=True):
            self.take(token, following)
        while len(self.groups) > 1:
            self.close()
        return self.groups[0].text()

    def take(self, sign: str, following: str) -> None:
        group = self.groups[-1]
        if sign == "{":
            self.open()
        elif sign == "}":
            self.close()
        elif sign[0] == "\\":
            self.command(group, sign, following)
        elif sign == "$":
            if self.maths or self.dollars > 1:
                self.maths = not self.maths
            else:
                group.add("$")
            self.dollars -= 1
        elif sign in ("^", "_") and self.maths:
            self.mark(group, "textsuperscript" if sign == "^" else "textsubscript")
        elif not group.waiting:
            group.add(" " if sign[0] in _BLANKS else _SIGNS.get(sign, sign))
        elif sign[0] not in _BLANKS:  # an argument without braces is one letter
            group.add(sign[0])
            group.add(sign[1:])

    def open(self) -> None:
        if len(self.groups) > _DEEPEST:
            self.left_out += 1
        else:
            self.groups.append(_Group())

    def close(self) -> None:
        if self.left_out:
            self.left_out -= 1
        elif len(self.groups) > 1:
            text = self.groups.pop().text()
            self.groups[-1].add(text)

    def mark(self, group: _Group, name: str) -> None:
        start, end = _MARKUP[name]
        group.wait(lambda text: f"{start}{text}{end}")

    def command(self, group: _Group, token: str, following: str) -> None:
        name = token[1:].rstrip(_BLANKS) or token[1:]
        known = self.known
        if accent := known["accents"].get(name):
            group.wait(lambda text: _accented(text, accent))
        elif (letter := known["letters"].get(name)) is not None:
            group.add(letter)
        elif name in known["markup"]:
            self.mark(group, known["markup"][name])
        elif markup := known["markup"].get(f"{name}!"):  # for the rest of its group
            start, end = _MARKUP[markup]
            group.add(start)
            group.end = end + group.end
        elif name in known["plain"]:
            group.wait(str)
        elif name in known["silent"]:
            pass
        elif following == "{":
            group.wait(lambda text: f"\\{name}{{{text}}}")
        else:
            group.add(f"\\{name} " if token[-1] in _BLANKS and len(name) > 1 else f"\\{name}")


def _accented(text: str, accent: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(text[:1], text[:1])
    return unicodedata.normalize("NFC", base + accent) + text[1:] if base else ""


# ── writing ──────────────────────────────────────────────────────────────────

_TAG: Final = re.compile(
    r'<(?:i|b|sup|sub)>|</(?:i|b|sup|sub|span)>|<span class="nocase">'
    r'|<span style="font-variant: ?small-caps;?">'
)
_OPENING: Final = {start: f"\\{name}{{" for name, (start, _) in _MARKUP.items()} | {_NOCASE: "{"}
_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    "\u00a0": "~",
    "–": "--",
    "—": "---",
}
_SPECIAL: Final = re.compile(r"[-–—]{2,}|'{2,}|[\\{}~^`&%$#_\u00a0–—]")


def encode(text: str) -> str:
    r"""Write the text of a CSL field as LaTeX; `decode` gives it back.

    >>> encode("The NATO fleet & <i>Zostera</i>, 45–54")
    'The NATO fleet \\& \\emph{Zostera}, 45--54'
    """
    flat = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    pieces: list[str] = []
    position = 0
    for start, end, sign in _find_markup(flat):
        pieces += [_escape(flat[position:start]), sign]
        position = end
    return "".join((*pieces, _escape(flat[position:])))


def _find_markup(text: str) -> list[tuple[int, int, str]]:
    """The tags that open and close each other, with what stands for them; others are words."""
    found: list[tuple[int, int, str]] = []
    waiting: list[tuple[re.Match[str], str]] = []
    for tag in _TAG.finditer(text):
        sign = tag[0]
        if not sign.startswith("</"):
            waiting.append((tag, f"</{re.findall('[a-z]+', sign)[0]}>"))
        elif waiting and waiting[-1][1] == sign:
            opened, _ = waiting.pop()
            command = _OPENING.get(opened[0], "\\textsc{")
            found += [(*opened.span(), command), (*tag.span(), "}")]
    return sorted(found)


def _escape(text: str) -> str:
    # Of several dashes or quotation marks each is to stay what it is.
    return _SPECIAL.sub(lambda found: "{}".join(_ESCAPES.get(one, one) for one in found[0]), text)
