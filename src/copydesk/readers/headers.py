"""What stands above a scraped or mailed text about it: front matter, labelled lines.

Front matter is YAML between `---`, TOML between `+++`, or pandoc's three lines behind `%`;
labelled lines are "Label: value", in any of the languages of `data/headers.toml`. Both become
facts. The lines themselves stay lines of the text; structure takes them for furniture, and what
the article prints wins over any fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parseaddr
from functools import cache
from typing import Final

from copydesk import tables
from copydesk.settings.identifiers import find_doi
from copydesk.system import toml

#: Front matter is no longer; beyond, the lines are text between two rules.
_MOST_LINES: Final = 400
_MOST_CHARACTERS: Final = 40_000
#: Labelled lines begin in the first lines that are not empty, and are no more than this.
_FIRST: Final = 4
_LABELLED_LINES: Final = 60
#: Facts that make a few labelled lines a header.
_FEWEST: Final = 2
_LONGEST: Final = 500
#: Lines of the note above a forwarded message at most.
_NOTE: Final = 8
#: Fields that programs write and authors do not.
_MACHINE: Final = frozenset(("url", "site", "other"))

#: Marks of order, direction and breaks that nobody sees, at the ends of lines.
_MARKS: Final = "\ufeff\u200b\u200e\u200f"
#: Keys below an author that hold the name.
_NAMES: Final = ("name", "literal", "full_name", "fullname")
#: A key that no author writes before a sentence.
_KEY = re.compile(r"[a-z][a-z\d_-]*")
#: A value with signs that YAML takes for its own, written without quotation marks.
_UNQUOTED = re.compile(r"^(\w[\w .-]{0,60}):[ \t]+(?![\"'|>\[{])(.*\S)", re.MULTILINE)
_ENTRY = re.compile(
    r"[ \t>*_#|-]{0,4}([^\W\d_][\w .()/’'-]{0,30}?)[*_]{0,2}[ \t]?"
    r"(?:：|:(?![/\d]))[ \t*_]{0,4}(.*)$"
)
_HEADLINE = re.compile(r"#[ \t]+\S")
_RULE = re.compile(r"[ \t]*(?:[-=_*~][ \t]?){3,}$|[-*=_ ]{2,}[^\W\d_][\w ’']{2,60}[-*=_: ]{1,}$")
#: What mail programs set above a message that they forward: a rule with words, or a line alone.
_FORWARDS = re.compile(
    r"[ \t>]*(?:[-=_*]{2,}[ \t]*[^\W\d_][\w ’']{2,60}[-=_*: \t]+|[^\W\d_][\w ’']{9,60}:[ \t]*)"
)
_ADDRESS = re.compile(r"https?://[^\s<>()\"']{3,2000}")
_REPLIES = re.compile(
    r"(?:(?:re|aw|fwd?|wg|tr|rv|sv|vs|odp|ynt)\s?(?:\[\d+\])?:\s*)+", re.IGNORECASE
)
#: "… wrote:" in any language: an address and a colon.
_ATTRIBUTION = re.compile(r".*\S@\S.*[:：]\s*")
#: "Lind, Ada <ada@example.org>", "Ada Lind [mailto:ada@example.org]".
_SENDER = re.compile(r"([^<>\[\]()@]{2,100})[<\[][^\s<>\[\]]+@[^\s<>\[\]]+[>\]]")
_JOINTS = re.compile(r"\s*;\s*|\s+(?:and|und|et|y|e|en|och|og|i|и)\s+|\s+&\s+")


@dataclass(frozen=True, slots=True)
class Header:
    """The facts above a text, and the lines that tell them.

    The first `fenced` lines are front matter, those from `first` on before `size` are labelled;
    there are none where other things stand above them than a headline. `machine` says that a
    program wrote them, and no author for readers: they tell where the text was fetched, or how
    a message travelled. `unknown` are keys of front matter that are no fact, `abstract` is that
    of a text which has a subtitle too: it is a section, not a deck.
    """

    facts: tuple[tuple[str, str], ...] = ()
    size: int = 0
    machine: bool = False
    first: int = field(default=0, repr=False)
    fenced: int = field(default=0, repr=False)
    unknown: tuple[str, ...] = field(default=(), repr=False)
    abstract: str = field(default="", repr=False)


def read_header(lines: Sequence[str]) -> Header:
    """Read the header in the first of `lines`.

    >>> read_header(["Title: Mud", "", "URL Source: https://example.org/mud", "", "Text"])
    Header(facts=(('title', 'Mud'), ('url', 'https://example.org/mud')), size=3, machine=True)
    >>> read_header(["---", "authors: [Ada, Bo]", "layout: post", "---", "Text"])
    Header(facts=(('author', 'Ada; Bo'),), size=4, machine=True)
    >>> read_header(["Anna: Is it mud?", "Ben: It is."]).size
    0
    """
    lines = [line.strip(_MARKS) for line in lines[: _MOST_LINES + _LABELLED_LINES]]
    blank = next((at for at, line in enumerate(lines) if line.strip()), 0)
    matter = _read_front_matter(lines[blank:])
    if matter.size:
        matter = replace(matter, size=matter.size + blank, fenced=matter.size + blank)
    labelled = lines[matter.size : matter.size + _LABELLED_LINES]
    found = _read_forwarded(labelled, _find_labelled(labelled))
    return replace(
        matter,
        facts=tuple((dict(found.facts) | dict(matter.facts)).items()),
        size=matter.size + found.size,
        first=matter.size + found.first,
        machine=found.machine or (matter.machine and not found.size),
    )


def find_attributions(lines: Sequence[str]) -> frozenset[int]:
    """Find the lines in which a mail program says whose message it quotes below.

    >>> find_attributions(["See below.", "On 5 Mar 2024 Ada <ada@example.org> wrote:", "> Mud"])
    frozenset({1})
    """
    found: set[int] = set()
    above = -1
    for place, line in enumerate(lines):
        quoted = line.startswith(">")
        if quoted and above >= 0 and _ATTRIBUTION.fullmatch(lines[above][:_LONGEST]):
            found.add(above)
        if quoted or line.strip():
            above = -1 if quoted else place
    return frozenset(found)


# ── front matter ─────────────────────────────────────────────────────────────


def _read_front_matter(lines: Sequence[str]) -> Header:
    fence = lines[0].rstrip() if lines else ""
    if fence in ("---", "+++"):
        ends = ("---", "...") if fence == "---" else (fence,)
        end = next(
            (n for n, line in enumerate(lines[1:_MOST_LINES], 1) if line.rstrip() in ends), 0
        )
        text = "\n".join(lines[1:end])
        if not end or len(text) > _MOST_CHARACTERS:
            return Header()
        held, size = _load_yaml(text) if fence == "---" else _load_toml(text), end + 1
    elif fence.startswith("% ") and lines[1:] and lines[1].strip()[:2] in ("", "%", "% "):
        told = [line[1:].strip() for line in lines[:3] if line.startswith("% ") or line == "%"]
        held, size = dict(zip(("title", "author", "date"), told, strict=False)), len(told)
    else:
        return Header()
    if not isinstance(held, dict) or not held:
        return Header()
    header = _place(entry for key, value in held.items() for entry in _flatten(str(key), value))
    if not header.facts and not all(_KEY.fullmatch(str(key)) for key in held):
        return Header()
    return replace(header, size=size, fenced=size)


def _load_yaml(text: str) -> object:
    """YAML of strings alone. It has no aliases, so nothing in it can grow.

    Where it is not sound, values without quotation marks may hold what YAML takes for its own.
    """
    import yaml

    for attempt in (text, _UNQUOTED.sub(_quote, text)):
        with suppress(yaml.YAMLError, RecursionError):
            events = yaml.parse(attempt, yaml.BaseLoader) if "*" in attempt else ()
            if not any(isinstance(event, yaml.AliasEvent) for event in events):
                return yaml.load(attempt, yaml.BaseLoader)  # noqa: S506  makes strings alone
    return None


def _quote(entry: re.Match[str]) -> str:
    value = entry[2].replace("'", "''")
    return f"{entry[1]}: '{value}'"


def _load_toml(text: str) -> object:
    with suppress(toml.TOMLDecodeError):
        return toml.loads(text)
    return None


def _flatten(key: str, value: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of an entry, and one entry for each key below it that holds no name."""
    words: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            words += [str(item[name]) for name in _NAMES if name in item][:1]
            yield from ((f"{key}.{inner}", ("…",)) for inner in item if inner not in _NAMES)
        elif isinstance(item, list):
            words.append(", ".join(inner for inner in item if isinstance(inner, str)))
        elif item not in ("null", "~"):
            words.append(str(item))
    yield key, tuple(text for word in words if (text := " ".join(word.split())))


