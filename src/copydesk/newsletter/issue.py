"""`source/newsletters/<name>.toml`: an issue of a newsletter, what it holds and who gets it.

The file is read strictly: an unknown key is an error that names the nearest one. What it does not
say of the newsletter as a whole (`Newsletter`), the desk's settings say.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

from copydesk.settings.forms import Form
from copydesk.settings.layers import laid_over
from copydesk.settings.newsletters import Newsletter

SCHEMA: Final = "copydesk.issue/1"
MODES: Final = ("full", "excerpt", "link")
#: Words of an article that an excerpt shows, when nobody says how many.
WORDS: Final = 120
_MOST_WORDS: Final = 100_000
#: What an issue is told apart by: it stands in addresses and in the journal of what was sent.
_ID: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?")
_URL: Final = re.compile(r'https?://[^\s"<>\\^`{|}]+')
_ADDRESS: Final = "an address such as `https://harbour.example/may`"
_ZERO: Final = dt.timedelta()
_MINUTE: Final = dt.timedelta(minutes=1)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,8}")


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """An article of an issue.

    `src` is its slug or source path. Of an excerpt about `words` are shown, up to the nearest
    end of a sentence. `teaser` (Markdown) stands in place of the article's own beginning where that
    is not shown whole, `url` is where the whole of it can be read, `attach` are the formats that
    go with it, None when the issue says which.
    """

    src: str
    mode: str = "full"
    words: int = WORDS
    teaser: str = ""
    url: str = ""
    attach: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue. `date` is its day, in its head; `intro` is Markdown; "" where nothing is said.

    `settings` are what the issues of the newsletter share, with what this one says otherwise.
    """

    id: str
    subject: str
    date: dt.datetime
    entries: tuple[IssueEntry, ...]
    preheader: str = ""
    intro: str = ""
    language: str = ""
    url: str = ""
    settings: Newsletter = field(default_factory=Newsletter)
    theme: Mapping[str, Any] = field(default_factory=dict)

    @property
    def articles(self) -> tuple[str, ...]:
        """The names of all articles, in order."""
        return tuple(entry.src for entry in self.entries)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that are attached or linked, of any article, each once."""
        if self.settings.attach.per != "article":
            return tuple(dict.fromkeys(name for one in self.entries for name in one.attach or ()))
        found = (name for one in self.entries for name in self.attached(one))
        return tuple(dict.fromkeys(found))

    def attached(self, entry: IssueEntry) -> tuple[str, ...]:
        """The formats of one article that go with the issue."""
        if entry.attach is not None:
            return entry.attach
        attach = self.settings.attach
        return attach.formats if attach.per == "article" else ()


_OWN: Final = (
    "schema", "id", "subject", "preheader", "date", "intro", "language", "url", "article", "theme",
)  # fmt: skip
#: What a single issue may say otherwise: all but where the desk's password goes.
_SHARED: Final = tuple(
    one.metadata.get("name", one.name) for one in fields(Newsletter) if not one.metadata.get("desk")
)
#: All that the file of an issue may say.
KEYS: Final = (*_OWN, *_SHARED)


def is_id(text: str) -> bool:
    """Whether an issue can be told apart by `text`.

    >>> is_id("2026-05"), is_id("May 2026"), is_id("")
    (True, False, False)
    """
    return _ID.fullmatch(text) is not None


def read_issue(data: bytes, name: str, shared: Newsletter | None = None, stem: str = "") -> Issue:
    r"""The issue that `data` holds; `name` says in messages which one it is.

    `shared` is what the newsletter's settings say, `stem` the id of an issue that names none.
    Raises `ConfigError`. Whether its articles are there, the desk tells.

    >>> text = b'subject = "Tides"\ndate = 2026-05-01\n[[article]]\nsrc = "harbour-wall"\n'
    >>> found = read_issue(text, "may.toml", stem="may")
    >>> found.id, found.articles, found.date.isoformat()
    ('may', ('harbour-wall',), '2026-05-01T00:00:00+00:00')
    """
    form = Form(name, "issue")
    table = form.table(data)
    form.known(table, KEYS)
    form.schema(table, SCHEMA)
    if not (subject := form.text(table.get("subject", ""), "subject")):
        raise form.error(f"{name}: an issue needs a `subject`", 'write subject = "…"')
    told = {key: table[key] for key in _SHARED if key in table}
    return Issue(
        id=_id(form, table, stem),
        subject=subject,
        date=_date(form, table),
        entries=_entries(form, table),
        preheader=form.text(table.get("preheader", ""), "preheader"),
        intro=form.passage(table.get("intro", ""), "intro"),
        language=_matching(form, table, "language", _LANGUAGE, "a language tag such as `en-GB`"),
        url=_matching(form, table, "url", _URL, _ADDRESS),
        settings=laid_over(shared or Newsletter(), told, name),
        theme=form.inner(table.get("theme", {}), "theme"),
    )


# ── single values ────────────────────────────────────────────────────────────


def _matching(
    form: Form, table: Mapping[str, Any], key: str, shape: re.Pattern[str], wanted: str
) -> str:
    """The value of `key` as messages call it, which has a `shape`; "" for none."""
    if (value := table.get(key.rpartition(".")[2], "")) == "":
        return ""
    found = form.text(value, key)
    if not shape.fullmatch(found):
        raise form.wrong(key, found, wanted)
    return found


def _id(form: Form, table: Mapping[str, Any], stem: str) -> str:
    if "id" not in table and not is_id(stem):
        message = (
            f"{form.name}: an issue needs an `id`, and the name of its file is not valid as one"
        )
        raise form.error(message, 'write id = "2026-05", in letters, digits, stops and hyphens')
    wanted = "a name such as `2026-05`"
    if not (found := _matching(form, {"id": table.get("id", stem)}, "id", _ID, wanted)):
        raise form.wrong("id", found, wanted)
    return found


def _date(form: Form, table: Mapping[str, Any]) -> dt.datetime:
    """The day of the issue: a day is its midnight, and a time without a zone is UTC's.

    The clock is never asked: the same file gives the same message.
    """
    value = table.get("date")
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = dt.datetime.combine(value, dt.time())
    if value is None and "date" not in table:
        message = f"{form.name}: an issue needs a `date`"
        raise form.error(message, "write date = 2026-05-01, or with the time of day")
    if not isinstance(value, dt.datetime):
        raise form.wrong("date", table["date"], "a day or a time such as 2026-05-01T07:00:00+01:00")
    found = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    # The head of a message names a zone by hours and minutes.
    if not 1970 <= found.year <= 9998 or (found.utcoffset() or _ZERO) % _MINUTE:
        raise form.wrong("date", table["date"], "a date that is valid in mail")
    return found


def _entries(form: Form, table: Mapping[str, Any]) -> tuple[IssueEntry, ...]:
    rows = form.rows(table.get("article", []), "article")
    if not rows:
        message = f"{form.name}: it has no articles"
        raise form.error(message, 'write [[article]] and below it src = "…", its slug or path')
    return tuple(_entry(form, row) for row in rows)


def _entry(form: Form, row: Mapping[str, Any]) -> IssueEntry:
    form.known(row, tuple(one.name for one in fields(IssueEntry)), "article.")
    if not (src := form.text(row.get("src", ""), "article.src")):
        message = f"{form.name}: an article has no `src`"
        raise form.error(message, 'write src = "…", its slug or source path')
    words = row.get("words", WORDS)
    if type(words) is not int or not 0 < words <= _MOST_WORDS:
        raise form.wrong("article.words", words, "a whole number above 0")
    return IssueEntry(
        src=src,
        mode=form.choice(row.get("mode", "full"), "article.mode", MODES),
        words=words,
        teaser=form.passage(row.get("teaser", ""), "article.teaser"),
        url=_matching(form, row, "article.url", _URL, _ADDRESS),
        attach=form.texts(row["attach"], "article.attach") if "attach" in row else None,
    )
