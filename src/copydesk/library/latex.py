r"""Text of CSL fields to LaTeX and back.

CSL knows four kinds of markup in a text: `<i>`, `<b>`, `<sup>`, `<sub>`, and spans for
small capitals and for words that no style may recase. What LaTeX says beyond that keeps
its words: an unknown command stays as it is written, and nothing is ever carried out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from copydesk import tables

#: Braces inside braces beyond this depth are taken away; nobody writes them on purpose.
DEEPEST: Final = 40

_TOKEN: Final = re.compile(
    r"\\[a-zA-Z]+\*?[ \t\r\n]*|\\.|[{}$^_~]|---?|``?|''|[ \t\r\n]+|[^\\{}$^_~`' \t\r\n-]+|.",
    re.DOTALL,
)
_BLANKS: Final = " \t\r\n"
_CAPS: Final = '<span style="font-variant:small-caps;">'
_NOCASE: Final = '<span class="nocase">'
#: Markup of CSL ↔ the command that sets it.
_MARKUP: Final = (
    ("<i>", "</i>", "emph"),
    ("<b>", "</b>", "textbf"),
    ("<sup>", "</sup>", "textsuperscript"),
    ("<sub>", "</sub>", "textsubscript"),
    (_CAPS, "</span>", "textsc"),
)


@dataclass(frozen=True, slots=True)
class Commands:
    """What commands stand for, from `house/library/latex.toml`."""

    accents: Mapping[str, str]
    letters: Mapping[str, str]
    markup: Mapping[str, str]
    plain: frozenset[str]
    silent: frozenset[str]


@cache
def commands() -> Commands:
    """The commands that are understood."""
    table = tables.table("library/latex")
    return Commands(
        table["accents"], table["letters"], table["markup"],
        frozenset(table["plain"]), frozenset(table["silent"]),
    )  # fmt: skip


# ── reading ──────────────────────────────────────────────────────────────────


def decoded(source: str, *, title: bool = False) -> str:
    r"""What the LaTeX `source` says, as the text of a CSL field.

    In a `title`, words in braces that begin small ("{iPhone}") are marked so that no
    style makes capitals of them; other braces only kept BibTeX from making small letters.

    >>> decoded(r"The {NATO} fleet, 45--54 \& \emph{G{\"o}teborg}")
    'The NATO fleet, 45–54 & <i>Göteborg</i>'
    >>> decoded(r"\input{a} and $CO_2$")
    '\\input{a} and CO<sub>2</sub>'
    """
    if not _is_marked(source):
        return source.strip(_BLANKS)
    whole = source.strip(_BLANKS)
    inner = unwrapped(whole)
    text = _Reader(_TOKEN.findall(inner), title=title).text()
    return unicodedata.normalize("NFC", text).strip(_BLANKS)


def _is_marked(source: str) -> bool:
    return bool(re.search(r"[\\{}$~`]|--|''|[\t\r\n]|  ", source))


def unwrapped(source: str) -> str:
    """`source` without braces around all of it, of which nobody writes more than three.

    >>> unwrapped("{{World Bank}}")
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


