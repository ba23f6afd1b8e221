"""Laws of decisions: whatever becomes of the text, each stays with its edit or is reported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from copydesk import clean, pipeline
from copydesk.config import Config
from copydesk.model import Article, Decision, Decisions, Edit, EditedText, Line, Submission, Verdict
from copydesk.registry import UNREFUSABLE
from copydesk.review import sidecar
from soaking import some

CONFIG = Config()
#: Slips that are mended and slips that are only asked about.
SLIPS = ("the  bloc", "they recieved it", "China|s plan", "could of gone", "a letter , sent")
WORDS = (
    "In spring", "the council", "at the quay", "was told", "of the tide", "and nobody", "by night",
    "with the pilots", "who had left", "since the flood", "for a while", "near the bar",
)  # fmt: skip
phrases = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
paragraphs = st.tuples(phrases, st.sampled_from(SLIPS), phrases).map(" ".join).map(str.strip)
#: What an author adds: other words than those that stand there already.
plain = st.lists(
    st.sampled_from(
        ["Ferries ran late", "under ice", "Gulls came", "till dawn", "a dozen of them"]
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


def copy_of(texts: list[str], decisions: Decisions) -> EditedText:
    lines = tuple(Line(number, text) for number, text in enumerate(texts, 1))
    copy = clean.repair(Submission("a.txt", "", "text/plain", lines), CONFIG, decisions)
    roles = tuple("body" if line.text else None for line in copy.lines)
    return clean.edit(replace(copy, roles=roles, language="en"), CONFIG, decisions)


def decided(texts: list[str], chosen: int, verdict: Verdict) -> tuple[Edit, Decision]:
    """One of the edits of `texts`, and the decision on it as the sidecar would hold it."""
    copy = copy_of(texts, Decisions())
    assume(copy.ledger)  # what is misspelt often enough is a word of the author's
    edit = copy.ledger[chosen % len(copy.ledger)]
    return edit, sidecar.quote_edit(edit, copy.submission, verdict, copy.ledger)


def heeded(copy: EditedText, verdict: Verdict) -> list[Edit]:
    """The edits of `copy` that would have another status without a verdict."""
    usual = {edit.id: edit.status for edit in copy_of(received(copy), Decisions()).ledger}
    status = "stet" if verdict == "stet" else "applied"
    return [e for e in copy.ledger if e.status == status and usual.get(e.id) != status]


def received(copy: EditedText) -> list[str]:
    return [line.text for line in copy.submission.lines]


def is_reported(copy: EditedText) -> bool:
    return [query.code for query in copy.queries] == ["desk.stale-decision"]


@given(st.lists(paragraphs, min_size=1, max_size=6), st.integers(0, 99))
def test_a_decision_is_heeded_at_its_own_place_and_nowhere_else(
    texts: list[str], chosen: int
) -> None:
    edit, decision = decided(texts, chosen, "stet")
    copy = copy_of(texts, Decisions(edits=(decision,)))
    assert [(one.line, one.span) for one in heeded(copy, "stet")] == [(edit.line, edit.span)]
    assert copy.queries == ()


@given(
    st.lists(paragraphs, min_size=1, max_size=6),
    st.integers(0, 99),
    st.lists(st.tuples(st.integers(0, 6), plain), min_size=1, max_size=4),
)
def test_paragraphs_put_in_elsewhere_move_no_decision_to_another_edit(
    texts: list[str], chosen: int, more: list[tuple[int, str]]
) -> None:
    edit, decision = decided(texts, chosen, "stet")
    rows = [(text, at + 1 == edit.line) for at, text in enumerate(texts)]
    for at, text in more:
        rows.insert(min(at, len(rows)), (text, False))
    copy = copy_of([text for text, _ in rows], Decisions(edits=(decision,)))
    (own,) = (at for at, (_, is_its) in enumerate(rows, 1) if is_its)
    places = [(one.line, one.span) for one in heeded(copy, "stet")]
    assert places == [(own, edit.span)] or (places == [] and is_reported(copy))


@given(
    st.lists(paragraphs, min_size=1, max_size=6, unique=True),
    st.integers(0, 99),
    st.randoms(use_true_random=False),
)
def test_paragraphs_in_another_order_keep_their_decisions(
    texts: list[str], chosen: int, random: object
) -> None:
    edit, decision = decided(texts, chosen, "stet")
    its = texts[edit.line - 1]
    others = list(texts)
    random.shuffle(others)  # type: ignore[attr-defined]
    copy = copy_of(others, Decisions(edits=(decision,)))
    places = [(one.line, one.span) for one in heeded(copy, "stet")]
    assert places == [(others.index(its) + 1, edit.span)] or (places == [] and is_reported(copy))


@given(
    st.lists(paragraphs, min_size=1, max_size=6),
    st.integers(0, 99),
    st.lists(st.sampled_from(["Indeed", "quietly", "it was said", "later on"]), max_size=4),
    st.sampled_from(["head", "tail", "both"]),
)
def test_words_put_in_near_an_edit_move_no_decision_to_another_one(
    texts: list[str], chosen: int, more: list[str], where: str
) -> None:
    edit, decision = decided(texts, chosen, "stet")
    start, end = edit.span
    its = texts[edit.line - 1]
    head, tail = its[:start], its[end:]
    added = " ".join(more)
    if where in ("head", "both"):
        head = f"{added} {head}" if added else head
    if where in ("tail", "both"):
        tail = f"{tail} {added}" if added else tail
    now = list(texts)
    now[edit.line - 1] = head + its[start:end] + tail
    copy = copy_of(now, Decisions(edits=(decision,)))
    places = [(one.line, one.span) for one in heeded(copy, "stet")]
    own = (edit.line, (len(head), len(head) + end - start))
    assert places == [own] or (places == [] and copy.queries)


@given(st.lists(paragraphs, min_size=1, max_size=4), st.integers(0, 99), st.integers(1, 3))
def test_a_place_that_comes_again_is_no_answer(texts: list[str], chosen: int, times: int) -> None:
    _, decision = decided(texts, chosen, "stet")
    copy = copy_of([*texts, *texts * times], Decisions(edits=(decision,)))
    lines = [one.line for one in heeded(copy, "stet")]
    # What the whole text tells apart stays told apart; else nobody can say which is meant.
    assert (lines == [] and is_reported(copy)) or decision.ordinal


@given(st.lists(paragraphs, min_size=1, max_size=6), st.integers(0, 99))
def test_a_decision_on_what_the_author_took_out_is_reported(texts: list[str], chosen: int) -> None:
    edit, decision = decided(texts, chosen, "stet")
    others = [text for at, text in enumerate(texts, 1) if at != edit.line]
    # What is left may not be nearly what was taken out: nobody could tell the two apart.
    assume(all(ratio(texts[edit.line - 1], text) < 70 for text in others))
    copy = copy_of(others or ["All is well."], Decisions(edits=(decision,)))
    assert heeded(copy, "stet") == []
    assert is_reported(copy)


# ── structure ────────────────────────────────────────────────────────────────

PROSE = "The harbour was quiet that {0}, and nobody in the town could say why it was so. " * 3
SHARE = "Share this article on Facebook"
PAGE = (
    "Home", "A quiet harbour", "By Mara Osei", "", PROSE.format("spring"), SHARE, "",
    PROSE.format("summer"), SHARE, "", PROSE.format("autumn"),
    "", "Related posts", "Privacy policy", "Log in",
)  # fmt: skip


def article_of(texts: tuple[str, ...], *edits: Decision):
    return pipeline.article("\n".join(texts).encode(), "a.txt", CONFIG, Decisions(edits=edits))


def test_a_verdict_on_one_of_two_equal_lines_follows_its_neighbours() -> None:
    plain = article_of(PAGE)
    ledger = (*plain.edited.ledger, *plain.structure)
    second = [edit for edit in plain.structure if edit.before == SHARE][1]
    verdict = sidecar.quote_edit(second, plain.edited.submission, "stet", ledger)
    for texts in (PAGE, ("Menu", SHARE, *PAGE), (*PAGE[:5], *PAGE[6:])):
        found = article_of(texts, verdict)
        (kept,) = (edit for edit in found.structure if edit.status == "stet")
        assert kept.line == len(texts) - 6
        assert not [one for one in found.queries if one.code == "desk.stale-decision"]


def test_a_verdict_on_a_line_that_now_stands_twice_is_reported() -> None:
    once = (*PAGE[:5], *PAGE[6:])
    plain = article_of(once)
    edit = next(edit for edit in plain.structure if edit.before == SHARE)
    verdict = sidecar.quote_edit(edit, plain.edited.submission, "stet", plain.structure)
    found = article_of(PAGE, verdict)
    assert [edit for edit in found.structure if edit.status == "stet"] == []
    (asked,) = (one for one in found.queries if one.code == "desk.stale-decision")
    assert "may be about 2 places" in asked.message
    assert asked.subject == f"stet {verdict.id}"


def test_a_verdict_by_its_id_alone_is_heeded_and_reported_when_there_is_no_such_edit() -> None:
    plain = article_of(PAGE)
    edit = next(edit for edit in plain.structure if edit.before == "Home")
    by_hand = Decision(edit.id, "", "", "", "", "", "", "stet")
    kept = article_of(PAGE, by_hand)
    assert [one.before for one in kept.structure if one.status == "stet"] == ["Home"]
    assert not [one for one in kept.queries if one.code == "desk.stale-decision"]
    gone = article_of(PAGE[1:], by_hand)
    (asked,) = (one for one in gone.queries if one.code == "desk.stale-decision")
    assert asked.subject == f"stet {edit.id}"


# ── on real texts ────────────────────────────────────────────────────────────


#: In so many of the corpus's texts may the new paragraph take a refused line's role, or the
#: front matter, from it: a paragraph above a text is evidence of what the lines below it are.
#: The editor is asked then. One refused join in a list that was torn takes another with it.
MOVED = 6


def line_of(article: Article, edit: Edit) -> str:
    """The line of `edit` as it was received."""
    return article.edited.submission.lines[edit.line - 1].text


def test_on_the_whole_corpus_a_refused_change_stays_refused_under_new_paragraphs(
    corpus: Path,
) -> None:
    added = "A paragraph that the author put in above, of some length and of no interest."
    tried, moved = 0, set()
    paths = some(sorted(corpus.glob("*/raw.txt")))
    for path in paths:
        try:
            text = "\n".join(path.read_bytes().decode("utf-8").splitlines())
        except UnicodeDecodeError:
            continue
        plain = pipeline.article(text.encode(), "a.txt", CONFIG, Decisions())
        ledger = (*plain.edited.ledger, *plain.structure)
        for edit in ledger[:: max(1, len(ledger) // 3)]:
            if edit.rule in UNREFUSABLE:
                continue
            verdict = sidecar.quote_edit(edit, plain.edited.submission, "stet", ledger)
            revised = f"{added}\n\n{text}".encode()
            found = pipeline.article(revised, "a.txt", CONFIG, Decisions(edits=(verdict,)))
            both = (*found.edited.ledger, *found.structure)
            # The blanks of a join depend on where its entry begins, so its line tells it.
            kept = [(one.rule, line_of(found, one)) for one in both if one.status == "stet"]
            own = (edit.rule, line_of(plain, edit))
            asked = [one for one in found.queries if one.code == "desk.stale-decision"]
            assert own in kept or asked, (path.parent.name, edit)
            if kept != [own]:
                moved.add(path.parent.name)
            tried += 1
    assert tried > len(paths)
    assert len(moved) <= MOVED, moved