def _place(entries: Iterable[tuple[str, tuple[str, ...]]]) -> Header:
    """The facts of `entries`, each the best that tells it, and the keys that tell none."""
    keys = tables.load_table("front-matter")
    held = {key: words for key, words in entries if words}
    found: dict[str, tuple[int, str, str]] = {}
    for key, words in held.items():
        name = re.sub(r"[ .-]", "_", key.strip().lower())
        told = next((fact for fact, names in keys.items() if name in names), "")
        joint = "; " if told == "author" else ", "
        several = len(words) > 1 and told not in ("url", "doi")
        fact = joint.join(words) if several else _make_fact(told, words[0])
        if told and fact:
            found[told] = min(found.get(told, (99, "", "")), (keys[told].index(name), key, fact))
    used = {key for _, key, _ in found.values()}
    spare = {key.casefold(): " ".join(words) for key, words in held.items() if key not in used}
    unknown = tuple(key for key in held if key not in used and key.casefold() != "abstract")
    facts = tuple((told, found[told][2]) for told in keys if told in found)
    return Header(facts, machine=True, unknown=unknown, abstract=spare.get("abstract", ""))


# ── labelled lines ───────────────────────────────────────────────────────────


def _find_labelled(lines: Sequence[str]) -> Header:
    start = 0
    for _ in range(_FIRST):
        while start < len(lines) and not lines[start].strip():
            start += 1
        found = _read_labelled(lines, start)
        if len(found.facts) >= _FEWEST:
            above = [line for line in lines[:start] if line.strip()]
            if not above:
                return found
            headed = len(above) == 1 and _HEADLINE.match(above[0])
            return replace(found, first=start) if headed and found.machine else Header(found.facts)
        start += 1
    return Header()


