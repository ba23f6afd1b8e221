"""The work on one issue: what it is made from, brought together, and put into the store.

It reads no submission: its articles are built before it, and it is made from what lies in `dist/`.
"""

from __future__ import annotations

import hashlib
import shlex
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from copydesk import registry
from copydesk.builder import colophon, store
from copydesk.builder.batch import Result
from copydesk.builder.issues import articles, contents
from copydesk.builder.issues.articles import Found, Shelf
from copydesk.builder.issues.contents import BOOK, FORMAT, TEXT, Edited, Member
from copydesk.builder.report import Outcome, Status, count_asking
from copydesk.builder.submissions import Document
from copydesk.builder.survey import Survey
from copydesk.errors import BrokenLaw, CopydeskError, ToolError
from copydesk.language.scripts import direction
from copydesk.model import Card, Colophon, Output
from copydesk.newsletter import attachments, making
from copydesk.newsletter.materials import Attachment, Materials, Piece
from copydesk.newsletter.targets import target
from copydesk.system import files


def materials(
    document: Document, edited: Edited, shelf: Shelf, bound: Mapping[str, bytes]
) -> Materials:
    """All that the issue `document` is made from; `bound` is the book of it in each format.

    Raises `ConfigError`, and `ToolError` for an article that is not there.
    """
    issue, config = edited.issue, edited.config
    name = document.slug.rpartition("/")[2]
    service = target(issue.settings.target, document.source)
    there = [(member, _there(member, shelf)) for member in edited.members]
    wanted = [(issue.subject, name, _ending(form)) for form in bound]
    wanted += [
        (one.front["title"], member.document.slug, _ending(form))
        for member, one in there
        for form in member.formats
    ]
    names = iter(attachments.name_files(wanted))
    book = tuple(
        Attachment(next(names), form, _media_type(form), issue.subject, data)
        for form, data in bound.items()
    )
    pieces = tuple(_piece(member, one, names) for member, one in there)
    languages = Counter(one.language for one in pieces)
    return Materials(
        name=name,
        issue=issue,
        target=service,
        theme=config.theme,
        newsletter=issue.settings.title or config.publication.name,
        language=issue.language or languages.most_common(1)[0][0],
        pieces=pieces,
        book=book,
    )


def _there(member: Member, shelf: Shelf) -> Found:
    there = shelf(member)
    if there is None:
        message = f"its article `{member.document.source}` is not built as it is wanted"
        hint = f"build it: `copydesk {shlex.quote(member.document.slug)}`"
        raise ToolError(message, hint=hint, code="issue.unbuilt")
    return there


def _piece(member: Member, there: Found, names: Iterator[str]) -> Piece:
    """An article with its text, pictures and attachments, which take the next of `names`."""
    slug, language = member.document.slug, there.card.language
    texts = [one.name for one in there.outputs if one.format == TEXT]
    markup = registry.WRITERS[TEXT].file(slug)
    return Piece(
        entry=member.entry,
        slug=slug,
        title=there.front["title"],
        subtitle=there.front["subtitle"],
        byline=there.front["byline"],
        dated=there.front["date"],
        language=language,
        direction=direction(language),
        markup=there.read(markup).decode(),
        pictures={name: there.read(name) for name in texts if name != markup},
        attachments=tuple(_edition(slug, there, form, next(names)) for form in member.formats),
    )


def _edition(slug: str, there: Found, form: str, name: str) -> Attachment:
    """An article in one format, as the file `name`."""
    file = registry.WRITERS[form].file(slug)
    lacks = (one.name for one in there.outputs if one.format == form and one.name != file)
    return Attachment(
        name, form, _media_type(form), there.front["title"], there.read(file), tuple(sorted(lacks))
    )


def _ending(form: str) -> str:
    return registry.WRITERS[form].suffix.lstrip(".")


def _media_type(form: str) -> str:
    return registry.WRITERS[form].media_type


def volume(desk: Survey, document: Document, edited: Edited) -> dict[str, bytes]:
    """The book of the whole issue, as it lies in `dist/`, in each format that goes with it."""
    forms = contents.bound_as(edited.issue, document.source)
    return {form: articles.read(desk, document.slug, f"{BOOK}/{BOOK}.{form}") for form in forms}


