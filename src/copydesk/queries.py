"""The questions copydesk asks the editor; what their codes mean is in `data/codes.toml`."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import Final, cast, get_args

from copydesk.model import Query, Severity
from copydesk.tables import load_codes

#: Codes that tell what was done and ask for nothing.
TELLING: Final = frozenset(("read.deleted", "read.comments", "read.notes"))


def make_query(
    code: str,
    line: int,
    message: str,
    *,
    anchor: str,
    suggestions: tuple[str, ...] = (),
) -> Query:
    """Make a `Query` of `code` at `line` (0: the whole article).

    `anchor` is the text the query hangs on; together with the code it makes the
    id, which therefore survives renumbering.

    >>> query = make_query("structure.author", 0, "no author found", anchor="")
    >>> query.severity, len(query.id)
    ('note', 10)
    """
    severity = cast("Severity", load_codes("queries")[code].severity)
    digest = hashlib.sha256(f"{code}\x1f{anchor}".encode("utf-8", "surrogatepass"))
    return Query(digest.hexdigest()[:10], code, severity, line, message, suggestions)


def unread_bibliography() -> Query:
    """Ask for the bibliography that the front matter names and that was not read.

    >>> unread_bibliography().code
    'read.dropped'
    """
    message = (
        "the front matter names a bibliography, but none was read; put it next to the"
        " submission with the same name, as `NAME.bib`"
    )
    return make_query("read.dropped", 0, message, anchor="front matter bibliography")


def is_failed(found: Iterable[str], floor: str, *, strict: bool) -> bool:
    """Whether a severity of `found` fails a run: one at or above `floor`, unless that is `never`.

    With `strict` a warning does.

    >>> is_failed(["note"], "error", strict=True), is_failed(["error"], "never", strict=False)
    (False, False)
    """
    order = get_args(Severity)  # the gravest is last
    floors = [floor] * (floor != "never") + ["warning"] * strict
    least = min(map(order.index, floors), default=len(order))
    return any(order.index(one) >= least for one in found)


def number_queries(asked: Iterable[Query]) -> Iterator[Query]:
    """Number the ids of equal questions in `asked`, as those of equal edits are numbered.

    >>> same = make_query("structure.doubt", 3, "?", anchor="Share")
    >>> [query.id.partition("~")[2] for query in number_queries((same, same, same))]
    ['', '1', '2']
    """
    used: Counter[str] = Counter()
    for query in asked:
        count = used[query.id]
        used[query.id] += 1
        yield replace(query, id=f"{query.id}~{count}") if count else query


def settle_queries(asked: Iterable[Query], keys: Container[str]) -> Iterator[Query]:
    """Mark the questions of `asked` about the fields of the entries `keys` as decided.

    >>> query = replace(make_query("reference.order", 3, "?", anchor=""), subject="lo2022")
    >>> [one.state for one in settle_queries((query,), ("lo2022",))]
    ['decided']
    """
    for query in asked:
        right = query.code.startswith("reference.") and query.subject in keys
        yield replace(query, state="decided") if right else query
