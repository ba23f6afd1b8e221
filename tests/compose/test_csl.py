from __future__ import annotations

import os
from pathlib import Path

import pytest

from copydesk.composition import csl
from copydesk.errors import ConfigError

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Mud</title><id>mud</id>{link}</info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography>{sort}<layout><text variable="title"/></layout></bibliography></style>"""
TIDES = """<macro name="ebb"><text macro="flood"/></macro>
<macro name="flood"><group><text macro="ebb"/></group></macro>"""
SORT = '<sort><key variable="title"/></sort>'


def written(folder: Path, text: str) -> str:
    path = folder / "mud.csl"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_style_of_the_desk_is_read_by_its_path(tmp_path: Path) -> None:
    text = STYLE.format(link="", sort=SORT)
    assert csl.load_style(written(tmp_path, text)).xml == text


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no markup", "is not CSL"),
        ("<html/>", "is not CSL: it is a `html`"),
        ('<!DOCTYPE style [<!ENTITY x "y">]><style>&x;</style>', "is not CSL"),
    ],
)
def test_what_is_no_style_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        csl.load_style(written(tmp_path, text))


@pytest.mark.parametrize("name", ["pipe.csl", "zero.csl", "folder.csl"])
def test_what_has_no_end_or_is_a_folder_is_not_opened(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe.csl")
    (tmp_path / "zero.csl").symlink_to("/dev/zero")
    (tmp_path / "folder.csl").mkdir()
    with pytest.raises(ConfigError, match="is not a file"):
        csl.load_style(str(tmp_path / name))


def test_a_style_has_a_greatest_length(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="more than 2,000,000 characters"):
        csl.load_style(written(tmp_path, STYLE.format(link="", sort="") + " " * 2_000_000))


def test_a_style_of_the_desk_is_read_anew_each_time(tmp_path: Path) -> None:
    name = written(tmp_path, STYLE.format(link="", sort=""))
    before = csl.load_style(name)
    written(tmp_path, STYLE.format(link="", sort=SORT))
    assert csl.load_style(name) != before


def test_a_dependent_style_stands_for_its_packaged_parent(tmp_path: Path) -> None:
    link = '<link href="http://www.zotero.org/styles/ieee" rel="independent-parent"/>'
    found = csl.load_style(written(tmp_path, STYLE.format(link=link, sort="")))
    assert found == csl.load_style("ieee")


def test_a_parent_that_is_not_packaged_is_never_fetched(tmp_path: Path) -> None:
    link = '<link href="http://127.0.0.1:9/styles/mud-elsewhere" rel="independent-parent"/>'
    with pytest.raises(ConfigError, match="no citation style `mud-elsewhere`"):
        csl.load_style(written(tmp_path, STYLE.format(link=link, sort="")))


def test_a_misspelt_style_is_told_the_nearest_one() -> None:
    with pytest.raises(ConfigError) as caught:
        csl.load_style("chicago-author-dte")
    assert caught.value.hint.startswith("did you mean `chicago-author-date`? ")
    with pytest.raises(ConfigError) as caught:
        csl.load_style("qqqqqqqq")
    assert caught.value.hint.startswith("search the packaged ones")


@pytest.mark.parametrize(
    ("citation", "complaint"),
    [
        ("", "has no layout for citations"),
        ("<citation/>", "has no layout for citations"),
        ('<citation><layout><text macro="tide"/></layout></citation>', "has no macro `tide`"),
        (
            f"{TIDES}<citation><layout><text macro='ebb'/></layout></citation>",
            "has a macro that calls itself: `ebb`",
        ),
    ],
)
def test_a_broken_style_is_refused_before_any_article_is_set(
    tmp_path: Path, citation: str, complaint: str
) -> None:
    text = f'<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text">{citation}</style>'
    with pytest.raises(ConfigError, match=complaint):
        csl.load_style(written(tmp_path, text))


def test_macros_that_call_others_are_no_fault(tmp_path: Path) -> None:
    macros = (
        '<macro name="deep"><text variable="citation-number"/></macro>'
        '<macro name="mid"><text macro="deep"/><text macro="deep"/></macro>'
    )
    text = STYLE.format(link="", sort=SORT).replace(
        '<layout><text variable="title"/>', '<layout vertical-align="sup"><text macro="mid"/>', 1
    )
    found = csl.load_style(written(tmp_path, text.replace("<citation>", f"{macros}<citation>")))
    assert (found.numbered, found.raised) == (True, True)


@pytest.mark.parametrize(
    ("name", "traits"),
    [
        ("apa", {"lettered"}),
        ("harvard-cite-them-right", {"lettered"}),
        ("modern-language-association", set()),
        ("chicago-notes-bibliography", {"notes"}),
        ("ieee", {"numbered"}),
        ("nature", {"numbered", "raised"}),
        ("american-medical-association", {"numbered", "raised"}),
        ("american-medical-association-brackets", {"numbered"}),
        # The number decides the order of its list, but is not what it cites by.
        ("gost-r-7-0-5-2008", {"lettered"}),
    ],
)
def test_a_style_is_known_by_what_its_citations_print(name: str, traits: set[str]) -> None:
    found = csl.load_style(name)
    assert {trait for trait in ("lettered", "notes", "numbered", "raised")
            if getattr(found, trait)} == traits  # fmt: skip


@pytest.mark.parametrize(
    ("former", "now"),
    [
        ("vancouver", "nlm-citation-sequence"),
        ("chicago-note-bibliography", "chicago-shortened-notes-bibliography"),
        ("turabian-fullnote-bibliography", "turabian-notes-bibliography"),
    ],
)
def test_a_former_id_still_names_its_style(former: str, now: str) -> None:
    assert csl.load_style(former) == csl.load_style(now)


def test_a_search_names_dependent_styles_with_their_parent_after_the_others() -> None:
    found = list(csl.search_styles(["cite", "them", "right"]))
    parents = [style.parent for style in found]
    assert parents[:3] == ["", "", ""]
    assert "harvard-cite-them-right" in parents
    assert all(parents[parents.index("harvard-cite-them-right") :])


def test_a_word_of_a_search_begins_a_word_and_ends_anywhere() -> None:
    """`din` is no part of "proceedings"."""
    found = [style.id for style in csl.search_styles(["din"])]
    assert "din-1505-2" in found
    assert not any("proceedings" in name for name in found)
    assert "harvard-cite-them-right" in [
        style.id for style in csl.search_styles(["harv", "cite", "12"])
    ]
    assert list(csl.search_styles(["中文"]))


def test_a_title_is_searched_and_shown_without_entities() -> None:
    (found,) = csl.search_styles(["environment & technology", "brighton"])
    assert "&amp;" not in found.title


def test_the_packaged_styles_can_be_listed() -> None:
    known = list(csl.known())
    assert "harvard-cite-them-right" in known
    assert all(name and "/" not in name for name in known)


LETTER = '<text variable="year-suffix"/>'
YEAR = f'<macro name="year"><group><text variable="title"/>{LETTER}</group></macro>'
CALL = '<text macro="year"/>'
CHOICE = "<choose><if type='book'>{}</if><!-- or --><else>{}</else></choose>"


@pytest.mark.parametrize(
    ("layout", "letters"),
    [
        (CALL + LETTER, 1),
        (f"<group><text variable='title'/>{CALL}</group>{LETTER}", 1),
        (LETTER, 2),
        (CALL + "<text variable='title'/>", 1),
        (CHOICE.format(LETTER, LETTER), 3),
        (CHOICE.format(LETTER, "<text variable='title'/>") + LETTER, 3),
        (CHOICE.format(CALL, "<text variable='title'/>") + LETTER, 2),
        (f"<names variable='author'><substitute>{LETTER}</substitute></names>{LETTER}", 3),
    ],
)
def test_a_letter_behind_a_macro_that_prints_it_is_taken_out(
    tmp_path: Path, layout: str, letters: int
) -> None:
    text = STYLE.format(link="", sort="").replace(
        '<text variable="title"/></layout></cit', f"{layout}</layout></cit"
    )
    text = text.replace("<citation>", f"{YEAR}<citation>")
    assert csl.load_style(written(tmp_path, text)).xml.count("year-suffix") == letters
