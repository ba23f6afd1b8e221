"""Furniture learned from a batch: what is left to the authors, what is proposed, what is heeded."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from builder import estuary
from copydesk import cli, config, errors
from copydesk.builder import single_article
from copydesk.model import Article
from copydesk.settings import profiles
from copydesk.structure.sites import Proposal, learn_sites


def put(root: Path, name: str, text: str) -> None:
    path = root / "source" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def learned(root: Path) -> list[Proposal]:
    settings = config.load(root)
    sources = [one.source for one in single_article.resolve_articles(root, settings, (), root)]
    texts = (single_article.read_labelled(root, settings, source) for source in sources)
    return learn_sites(texts, settings)


def phrases(found: list[Proposal], place: str = "exact") -> set[str]:
    return {
        phrase
        for proposal in found
        for phrase in tomllib.loads(proposal.text)["site"].get(place, [])
    }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with twelve articles of one site."""
    root = tmp_path_factory.mktemp("estuary")
    for number in range(12):
        put(root, f"article-{number:02}.txt", estuary.article(number))
    return root


@pytest.fixture(scope="module")
def found(root: Path) -> list[Proposal]:
    return learned(root)


OWN = (
    estuary.COLUMN, estuary.SERIES.format(1), estuary.QUOTATION, estuary.HEADING,
    "About the author", "References", *(estuary.BIO.format(name) for name in estuary.AUTHORS),
    *(f"By {name}" for name in estuary.AUTHORS), *map(estuary.title, range(12)),
)  # fmt: skip


@pytest.mark.parametrize("line", OWN)
def test_what_recurs_but_is_an_authors_is_not_proposed(found: list[Proposal], line: str) -> None:
    own = profiles.parse_profile(tomllib.loads(found[0].text), "proposal")
    from copydesk.structure.phrases import collect_phrases, fold

    assert not any(collect_phrases((own,)).find(fold(line)))


def test_a_column_above_the_headline_is_left_to_the_editor_as_a_comment(
    found: list[Proposal],
) -> None:
    tail = found[0].text.partition("# Left out")[2]
    assert f'#   "{estuary.COLUMN.casefold()}",  # in 8, e.g. source/article-00.txt:10' in tail


def test_menus_counters_and_footers_are_proposed_with_how_often_and_where(
    found: list[Proposal],
) -> None:
    assert {*estuary.ABOVE, *estuary.BELOW[1:], estuary.COUNTER} <= phrases(found)
    row = f'"{estuary.COUNTER}",  # in 12, e.g. source/article-00.txt:6'
    assert row in found[0].text


def test_a_line_with_a_date_is_proposed_by_what_stays_of_it(found: list[Proposal]) -> None:
    assert phrases(found, "start") == {estuary.DATED}


def test_what_the_house_knows_already_is_not_proposed_again(found: list[Proposal]) -> None:
    assert not phrases(found) & {"skip to content", "share", "tweet", "search", "privacy policy"}


def test_a_line_in_two_documents_recurs_by_chance(tmp_path: Path) -> None:
    for number in range(2):
        put(tmp_path, f"{number}.txt", estuary.article(number))
    assert learned(tmp_path) == []


def test_two_sites_in_one_desk_are_told_apart_by_how_their_pages_begin(tmp_path: Path) -> None:
    for number in range(5):
        text = estuary.article(number)
        put(tmp_path, f"a{number}.txt", text)
        for line in (*estuary.ABOVE, "ferry timetable for readers"):
            text = text.replace(line.capitalize(), f"Upland {line}").replace(
                line.title(), f"Upland {line}"
            )
        put(tmp_path, f"b{number}.txt", text.replace("Estuary Review is", "Upland Post is"))
    names = {proposal.name for proposal in learned(tmp_path)}
    assert names == {"estuary review", "upland estuary review"}


def test_submissions_in_folders_are_sites_by_their_folder(tmp_path: Path) -> None:
    for number in range(3):
        put(tmp_path, f"quay/{number}.txt", estuary.article(number))
    assert [proposal.name for proposal in learned(tmp_path)] == ["quay"]


def test_two_sites_whose_names_make_one_file_name_are_written_to_two(tmp_path: Path) -> None:
    for number in range(6):
        put(tmp_path, f"{('quay', 'quay!')[number % 2]}/{number}.txt", estuary.article(number))
    places = [proposal.place for proposal in learned(tmp_path)]
    assert places == ["source/sites/quay.proposed.toml", "source/sites/quay-2.proposed.toml"]


def test_a_line_with_signs_of_toml_is_proposed_so_that_it_can_be_read(tmp_path: Path) -> None:
    odd = 'Say "ahoy" \\o/ to \x1b[1mus'
    for number in range(3):
        text = estuary.article(number).replace("Tides today", odd)
        put(tmp_path, f"{number}.txt", text)
    found = learned(tmp_path)
    assert any(phrase.startswith('say "ahoy" \\o/ to') for phrase in phrases(found))
    assert "\x1b" not in found[0].text


def test_pages_are_sites_by_the_address_they_give(tmp_path: Path) -> None:
    for number in range(3):
        rows = estuary.article(number).split("\n")
        body = "".join(f"<p>{row}</p>" for row in rows if row)
        head = f'<link rel="canonical" href="https://www.quay.example/{number}">'
        put(tmp_path, f"{number}.html", f"<html><head>{head}</head><body>{body}</body></html>")
    assert [proposal.name for proposal in learned(tmp_path)] == ["quay.example"]


