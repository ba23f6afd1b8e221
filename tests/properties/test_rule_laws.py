"""Laws of the rules on any text: settled after one run, on the record, in linear time."""

from __future__ import annotations

import gc
import re
import time
import tomllib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest
from counted import Counted
from hypothesis import given
from hypothesis import strategies as st

from copydesk import clean, ledger, readers
from copydesk.clean import RULES, Rule, policy
from copydesk.clean.views import View, make_view
from copydesk.config import Config, overlay
from copydesk.language.lines import of_lines
from copydesk.model import Decisions, Edit, EditedText, Line, Role, Submission
from soaking import some

CONFIG = Config()
NOTHING = Decisions()

#: What the rules look for, in pieces: runs of these are the texts most likely to unsettle them.
PIECES = (
    "the", "The", "an", " ", "  ", "“", "”", '"', '" ', "'", "’", "‘", "(", ")", ".", ",", ",,",
    "..", "....", ":", ";", "-", " - ", "--", "–", "|s", "`s", "et al", "et al,", "et. al.",
    "1Apr.2022", "pp.4-9", "p.3", "2022", "2022)", "Lo, B.", "Ahmed.,", "FMPRC., 2023", "&amp;",
    "&amp;quot;", "&nbsp;", "\u200b", "\u00ad", "\u202e", "\0", "e\u0301", "ﬁ", "，", "Сhina",
    "China", "Chinas", "chinese", "dont", "i", "21th", "govern- ment", "Linkedin", "recieve",
    "Von Der Leyen", "could of", "february", "[online] Available at:", "https://x.org/a,b",
    "a@b.org", "\t", "\u00a0", "word", "“an", "an “an ", "the “the", "Co.", "Inc.One", "U.S ",
    "1990's", "that that", "a hour", "an unique", " | Lowland House", "“Title.”", "”,", "!", "?",
    "\u2028", "👩\u200d💻", "ש", "„", "«", "»", "more a rather than", "in '68",
    " 'n' ", "'til", "---", " --- ", " - y = 3", "a 8-year", "an 10%", "a FBI", "an UN", "in in",
    "its a way", "final.2", "—", " – ", " — ", "colour", "color", "organise", "organize",
    "the boys’ ", "‘no’", "April 21, 2023", "21 April 2023", "on May 3", "on 3 May",
    " and others (", "from 3 to 5 May 2023", "Organization is ", "(“Tides” 3)",
    "z.B.", "u. a. m.", "S. 12-15", "n° 5", "XXIe siècle", "M. Dupont",
    "l'«", " ?", " :", "\u202f!", "\u00a0»", "« ", " »", "‚", '„Wort"', "“Wort”", " und ",
    "pour nous dans et ", "字",
)  # fmt: skip
LANGUAGES = ("en", "de", "fr", "", "de-CH", "fr-CA", "es")
#: The default house, and some that have settled everything there is, each in another way.
HOUSES = tuple(
    overlay(Config(), {"style": style}, "test")
    for style in (
        {},
        {"pack": "british"},
        {"pack": "american"},
        {"pack": "oxford", "et_al": "and others"},
        {"quotes": "straight", "dashes": "closed em", "et_al": "et al"},
        {"quotes": "as written", "spelling": "american", "words": ["organise", "Von Der"]},
    )
)
ROLES: tuple[Role, ...] = ("body", "reference", "title", "quote", "furniture")


@st.composite
def copies(draw: st.DrawFn) -> EditedText:
    """A labelled edited of hostile lines."""
    # No reader leaves a line break in a line; in `before` one means that lines were joined.
    letters = st.characters(exclude_characters="\n\r")
    line = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
    line |= st.text(letters, max_size=30)
    texts = draw(st.lists(line, min_size=1, max_size=4))
    flows = st.sampled_from(("off", "on", "amid")) if draw(st.booleans()) else st.just("")
    lines = tuple(Line(at, text, flow=draw(flows)) for at, text in enumerate(texts, 1))
    copy = clean.repair(Submission("a.txt", "", "text/plain", lines), CONFIG, NOTHING)
    roles = tuple(draw(st.sampled_from(ROLES)) if text else None for text in texts)
    return replace(copy, roles=roles, language=draw(st.sampled_from(LANGUAGES)))


@given(copies(), st.sampled_from(HOUSES))
def test_the_ledger_holds_and_a_second_run_adds_nothing(copy: EditedText, house: Config) -> None:
    done = clean.edit(copy, house, NOTHING)
    received, text = ledger.line_texts(done.submission.lines), ledger.line_texts(done.lines)
    ledger.check_ledger(received, text, done.ledger)
    assert done.queries == ()
    assert clean.edit(done, house, NOTHING) == done


@given(copies())
def test_only_the_recorded_edits_change_words(copy: EditedText) -> None:
    done = clean.edit(copy, CONFIG, NOTHING)
    changed = {edit.line for edit in done.ledger if edit.status == "applied"}
    for line, received in zip(done.lines, done.submission.lines, strict=True):
        if line.number not in changed:
            assert line == received


