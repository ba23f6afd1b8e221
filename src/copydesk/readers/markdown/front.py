"""Front matter of Markdown → facts: flat YAML between `---`, TOML between `+++`, pandoc's `%`.

The YAML is the part of it that writers of articles use: scalars, quoted or not, lists of
them, folded and literal blocks, and lists of people with a name each. It has no aliases,
no tags and no nesting, so nothing in it can grow. What finds no place is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from copydesk.gate import toml
from copydesk.identifiers import doi

#: Field of `Submission.facts` → the keys it is written under, the best first.
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "headline"),
    "deck": (
        "subtitle", "deck", "dek", "standfirst", "subheadline", "tagline", "lead", "lede",
        "description", "excerpt", "summary", "abstract",
    ),
    "author": ("author", "authors", "byline", "by", "creator", "writer"),
    "date": (
        "date", "published", "publish_date", "published_date", "date_published", "datepublished",
        "published_at", "published_time", "publishdate", "pubdate", "pub_date", "posted", "created",
    ),
    "language": ("lang", "language", "locale"),
    "site": ("site", "site_name", "sitename", "website", "publication", "container_title"),
    "url": ("url", "canonical", "canonical_url", "url_source", "source_url", "link", "source"),
    "publisher": ("publisher",),
    "rights": ("rights", "license", "licence", "copyright"),
    "doi": ("doi",),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("pages",),
    "keywords": ("keywords", "keyword"),
}  # fmt: skip
_FIELD: Final = {key: field for field, keys in _KEYS.items() for key in keys}

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_ENTRY = re.compile(r"([\w][\w .-]{0,60}?)[ \t]*:(?:[ \t]+(.*)|)$")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*)|)$")
#: Keys below an author that hold the name.
_NAMES: Final = ("name", "literal", "full_name", "fullname")
_BLOCK = re.compile(r"([|>])[+-]?\d?[ \t]*$")
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\']|\'\')*+)\'')
#: Front matter is no longer; beyond, the lines are text between two rules.
_MOST_LINES: Final = 400

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What stands in front of a text, the keys that have no place, and the text itself.

    `abstract` is that of a text which has a subtitle too: it is a section, not a deck.
    """

    facts: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    text: str
    abstract: str = ""


def front_matter(text: str) -> Matter:
    r"""The front matter of `text`, whose lines end in line feeds.

    >>> front_matter("---\ntitle: Mud\nauthors: [Ada, Bo]\nlayout: post\n---\nText").facts
    (('title', 'Mud'), ('author', 'Ada; Bo'))
    """
    for read in (_fenced, _percent):
        if found := read(text):
            entries, rest = found
            facts, unknown = placed(entries)
            spare = {key: _said("", value) for key, value in entries if key in unknown}
            key = next((key for key in spare if key.casefold() == "abstract"), "")
            unknown = tuple(other for other in unknown if other != key)
            return Matter(facts, unknown, rest, spare.get(key, ""))
    return Matter((), (), text)


