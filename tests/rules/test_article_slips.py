"""The certain slips of the article in `source/` are fixed, the doubtful ones asked about."""

from __future__ import annotations

import re

import pytest

from copydesk import clean, ledger, pipeline, readers, structure
from copydesk.config import Config
from copydesk.model import Article, Decisions, EditedText
from places import ARTICLE

CONFIG = Config()
NOTHING = Decisions()


@pytest.fixture(scope="module")
def copy() -> EditedText:
    sent = readers.read(ARTICLE.read_bytes(), ARTICLE.name, CONFIG)
    labelled = structure.label(clean.repair(sent, CONFIG, NOTHING), CONFIG, NOTHING)
    return clean.edit(labelled, CONFIG, NOTHING)


@pytest.fixture(scope="module")
def article() -> Article:
    return pipeline.article(ARTICLE.read_bytes(), ARTICLE.name, CONFIG, NOTHING)


def text(copy: EditedText) -> str:
    return "\n".join(line.text for line in copy.lines)


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ('"Sino-Soviet Split"', "“Sino-Soviet Split”"),
        ('"Interests First"', "“Interests First”"),
        ("are an “an archaic", "are “an archaic"),
        ("(Ruonan et al, 2017)", "(Ruonan et al., 2017)"),
        ("(Inagaki et al, 2023)", "(Inagaki et al., 2023)"),
        ("Ursula Von Der Leyen", "Ursula von der Leyen"),
        ("China|s capital", "China’s capital"),
        ("on Linkedin", "on LinkedIn"),
        ("Ahmed., 2023", "Ahmed, 2023"),
        ("FMPRC., 2023", "FMPRC, 2023"),
        ("FMPRC., 2022", "FMPRC, 2022"),
        ("Anatol., 2022", "Anatol, 2022"),
        (".”Atlantic Council", ".” Atlantic Council"),
        ("pp.468-481", "pp. 468–481"),
        ("pp.33-38", "pp. 33–38"),
        ("pp.207-224", "pp. 207–224"),
        ("pp.31-65", "pp. 31–65"),
        ("p.153", "p. 153"),
        ("2022 “China’s", "2022. “China’s"),
        ("2023 “Inside", "2023. “Inside"),
        ("2023 “Chinese", "2023. “Chinese"),
        ("20 Apr. 2023,", "20 Apr. 2023."),
        ("23 Mar. 2023,", "23 Mar. 2023."),
        ("Crisis.”,", "Crisis.”"),
        ("1Apr.2022,", "1 Apr. 2022."),
        ("et al. 2023. “Zelenskyy", "et al., 2023. “Zelenskyy"),
        ("et al. 2023. “What", "et al., 2023. “What"),
        ("Jie, Y. 2023.", "Jie, Y., 2023."),
        ("Financial Times, 21 May\n", "Financial Times, 21 May.\n"),
        ("China's non-alliance", "China’s non-alliance"),
        ("China's partnership", "China’s partnership"),
    ],
)
def test_a_certain_slip_is_fixed(copy: EditedText, slip: str, right: str) -> None:
    received = ARTICLE.read_text("utf-8")
    assert slip in received
    assert slip not in text(copy)
    assert text(copy).count(right) >= received.count(slip)


@pytest.mark.parametrize(
    ("rule", "line", "before", "after"),
    [
        ("quote.unclosed", 17, "t", "t”"),
        ("quote.unclosed", 69, "’", "’”"),
        ("quote.nested-same", 55, "“Peace Plan”", "‘Peace Plan’"),
        ("word.in-document", 23, "meditation", "mediation"),
        ("spell.name-variant", 23, "Abdouduoh", "Abdoudouh"),
        ("word.phrase", 23, "where many states of which", "many states of which"),
        ("word.phrase", 26, "rather than", "than"),
        ("paren.unbalanced", 71, "2022)", "(2022)"),
        ("ref.dangling-label", 37, " Available at:", ""),
        ("ref.dangling-label", 41, " Available at:", ""),
        ("ref.dangling-label", 71, " [online] Available at:", ""),
        ("ref.site-suffix", 71, " | Lowy Institute", ". Lowy Institute"),
        ("ref.dup-container", 45, ", China Global South Project", ""),
        ("ref.missing-year", 45, ",", ", 2023."),
        ("ref.missing-year", 81, ",", ", 2023."),
        ("ref.lost-colon", 59, " ", ": "),
        ("spell.accent", 17, "communique", "communiqué"),
    ],
)
def test_a_doubtful_one_is_asked_about(
    copy: EditedText, rule: str, line: int, before: str, after: str
) -> None:
    asked = [(e.rule, e.line, e.before, e.after) for e in copy.ledger if e.status == "proposed"]
    assert asked.count((rule, line, before, after)) == 1


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("citation.year-mismatch", 11, "the entry of Ebel has the year 2022, not 2020"),
        ("citation.year-absent", 17, "the entry of Fiala carries no year"),
        ("citation.fuzzy-name", 23, "`Abdouduoh` in the text and `Abdoudouh` in the entry"),
        ("reference.order", 53, "out of alphabetical order"),
    ],
)
def test_what_only_the_list_of_references_shows_is_a_query(
    article: Article, code: str, line: int, said: str
) -> None:
    [query] = [one for one in article.queries if (one.code, one.line) == (code, line)]
    assert said in query.message


def test_the_evidence_for_a_word_is_named(copy: EditedText) -> None:
    [doubt] = [edit for edit in copy.ledger if edit.rule == "word.in-document"]
    assert "`mediation` stands elsewhere" in doubt.reason
    assert "`Iran`" in doubt.reason


@pytest.mark.parametrize(
    "right",
    [
        "‘No-Limits’", "(US and EU) (Jie, 2023)", "21st-century", "4,300 km", "then-President",
        "Ruonan et al.’s survey", "Strüver", "Zelenskyy", "Kaczmarski", "ostracised", "Stabilizing",
        "Analyzing", "“there are changes – the likes of which we haven’t seen for 100 years –",
        "“form its own perception of China, adopt an independent China policy, and work with China",
        "28(117)", "Fung, C.J. et al., 2022", "Great power-middle power dynamics",
    ],
)  # fmt: skip
def test_what_is_right_stays(copy: EditedText, right: str) -> None:
    assert text(copy).count(right) == ARTICLE.read_text("utf-8").count(right) > 0


def test_nothing_else_is_asked_about(copy: EditedText) -> None:
    assert sum(edit.status == "proposed" for edit in copy.ledger) == 17


def test_furniture_stays_as_received(copy: EditedText) -> None:
    assert (copy.lines[0].text, copy.lines[-1].text) == ("top of page", "bottom of page")


def test_the_ledger_holds_and_a_second_run_adds_nothing(copy: EditedText) -> None:
    ledger.check_ledger(
        ledger.line_texts(copy.submission.lines), ledger.line_texts(copy.lines), copy.ledger
    )
    assert clean.edit(copy, CONFIG, NOTHING) == copy


def test_the_words_of_every_quotation_and_title_are_as_received(copy: EditedText) -> None:
    received = ARTICLE.read_text("utf-8")
    quoted = re.findall("“([^“”\n]+)”", received)
    assert len(quoted) > 20
    edited = re.findall(r"\w+", text(copy))
    for passage in quoted:
        words = re.findall(r"\w+", passage)
        assert any(edited[at : at + len(words)] == words for at in range(len(edited))), passage
