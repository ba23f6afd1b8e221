"""The review copy: the text as received in Word, every change tracked, every doubt a comment.

A paragraph is a received line, blank ones too. Accepting all changes gives the edited lines,
rejecting all the received ones. Word joins neighbouring changes of one author into one; here
each edit is a change of its own, as narrow as it is.

What the article leaves out is no change of the copy: such lines are grey (style “Left Out”), and
the style of every other paragraph says what the desk took its line for. Why an edit was made,
and its id for `stet`, the proof says; a comment on each would drown the questions.
Looks of the received text are kept, addresses of links are not.

Characters that no XML can hold cannot be shown as taken away. The ledger has them, and a
comment on their line numbers them. A copy edit never moves the end of a line (`ledger.apply_edits`
looks at one line), so no paragraph mark is ever tracked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from copydesk.model import Article, Edit, Heading, Line, Role
from copydesk.readers.word.manifest import FORBIDDEN, Manifest, fingerprint_style, fingerprints
from copydesk.registry import WriterInput
from copydesk.review import tracked
from copydesk.review.answers import number_answers
from copydesk.review.changed_lines import find_removals
from copydesk.review.findings import Finding, list_findings
from copydesk.review.markup import shown, spaced
from copydesk.review.word_out.lists import list_signs
from copydesk.review.word_out.runs import Comment, RunWriter

#: What a paragraph's style is called, by the role of its line.
STYLES: Final[Mapping[Role, str]] = {
    "title": "Title", "subtitle": "Subtitle", "byline": "Byline", "date": "Date",
    "body": "BodyText", "quote": "Quote", "list": "ListParagraph",
    "caption": "Caption", "disclaimer": "Disclaimer", "bio": "AuthorBio",
    "reference": "Bibliography", "footnote": "FootnoteText",
}  # fmt: skip
LEFT_OUT: Final = "LeftOut"
BLANK: Final = "BlankLine"
_LEVELS: Final = 4
_HEADINGS: Final = tuple(f"Heading{level}" for level in range(1, _LEVELS + 1))
#: The role that a style gives a line, by the id of the style.
ROLES: Final[Mapping[str, Role]] = {
    **{style: role for role, style in STYLES.items()},
    **dict.fromkeys(_HEADINGS, "heading"), "ListBullet": "list", "ListNumber": "list",
}  # fmt: skip
#: What a heading is when the article has none of its own at that line: that of a back part.
_BACK: Final = 2


def write(copy: WriterInput) -> bytes:
    """Word, for editors: the text as received, each edit tracked, each question a comment.

    Raises `BrokenLaw` when accepting all would not give the edited text, or rejecting all not
    the received one.
    """
    from copydesk.review.word_out.package import check_copy, document, moment, package

    article = copy.article
    edited = article.edited
    remarks, roles = _by_line(article), _styles(article)
    set_by_word = list_signs(edited.submission.lines)
    styles = [
        set_by_word.style(line, roles.get(line.number, "") if line.text.strip() else BLANK)
        for line in edited.submission.lines
    ]
    setter = RunWriter(moment(article), set_by_word)
    paragraphs = [
        setter.paragraph(pieces, received, line, style, remarks.get(line.number, ()))
        for received, line, pieces, style in zip(
            edited.submission.lines, edited.lines, tracked.split_lines(edited), styles, strict=True
        )
    ]
    text = document(paragraphs, copy.config)
    check_copy(text, edited)
    asked = (remark.id for rows in remarks.values() for remark in rows if remark.id)
    about = manifest(article, frozenset(asked), styles)
    return package(copy, text, setter.comments, set_by_word.part(), about)


def manifest(article: Article, comments: frozenset[str], styles: Iterable[str]) -> Manifest:
    """What the review copy of `article` shows, with those `comments`, and `styles` of all lines."""
    edited = article.edited
    sent = edited.submission
    return Manifest(
        sent.path,
        sent.sha256,
        fingerprints(line.text for line in sent.lines),
        frozenset(edit.id for edit in edited.ledger if edit.status == "applied"),
        comments,
        frozenset(
            fingerprint_style(line.text, style)
            for line, style in zip(sent.lines, styles, strict=True)
            if line.text.strip()
        ),
    )


# ── what a line is ───────────────────────────────────────────────────────────


def _styles(article: Article) -> dict[int, str]:
    """Line number → id of the style of its paragraph; blank lines have none."""
    edited = article.edited
    out = find_removals(article)
    levels = {
        number: block.level
        for block in article.body
        if isinstance(block, Heading)
        for number in block.lines
    }
    styles = {}
    for line, role in zip(edited.lines, edited.roles, strict=False):
        if line.number in out:
            styles[line.number] = LEFT_OUT
        elif role == "heading":
            level = min(max(levels.get(line.number, _BACK), 1), _LEVELS)
            styles[line.number] = _HEADINGS[level - 1]
        elif line.hint == "code":
            styles[line.number] = "SourceCode"
        elif role:
            styles[line.number] = STYLES.get(role, "BodyText")
    return styles


# ── what is asked ────────────────────────────────────────────────────────────


def _by_line(article: Article) -> dict[int, list[Comment]]:
    """Line number → its comments in the order of their places; none past the last line."""
    last = len(article.edited.lines)
    found: dict[int, list[Comment]] = {}
    for number, comment in (*_unwritten(article), *_asked(article)):
        found.setdefault(min(max(number, 1), last), []).append(comment)
    for rows in found.values():
        rows.sort(key=lambda comment: (comment.start, comment.end))
    return found


def _asked(article: Article) -> Iterator[tuple[int, Comment]]:
    """What is open, by lines: about a citation or words at these, all else at the whole line."""
    sizes = {line.number: len(line.text) for line in article.edited.submission.lines}
    structure = {edit.id for edit in article.structure}
    for one in list_findings(article):
        span = None if one.id in structure else one.span
        start, end = span or (0, sizes.get(one.line, 0))
        yield one.line, Comment(start, end, word_comment(one), one.id)


def word_comment(one: Finding) -> tuple[str, ...]:
    """The lines of the comment that asks for something; that of a proposal lists no refusal."""
    if isinstance(edit := one.about, Edit):
        before, after = (f"`{shown(spaced(text))}`" for text in (edit.before, edit.after))
        change = f"{before} → {after}"
        if not edit.after:
            change = f"take out {before}"
        elif not edit.before:
            change = f"put in {after}"
        said = f"proposed · {one.code} · {one.id}", shown(edit.reason), change
        choices = (choice for choice in one.listed if choice.name != "stet")
        return *said, *map(shown, number_answers(choices))
    head = f"{one.severity} · {one.code} · {one.id}"
    return head, shown(one.message), *map(shown, number_answers(one.listed))


def _unwritten(article: Article) -> Iterator[tuple[int, Comment]]:
    """Characters of received lines that the file cannot hold, a comment for each line."""
    for line in article.edited.submission.lines:
        if found := FORBIDDEN.findall(line.text):
            yield line.number, Comment(0, len(line.text), _missing(line, found))


def _missing(line: Line, found: list[str]) -> tuple[str, ...]:
    names = dict.fromkeys(f"U+{ord(one):04X}" for one in found)
    many = "characters" if len(found) > 1 else "character"
    return (
        "note · enc.control",
        f"Line {line.number} came with {len(found)} {many} that no Word file can hold,"
        f" so that taking {'them' if len(found) > 1 else 'it'} out is not tracked: "
        + ", ".join(names),
    )
