"""The proof: what the editor is asked, what was changed and removed, and what was understood.

`write` makes it as a web page that loads and runs nothing, `render_text` for a terminal. Both
decide nothing: what decides is a command below each question, proposal and change. Both show
characters that nobody can see by their numbers.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from copydesk import registry
from copydesk.answers import PLACE, of_desk
from copydesk.writers import proof_marks as marks
from copydesk.writers.proof_lines import Fate, Span
from copydesk.writers.proof_view import (
    MOST,
    Change,
    Group,
    Kind,
    Proof,
    Question,
    brief,
    build_proof,
    group_kept,
    standing,
)
from copydesk.writers.received_looks import dressed
from copydesk.writers.sheets import stylesheet

if TYPE_CHECKING:
    from jinja2 import Template

_SECTIONS: Final = {
    "asked": "Open questions",
    "proposed": "Proposed",
    "text": "The text",
    "changed": "Changed, and why",
    "kept": "Kept as written",
    "removed": "Left out",
    "joined": "Lines joined or cut",
    "citations": "Citations",
    "references": "References",
    "told": "For your information",
    "settled": "Settled",
}
_FATES: Final[dict[Fate, str]] = {
    "taken": "<del>{}</del>",
    "given": "<ins>{}</ins>",
    "doubted": '<span class="doubted">{}</span>',
    "offered": '<span class="offered">{}</span>',
}


@registry.writer("proof", "proof.html", "text/html", folder="review")
def write(copy: registry.Copy) -> bytes:
    """Write the editor's sheet: questions, changes with their ids, citations and references."""
    return render_page(build_proof(copy.article), copy.slug).encode()


# ── the page ─────────────────────────────────────────────────────────────────


def render_page(proof: Proof, slug: str) -> str:
    """Render the proof of the article `slug` as a web page; all of it is escaped text."""
    counts, place = proof.counts, shlex.quote(proof.name)
    return load_template().render(
        proof=proof,
        title=proof.article.front.title or slug,
        css=stylesheet("sheet.css") + stylesheet("proof.css"),
        sections=[
            (name, heading, 0 if name == "text" else counts[name])
            for name, heading in _SECTIONS.items()
            if counts[name] or name == "asked"
        ],
        lines={row.number for block in proof.blocks for row in block.rows},
        stet=f"copydesk stet {place} {PLACE}",
        explain=f"copydesk edit {place} --explain",
        removed={change.edit.id: change for change in proof.removed},
        MOST=MOST,
    )


@cache
def load_template() -> Template:
    """Compile the template of the page, once in a process."""
    from jinja2 import Environment, StrictUndefined

    engine = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    engine.filters |= {"shown": marks.shown, "anchor": marks.anchor, "standing": standing}
    filters: dict[str, Callable[..., str]] = {
        "visible": marks.visible,
        "calm": marks.calm,
        "prose": marks.prose,
        "parts": marks.parts,
        "brief": lambda text: marks.visible(brief(text)),
        "change": _mark_change,
        "spans": _mark_spans,
    }
    for name, make in filters.items():
        engine.filters[name] = _keep_markup(make)
    source = files("copydesk") / "data" / "templates" / "proof.html"
    return engine.from_string(source.read_text(encoding="utf-8"))


def _keep_markup(make: Callable[..., str]) -> Callable[..., str]:
    """`make` as a filter whose text is markup already: all that it shows of an article is escaped.

    What the template shows without a filter it escapes itself.
    """
    from markupsafe import Markup

    return lambda *words: Markup(make(*words))  # noqa: S704  see above


def _mark_change(change: Change) -> str:
    """A change among the words around it."""
    head, out, new, tail = marks.marking(change.edit)
    made = marks.spaced_mark("del", out) + marks.spaced_mark("ins", new)
    return f"{marks.visible(change.before + head)}{made}{marks.visible(tail + change.after)}"


def _mark_spans(spans: Iterable[Span]) -> str:
    return "".join(map(_mark_span, spans))


def _mark_span(span: Span) -> str:
    """Words of the running text with what was done, or would be; blanks alone are made visible."""
    if span.fate == "kept":
        return dressed(marks.calm(span.text), span.looks)
    if span.fate == "parted":
        return "<ins>¶</ins>"
    words = span.text if span.text.strip(" ") else marks.spaced(span.text)
    return dressed(_FATES[span.fate].format(marks.visible(words, None)), span.looks)


# ── the terminal ─────────────────────────────────────────────────────────────


def render_text(proof: Proof, desk: str = "") -> str:
    """Render the proof for a terminal, without a line break at its end.

    Its commands name the folder `desk` where they are typed elsewhere.
    """
    return "\n".join(_Text(proof, desk).lines())


