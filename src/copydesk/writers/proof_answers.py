"""What the commands below a question say, in words: an editor chooses one by what it means."""

from __future__ import annotations

import shlex
from typing import Final

#: What a line is, as the answer to a question.
_ROLES: Final = {
    "title": "the title", "subtitle": "the deck", "byline": "the byline", "date": "the date",
    "heading": "a heading", "body": "running text", "quote": "a quotation",
    "list": "an item of a list", "caption": "a caption", "disclaimer": "a notice",
    "bio": "about the author", "cta": "a call to the reader; leave it out",
    "furniture": "the site’s; leave it out", "reference": "an entry of the list",
    "footnote": "a note", "other": "something else of the article",
}  # fmt: skip
#: What `ok` says of an entry, by the code of the question.
_FINE: Final = {
    "reference.uncited": "It stands in the list rightly",
    "reference.missing-year": "It has no year",
    "reference.lost-link": "Go without the link",
    "reference.leftover": "Leave these words out",
    "reference.order": "Ask no more",
    "reference.same-year": "Leave them without letters",
    "reference.duplicate": "They are two works",
    "reference.unparsed": "Print it as it stands",
}
_FIELDS: Final = {
    "title": "The title is", "authors": "By", "date": "The date is", "language": "It is in",
}  # fmt: skip


def meaning(command: str, code: str = "") -> str:
    """What `command` says when it answers a question of `code`; "" for no command.

    >>> meaning("copydesk cite source/a.txt ce96 lo2022", "citation.year-mismatch")
    'It means lo2022'
    >>> meaning("copydesk role source/a.txt 7 body", "structure.doubt")
    'It is running text'
    """
    _, verb, _, *said = shlex.split(command)
    if said[-1:] == ["--forget"]:
        return "Take the old decision out"
    match verb:
        case "cite":
            return _cited(said)
        case "entry":
            return (
                _FINE.get(code, "It was read rightly")
                if said[1:] == ["ok"]
                else _corrected(said[1:], code)
            )
        case "role" | "picture":
            return _of_line(verb, said[-1], code)
        case "set":
            told = said[0] == "author"
            return f"Take out what is said of {said[1]}" if told else _FIELDS[said[0]]
    return ""


def _of_line(verb: str, said: str, code: str) -> str:
    """What is said of a line, or of the picture in it."""
    if verb == "picture":
        return "It shows" if said else "It adds nothing to the text"
    return "Leave the line out" if code == "reference.duplicate" else f"It is {_ROLES[said]}"


def _cited(said: list[str]) -> str:
    """What is said of a citation: its entry, or what stands in place of one."""
    match said[1:]:
        case ["--none"]:
            return "It is no citation"
        case ["--as-written"]:
            return "Keep its words, linked to nothing"
        case [key, "--as-written"]:
            return f"It means {key}; keep the words of the text"
        case _:
            return f"It means {said[1]}"


def _corrected(corrections: list[str], code: str) -> str:
    """What the corrected fields of an entry say."""
    fields = [one.partition("=")[0] for one in corrections]
    if fields == ["FIELD"]:
        return "Give them a field"
    if code.startswith("citation."):
        return "The text is right, the entry is not"
    named = " and ".join(filter(None, (", ".join(fields[:-1]), fields[-1])))
    return f"Say the {named.replace('url', 'link')}"
