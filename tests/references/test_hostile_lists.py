from __future__ import annotations

import pytest

from copydesk import ledger
from copydesk.references import parse_entry
from references.articles import parsed

pytestmark = pytest.mark.check

HOSTILE = {
    "nothing": "",
    "blanks": "   \t ",
    "only marks": "“”()[].,;:—",
    "open brackets": "Lo, B. ((2022. [[Turning (point. " * 3,
    "closing brackets": "Lo, B. 2022)))]]. Turning point))).",
    "quotes that never close": "“Lo “Lo “Lo “Lo «« „„ 2022",
    "control characters": "\x00\x01\x02Lo\x03, B.\x1b[31m 2022. Turning.\x7f",
    "one long word": "a" * 100_000,
    "many digits": "1" * 100_000,
    "a long entry": "Lo, B., 2022. " + "Turning point. " * 7_000,
    "many links": "https://a.example/ " * 200,
    "dots": "." * 3_000,
    "commas": "Lo, " * 900,
    "lone surrogate": "Lo, B. \ud800 2022. Turning.",
    "Chinese": "王小明 北方的河流 人民出版社 二〇二〇",
    "Arabic": "الخطيب، محمد. تاريخ الأنهار. القاهرة: دار النشر، ٢٠٢٠.",
    "right to left marks": "\u202eLo, B., 2022. Turning point.\u202c",
    "a year of no calendar": "Lo, B., 9999. Turning. 45 Foo 2022. 31/31/2020.",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_any_string_gives_a_result(raw: str) -> None:
    entry = parse_entry(raw)

    assert 0.0 <= entry.confidence <= 1.0
    assert entry.csl or entry.confidence < 0.5


def test_no_entry_of_a_hostile_list_is_lost() -> None:
    lines = [raw.replace("\n", " ") for raw in HOSTILE.values()]

    article = parsed(*lines)

    kept = ledger.replay_edits(ledger.line_texts(article.edited.lines), article.structure)
    texts = (reference.text for reference in article.back.references)
    assert ledger.count_words(kept.values()) == ledger.count_words(texts)
    assert all(reference.key for reference in article.back.references)
    assert len({reference.key for reference in article.back.references}) == len(
        article.back.references
    )


@pytest.mark.parametrize("script", ["Chinese", "Arabic"])
def test_a_list_in_an_unknown_script_is_printed_as_it_stands_and_asked_about(script: str) -> None:
    article = parsed(HOSTILE[script], HOSTILE[script] + " 2")

    assert [reference.csl for reference in article.back.references] == [{}, {}]
    assert [query.code for query in article.queries] == ["reference.unparsed"] * 2
    assert all(reference.key.isascii() for reference in article.back.references)


@pytest.mark.parametrize(
    "lines",
    [
        ["הכהן, מ. (2019) הנמל השקט. חיפה: גאות.", "לוי, ב. (2020) דרך המלח. חיפה: גאות."],
        ["الخطيب، محمد. تاريخ الأنهار. القاهرة، ٢٠٢٠.", "حداد، ليلى. الميناء. بيروت، ٢٠١٩."],
        [
            "［1］ 王小明．北方的河流［M］．北京：人民出版社，2020．",
            "［2］ 李雷．港口［J］．海洋，2019（3）．",
        ],
        ["[1] ((Osei, M. [2019", "[2] Lo, B.) 2020]] “", "[3] " + "Finn (" * 900, "[4] ]"],
    ],
    ids=["Hebrew", "Arabic", "Chinese with numbers", "brackets"],
)
def test_lists_of_any_script_keep_their_entries(lines: list[str]) -> None:
    article = parsed(*lines)

    assert [reference.text for reference in article.back.references] == [
        line.strip() for line in lines
    ]
    unread = [reference for reference in article.back.references if not reference.csl]
    assert {reference.key for reference in unread} == {
        query.subject for query in article.queries if query.code == "reference.unparsed"
    }


def test_three_thousand_entries_in_one_paragraph_are_told_apart() -> None:
    rows = [f"[{at}] Lo, B., {1900 + at % 120}. Turning point." for at in range(1, 3001)]

    article = parsed(" ".join(rows))

    assert [reference.raw for reference in article.back.references] == rows
    assert article.back.references[-1].label == "3000"


def test_three_thousand_entries_keep_their_count_and_order() -> None:
    lines = [
        f"Lo, B., {1900 + at % 120}. Turning point {at}. Lowy Institute." for at in range(3000)
    ]

    references = parsed(*lines).back.references

    assert [reference.raw for reference in references] == lines
    assert len({reference.key for reference in references}) == 3000