class _Text:
    """The lines of a proof for a terminal."""

    def __init__(self, proof: Proof, desk: str) -> None:
        self._proof = proof
        self._desk = desk
        self._place = shlex.quote(proof.name)

    def lines(self) -> Iterator[str]:
        proof, article = self._proof, self._proof.article
        counts = proof.counts
        yield marks.told(article.front.title or "(no title)")
        yield marks.shown(article.edited.submission.path)
        yield (
            f"questions: {counts['asked']} · proposals: {counts['proposed']} · changes: "
            f"{counts['changed']} · lines removed: {len(proof.removed)} · citations: "
            f"{counts['citations']} · references: {counts['references']}"
        )
        stet = self._type(f"copydesk stet {self._place} {PLACE}")
        parts: tuple[tuple[str, Iterable[str]], ...] = (
            ("Open questions", self._questions(proof.asked)),
            ("Proposed", self._groups(proof.proposed)),
            (f"Changed: `{stet}` with an id takes one back", self._groups(proof.changed)),
            ("Kept as written", self._groups(group_kept(proof))),
            (f"Left out: `{stet}` with an id puts a line back", map(_removal, proof.removed)),
            ("Lines joined or cut", self._groups(proof.joined)),
            (f"Citations: `{self._type(f'copydesk cite {self._place}')}` numbers them",
             self._citations()),
            (f"References: `{self._type(f'copydesk entry {self._place}')}` lists them",
             self._entries()),
            ("Cited nowhere", map(self._brief, article.uncited)),
            ("For your information", self._questions(proof.told)),
            ("Settled", self._questions(proof.settled)),
        )  # fmt: skip
        for title, rows in parts:
            if found := [f"  {row}" for row in rows]:
                yield from ("", title, *found)

    def _type(self, command: str) -> str:
        """`command` as it is typed, shown."""
        return marks.shown(of_desk(command, self._desk))

    def _brief(self, key: str) -> str:
        """A few words by which an editor knows the entry of `key`."""
        entry = self._proof.references.get(key)
        return marks.told(f"{key}: {brief(entry.text)}" if entry else key)

    def _questions(self, kinds: Iterable[Kind]) -> Iterator[str]:
        for kind in kinds:
            for topic in kind.topics:
                weight, number = topic.questions[0].query.severity, len(topic.questions)
                yield f"{kind.title}: {topic.title} ({number}; {weight}, {topic.code})"
                for question in topic.questions:
                    query = question.query
                    yield f"  {_where(query.line)}  {marks.told(query.message)}"
                    yield from (f"      {line}" for line in self._answers(question))

    def _answers(self, question: Question) -> Iterator[str]:
        """What may be meant and what to type: of a citation below its sentence."""
        if case := question.case:
            before, words, after = (
                marks.told("".join(part.text for part in parts))
                for parts in (case.before, case.words, case.after)
            )
            yield f"{before}[?{words}?]{after}".rstrip()
        for answer in question.answers:
            said = marks.told(answer.said)
            yield f"→ {said}:  {self._type(answer.command)}" if answer.command else f"– {said}"

    def _groups(self, groups: Iterable[Group]) -> Iterator[str]:
        for group in groups:
            kept = group.changes[0].edit.status == "stet"
            if group.rule:
                command = "" if kept or not group.command else f":  {self._type(group.command)}"
                yield f"{group.rule} ({len(group.changes)}){command}"
            for change in group.changes:
                edit = change.edit
                head, out, new, tail = marks.marking(edit)
                taken = f"[-{marks.shown(marks.spaced(out))}-]" if out else ""
                given = f"{{+{marks.shown(marks.spaced(new))}+}}" if new else ""
                rule = "" if group.rule else f"{edit.rule}: "
                place = f"{marks.shown(edit.id)}  {_where(edit.line)}"
                before, after = marks.shown(change.before + head), marks.shown(tail + change.after)
                yield f"  {place}  {rule}{marks.shown(edit.reason)}"
                yield f"      {before}{taken}{given}{after}"
                for answer in change.answers if edit.status != "applied" else ():
                    said = answer.said or "take the verdict back"
                    yield f"      → {said}:  {self._type(answer.command)}"

    def _citations(self) -> Iterator[str]:
        for cited in self._proof.article.citations:
            place = f"{_where(cited.line)}  {marks.shown(cited.id)}"
            leads = standing(cited) + (f" → {', '.join(cited.keys)}" if cited.keys else "")
            yield f"{place}  {marks.told(cited.text)}  {marks.told(leads)}"
            for candidate in cited.candidates:
                key, reason = marks.shown(candidate.key), marks.shown(candidate.reason)
                yield f"    {candidate.score:.2f}  {key}: {reason}"

    def _entries(self) -> Iterator[str]:
        for one in self._proof.entries:
            read = one.reference
            key = marks.shown(read.key) or "(no key)"
            yield f"{key}  {read.confidence:.0%}  {marks.told(read.raw)}"
            for name, value in one.fields:
                yield f"    {marks.shown(name)}: {marks.told(value)}"


def _removal(change: Change) -> str:
    edit = change.edit
    place = f"{marks.shown(edit.id)}  {_where(edit.line)}"
    return f"{place}  {edit.rule}  {marks.shown(edit.before)}"


def _where(line: int) -> str:
    """The place of a query or change in words."""
    return f"line {line}" if line else "whole article"
