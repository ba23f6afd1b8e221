"""`newsletter new`: the file of an issue, with the articles of the desk to choose from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files as packaged
from pathlib import Path
from string import Template
from typing import Final

from copydesk.builder import colophon, survey, targets
from copydesk.builder.issues import sources
from copydesk.builder.report import escape
from copydesk.builder.submissions import NEWSLETTERS, Document
from copydesk.builder.survey import Survey
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import ArticleSummary
from copydesk.newsletter.issue import is_id
from copydesk.system import files

#: So many articles stand in a new issue, and so many more in its choice.
_TAKEN: Final = 3
_OFFERED: Final = 12


def write_issue(
    root: Path, config: Config, name: str, articles: Iterable[str], here: Path | None = None
) -> Path:
    """Write the file of the issue `name`, with `articles` or the latest of the desk; its place.

    Nothing is overwritten. Raises `UsageError` for a name that cannot be, one that is taken, or
    an article that is not there.
    """
    if not is_id(name):
        message = f"`{name}` is not a valid name of an issue"
        hint = "use letters, digits, dots and hyphens, as in `2026-05`"
        raise UsageError(message, hint=hint, code="usage.issue")
    desk = survey.survey_desk(root, config)
    path = root / config.source / NEWSLETTERS / f"{name}{sources.ENDING}"
    text = _text(desk, name, list(articles), here)
    files.folder(path.parent)
    if not files.create(path, text.encode("utf-8")):
        message = f"`{config.source}/{NEWSLETTERS}/{path.name}` exists already"
        hint = "choose another name; nothing was written"
        raise UsageError(message, hint=hint, code="usage.issue")
    return path


def _text(desk: Survey, name: str, articles: list[str], here: Path | None) -> str:
    known = [(one, _card(desk, one)) for one in desk.documents]
    if articles:
        chosen = dict.fromkeys(
            one for name in articles for one in targets.resolve_targets(desk, [name], here)
        )
        taken, offered = [(one, _card(desk, one)) for one in chosen], []
    else:
        known.sort(key=lambda row: row[1].date_iso, reverse=True)
        taken, offered = known[:_TAKEN], known[_TAKEN : _TAKEN + _OFFERED]
    shared = desk.config.newsletter
    sender = '# from = "The Harbour Review <desk@harbour.example>"'
    if shared.from_:
        sender = f"# from = {_quoted(shared.from_)}   # as the settings have it"
    subject = taken[0][1].title if taken else ""
    form = (packaged("copydesk") / "data" / "new-issue.template").read_text(encoding="utf-8")
    return Template(form).substitute(
        name=name,
        subject=_quoted(subject or name),
        date=dt.datetime.now().astimezone().date().isoformat(),
        sender=sender,
        articles="".join([*_entries(taken), *_entries(offered, asleep="# ")]) or _NONE,
    )


_NONE: Final = '# [[article]]\n# src = "…"   # its slug or source path; the desk has none yet\n\n'


def _card(desk: Survey, document: Document) -> ArticleSummary:
    """What the last build says of an article; nothing where there was none."""
    made = colophon.read(desk.out / document.slug)
    return made.card if made else ArticleSummary()


def _entries(rows: Iterable[tuple[Document, ArticleSummary]], asleep: str = "") -> Iterator[str]:
    for document, card in rows:
        about = " · ".join(filter(None, (card.title, ", ".join(card.authors), card.date)))
        yield f"{asleep}[[article]]"
        yield f"   # {escape(' '.join(about.split()))}\n" if about else "\n"
        yield f'{asleep}src = "{document.slug}"\n\n'


def _quoted(text: str) -> str:
    """`text` as TOML has it: as JSON, but for the one sign that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