@given(copies())
def test_nothing_but_repairs_touches_furniture(copy: EditedText) -> None:
    done = clean.edit(copy, CONFIG, NOTHING)
    for before, after, role in zip(copy.lines, done.lines, copy.roles, strict=True):
        if role in (None, "furniture"):
            assert before == after


@given(st.text(st.characters(), max_size=40))
def test_after_repair_no_text_holds_what_xml_cannot(text: str) -> None:
    lines = (Line(1, text.replace("\r", " ").replace("\n", " ")),)
    done = clean.repair(Submission("a.txt", "", "text/plain", lines), CONFIG, NOTHING)
    for character in done.lines[0].text:
        code = ord(character)
        assert code >= 0x20 or character == "\t"
        assert not 0xD800 <= code <= 0xDFFF
        assert code not in (0xFFFE, 0xFFFF)


def test_the_whole_corpus_settles(corpus: Path) -> None:
    for path in some(sorted(corpus.glob("*/raw.txt"))):
        copy = clean.repair(readers.read(path.read_bytes(), path.name, CONFIG), CONFIG, NOTHING)
        roles: tuple[Role | None, ...] = tuple("body" if line.text else None for line in copy.lines)
        done = clean.edit(replace(copy, roles=roles, language="en"), CONFIG, NOTHING)
        # As English, a text in another language is one of unknown words.
        asked = {query.code for query in done.queries} - {"text.unknown-words"}
        asked -= {query.code for query in copy.queries}  # those of whoever read it
        assert asked == set(), path.parent.name
        assert clean.edit(done, CONFIG, NOTHING) == done, path.parent.name


# ── growth ───────────────────────────────────────────────────────────────────

HOSTILE = (
    " ", "\u00a0", "a", "a ", "( ", "(a", ")", "“", "”", "“a ", '"', '" ', "'", " 'a", ",", ", ",
    ". ", "..", "-", " - ", "--", "&", "&amp;", "`a", "@", "@a", "#a", "a/", "a.", "a@", "a@a.",
    "1", "1,", "1-", "A. ", "A.,", "the ", "et al ", "|", "a|s", "Aa", "https://", "www.",
    "10.1234/", "a-", "_", "\u200b", "e\u0301", "Ã©", "（", "С", "Сa", "more a ", "where many of ",
    "pp.1", "p.1-", "[online] ", "Van Der ", "i ", "1Apr", "?”", "”,", "2022) ", "(A, ", "x, x, ",
    " | A", "doi:10.", "ﬁ", "\U000e0041", "an “an ", "Title. ", "inTexas", "“Abcdef ", "in '68 ",
    "a 'n' ", "---", "a - ", "a 8-", "a FBI ", "in in ", "its a ", "a.2", ",2",
    "—", "a—", "a – ", "‘", "‘a ", "’ ", "a’ ", "‘a’ ", "(“a” ", "color ", "colour-", "organise",
    "on May 3 ", "on 3 May ", "3 to ", "3 May 2023 ", "May 3, 2023, ", "(May 3, 2023 ", "et al. (",
    " and others (2022 ",
    "«", "»", "« ", " »", "„", "„a", "‚", "l'", "n° ", "z.", "z.B.", "S. 1-", " ?", "a?", "a:",
    ":a", "\u202f", "a 5 % ", "u. a. ",
)  # fmt: skip
SIZE = 8_000
#: Below this no growth shows through the noise of the machine; a quadratic rule is far above.
QUICK = 0.03
RATIO = 2.6