def placed(
    entries: Iterable[tuple[str, Value]],
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The facts that `entries` (key, value) give, each field once, and the keys without one."""
    entries = [(key, value) for key, value in entries if value]
    found: dict[str, tuple[int, str, str]] = {}
    for key, value in entries:
        name = re.sub(r"[ .-]", "_", key.strip().lower())
        field = _FIELD.get(name)
        if field is None or not (plain := _said(field, value)):
            continue
        rank = _KEYS[field].index(name)
        if field not in found or rank < found[field][0]:
            found[field] = (rank, key, plain)
    used = {key for _, key, _ in found.values()}
    unknown = tuple(dict.fromkeys(key for key, _ in entries if key not in used))
    return tuple((field, found[field][2]) for field in _KEYS if field in found), unknown


def _said(field: str, value: Value) -> str:
    """`value` as a fact, or "" where it cannot be one."""
    parts = [value] if isinstance(value, str) else list(value)
    plain = ("; " if field == "author" else ", ").join(" ".join(part.split()) for part in parts)
    if field == "url" and not plain.startswith(("http://", "https://")):
        return ""
    return doi(plain) if field == "doi" else plain


def _fenced(text: str) -> tuple[list[tuple[str, Value]], str] | None:
    opening = _FENCE.match(text)
    if not opening:
        return None
    marks = ("---", "...") if opening[1] == "---" else ("+++",)
    lines = text.split("\n", _MOST_LINES + 1)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in marks), 0)
    if not end:
        return None
    held, rest = lines[1:end], "\n".join(lines[end + 1 :])
    entries = _toml("\n".join(held)) if opening[1] == "+++" else flat(held)
    return None if entries is None else (entries, rest)


def _toml(text: str) -> list[tuple[str, Value]] | None:
    try:
        table: Mapping[str, object] = toml.loads(text)
    except toml.TOMLDecodeError:
        return None
    return [(key, _flat_toml(value)) for key, value in table.items()]


def _flat_toml(value: object) -> Value:
    """`value` without what nests; a table stands for the name in it, or for something."""
    if isinstance(value, list):
        return tuple(_joined(_flat_toml(entry)) for entry in value)
    if isinstance(value, dict):
        return next((str(value[key]) for key in _NAMES if key in value), "…")
    return str(value)


def _percent(text: str) -> tuple[list[tuple[str, Value]], str] | None:
    """Pandoc's title block: up to three lines, title, authors and date."""
    lines = text.split("\n", 4)
    held = [line[1:].strip() for line in lines[:3] if line.startswith("% ") or line == "%"]
    if not held or not text.startswith("% "):
        return None
    names = ("title", "author", "date")
    values: list[Value] = list(held)
    if len(held) > 1:
        values[1] = tuple(name.strip() for name in held[1].split(";"))
    return list(zip(names, values, strict=False)), "\n".join(lines[len(held) :])


def flat(lines: Sequence[str]) -> list[tuple[str, Value]] | None:
    """The entries of flat YAML in `lines`, or None when they hold anything else.

    >>> flat(["title: 'It''s mud'", "tags:", "  - sea", "  - sand"])
    [('title', "It's mud"), ('tags', ('sea', 'sand'))]
    >>> flat(["Just a sentence between two rules."])
    """
    entries: list[tuple[str, Value]] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        entry = _ENTRY.match(line.rstrip())
        if not entry:
            return None
        start = place
        while place < len(lines) and _belongs(lines[place]):
            place += 1
        entries += _entries(entry[1], (entry[2] or "").strip(), lines[start:place])
    return entries or None


def _belongs(line: str) -> bool:
    """Whether a line goes on with the entry above it: indented, an item, or empty."""
    return not line.strip() or line[0] in " \t" or _ITEM.match(line) is not None


def _entries(key: str, first: str, lines: Sequence[str]) -> Iterable[tuple[str, Value]]:
    """The entry `key`, and one for each key that stands below it."""
    below = [line for line in lines if line.strip()]
    if _BLOCK.match(first):
        yield key, " ".join(line.strip() for line in below)
        return
    if first and not first.startswith("#"):
        yield key, _scalar(" ".join((first, *(line.strip() for line in below))))
        return
    items: list[str] = []
    for line in below:
        item = _ITEM.match(line)
        text = (item[1] or "") if item else line.strip()
        inner = None if text.startswith(("'", '"')) else _ENTRY.match(text)
        if inner and inner[1].casefold() in _NAMES:
            items.append(_joined(_scalar(inner[2] or "")))
        elif inner:
            yield f"{key}.{inner[1]}", _scalar(inner[2] or "") or "…"
        elif item or items:
            items.append(_joined(_scalar(text)))
    yield key, tuple(items)


def _joined(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)


def _scalar(text: str) -> Value:
    """A scalar, or the scalars of a list in brackets."""
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        return tuple(_list(text[1:-1]))
    if quoted := _QUOTED.match(text):
        return _unquoted(quoted)
    return _COMMENT.sub("", text).strip() if text not in ("null", "~") else ""


def _list(text: str) -> Iterable[str]:
    position = 0
    while position < len(text):
        rest = text[position:].lstrip(" ,")
        position = len(text) - len(rest)
        if quoted := _QUOTED.match(rest):
            yield _unquoted(quoted)
            position += quoted.end()
        else:
            end = rest.find(",")
            end = len(rest) if end < 0 else end
            if rest[:end].strip():
                yield rest[:end].strip()
            position += max(1, end)


def _unquoted(quoted: re.Match[str]) -> str:
    if quoted[1] is None:
        return quoted[2].replace("''", "'")
    return _ESCAPE.sub(_unescape, quoted[1])


def _unescape(escape: re.Match[str]) -> str:
    what = escape[1]
    if what[0] in "ux" and len(what) > 1:
        return chr(int(what[1:], 16))
    return {"n": " ", "t": " "}.get(what, what)
