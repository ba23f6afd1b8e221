"""The article in source/, read as an editor would read it after the desk."""

import collections

import pytest

from copydesk import ledger, pipeline
from copydesk.config import Config
from copydesk.model import Article, Decision, Decisions, Heading, plain
from places import ARTICLE


def build(decisions: Decisions | None = None) -> Article:
    path = f"source/{ARTICLE.name}"
    return pipeline.article(ARTICLE.read_bytes(), path, Config(), decisions or Decisions())


@pytest.fixture(scope="module")
def article() -> Article:
    return build()


@pytest.fixture(scope="module")
def text(article) -> str:
    return "\n".join(line.text for line in article.edited.lines)


def test_title_author_credit_and_disclaimer_stand_in_their_own_places(article):
    front = article.front
    assert front.title == (
        "Sino-Russian Relationship in a Time of Conflict: Making Sense of the ‘No-Limits’"
        " Partnership"
    )
    assert front.authors == ("James Hammersley",)
    assert len(front.credits) == 1
    assert plain(front.credits[0].content).startswith("FT montage/Getty")
    assert len(front.disclaimer) == 1
    assert plain(front.disclaimer[0].content).startswith("The opinions expressed")


def test_unmarked_headings_become_headings(article):
    headings = [plain(block.content) for block in article.body if isinstance(block, Heading)]
    assert [heading.split()[0] for heading in headings] == ["A", "Balancing"]
    assert article.back.bio_heading == "About the Author"
    assert [plain(p.content).split()[:2] for p in article.back.bio] == [["James", "Hammersley"]]


def test_site_furniture_and_the_call_to_action_are_gone_and_on_record(article):
    pieces = "\n".join(pipeline.structure.pieces(article))
    for phrase in ("top of page", "bottom of page", "Write for us"):
        assert phrase not in pieces
    removed = {edit.before: edit.rule for edit in article.structure if not edit.after}
    assert removed["top of page"] == removed["bottom of page"] == "structure.furniture"
    assert [rule for text, rule in removed.items() if "Write for us" in text] == ["structure.cta"]


def test_every_reference_is_kept_and_read(article):
    assert len(article.back.references) == 25
    assert all(reference.csl for reference in article.back.references)


def test_every_citation_has_the_status_a_careful_reader_gives(article):
    assert len(article.citations) == 25
    doubtful = [(c.name, c.year, c.status) for c in article.citations if c.status != "exact"]
    assert doubtful == [
        ("Ebel", "2020", "year-mismatch"),
        ("Fiala", "2023", "year-absent"),
        ("FMPRC", "2023", "ambiguous"),
        ("FMPRC", "2023", "ambiguous"),
        ("FMPRC", "2023", "ambiguous"),
        ("Abdouduoh", "2023", "fuzzy-name"),
    ]


def test_entries_that_no_citation_reaches_are_named(article):
    assert sorted(article.uncited) == ["fmprc2022", "gabuev2022", "medeiros2022"]


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        ("China|s", "China’s capital"),
        ("an “an archaic", "alliances are “an archaic"),
        ("Ruonan et al, 2017", "Ruonan et al., 2017"),
        ("Inagaki et al, 2023", "Inagaki et al., 2023"),
        ("1Apr.2022", "1 Apr. 2022."),
        ("Washington.”Atlantic", "Washington.” Atlantic"),
        ("Von Der Leyen", "von der Leyen"),
        ("Linkedin", "LinkedIn"),
        ('"Sino-Soviet Split"', "“Sino-Soviet Split”"),
        ("pp.468-481", "pp. 468–481"),
        ("p.153", "p. 153"),
        ("FMPRC., 2023", "FMPRC, 2023"),
        ("China's non-alliance", "China’s non-alliance"),
        ("Crisis.”,", "Crisis.”"),
        ("2022 “China", "2022. “China"),
    ],
)
def test_certain_slips_are_mended_and_on_record(article, text, slip, mended):
    received = "\n".join(line.text for line in article.edited.submission.lines)
    assert slip in received
    assert slip not in text
    assert mended in text


@pytest.mark.parametrize(
    "phrase",
    [
        "‘No-Limits’", "(US and EU) (Jie, 2023)", "21st-century", "4,300 km", "then-President",
        "et al.’s", "Strüver", "Zelenskyy", "Kaczmarski", "ostracised", "Stabilizing", "Analyzing",
        "there are changes – the likes of which we haven’t seen for 100 years – and we are",
        "meditation between Iran and Saudi Arabia", "Abdouduoh", "communique",
        "where many states of which",
    ],
)  # fmt: skip
def test_names_quotations_and_doubtful_words_stay_as_received(text, phrase):
    assert phrase in text


def test_a_doubtful_word_is_proposed_with_its_evidence(article):
    (edit,) = [edit for edit in article.edited.ledger if edit.before == "meditation"]
    assert (edit.after, edit.status) == ("mediation", "proposed")
    assert edit.reason


def test_the_ledger_replays_and_reverts(article):
    received = ledger.line_texts(article.edited.submission.lines)
    edited = ledger.line_texts(article.edited.lines)
    assert ledger.replay_edits(received, article.edited.ledger) == edited
    assert ledger.revert_edits(edited, article.edited.ledger) == received


def test_stet_leaves_a_fix_and_accept_takes_a_suggestion(article):
    by_before = {edit.before: edit for edit in article.edited.ledger}
    verdicts = {"Linkedin": "stet", "meditation": "accept"}
    decisions = Decisions(
        edits=tuple(
            Decision(by_before[word].id, by_before[word].rule, word, by_before[word].after,
                     word, "", "", verdict)
            for word, verdict in verdicts.items()
        )
    )  # fmt: skip
    decided = build(decisions)
    text = "\n".join(line.text for line in decided.edited.lines)
    assert "found on Linkedin" in text
    assert "mediation between Iran and Saudi Arabia" in text


def test_furniture_comes_back_when_the_editor_says_stet(article):
    (edit,) = [edit for edit in article.structure if edit.before == "top of page"]
    decision = Decision(edit.id, edit.rule, edit.before, "", edit.before, "", "", "stet")
    decided = build(Decisions(edits=(decision,)))
    assert "top of page" in "\n".join(pipeline.structure.pieces(decided))


def test_every_edit_of_the_record_has_an_id_of_its_own(article):
    ids = collections.Counter(edit["id"] for edit in pipeline.record(article)["edits"])
    assert max(ids.values()) == 1
