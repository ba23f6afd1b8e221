from __future__ import annotations

from pathlib import Path

import pytest

from copydesk.errors import ConfigError
from copydesk.gate import csl

STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Mud</title><id>mud</id>{link}</info>
<citation><layout><text variable="title"/></layout></citation>
<bibliography>{sort}<layout><text variable="title"/></layout></bibliography></style>"""
SORT = '<sort><key variable="title"/></sort>'


def written(folder: Path, text: str) -> str:
    path = folder / "mud.csl"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("sort", "alphabetical"), [(SORT, True), ("", False)])
def test_a_style_of_the_desk_is_read_by_its_path(
    tmp_path: Path, sort: str, *, alphabetical: bool
) -> None:
    found = csl.load(written(tmp_path, STYLE.format(link="", sort=sort)))
    assert found.alphabetical == alphabetical


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("no markup", "is no CSL"),
        ("<html/>", "is no CSL: it is a `html`"),
        ('<!DOCTYPE style [<!ENTITY x "y">]><style>&x;</style>', "is no CSL"),
    ],
)
def test_what_is_no_style_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(ConfigError, match=complaint):
        csl.load(written(tmp_path, text))


def test_a_style_of_the_desk_is_read_anew_each_time(tmp_path: Path) -> None:
    name = written(tmp_path, STYLE.format(link="", sort=""))
    before = csl.load(name)
    written(tmp_path, STYLE.format(link="", sort=SORT))
    assert csl.load(name) != before


def test_a_dependent_style_stands_for_its_packaged_parent(tmp_path: Path) -> None:
    link = '<link href="http://www.zotero.org/styles/ieee" rel="independent-parent"/>'
    found = csl.load(written(tmp_path, STYLE.format(link=link, sort="")))
    assert found == csl.load("ieee")


def test_a_parent_that_is_not_packaged_is_never_fetched(tmp_path: Path) -> None:
    link = '<link href="http://127.0.0.1:9/styles/mud-elsewhere" rel="independent-parent"/>'
    with pytest.raises(ConfigError, match="no citation style `mud-elsewhere`"):
        csl.load(written(tmp_path, STYLE.format(link=link, sort="")))


def test_the_packaged_styles_can_be_listed() -> None:
    known = list(csl.known())
    assert "harvard-cite-them-right" in known
    assert all(name and "/" not in name for name in known)
