"""In-text citations: found, linked with their status, and asked about.

`passages` takes down the texts of an article; `narrative` and `shapes` see the citations by
name in them, `numeric` the numbers of a list, `notes` the references in footnotes, `keys` the
keys of a library. `match` says which entry a name means, `system` how the article cites.
`choices` then applies what the editor decided, and `questions` has the words of the queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from copydesk.citations import questions
from copydesk.citations.by_author import find_groups
from copydesk.citations.choices import apply_choices
from copydesk.citations.keys import find_keys, list_keys
from copydesk.citations.match import Matcher
from copydesk.citations.names import find_explained
from copydesk.citations.narrative import find_mentions
from copydesk.citations.notes import NoteReader
from copydesk.citations.numeric import find_signs, link_signs, read_numbers
from copydesk.citations.passages import (
    CitationGroup,
    InlineRun,
    Linked,
    mark_citations,
    scan_article,
)
from copydesk.citations.system import choose_numbers, read_manner
from copydesk.config import Config
from copydesk.model import Article, Cite, Decisions
from copydesk.review.sidecar.values import letters


def cite(article: Article, _config: Config, decisions: Decisions) -> Article:
    """`article` with its citations found, linked and marked in the body and the notes.

    Adds `citations`, `uncited` and one Query for each citation that is not exact
    and each entry that no citation reaches. The editor's choices in `decisions`
    beat the matcher.
    """
    references = article.back.references
    passages = scan_article(article)
    groups, is_counted = _find_groups(article, passages, decisions)
    found, cites = _number_groups(passages, groups)
    settled = apply_choices(found, decisions.citations, references)
    uncited = tuple(one.key for one in references if one.key not in settled.reached)
    return replace(
        mark_citations(article, cites),
        citations=settled.citations,
        uncited=uncited,
        queries=(
            *questions.drop_asked(article.queries, settled.citations),
            *([questions.ask_counted()] if is_counted else []),
            *questions.ask_citations(settled, references),
            *questions.drop_asked(questions.ask_uncited(uncited, references), settled.citations),
            *questions.ask_stale(settled.stale),
        ),
    )


def _find_groups(
    article: Article, passages: Sequence[InlineRun], decisions: Decisions
) -> tuple[list[list[CitationGroup]], bool]:
    """The citations of each passage, and whether the entries were counted to find them."""
    references = article.back.references
    explained = (pair for passage in passages for pair in find_explained(passage.text))
    matcher = Matcher(references, explained)
    mentions = [find_mentions(passage.text, matcher.bears) for passage in passages]
    manner = read_manner([one for rows in mentions for row in rows for one in row], matcher)

    listed = read_numbers(references, article.edited.submission.lines)
    signs = [find_signs(passage, listed.keys if listed else ()) for passage in passages]
    numbers, shapes = choose_numbers(article, listed, list(chain(*signs)), manner.named)

    chosen = frozenset(letters(decision.text) for decision in decisions.citations)
    keys = list_keys(references)
    by_name = [
        list(find_groups(passage, rows, matcher, chosen, manner))
        for passage, rows in zip(passages, mentions, strict=True)
    ]
    reader = NoteReader(matcher, dated=manner.dated > 0)
    notes = {
        at: reader.read(passage, by_name[at]) for at, passage in enumerate(passages) if passage.note
    }
    linked = sum(one.linked for one in notes.values())
    # Elsewhere a full reference in a note is complete in itself.
    complete = linked > sum(one.apart for one in notes.values()) and linked >= manner.named
    groups = []
    for at, passage in enumerate(passages):
        row = [sign for sign in signs[at] if sign.shape in shapes]
        beside = notes[at].list_groups(complete=complete) if at in notes else by_name[at]
        numbered = link_signs(passage.text, row, numbers, matcher.by_key) if numbers else ()
        groups.append(list(_order(find_keys(passage.text, keys), beside, numbered)))
    return groups, numbers is not None and numbers.guessed


def _order(*found: Iterable[CitationGroup]) -> Iterator[CitationGroup]:
    """The groups of several finders in order; of two that overlap the one that begins first."""
    end = 0
    for group in sorted(chain(*found), key=lambda group: group.start):
        if group.start >= end:
            end = group.end
            yield group


def _number_groups(
    passages: Sequence[InlineRun], groups: Sequence[Sequence[CitationGroup]]
) -> tuple[list[Linked], list[list[tuple[int, int, Cite]]]]:
    """The citations with their places in the article, and the Cites for each passage."""
    found: list[Linked] = []
    cites: list[list[tuple[int, int, Cite]]] = []
    number = 0
    for passage, row in zip(passages, groups, strict=True):
        cites.append([])
        for group in row:
            said = passage.text[group.start : group.end]
            cites[-1].append((group.start, group.end, Cite(said, number)))
            for one in group.linked:
                line = passage.find_line(one.citation.start)
                citation = replace(one.citation, group=number, block=passage.block, line=line)
                found.append(replace(one, citation=citation, text=passage.text))
            number += 1
    return found, cites
