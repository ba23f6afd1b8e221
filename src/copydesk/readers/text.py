"""Plain text: decode, split into lines; and pages whose tags were escaped once more."""

from __future__ import annotations

import hashlib
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from os.path import commonprefix
from typing import Final

from copydesk.config import Config
from copydesk.errors import Refused
from copydesk.model import Line, Query, Submission
from copydesk.queries import make_query
from copydesk.readers.columns import mark_tables
from copydesk.readers.decode import Decoded, decode_text
from copydesk.readers.headers import find_attributions, read_header
from copydesk.settings.limits import Limits

#: Letters of a passage that a question quotes.
_QUOTED: Final = 60

_BREAK = re.compile("\r\n|\r|\n")


def read_text(data: bytes, path: str, config: Config) -> Submission:
    """The lines of a plain text, and the facts that a header above it tells.

    Lines end at CR LF, CR or LF only; blank ones are kept. The lines' texts and endings
    in a row are the decoded text. Raises `Refused` past the limits on lines.
    """
    read = decode_text(data)
    lines = tuple(number_lines(data, read.text, path, config))
    digest = hashlib.sha256(data).hexdigest()
    queries = (ask_encoding(read),) if read.doubtful else ()
    texts = [line.text for line in lines]
    told = read_header(texts)
    apart = find_attributions(texts) | {*range(told.fenced)}
    apart |= {*range(told.first, told.size)} if told.machine else set()
    lines = tuple(
        replace(line, zone="header") if place in apart else line for place, line in enumerate(lines)
    )
    return Submission(
        path, digest, "text/plain", mark_tables(lines), read.encoding, told.facts, queries
    )


def read_escaped(data: bytes, path: str, config: Config) -> Submission:
    """The blocks of a page whose tags became text, as in feeds; the editor is told of it.

    >>> sent = read_escaped(b"&lt;p&gt;Mud &amp;amp; sand&lt;/p&gt;", "a.txt", Config())
    >>> sent.lines[0].text, sent.media_type
    ('Mud & sand', 'text/html')
    """
    from copydesk.readers.html import read_html

    read = decode_text(data)
    sent = read_html(unescape(read.text).encode("utf-8", "replace"), path, config)
    message = "the tags of the page were escaped; it was read as a page with these tags"
    query = make_query("text.encoding", 0, message, anchor="escaped")
    digest = hashlib.sha256(data).hexdigest()
    return replace(sent, sha256=digest, encoding=read.encoding, queries=(query, *sent.queries))


def number_lines(data: bytes, text: str, path: str, config: Config) -> Iterator[Line]:
    r"""The lines of `text`, which is `data` decoded; raises `Refused` past the limits on lines.

    The byte order mark is what a first line that holds nothing else has received.

    >>> lines = number_lines(b"\xef\xbb\xbf\nMud", "\nMud", "a.txt", Config())
    >>> [line.received for line in lines]
    ['\ufeff', 'Mud']
    """
    # Much of a Markdown text may be addresses, which do not count.
    if len(text) > 2 * config.limits.characters:
        raise refuse_length(len(text), path, config)
    for number, (piece, ending) in enumerate(split_lines(text), 1):
        check_line(number, piece, path, config.limits)
        if number == 1 and not piece.strip() and data.startswith(BOM_UTF8):
            yield Line(number, "", ending, source=f"\ufeff{piece}", hint="markup")
        else:
            yield Line(number, piece, ending)


def split_lines(text: str) -> Iterator[tuple[str, str]]:
    r"""The lines of `text`, each with its ending; the last one may have none.

    >>> list(split_lines("a\rb\n\nc"))
    [('a', '\r'), ('b', '\n'), ('', '\n'), ('c', '')]
    """
    position = 0
    for match in _BREAK.finditer(text):
        yield text[position : match.start()], match.group()
        position = match.end()
    if position < len(text):
        yield text[position:], ""


def remove_margin(lines: Sequence[str]) -> list[str]:
    """Remove the blanks with which all filled lines begin: to Markdown four are a program's.

    >>> remove_margin(["    # Mud", "", "      - sand"])
    ['# Mud', '', '  - sand']
    """
    filled = [line for line in lines if line.strip()]
    shared = commonprefix(filled)  # noqa: RUF071  of signs, not of folders
    margin = len(shared) - len(shared.lstrip(" \t"))
    return [line[margin:] if line.strip() else line for line in lines]


def ask_encoding(read: Decoded) -> Query:
    """The question whether the encoding that was guessed is the right one."""
    message = f"the file is not valid UTF-8 and was read as {read.encoding}"
    if read.encoding == "utf-8":
        message = "the file is UTF-8 but for a few bytes, which were read as windows-1252"
    return make_query("text.encoding", 0, message, anchor=read.encoding)


def ask_about_nested(counts: Mapping[str, int]) -> Iterator[Query]:
    """Ask once about the quotations and lists that stand as paragraphs of a quotation.

    >>> [query.message for query in ask_about_nested({"list": 2, "quotation": 1})]
    ['printed as paragraphs of the quotations that hold them: 2 lists, 1 quotation']
    """
    said = [f"{count} {kind}{'s' * (count > 1)}" for kind, count in counts.items() if count]
    if said:
        message = f"printed as paragraphs of the quotations that hold them: {', '.join(said)}"
        yield make_query("read.nested", 0, message, anchor=message)


def ask_about_struck(passages: Iterable[str]) -> Iterator[Query]:
    """Ask once about what is struck out in the text as received, and printed as any other words.

    >>> [query.message for query in ask_about_struck(["the  king"])]
    ['struck-out passages are printed as plain text: 1, the first is “the king”']
    """
    struck = [passage for words in passages if (passage := " ".join(words.split()))]
    if struck:
        message = f"struck-out passages are printed as plain text: {len(struck)}, the first is"
        message += f" “{struck[0][:_QUOTED]}”"
        yield make_query("read.dropped", 0, message, anchor="struck " + struck[0])


def check_line(number: int, text: str, path: str, limits: Limits, name: str = "") -> None:
    """Raise `Refused` past the limits on lines; `name` is what a message calls the line."""
    if number > limits.lines:
        raise refuse_lines(path, limits.lines)
    if len(text) > limits.line_characters:
        message = f"`{path}`: {name or f'line {number}'} has {len(text):,} characters"
        message += f", the limit is {limits.line_characters:,}"
        hint = "break the text into paragraphs, or raise `limits.line_characters`"
        raise Refused(message, hint=hint, code="refuse.line-too-long")


def refuse_lines(path: str, most: int) -> Refused:
    """Make the refusal of a file with more lines than `limits.lines`."""
    message = f"`{path}` has more than {most:,} lines"
    hint = "send the article alone, or raise `limits.lines` in the settings"
    return Refused(message, hint=hint, code="refuse.too-many-lines")


def refuse_length(length: int, path: str, config: Config) -> Refused:
    """The refusal of a text of `length` characters."""
    message = f"the text of `{path}` has {length:,} characters"
    message += f", the limit is {config.limits.characters:,}"
    hint = "send one article or chapter at a time, or raise `limits.characters` in the settings"
    return Refused(message, hint=hint, code="refuse.too-long")