class _Reader:
    """Goes through the tokens once; `text` is what they say."""

    def __init__(self, tokens: list[str], *, title: bool) -> None:
        self.tokens = tokens
        self.at = 0
        self.title = title
        self.known = commands()
        self.dollars = sum(sign == "$" for sign in tokens)
        self.maths = False
        self.depth = 0

    def text(self) -> str:
        pieces = [self.run()]
        while self.at < len(self.tokens):  # a closing brace too many
            self.at += 1
            pieces.append(self.run())
        return "".join(pieces)

    def run(self) -> str:
        """The text up to the brace that closes this group, or to the end."""
        pieces: list[str] = []
        closing: list[str] = []
        while self.at < len(self.tokens):
            sign = self.tokens[self.at]
            if sign == "}":
                break
            self.at += 1
            name = sign[1:].rstrip(_BLANKS)
            if sign[0] == "\\" and (opened := self.known.markup.get(f"{name}!")):
                start, end = _tags(opened)
                pieces.append(start)
                closing.append(end)
                continue
            pieces.append(self.one(sign, name, "".join(pieces[-1:])))
        return "".join((*pieces, *reversed(closing)))

    def one(self, sign: str, name: str, before: str) -> str:
        """What one sign says, with the arguments that it takes."""
        if sign == "{":
            return self.group(before)
        if sign[0] == "\\":
            return self.command(sign, name)
        if sign == "$":
            return self.dollar()
        if sign in "^_" and self.maths:
            start, end = _tags("textsuperscript" if sign == "^" else "textsubscript")
            return f"{start}{self.argument()}{end}"
        if sign[0] in _BLANKS:
            return " " if not self.maths or len(sign) > 1 else sign
        return _SIGNS.get(sign, sign)

    def group(self, before: str) -> str:
        first = self.tokens[self.at] if self.at < len(self.tokens) else ""
        inner = self.braced()
        small = self.title and self.depth == 0 and first[:1].islower()
        apart = (not before or before[-1] in " (“‘") and self.stands_apart()
        return f"{_NOCASE}{inner}</span>" if small and apart else inner

    def stands_apart(self) -> bool:
        after = self.tokens[self.at][0] if self.at < len(self.tokens) else " "
        return not (after.isalnum() or after in "{\\")

    def braced(self) -> str:
        """The text of the group whose brace was just passed."""
        if self.depth >= DEEPEST:
            return ""  # the brace goes, its words follow; the other one goes in `text`
        self.depth += 1
        inner = self.run()
        self.depth -= 1
        self.at += 1
        return inner

    def argument(self) -> str:
        """What a command is applied to: a group, a command or a single sign."""
        if self.at < len(self.tokens) and self.tokens[self.at][0] in _BLANKS:
            self.at += 1
        if self.at >= len(self.tokens) or self.tokens[self.at] == "}" or self.depth >= DEEPEST:
            return ""
        sign = self.tokens[self.at]
        self.at += 1
        if sign == "{":
            return self.braced()
        if sign[0] == "\\":
            self.depth += 1
            said = self.command(sign, sign[1:].rstrip(_BLANKS))
            self.depth -= 1
            return said
        if sign[1:]:
            self.at -= 1
            self.tokens[self.at] = sign[1:]
        return sign[0]

    def dollar(self) -> str:
        if not self.maths and self.dollars < 2:
            self.dollars -= 1
            return "$"
        self.dollars -= 1
        self.maths = not self.maths
        return ""

    def command(self, sign: str, name: str) -> str:
        known = self.known
        if name in known.accents:
            return self.accented(known.accents[name])
        if name in known.letters:
            return known.letters[name]
        if name in known.silent:
            return ""
        if command := known.markup.get(name):
            start, end = _tags(command)
            return f"{start}{self.argument()}{end}"
        if name in known.plain:
            return self.argument()
        return self.spoken(sign, name)

    def spoken(self, sign: str, name: str) -> str:
        """A command with words of its own, or an unknown one as it is written."""
        if name == "noopsort":  # a key for sorting, no word
            self.argument()
            return ""
        if name == "href":
            address = self.argument()
            return f"{self.argument()} ({address})"
        if name in ("enquote", "mkbibquote"):
            return f"“{self.argument()}”"
        return self.unknown(name, " " if sign[-1] in _BLANKS and len(name) > 1 else "")

    def accented(self, accent: str) -> str:
        letter = self.argument()
        if not letter:
            return ""
        base = {"ı": "i", "ȷ": "j"}.get(letter[0], letter[0])
        return unicodedata.normalize("NFC", base + accent) + letter[1:]

    def unknown(self, name: str, spaced: str) -> str:
        """An unknown command as it is written, its argument in braces."""
        if self.at < len(self.tokens) and self.tokens[self.at] == "{" and self.depth < DEEPEST:
            self.at += 1
            return f"\\{name}{{{self.braced()}}}"
        return f"\\{name}{spaced}"