def hostile(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def work(rule: Rule, text: str, house: Config = CONFIG) -> Callable[[], object]:
    language = min(rule.languages) if rule.languages and "en" not in rule.languages else "en"
    views = tuple(
        make_view(Line(1, text), role, language, style=house.style)
        for role in ("body", "reference")
    )
    if rule.document is not None:
        document = rule.document
        return lambda: exhaust(document(views))
    line = rule.line
    assert line is not None
    return lambda: [exhaust(line(seen)) for seen in views]


def exhaust(edits: Iterable[Edit]) -> None:
    """Run a rule to its end; edits that were kept would set the collector to work."""
    deque(edits, maxlen=0)


def spent(job: Callable[[], object]) -> float:
    """Seconds of work; the collector waits, as its work grows with what earlier tests left."""
    gc.disable()
    try:
        start = time.process_time()
        job()
        return time.process_time() - start
    finally:
        gc.enable()


def grows_linearly(make: Callable[[int], Callable[[], object]]) -> bool:
    """Whether doubling the text doubles the work, by the least time seen for each size.

    Noise only ever adds time, so the minima are compared, and measured again while
    they speak against the rule.
    """
    sizes = (SIZE, SIZE * 2, SIZE * 4)
    least = dict.fromkeys(sizes, float("inf"))
    least[SIZE] = spent(make(SIZE))
    if least[SIZE] < QUICK:
        return True
    for _ in range(6):
        for size in sizes:
            least[size] = min(least[size], spent(make(size)))
        if all(least[2 * size] <= RATIO * least[size] for size in sizes[:2]):
            return True
    return False


def growing() -> list[Any]:
    """Each rule, and those of the house under each house for which they run."""
    return [
        pytest.param(rule, house, id=f"{rule.id}-{number}")
        for rule in RULES.values()
        for number, house in enumerate(HOUSES if rule.family == "house" else (CONFIG,))
        if rule.family != "house" or policy(rule, house) != "off"
    ]


@pytest.mark.soak
@pytest.mark.parametrize(("rule", "house"), growing())
def test_the_work_of_a_rule_grows_with_the_text_and_no_faster(rule: Rule, house: Config) -> None:
    slow = [
        unit
        for unit in HOSTILE
        if not grows_linearly(lambda size, unit=unit: work(rule, hostile(unit, size), house))  # type: ignore[misc]
    ]
    assert slow == []


def crowd(size: int) -> tuple[View, ...]:
    """Lines of words that differ by a letter, each among the same names: `size` characters."""
    letters = product("bdfgklmnprst", "aeou", "rlnmst", "aeiou", "kmtdvz", "aeiou")
    texts = (f"Lopez took the {''.join(word)}t of Osei." for word in letters)
    lines = enumerate(islice(texts, size // 30), 1)
    return tuple(make_view(Line(number, text), "body", "en") for number, text in lines)


WEIGHING = [rule for rule in RULES.values() if rule.document is not None]


@pytest.mark.soak
@pytest.mark.parametrize("rule", WEIGHING, ids=lambda rule: rule.id)
def test_the_work_of_weighing_many_words_alike_grows_with_the_text_and_no_faster(
    rule: Rule,
) -> None:
    def make(size: int) -> Callable[[], object]:
        views = crowd(size * 3)
        return lambda: exhaust(rule.document(views))  # type: ignore[misc]

    assert grows_linearly(make)


def cases(rule: Rule) -> list[str]:
    """What the rule's own cases ask it to mend, the last line of each."""
    path = Path(__file__).parents[1] / "cases" / "rules" / f"{rule.id}.toml"
    fixes = tomllib.loads(path.read_text("utf-8"))["fixes"]
    texts = [text.rpartition("\n")[2] for text, _ in fixes]
    return [text.partition("| ")[2] or text for text in texts if text]


def reading(rule: Rule, text: str) -> int:
    """How many characters of `text` the rule looks at one by one or copies."""
    read = 0
    for role in ("body", "reference"):
        seen = make_view(Line(1, text), role, "en")
        counted = replace(seen, text=Counted(text))
        exhaust(rule.document((counted,)) if rule.document else rule.line(counted))  # type: ignore[misc]
        read += counted.text.read
    return read


@pytest.mark.soak
@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_does_not_read_the_same_text_again_for_each_of_its_finds(rule: Rule) -> None:
    slow = []
    for unit in (*HOSTILE, *(text + end for text in cases(rule) for end in (" ", ". "))):
        less, more = (reading(rule, hostile(unit, size)) for size in (1_000, 4_000))
        if more > 7 * less + 8_000:
            slow.append(unit)
    assert slow == []


@pytest.mark.soak
def test_finding_frozen_and_quoted_spans_grows_with_the_text_and_no_faster() -> None:
    slow = [
        unit
        for unit in HOSTILE
        if not grows_linearly(
            lambda size, unit=unit: lambda: make_view(Line(1, hostile(unit, size)), "body", "en")  # type: ignore[misc]
        )
    ]
    assert slow == []


@pytest.mark.soak
def test_telling_the_languages_of_lines_and_runs_grows_with_the_text_and_no_faster() -> None:
    units = ("et la ", "et, the ", "да ", "é", "字 ", "„a", "dans pour les nous ")
    slow = [
        unit
        for unit in units
        if not grows_linearly(
            lambda size, unit=unit: (
                lambda: (  # type: ignore[misc]
                    of_lines([hostile(unit, size)], "en"),
                    make_view(Line(1, hostile(unit, size)), "body", "en"),
                )
            )
        )
    ]
    assert slow == []


@pytest.mark.soak
@pytest.mark.parametrize("unit", ['"a ', "the  ", "“an ", "( ", "a,b ", "1Apr.2022 ", "China|s "])
def test_all_rules_together_grow_with_the_text_and_no_faster(unit: str) -> None:
    assert grows_linearly(lambda size: lambda: clean.edit_paragraphs([hostile(unit, size)]))


@pytest.mark.soak
def test_a_quadratic_rule_would_be_noticed() -> None:
    late = re.compile(r"\s+$")
    assert not grows_linearly(lambda size: lambda: late.search(" " * (size // 2) + "x"))


def test_reading_what_stands_before_each_find_would_be_noticed() -> None:
    text = Counted("a b " * 1_000)
    for match in re.finditer("b", text):
        exhaust(text[: match.start()])
    assert text.read >= 500 * len(text)