def _read_forwarded(lines: Sequence[str], outer: Header) -> Header:
    """The header of the message that a mail forwards, below a short note of who sends it on.

    It follows the `outer` one, or a line with which a mail program begins what it forwards.
    """
    filled = [at for at in range(outer.size, len(lines)) if lines[at].strip()]
    for place, at in enumerate(filled[: _NOTE + 2]):
        begins = not place and outer.machine
        if not (begins or (place and _FORWARDS.fullmatch(lines[filled[place - 1]]))):
            continue
        inner = _read_labelled(lines, at)
        if inner.machine and dict(inner.facts).keys() >= {"author", "title", "date"}:
            facts = dict(outer.facts) | dict(inner.facts)
            return replace(inner, facts=tuple(sorted(facts.items())))
    return outer


def _read_labelled(lines: Sequence[str], start: int) -> Header:
    """The labelled lines from `start` on. Unknown labels may stand among known ones."""
    facts: dict[str, str] = {}
    size = start
    empty = machine = False
    for place in range(start, len(lines)):
        line = lines[place]
        if not line.strip():
            empty = True
            continue
        entry = _ENTRY.match(line) if len(line) <= _LONGEST else None
        name = _fields().get(fold_label(entry[1]), "") if entry else ""
        if entry and not name and _HEADLINE.match(line):
            break
        if entry and name == "content" and not entry[2].strip():
            size, machine = place + 1, True
            break
        if empty and name == "author" in facts:
            break
        if entry and name and name != "content":
            machine |= name in _MACHINE
            if value := _make_fact(name, entry[2].strip(" \t*_")):
                facts.setdefault(name, value)
        elif not (_RULE.match(line) and not empty) and (empty or not entry):
            break
        size, empty = place + 1, False
    return Header(tuple(sorted(facts.items())), size, machine)


def fold_label(label: str) -> str:
    """`label` in small letters, its blanks made one each."""
    return " ".join(label.casefold().split())


@cache
def _fields() -> Mapping[str, str]:
    """Label → field."""
    held = tables.load_table("headers")
    return {fold_label(label): field for field, labels in held.items() for label in labels}


def _make_fact(field: str, text: str) -> str:
    """`text` as the fact `field`, or "" where it cannot be one."""
    if field == "url":
        address = _ADDRESS.search(text)
        return address.group().rstrip(".,;") if address else ""
    if field in ("", "other", "doi") or not text:
        return find_doi(text) if field == "doi" else ""
    if "=?" in text:  # mails need it for letters beyond ASCII
        with suppress(MessageError, LookupError, ValueError):
            text = " ".join(str(make_header(decode_header(text))).split())
    if field == "title" and (match := _REPLIES.match(text)):
        return text[match.end() :]
    return _join_people(text) if field == "author" else text


def _join_people(text: str) -> str:
    """The names in `text`, parted by "; "; a sender's address goes."""
    if "@" in text:
        sender = _SENDER.match(text)
        return sender[1].strip("\"' ") if sender else parseaddr(text)[0]
    people: list[str] = []
    for part in _JOINTS.split(text):
        names = [name.strip() for name in part.split(",")]
        # "Lind, Ada" is one person, "Ada Lind, Bo Ek" are two.
        people += names if all(" " in name for name in names) else [part.strip()]
    return "; ".join(person for person in people if person)
