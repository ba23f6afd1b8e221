"""The proof: what the editor is asked, what was changed and removed, and what was understood.

`write` makes the sheet as a web page that runs and loads nothing; `proof_plain` is the
same for a terminal. Both show characters that nobody can see by their numbers.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from copydesk import registry
from copydesk.answers import hints, wording
from copydesk.ledger import texts
from copydesk.model import Article, Citation, Csl, Edit, Query, Reference
from copydesk.queries import TELLING
from copydesk.writers.proof_over import BREAKS
from copydesk.writers.proof_places import around
from copydesk.writers.proof_text import Row, rows

_SEVERITIES: Final = ("error", "warning", "note")
#: Characters of a line shown either side of a change, and of a line shown by itself.
_AROUND: Final = 40
LINE: Final = 600
_INVISIBLE: Final = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"))
_NAMED: Final = {" ": " ", "\n": "↵", "\t": "⇥"}


@registry.writer("proof", "proof.html", "text/html", folder="review")
def write(copy: registry.Copy) -> bytes:
    """The editor's sheet: questions, changes with their ids, citations and references."""
    from copydesk.writers.proof_page import page

    return page(sheet(copy.article), copy.slug).encode()


@dataclass(frozen=True, slots=True)
class Change:
    """An edit with the words around it."""

    edit: Edit
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the proof says of an article, in the order it is said."""

    article: Article
    asked: tuple[Query, ...]
    told: tuple[Query, ...]
    decided: tuple[Query, ...]
    proposed: tuple[Change, ...]
    changed: tuple[Change, ...]
    kept: tuple[Change, ...]
    removed: tuple[Change, ...]
    joined: tuple[Change, ...]
    references: dict[str, Reference]
    rows: tuple[Row, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """What the head of the sheet says, with numbers."""
        return (
            ("questions", len(self.asked)),
            ("proposals", len(self.proposed)),
            ("changes", len(self.changed)),
            ("lines removed", len(self.removed)),
            ("citations", len(self.article.citations)),
            ("references", len(self.article.back.references)),
        )


def sheet(article: Article, name: str = "") -> Sheet:
    """The proof of `article`, ready to be written; its commands call it `name`, or by its path."""
    under = hints(article, name)
    asked = [replace(query, message=wording(query, article), suggestions=under(query))
             for query in sorted(article.queries, key=_urgency)]  # fmt: skip
    waiting = [query for query in asked if query.state == "open"]
    received = texts(article.edited.submission.lines)
    ledger = [
        _change(edit, received.get(edit.line, ""), edit.span)
        for edit in sorted(article.edited.ledger, key=_place)
    ]
    structure = sorted(_structure(article), key=lambda change: _place(change.edit))
    every = [*ledger, *structure]
    applied = [change for change in structure if change.edit.status == "applied"]
    lined = tuple(rows(article))
    out = {row.removed.id for row in lined if row.removed is not None}
    lines = [change for change in applied if change.edit.rule not in BREAKS]
    changed = [change for change in ledger if change.edit.status == "applied"]
    changed += [change for change in lines if change.edit.id not in out]
    return Sheet(
        article=article,
        asked=tuple(query for query in waiting if query.code not in TELLING),
        told=tuple(query for query in waiting if query.code in TELLING),
        decided=tuple(query for query in asked if query.state == "decided"),
        proposed=tuple(change for change in every if change.edit.status == "proposed"),
        changed=tuple(sorted(changed, key=lambda change: _place(change.edit))),
        kept=tuple(change for change in every if change.edit.status == "stet"),
        removed=tuple(change for change in lines if change.edit.id in out),
        joined=tuple(change for change in applied if change.edit.rule in BREAKS),
        references={entry.key: entry for entry in article.back.references},
        rows=lined,
    )


def _urgency(query: Query) -> tuple[int, int]:
    return _SEVERITIES.index(query.severity), query.line


def _place(edit: Edit) -> tuple[int, int]:
    return edit.line, edit.span[0]


def _change(edit: Edit, text: str, span: tuple[int, int]) -> Change:
    """`edit` of the part `span` of `text`."""
    before, after = around(text, span, _AROUND)
    return Change(edit, before, after)


def _structure(article: Article) -> Iterator[Change]:
    """The structure edits in the order they were made, each in the lines it found.

    Their offsets count in the edited text, and a join takes up the lines below.
    """
    current = texts(article.edited.lines)
    for edit in article.structure:
        numbers = range(edit.line, edit.line + edit.before.count("\n") + 1)
        whole = "\n".join(current.get(number, "") for number in numbers)
        start, end = edit.start, edit.start + len(edit.before)
        yield _change(edit, whole, (start, end))
        if edit.status == "applied":
            current.update(dict.fromkeys(numbers, ""))
            current[edit.line] = whole[:start] + edit.after + whole[end:]


# ── words ────────────────────────────────────────────────────────────────────


def pieces(text: str, limit: int = LINE, known: str = "") -> Iterator[tuple[str, bool]]:
    r"""`text` in pieces: (as it is, False) or (the number of an invisible character, True).

    What is past `limit` characters is counted instead of shown; those `known` stand as they are.

    >>> list(pieces("a\u200bb"))
    [('a', False), ('U+200B', True), ('b', False)]
    """
    seen: list[str] = []
    for char in text[:limit]:
        if char in _NAMED:
            seen.append(_NAMED[char])
        elif unicodedata.category(char) in _INVISIBLE and char not in known:
            if seen:
                yield "".join(seen), False
                seen = []
            yield f"U+{ord(char):04X}", True
        else:
            seen.append(char)
    if len(text) > limit:
        seen.append(f" … and {len(text) - limit:,} characters more")
    if seen:
        yield "".join(seen), False


def shown(text: str, limit: int = LINE) -> str:
    r"""`text` for a terminal, on one line.

    >>> shown("a\u202eb")
    'a‹U+202E›b'
    """
    return "".join(f"‹{piece}›" if odd else piece for piece, odd in pieces(text, limit))


def spaced(text: str) -> str:
    """`text` with blanks at its ends made visible, for what a change takes or gives.

    >>> spaced(" a b ")
    '␣a b␣'
    """
    head, tail = len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))
    if head == len(text):
        return "␣" * head
    return "␣" * head + text.strip(" ") + "␣" * tail


def marking(edit: Edit) -> tuple[str, str, str, str]:
    """What `edit` leaves in front, takes, gives and leaves behind.

    Where it only adds to its words, they are shown as kept, so that the addition is seen.

    >>> marking(Edit("", 1, 0, "Press", "Press.", ""))
    ('Press', '', '.', '')
    >>> marking(Edit("", 1, 0, "wether", "whether", ""))
    ('', 'wether', 'whether', '')
    """
    before, after = edit.before, edit.after
    if before.strip() and after.startswith(before):
        return before, "", after[len(before) :], ""
    if before.strip() and after.endswith(before):
        return "", "", after[: -len(before)], before
    return "", before, after, ""


def where(line: int) -> str:
    """The place of a query or change in words."""
    return f"line {line}" if line else "whole article"


def fields(csl: Csl) -> Iterator[tuple[str, str]]:
    """The fields of a CSL item as (name, value in words).

    >>> list(fields({"author": [{"family": "Lo", "given": "A."}], "volume": 3}))
    [('author', 'Lo, A.'), ('volume', '3')]
    """
    for name, value in csl.items():
        if name not in ("id", "citation-key"):
            yield name, _value(value)


def _value(value: Any) -> str:  # noqa: ANN401  whatever CSL-JSON holds
    if isinstance(value, dict) and "date-parts" in value:
        return " to ".join("-".join(map(str, part)) for part in value["date-parts"])
    if isinstance(value, dict):
        return " ".join(map(str, value.values()))
    if isinstance(value, list):
        return "; ".join(_name(entry) if isinstance(entry, dict) else str(entry) for entry in value)
    return str(value)


def _name(name: dict[str, Any]) -> str:
    if "literal" in name:
        return str(name["literal"])
    family = " ".join(filter(None, (name.get("non-dropping-particle"), name.get("family"))))
    return ", ".join(filter(None, (family, name.get("given"), name.get("suffix"))))


def entry(reference: Reference | None, key: str) -> str:
    """A few words by which an editor knows the entry of `key`."""
    text = reference.text if reference else ""
    return f"{key}: {text[:80]}{'…' * (len(text) > len(text[:80]))}" if text else key


def linked(citation: Citation) -> str:
    """Status of a citation and where it leads."""
    leads = f" → {', '.join(citation.keys)}" if citation.keys else ""
    return standing(citation) + leads


def standing(citation: Citation) -> str:
    """The status of a citation, or what the editor decided on it."""
    match citation.verdict:
        case "entry":
            return "settled"
        case "as-written":
            return "settled, as written"
        case _:
            return citation.status