_SIGNS: Final = {
    "~": "\u00a0", "--": "–", "---": "—", "``": "“", "''": "”", "`": "‘",
}  # fmt: skip


def _tags(command: str) -> tuple[str, str]:
    return next((start, end) for start, end, name in _MARKUP if name == command)


# ── writing ──────────────────────────────────────────────────────────────────

_TAG: Final = re.compile(
    r'<(?:i|b|sup|sub)>|</(?:i|b|sup|sub|span)>|<span class="nocase">'
    r'|<span style="font-variant: ?small-caps;?">'
)
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
_WORD: Final = re.compile(r"[^ ]+")


def encoded(text: str, *, title: bool = False) -> str:
    r"""The text of a CSL field as LaTeX; `decoded` gives it back.

    In a `title`, words with capitals that a style would make small are put in braces.

    >>> encoded("The NATO fleet & <i>Zostera</i>, 45–54", title=True)
    'The {NATO} fleet \\& \\emph{Zostera}, 45--54'
    """
    flat = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    pieces: list[str] = []
    depth = 0
    for piece, command in _pieces(flat):
        if command == "}":
            pieces.append("}")
            depth -= 1
        elif command:
            pieces.append("{" if command == "{" else f"\\{command}{{")
            depth += 1
        elif title and depth == 0:
            pieces.append(_protected(piece, first=not pieces))
        else:
            pieces.append(_escaped(piece))
    return "".join(pieces)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """`text` parted at its markup: (words, "") and ("", what opens or closes)."""
    pairs = _paired(text)
    position = 0
    for tag in _TAG.finditer(text):
        command = pairs.get(tag.start())
        if command is None:
            continue  # opened or closed only: words like any other
        if tag.start() > position:
            yield text[position : tag.start()], ""
        yield "", command
        position = tag.end()
    if position < len(text):
        yield text[position:], ""


def _paired(text: str) -> dict[int, str]:
    """The places of tags that open and close each other, with what stands there."""
    found: dict[int, str] = {}
    waiting: list[tuple[int, str, str]] = []
    for tag in _TAG.finditer(text):
        sign = tag[0]
        if not sign.startswith("</"):
            end = "</span>" if sign.startswith("<span") else f"</{sign[1:]}"
            waiting.append((tag.start(), end, _command(sign)))
        elif waiting and waiting[-1][1] == sign:
            start, _, command = waiting.pop()
            found[start], found[tag.start()] = command, "}"
    return found


def _command(tag: str) -> str:
    """The command that a tag opens; braces alone where a style is to recase nothing."""
    if tag == _NOCASE:
        return "{"
    return next((name for start, _, name in _MARKUP if start == tag), "textsc")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _escape(found[0]), text)


def _escape(sign: str) -> str:
    # Of several dashes or quotation marks each is to stay what it is.
    return "{}".join(_ESCAPES.get(one, one) for one in sign)


def _protected(text: str, *, first: bool) -> str:
    """`text` escaped, with braces around the words that have capitals of their own."""
    pieces: list[str] = []
    held: list[str] = []
    position = 0
    for word in _WORD.finditer(text):
        gap = text[position : word.start()]
        position = word.end()
        if not _has_capital(word[0], opening=first and word.start() == 0):
            pieces += [_closed(held), gap, _escaped(word[0])]
            held = []
            continue
        (held or pieces).append(gap)
        held.append(_escaped(word[0]))
    return "".join((*pieces, _closed(held), text[position:]))


def _closed(held: list[str]) -> str:
    return f"{{{''.join(held)}}}" if held else ""


def _has_capital(word: str, *, opening: bool) -> bool:
    letters = [sign for sign in word if sign.isalpha()]
    return any(sign != sign.lower() for sign in letters[1 if opening else 0 :])