def build(
    desk: Survey, document: Document, reasons: tuple[str, ...], outcomes: Mapping[str, Outcome]
) -> Result:
    """Make the issue `document` and put it into the store; `outcomes` are those of its articles.

    Nothing is raised: an issue never stops the others.
    """
    started = time.monotonic()
    blank = Outcome(
        document.slug, document.source, "failed", formats=(FORMAT,), reasons=reasons,
        kept=files.is_there(desk.out / document.slug / store.COLOPHON),
    )  # fmt: skip
    try:
        result = _built(desk, document, blank, outcomes)
    except CopydeskError as error:
        result = Result(_failed(blank, error))
    except MemoryError:
        message = f"`{document.source}` needs more memory than there is"
        hint = "let fewer or smaller files go with it: attach"
        result = Result(_failed(blank, ToolError(message, hint=hint, code="limit.job")))
    except OSError as error:  # a full disk is no bug of ours
        result = Result(_failed(blank, files.failure(error, f"`{document.source}` was not built")))
    except Exception as error:  # noqa: BLE001  a bug costs its issue, not the batch
        message = f"a bug of copydesk: {type(error).__name__}: {error}"
        hint = "report it together with the file of the issue"
        outcome = _failed(blank, BrokenLaw(message, hint=hint, code="bug"))
        result = Result(replace(outcome, detail=traceback.format_exc()))
    return replace(result, outcome=replace(result.outcome, seconds=time.monotonic() - started))


def _failed(blank: Outcome, error: CopydeskError) -> Outcome:
    return replace(
        blank, message=str(error), hint=error.hint, code=error.code, exit_code=error.exit_code
    )


def _built(
    desk: Survey, document: Document, blank: Outcome, outcomes: Mapping[str, Outcome]
) -> Result:
    edited = contents.edited(desk, document.source)
    if held := _held_up(edited, blank, outcomes):
        return Result(held)
    bound = volume(desk, document, edited)
    brought = materials(document, edited, partial(articles.built, desk), bound)
    issued = making.made(brought)
    content = issued.files
    lying = {f"{BOOK}/{BOOK}.{form}": data for form, data in bound.items()}
    outputs = tuple(
        Output(FORMAT, name, hashlib.sha256(data).hexdigest(), len(data))
        for name, data in sorted((content | lying).items())
    )
    before = colophon.read(desk.out / document.slug)
    plain = contents.made_from(desk, document, edited)
    asked = tuple(sorted(Counter(one.code for one in issued.remarks).items()))
    finished = replace(plain, outputs=outputs, queries=asked, card=_card(brought))
    gone = _unwanted(before, outputs)
    store.publish(desk.out, document.slug, content, colophon.dumps(finished), gone)
    status: Status = "built with queries" if count_asking(asked) else "built"
    outcome = replace(blank, status=status, queries=asked, kept=False)
    return Result(outcome, finished, complete=True)


def _unwanted(before: Colophon | None, outputs: tuple[Output, ...]) -> list[str]:
    """Names of earlier outputs that nobody wants any more; with the last of a book its colophon."""
    if before is None:
        return []
    standing = {one.name for one in outputs}
    gone = [one.name for one in before.outputs if one.name not in standing]
    if any(name.startswith(f"{BOOK}/") for name in gone) and not any(
        name.startswith(f"{BOOK}/") for name in standing
    ):
        gone.append(f"{BOOK}/{store.COLOPHON}")
    return gone


def _held_up(edited: Edited, blank: Outcome, outcomes: Mapping[str, Outcome]) -> Outcome | None:
    """What becomes of an issue of which an article, or the book of all, could not be made."""
    slugs = [member.document.slug for member in edited.members]
    for slug in (*slugs, f"{blank.slug}/{BOOK}"):
        one = outcomes.get(slug)
        if one and one.status in {"refused", "failed"}:
            message = one.message  # that of the book names the article
            if slug in slugs:
                verb = "is refused" if one.status == "refused" else "fails"
                message = f"its article `{one.source}` {verb}: {one.message}"
            return replace(
                blank, status=one.status, message=message, hint=one.hint, code=one.code,
                exit_code=one.exit_code,
            )  # fmt: skip
        if one and one.status == "not tried":
            return replace(blank, status="not tried")
    return None


def _card(brought: Materials) -> Card:
    issue = brought.issue
    day = issue.date.date().isoformat()
    return Card(
        title=issue.subject,
        authors=tuple(filter(None, (brought.newsletter,))),
        date=day,
        date_iso=day,
        language=brought.language,
    )