def test_files_outside_the_source_folder_are_learned_from_by_their_path(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "source").mkdir()
    scrapes = tmp_path / "scrapes"
    scrapes.mkdir()
    for number in range(3):
        (scrapes / f"{number}.txt").write_text(estuary.article(number), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["sites", "learn", "scrapes"]) == 0
    assert 'name = "estuary review"' in capsys.readouterr().out
    assert cli.main(["sites", "learn", *map(str, sorted(scrapes.iterdir()))]) == 0
    assert '"tides today"' in capsys.readouterr().out
    assert cli.main(["sites", "learn", "nothing"]) == 2


# ── after the editor has taken it ────────────────────────────────────────────


def thirteenth(root: Path) -> Article:
    return single_article.read_article(root, config.load(root), "source/thirteenth.txt")


def lines(article: Article, role: str) -> set[str]:
    copy = article.edited
    return {
        line.text
        for line, own in zip(copy.submission.lines, copy.roles, strict=True)
        if own == role
    }


@pytest.fixture
def desk(tmp_path: Path, root: Path) -> Path:
    """The twelve, for a desk of its own."""
    for path in (root / "source").glob("*.txt"):
        put(tmp_path, path.name, path.read_text(encoding="utf-8"))
    return tmp_path


def come(root: Path) -> None:
    """A thirteenth comes in, with one of the site's lines between its paragraphs."""
    text = estuary.article(12).replace(f"\n{estuary.HEADING}\n", "\nBoats for hire\n")
    put(root, "thirteenth.txt", text)


LEARN = ("sites", "learn", "--write", "--name", "Estuary Review")


def test_a_proposal_is_written_beside_the_profiles_and_not_heeded(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["-C", str(desk), *LEARN]) == 0
    assert "take `.proposed` out of its name" in capsys.readouterr().err
    assert (desk / "source" / "sites" / "estuary-review.proposed.toml").is_file()
    come(desk)
    assert "Boats for hire" in lines(thirteenth(desk), "heading")
    assert config.load(desk).profiles == ()
    assert cli.main(["-C", str(desk), "sites"]) == 0
    assert capsys.readouterr().out.startswith("proposed ")


def test_an_accepted_profile_drops_the_sites_lines_and_is_named_as_the_reason(desk: Path) -> None:
    assert cli.main(["-C", str(desk), *LEARN]) == 0
    folder = desk / "source" / "sites"
    (folder / "estuary-review.proposed.toml").rename(folder / "estuary-review.toml")
    come(desk)
    article = thirteenth(desk)
    reasons = {
        edit.before: edit.reason for edit in article.structure if edit.rule == "structure.furniture"
    }
    for line in ("Boats for hire", "Tides today", "1,644 readers are on board"):
        assert reasons[line].endswith("(profile Estuary Review)")
    assert "Boats for hire" in lines(article, "furniture")
    assert article.front.title == estuary.title(12)
    assert "profile" not in reasons.get(estuary.COLUMN, "")


def test_calls_to_action_and_credits_of_a_profile_keep_their_role(desk: Path) -> None:
    come(desk)
    assert "Boats for hire" in lines(thirteenth(desk), "heading")
    put(desk, "sites/quay.toml", '[credit]\nexact = ["boats for hire"]\n')
    assert "Boats for hire" in lines(thirteenth(desk), "caption")


def test_an_appeal_that_recurs_is_proposed_as_what_it_is(tmp_path: Path) -> None:
    appeal = "Please donate now to keep the lights of the quay burning all winter."
    for number in range(4):
        text = estuary.article(number)
        put(tmp_path, f"{number}.txt", text.replace("\nShare\n", f"\n{appeal}\n\nShare\n"))
    found = learned(tmp_path)
    told = tomllib.loads(found[0].text)
    everywhere = found[0].text
    assert appeal.casefold().rstrip(".") in everywhere
    assert appeal.casefold().rstrip(".") not in told["site"].get("exact", [])


def test_what_an_accepted_profile_knows_is_not_proposed_again(desk: Path) -> None:
    put(desk, "sites/quay.toml", '[menu]\nexact = ["tides today"]\n')
    assert "tides today" not in phrases(learned(desk))
    assert "boats for hire" in phrases(learned(desk))


def test_a_line_that_stands_in_the_text_of_one_article_is_left_to_the_editor(desk: Path) -> None:
    come(desk)
    assert "boats for hire" not in phrases(learned(desk))


def test_the_desks_own_profile_is_reason_enough_to_build_again(desk: Path) -> None:
    put(desk, "sites/quay.toml", '[site]\nexact = ["boats for hire"]\n')
    first = config.load(desk).fingerprint()
    put(desk, "sites/quay.toml", '[site]\nexact = ["boats for sale"]\n')
    assert config.load(desk).fingerprint() != first


def test_what_cannot_be_read_is_said_last_in_a_line_each(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(desk, "aaa.pdf", "%PDF-1.7\n")
    assert cli.main(["-C", str(desk), "sites", "learn", "--write"]) == errors.REFUSED
    *above, last = capsys.readouterr().err.splitlines()
    assert last.startswith("left out: ")
    assert "aaa.pdf" in last
    assert above
    assert not any("aaa.pdf" in row for row in above)
