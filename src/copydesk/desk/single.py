"""One submission outside a build: read it, and write down what the editor decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from copydesk import pipeline, readers, sidecar
from copydesk.config import Config, for_article
from copydesk.desk import beside, plan, targets
from copydesk.errors import CopydeskError, Refused, UsageError
from copydesk.gate import files
from copydesk.model import Article, Decisions, Galley, Role, RoleDecision, typed
from copydesk.structure import dates

#: Neighbours of a line that are shown with it, either side.
AROUND = 2


@dataclass(frozen=True, slots=True)
class Changed:
    """A front field of an article, before and after the editor set something."""

    field: str
    old: str
    new: str


def sources(
    root: Path, config: Config, names: Iterable[str], here: Path | None = None
) -> tuple[str, ...]:
    """The submissions that `names` mean, as paths relative to `root`; all, without names.

    Raises `UsageError` for a name that is not there.
    """
    desk = plan.survey(root, config)
    return tuple(document.source for document in targets.resolve(desk, names, here))


def article(root: Path, config: Config, source: str, *, choices: bool = True) -> Article:
    """The article in the submission `source` (relative to `root`), its sidecar heeded.

    Without `choices`, citations mean what the matcher takes them for.
    """
    config, decisions = _decided(root, config, source)
    data = received(root / source, config)
    around = beside.gathered(root, source, config.limits)
    decisions = decisions if choices else replace(decisions, citations=())
    return pipeline.article(data, source, config, decisions, around)


def copy(root: Path, config: Config, source: str) -> Galley:
    """The corrected copy of the submission `source`, its sidecar heeded; nothing is removed."""
    config, decisions = _decided(root, config, source)
    return pipeline.edited(received(root / source, config), source, config, decisions)


def _decided(root: Path, config: Config, source: str) -> tuple[Config, Decisions]:
    """The settings and the decisions for `source`, as its sidecar has them."""
    name = sidecar.place(Path(source)).as_posix()
    read = sidecar.load(root / name, name)
    return for_article(config, read.settings, name), read.decisions


def loose(path: Path, config: Config) -> Article:
    """The article in a file that belongs to no desk; no sidecar is looked for."""
    return of_bytes(received(path, config), path.name, config)


def of_bytes(data: bytes, name: str, config: Config) -> Article:
    """The article in `data`, called `name`, that belongs to no desk."""
    return pipeline.article(data, name, config, Decisions())


def roles(root: Path, config: Config, source: str) -> Iterator[tuple[int, Role, str]]:
    """Each line of the submission that says something: its number, role and received text."""
    copy = article(root, config, source).galley
    for line, role in zip(copy.submission.lines, copy.roles, strict=True):
        if line.text.strip():
            yield line.number, role or "other", line.text


def roles_around(
    root: Path, config: Config, source: str, numbers: range
) -> list[tuple[int, Role, str]]:
    """What `roles` gives for the lines `numbers` and their neighbours.

    Raises `UsageError` when none of them says anything.
    """
    rows = list(roles(root, config, source))
    places = [place for place, (number, _, _) in enumerate(rows) if number in numbers]
    if not places:
        message = f"`{source}` has no such lines with words"
        raise UsageError(message, hint=f"`copydesk role {source}` shows them", code="usage.line")
    return rows[max(0, places[0] - AROUND) : places[-1] + AROUND + 1]


def set_roles(root: Path, config: Config, source: str, numbers: range, role: Role) -> list[str]:
    """Write into the sidecar of `source` that the lines `numbers` are of `role`; their texts.

    A line is quoted with the lines around it that say something, never by its number.
    Raises `UsageError` for lines that are not there, are empty, or read like others with
    the same neighbours.
    """
    lines = readers.read(received(root / source, config), source, config).lines
    chosen = [line for line in lines if line.number in numbers and line.text.strip()]
    if not chosen or numbers[0] < 1 or numbers[-1] > len(lines):
        message = f"`{source}` has no such lines with words; it has {len(lines)} lines"
        raise UsageError(message, hint=f"`copydesk role {source}` shows them", code="usage.line")
    said = [line for line in lines if line.text.strip()]
    texts = ["", *(line.text.strip() for line in said), ""]
    quoted = dict(zip(said, zip(texts, texts[1:], texts[2:], strict=False), strict=False))
    counts = Counter(quoted.values())
    decided = []
    for line in chosen:
        around = quoted[line]
        if counts[around] > 1:
            message = f"line {line.number} reads like another with the same lines around it"
            hint = "mend the submission so that the two differ, or set both by hand"
            raise UsageError(message, hint=hint, code="usage.line")
        decided.append(RoleDecision(around[1], role, around[0], around[2]))
    sidecar.set_roles(sidecar.place(root / source), decided)
    return [decision.text for decision in decided]


def set_front(
    root: Path, config: Config, source: str, key: str, values: Sequence[str]
) -> tuple[Changed, ...]:
    """Write a corrected front field into the sidecar of `source`.

    Authors and keywords are several, `author` is a name and what is told of it (`orcid=…`).
    What the article says now, of that field and of those that hang on it. Raises
    `UsageError` for several texts, `ConfigError` for one that the field cannot hold.
    """
    several = key in ("authors", "keywords")
    if any(map(typed.is_place, values)):
        message = f"`{key}` says nothing yet: `…` holds the place of your words"
        raise UsageError(message, hint="type them in its place", code="usage.field")
    if not several and key != sidecar.AUTHOR and len(values) != 1:
        message = f"`{key}` is one text, {len(values)} were given"
        raise UsageError(message, hint="put it in quotation marks", code="usage.field")
    before = _front(root, config, source)
    place = sidecar.place(root / source)
    said = values if several else values[0]
    if key == sidecar.AUTHOR:
        sidecar.set_author(place, values[0], _told(values[1:]))
    elif key in sidecar.IMPRINT:
        sidecar.set_imprint(place, key, said)
    else:
        sidecar.set_front(place, key, said)
    after = _front(root, config, source) or {key: "; ".join(values)}
    return tuple(
        Changed(name, before.get(name, ""), value)
        for name, value in after.items()
        if name == key or value != before.get(name, "")
    )


def _told(words: Sequence[str]) -> dict[str, str]:
    """What `words`, each FIELD=VALUE, tell of an author; one empty text takes all away.

    >>> _told(["orcid=0000-0002-1825-0097", "email="])
    {'orcid': '0000-0002-1825-0097', 'email': ''}
    """
    if [*words] == [""]:
        return dict.fromkeys(sidecar.TOLD, "")
    pairs = [word.partition("=") for word in words]
    for name, equals, _ in pairs:
        if not equals or name not in sidecar.TOLD:
            message = f"`{name}{equals}` tells nothing of an author"
            hint = f"write {', '.join(f'{field}=…' for field in sidecar.TOLD)}"
            raise UsageError(message, hint=hint, code="usage.field")
    if not pairs:
        message = "nothing is told of the author"
        hint = 'e.g. orcid=0000-0002-1825-0097 affiliation="Harbour Institute"; "" takes all away'
        raise UsageError(message, hint=hint, code="usage.field")
    return {name: value for name, _, value in pairs}


def _front(root: Path, config: Config, source: str) -> dict[str, str]:
    """The front fields of an article in words; none when it cannot be made."""
    try:
        found = article(root, config, source).front
        documents = plan.survey(root, config).documents
    except CopydeskError:
        return {}
    return {
        "title": found.title,
        "subtitle": found.deck,
        "authors": "; ".join(found.authors),
        "byline": found.byline,
        "date": found.date,
        "language": found.language,
        "slug": next((one.slug for one in documents if one.source == source), ""),
        **{key: _shown(getattr(found.imprint, key)) for key in sidecar.IMPRINT},
        sidecar.AUTHOR: "; ".join(
            ", ".join(filter(None, (one.name, one.affiliation, one.orcid, one.email)))
            for one in found.people
        ),
    }


def _shown(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def is_day(text: str) -> bool:
    """Whether a day, month or year can be read from `text`, as machines want it.

    >>> is_day("21 April 2023"), is_day("next spring")
    (True, False)
    """
    return bool(dates.reading(text))


def received(path: Path, config: Config) -> bytes:
    """What lies at `path`, a file or a pipe, read no further than the limit allows.

    Raises `UsageError` when there is nothing, `Refused` past `limits.file_bytes`,
    `ToolError` for what cannot be read.
    """
    limit = config.limits.file_bytes
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        message = f"there is no file `{path.name}`"
        raise UsageError(message, hint="check the path", code="usage.file") from None
    except OSError as error:
        raise files.failure(error, f"`{path.name}` could not be read") from None
    return within(data, path.name, limit)


def within(data: bytes, name: str, limit: int) -> bytes:
    """`data`, read up to one byte past `limit`; `Refused` when it is longer."""
    if len(data) > limit:
        message = f"`{name}` is larger than the limit of {limit:,} bytes"
        hint = "send the text alone, or raise `limits.file_bytes`"
        raise Refused(message, hint=hint, code="refuse.too-large")
    return data
