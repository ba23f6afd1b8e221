"""What is asked on the sheet: questions by what they are about, each with what answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final

from copydesk.model import Article, Query
from copydesk.writers.proof_answers import meaning
from copydesk.writers.proof_candidates import Case, Likely, cases
from copydesk.writers.proof_kinds import PLAIN, Group, gathered
from copydesk.writers.proof_marks import (
    anchor,
    command,
    counted,
    entry_id,
    in_language,
    parts,
    prose,
    text,
)
from copydesk.writers.proof_places import Spot
from copydesk.writers.proof_text import Row, edited

#: Lines of the text that are shown either side of one that is asked about.
_BESIDE: Final = 1
#: So many characters of each.
_SHOWN: Final = 200
#: Codes that ask about a line as a whole.
_LINE_CODES: Final = ("structure.doubt", "structure.dropped", "structure.references-start")


#: Codes whose suggestions show the entries.
_SHOWING: Final = ("reference.same-year",)


class Queue:
    """The questions of a sheet, beside the rows of its text and under their short names."""

    def __init__(
        self,
        article: Article,
        rows: Sequence[Row],
        places: Mapping[int, Spot],
        numbers: Mapping[str, str],
    ) -> None:
        self._cases = cases(article, places)
        self._entries = {reference.key: reference for reference in article.back.references}
        self._language = in_language(article)
        self._rows = rows
        self._place = {row.number: at for at, row in enumerate(rows)}
        self._numbers = numbers

    def asked(self, queries: Iterable[Query]) -> str:
        """All `queries`, gathered."""
        return "".join(
            f"<h3>{counted(kind, sum(len(group.queries) for group in groups))}</h3>\n"
            + "".join(map(self._group, groups))
            for kind, groups in gathered(queries)
        )

    def _group(self, group: Group) -> str:
        cards = "".join(map(self._card, group.queries))
        many = len(group.queries) > 1
        head = counted(group.title, len(group.queries)) if many else escape(group.title)
        said = f"<small>{group.queries[0].severity} · <code>{escape(group.code)}</code></small>"
        return f'<h4>{head} {said}</h4>\n<ul class="queries">\n{cards}</ul>\n'

    def _card(self, query: Query) -> str:
        case = self._cases.get(query.id)
        name = self._numbers.get(query.id, "")
        label = f'<b class="number">{name}</b> ' if name else ""
        about = self._case(case, query) if case else self._about(query) + _answers(query)
        shown = query.subject in self._entries or query.line in self._place
        plain = query.code in PLAIN and shown
        said = "" if plain else f" {prose(query.message)}"
        return (
            f'<li class="{query.severity}" id="{anchor(query.id)}">\n'
            f'<p dir="auto">{label}{self._line(query.line)}{said}</p>\n{about}</li>\n'
        )

    def _line(self, number: int) -> str:
        """Where a question stands, leading there where the text is shown."""
        if number not in self._place:
            return f"<small>line {number}</small>" if number else ""
        return f'<a class="no" href="#line-{number}">line {number}</a>'

    # ── a citation ───────────────────────────────────────────────────────────

    def _case(self, case: Case, query: Query) -> str:
        """The sentence beside the entries that may be meant; below each what chooses it."""
        choices = {meaning(one): one for one in query.suggestions if one.startswith("copydesk ")}
        rows = ""
        for likely in case.likely:
            why = likely.reason if len(case.likely) > 1 else ""
            means = choices.pop(f"It means {likely.key}", "")
            own = f"<p>{_choice('It is this one', means)}</p>\n" if means else ""
            rows += f"<li>{_likely(likely, why)}{own}</li>\n"
        entries = f'<ol class="candidates">\n{rows}</ol>\n' if rows else ""
        return (
            f'<blockquote dir="auto"{self._language}>{parts(case.before)}<q>{parts(case.words)}</q>'
            f"{parts(case.after)}</blockquote>\n{entries}{_listed(choices.values(), query.code)}"
        )

    # ── a line, an entry ─────────────────────────────────────────────────────

    def _about(self, query: Query) -> str:
        if query.code in _LINE_CODES and query.line in self._place:
            return self._beside(query.line)
        entry = self._entries.get(query.subject)
        if entry is None or not query.code.startswith("reference.") or query.code in _SHOWING:
            return ""
        link = f'<a href="#{entry_id(entry.key)}"><code>{text(entry.key)}</code></a>'
        return f'<blockquote dir="auto">{text(entry.text)} {link}</blockquote>\n'

    def _beside(self, line: int) -> str:
        """A line between its neighbours."""
        at = self._place[line]
        shown = "".join(
            f'<li value="{row.number}"{" class=own" * (row.number == line)}>'
            f"{text(edited(row), _SHOWN)} <small>{escape(_kind(row))}</small></li>\n"
            for row in self._rows[max(0, at - _BESIDE) : at + _BESIDE + 1]
        )
        return f'<ol class="beside"{self._language}>\n{shown}</ol>\n'


def _kind(row: Row) -> str:
    """What a line is; what stands for a picture looks like words of the text."""
    return f"picture, {row.role}" if row.hint.startswith("figure:") else row.role


def _likely(likely: Likely, why: str) -> str:
    key = f'<a href="#{entry_id(likely.key)}"><code>{text(likely.key)}</code></a>'
    reason = f" <small>{prose(why)}</small>" if why else ""
    return f'<p dir="auto">{key} {parts(likely.entry)}{reason}</p>\n'


def _answers(query: Query) -> str:
    return _listed(query.suggestions, query.code)


def _listed(answers: Iterable[str], code: str) -> str:
    """Answers, each with what it says; what is no command may help to find one."""
    rows = "".join(f"<li>{_answer(one, code)}</li>\n" for one in answers)
    return f'<ul class="answers">\n{rows}</ul>\n' if rows else ""


def _answer(answer: str, code: str) -> str:
    if not answer.startswith("copydesk "):
        return prose(answer)
    return _choice(meaning(answer, code), answer)


def _choice(said: str, answer: str) -> str:
    return f'<span class="said">{text(said)}:</span> {command(answer)}'
