"""What catalogues and readers are told of an article: its fields, and corrections of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.builder import survey
from copydesk.errors import CopydeskError, UsageError
from copydesk.model import Front
from copydesk.review import sidecar
from copydesk.review.answers import check_typed
from copydesk.review.decisions.citations import FieldChange
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.review.sidecar.imprint import folded
from copydesk.settings.hints import name_nearest
from copydesk.structure.date import read_date

#: A day as machines write it.
_DAY = re.compile(r"\d{4}-\d\d?-\d\d?(?!\d)")
#: A number that may be a day, and a letter of a month beside it.
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")
#: Fields of several texts.
_SEVERAL = ("authors", "keywords")


def list_fields(desk: DeskArticle) -> dict[str, str]:
    """The front fields of an article, in words; "" for one of which nothing is said.

    Raises what reading the article raises.
    """
    found = desk.read_article().front
    documents = survey.survey_desk(desk.root, desk.config).documents
    slug = next((one.slug for one in documents if one.source == desk.source), "")
    return dict(_in_words(found, desk.read_decisions().slug or slug if desk.dry else slug))


def _in_words(found: Front, slug: str) -> Iterator[tuple[str, str]]:
    yield from (("title", found.title), ("subtitle", found.deck))
    yield from (("authors", "; ".join(found.authors)), ("byline", found.byline))
    yield from (("date", found.date), ("language", found.language), ("slug", slug))
    for key in sidecar.IMPRINT:
        value = getattr(found.imprint, key)
        yield key, value if isinstance(value, str) else "; ".join(value)
    told = [
        [one.name, *(f"{key}={said}" for key in sidecar.TOLD if (said := getattr(one, key)))]
        for one in found.people
    ]
    yield sidecar.AUTHOR, "; ".join(map(", ".join, told))


def find_field(field: str) -> str:
    """The front field that is typed as `field`; `UsageError` when there is none.

    >>> find_field("deck"), find_field("doi")
    ('subtitle', 'doi')
    """
    found = "subtitle" if field == "deck" else field
    if found not in sidecar.FRONT:
        hint = name_nearest(field, [*sidecar.FRONT])
        raise UsageError(f"there is no field `{field}`", hint=hint, code="usage.field")
    return found


def set_front(desk: DeskArticle, key: str, values: Sequence[str]) -> tuple[FieldChange, ...]:
    """Write a corrected front field into the sidecar of an article.

    Authors and keywords are several, `author` is a name and what is told of it (`orcid=…`).
    What the article says now, of that field and of those that hang on it. Raises
    `UsageError` for several texts and for an author that the article does not have,
    `ConfigError` for what the field cannot hold.
    """
    before = _standing(desk)
    enter_front(desk, key, values)
    after = _standing(desk) or {key: "; ".join(values)}
    return tuple(
        FieldChange(name, before.get(name, ""), value)
        for name, value in after.items()
        if name == key or value != before.get(name, "")
    )


def enter_front(desk: DeskArticle, key: str, values: Sequence[str]) -> None:
    """As `set_front`, which says too what the article says then."""
    for value in values:
        check_typed(value, f"`{key}` has no value yet", "usage.field")
    if key not in (*_SEVERAL, sidecar.AUTHOR) and len(values) != 1:
        message = f"`{key}` takes one text, but {len(values)} were given"
        raise UsageError(message, hint="put it in quotation marks", code="usage.field")
    name = desk.place.name
    if key == sidecar.AUTHOR:
        told = _told(values[1:])
        if any(told.values()):
            _check_author(desk, values[0])
        desk.revise(sidecar.tell_author(name, values[0], told))
    else:
        desk.revise(sidecar.enter_field(name, key, values if key in _SEVERAL else values[0]))


def _standing(desk: DeskArticle) -> dict[str, str]:
    """What `list_fields` gives; nothing when the article cannot be made."""
    try:
        return list_fields(desk)
    except CopydeskError:
        return {}


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
            message = f"`{name}{equals}` is not a detail of an author"
            hint = f"write {', '.join(f'{field}=…' for field in sidecar.TOLD)}"
            raise UsageError(message, hint=hint, code="usage.field")
    if not pairs:
        message = "no details of the author are given"
        hint = 'e.g. orcid=0000-0002-1825-0097 affiliation="Harbour Institute"; "" takes all away'
        raise UsageError(message, hint=hint, code="usage.field")
    return {name: value for name, _, value in pairs}


def _check_author(desk: DeskArticle, name: str) -> None:
    """Raise `UsageError` unless the article has that author; one that cannot be made may."""
    try:
        front = desk.read_article().front
    except CopydeskError:
        return
    authors = [*front.authors] or [one for one in front.byline.split("; ") if one]
    if not folded(name) or folded(name) in map(folded, authors):
        return
    who = ", ".join(f"`{one}`" for one in authors)
    has = f"its authors are {who}" if authors else "it names none"
    hint = name_nearest(name, authors, "`copydesk set NAME authors …` sets its authors")
    message = f"`{name}` is not an author of the article; {has}"
    raise UsageError(message, hint=hint, code="usage.field")


def doubt_date(text: str) -> str:
    """What machines cannot read of the date `text`, in words; "" when they can read it.

    >>> doubt_date("21 April 2023"), doubt_date("next spring")
    ('', 'neither day nor year can be read from this date; it is printed as it stands')
    >>> doubt_date("2024-02-30")
    'there is no such day; the metadata will have `2024`'
    >>> doubt_date("31 Feb 2024"), doubt_date("Feb 2024")
    ('there is no such day; the metadata will have `2024-02`', '')
    """
    found = read_date(text)
    says_day = _DAY.match(text.strip()) or (_NUMBER.search(text) and _LETTER.search(text))
    if found and says_day and found.count("-") < 2:
        return f"there is no such day; the metadata will have `{found}`"
    if found or not text.strip():
        return ""
    return "neither day nor year can be read from this date; it is printed as it stands"
