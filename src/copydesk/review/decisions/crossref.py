"""Asking what a registry of works knows of an article's entries. No build comes here.

Answers are kept in the desk's own folder by the question they answer, so that the same
question needs no network again; deleting that folder costs no more than asking anew.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from copydesk import __version__
from copydesk.builder import single_article, store
from copydesk.config import Config
from copydesk.errors import ToolError, UsageError
from copydesk.model import Article, Csl, Reference, ReferenceDecision
from copydesk.references import crossref
from copydesk.review import sidecar
from copydesk.review.decisions import citations, fields
from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.system.web import Host


#: Where answers are kept, below the desk's own folder.
CACHE: Final = "resolved"
_FOUND, _UNKNOWN = 200, 404


@dataclass(frozen=True, slots=True)
class Resolved:
    """An entry with what was found for it and the fields that would change.

    `retrieved` is the day of the answer. Entries that were not asked about have no `found`.
    """

    reference: Reference
    found: crossref.CrossrefMatch | None = None
    rows: tuple[citations.FieldChange, ...] = ()
    csl: Csl | None = None
    retrieved: str = ""


class Asker:
    """Asks the resolver of the settings, or its kept answers."""

    def __init__(self, root: Path, config: Config, *, refresh: bool = False) -> None:
        self._folder = root / config.out / store.OWN / CACHE
        self._config = config
        self._refresh = refresh
        self._host: Host | None = None
        self.asked = 0

    def works(self, csl: Csl) -> tuple[tuple[Csl, ...], str]:
        """The works that fit the question about `csl`, and the day of the answer.

        Raises `ToolError` when there is no answer or none that can be read.
        """
        path = crossref.question(csl)
        base = self._config.resolver.url
        place = self._folder / f"{hashlib.sha256(f'{base}{path}'.encode()).hexdigest()}.json"
        if not self._refresh and (kept := _kept(place, path)):
            return kept
        answer = self._open().get(path)
        self.asked += 1
        if answer.status not in {_FOUND, _UNKNOWN}:
            message = f"the resolver answers with status {answer.status}"
            raise ToolError(message, hint="ask again later", code="net.answer")
        found = crossref.works(answer.body) if answer.status == _FOUND else ()
        day = dt.datetime.now(dt.UTC).date().isoformat()
        record = {"question": path, "retrieved": day, "works": found}
        try:
            files.private(self._folder)
        except OSError as error:
            raise files.failure(error, f"`{CACHE}` could not be made") from None
        files.write(place, json.dumps(record, ensure_ascii=False, sort_keys=True).encode())
        return found, day

    def _open(self) -> Host:
        if self._host is None:
            from copydesk.system.web import Host  # nothing but this command needs it

            settings = self._config.resolver
            mailto = f" (mailto:{settings.mailto})" if settings.mailto else ""
            agent = f"copydesk/{__version__}{mailto}"
            self._host = Host(settings.url, agent, settings.seconds)
        return self._host


def _kept(place: Path, path: str) -> tuple[tuple[Csl, ...], str] | None:
    """The answer kept at `place`; none when it is not whole."""
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        record = json.loads(place.read_bytes())
        if record["question"] == path:
            return tuple(record["works"]), str(record["retrieved"])
    return None


def resolve_entries(
    article: Article, asker: Asker, keys: Sequence[str], only: Sequence[str] = ()
) -> Iterator[Resolved]:
    """What is found for the entries of `keys`, or for all of a kind that is registered.

    `only` names the fields that may be proposed. Raises `UsageError` for a key that is not
    there, `ToolError` when the resolver cannot be asked.
    """
    chosen = [citations.find_entry(article, key) for key in keys] or article.back.references
    wanted = {fields.find_field(name) for name in only}
    for reference in chosen:
        if not reference.csl or not (keys or crossref.wanted(reference.csl)):
            yield Resolved(reference)
            continue
        works, day = asker.works(reference.csl)
        found = crossref.judge(reference.csl, works)
        csl = crossref.proposals(reference.csl, found.work) if found.outcome == "agrees" else {}
        csl = {name: value for name, value in csl.items() if not wanted or name in wanted}
        rows = citations.compare_fields(
            {name: reference.csl[name] for name in csl if name in reference.csl}, csl
        )
        yield Resolved(reference, found, rows, csl, day)


def write_proposals(root: Path, source: str, one: Resolved) -> None:
    """Write what is proposed for an entry into the sidecar of `source`, and where it is from.

    What the editor has corrected herself stays. Raises as `sidecar.revise` does.
    """
    if not one.csl or one.found is None:
        return
    place = single_article.sidecar_path(root, source)
    known = sidecar.load(place, place.name).decisions.references
    words = one.reference.raw.split()
    own = {name for row in known if row.raw.split() == words for name in row.csl}
    csl = {name: value for name, value in one.csl.items() if name not in own}
    if csl:
        origin = f"Crossref {one.found.work.get('DOI', '')}".strip()
        raw, day = one.reference.raw, one.retrieved
        decision = ReferenceDecision(raw, csl, source=origin, retrieved=day)
        sidecar.revise(place, sidecar.enter(decision))


def open_listed(root: Path, config: Config, source: str) -> Article:
    """The article to ask about; `UsageError` when it has no reference list."""
    article = single_article.read_article(root, config, source)
    if not article.back.references:
        message = f"`{source}` has no reference list"
        raise UsageError(message, hint="there is nothing to ask about", code="usage.key")
    return article
