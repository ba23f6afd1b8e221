"""Issues in a browser, at the widths of phones and of a preview pane, in light and in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

import checkers
from copydesk.config import Config, overlay
from copydesk.newsletter import html
from copydesk.newsletter.letter import Terms
from newsletter import letters

pytestmark = pytest.mark.check

LOOKS = "--looks=" + ",".join(
    f"{scheme}:{width}" for scheme in ("light", "dark") for width in (320, 375, 640)
)
FULL = {
    "english": (["gauge"], "en-GB"),
    "everything": (["weir"], "en-GB"),
    "hebrew": (["namal", "gauge"], "he"),
    "chinese": (["shuiku", "namal"], "zh-CN"),
    "german": (["faehren"], "de"),
}
#: What a service puts around a piece that is pasted, on a ground of its own.
PASTED = (
    '<!DOCTYPE html><html lang="en"><head><meta name="viewport" content="width=device-width">'
    '<title>a</title></head><body style="background: #123">{}</body></html>'
)
#: What makes an issue of everything, in the other pack of looks.
WHOLE = ("gauge", "weir", "namal", "shuiku", "reservoirs", "faehren")
INTRO = (
    "# Good *morning*\\n\\n> [Three](https://a.example) `stories`\\n\\n1. one\\n   - two\\n\\n"
    "| a | b |\\n|---|--:|\\n| 1874 | Donaudampfschifffahrtsgesellschaftskapitänsmützenband |\\n"
)


@pytest.fixture(scope="session")
def node(tool: Callable[[str], str], missing: Callable[[str], NoReturn]) -> str:
    if not checkers.MODULES.is_dir():
        missing("the checkers from npm are not there; run `npm ci` in .ci/checks")
    return tool("node")


@pytest.fixture(scope="session")
def browser(tool: Callable[[str], str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUPPETEER_EXECUTABLE_PATH", tool("chromium"))
        yield


@pytest.fixture(scope="session")
def pages(articles: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The HTML of each issue as it is sent, pasted and archived."""
    made = {}
    for name, (slugs, language) in FULL.items():
        found = letters.materials(
            articles, [{"src": slug} for slug in slugs], language=language, said=letters.FOOTER
        )
        made[f"{name}.html"] = html.write_issue(found, Terms({}))
        made[f"{name}.pasted.html"] = PASTED.format(html.write_fragment(found, Terms({})))
        made[f"{name}.archive.html"] = html.write_archive(found, Terms({}))
    whole = letters.materials(
        articles, [{"src": slug} for slug in WHOLE], said=f"intro = '{INTRO}'\n{letters.FOOTER}"
    )
    looks = overlay(Config(), {"theme": {"pack": "newsletter"}}, "copydesk.toml").theme
    terms = Terms({"gauge.pdf": "", "weir.pdf": ""})
    made["whole.html"] = html.write_issue(replace(whole, theme=looks), terms)
    told = letters.materials(articles, [{"src": "market-halls"}])  # its pictures lie nowhere
    made["told.html"] = html.write_issue(told, Terms({}))
    rows = [
        {"src": "gauge", "mode": "excerpt"},
        {"src": "faehren", "mode": "link", "url": "https://a.example"},
    ]
    short = letters.materials(articles, rows, said=f'intro = "Dear *readers*,"\n{letters.FOOTER}')
    made["short.html"] = html.write_issue(short, Terms({"gauge.pdf": ""}))
    made["short.archive.html"] = html.write_archive(short, Terms({"gauge.pdf": ""}))
    return letters.copied(tmp_path_factory.mktemp("looks"), made)


@pytest.mark.usefixtures("browser")
def test_mail_is_readable_at_every_width_in_light_and_dark_and_asks_the_network_for_nothing(
    pages: list[Path], node: str
) -> None:
    mails = [one for one in pages if one.name.count(".") == 1]
    found = dict(_named(mails, checkers.by_axe(mails, node, LOOKS, "--mail")))
    assert found == {one.name: [] for one in mails}


@pytest.mark.usefixtures("browser")
def test_mail_is_readable_where_a_program_leaves_out_its_style_sheet(
    pages: list[Path], tmp_path: Path, node: str
) -> None:
    mails = {
        one.name: re.sub(r"(?s)<style>.*?</style>", "", one.read_text("utf-8"))
        for one in pages
        if one.name.count(".") == 1
    }
    bare = letters.copied(tmp_path / "bare", mails)
    found = dict(_named(bare, checkers.by_axe(bare, node, "--looks=light:320,dark:375", "--mail")))
    assert found == {name: [] for name in mails}


@pytest.mark.usefixtures("browser")
def test_what_is_pasted_is_readable_on_any_ground(pages: list[Path], node: str) -> None:
    pasted = [one for one in pages if ".pasted" in one.name]
    told = checkers.by_axe(pasted, node, "--looks=light:320,dark:375,light:640", "--mail")
    assert dict(_named(pasted, told)) == {f"{name}.pasted.html": [] for name in FULL}


@pytest.mark.usefixtures("browser")
def test_a_table_of_twelve_columns_is_no_wider_than_a_phone(
    articles: Mapping[str, str], tmp_path: Path, node: str
) -> None:
    found = letters.materials(articles, [{"src": "reservoirs"}], said=letters.FOOTER)
    made = {
        "mail.html": html.write_issue(found, Terms({})),
        "page.html": html.write_archive(found, Terms({})),
    }
    mail, page = letters.copied(tmp_path / "wide", made)
    assert [*checkers.by_axe([mail], node, "--looks=light:320", "--mail")] == [[]]
    assert [*checkers.by_axe([page], node, "--looks=light:320")] == [[]]


@pytest.mark.usefixtures("browser")
def test_pictures_fit_and_are_all_that_is_asked_of_the_network(
    articles: Mapping[str, str], tmp_path: Path, node: str
) -> None:
    found = letters.materials(articles, [{"src": "market-halls"}], said=letters.FOOTER)
    pages = letters.copied(tmp_path / "mail", {"a.html": html.write_issue(found, Terms({}))})
    (told,) = checkers.by_axe(pages, node, "--looks=light:320,dark:640", "--mail")
    assert len(told) == 6  # three of them, in each look
    assert all(f"{letters.URL}/files/market-halls.picture-" in line for line in told)


@pytest.mark.usefixtures("browser")
def test_the_archive_is_a_page_without_barriers(pages: list[Path], node: str) -> None:
    kept = [one for one in pages if ".archive" in one.name]
    found = dict(_named(kept, checkers.by_axe(kept, node, "--looks=light:320,light:375,dark:640")))
    assert found == {one.name: [] for one in kept}


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<p style="color: #777; font-size: 40px">large letters', ["faint"]),
        (f'<p style="color: #999">{"x" * 145}<img alt="" src="http://a.example/p.png">',
         ["remote", "color-contrast", "overflow"]),
        ('<p style="background: url(http://a.example/b)">a', ["remote"]),
        ('<table style="width: 9px; word-break: break-word"><tr><td>1874', ["broken"]),
        ('<table style="width: 9px"><tr><td>1874', []),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("browser")
def test_mail_that_is_wide_faint_broken_or_asks_the_network_would_be_found(
    tmp_path: Path, node: str, markup: str, found: list[str]
) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(f'<!DOCTYPE html><html lang="en"><title>a</title><h1>a</h1>{markup}', "utf-8")
    (told,) = checkers.by_axe([bad], node, "--looks=light:375", "--mail")
    assert [line.split()[1] for line in told] == found


#: Outlook asks for what HTML 5 would have in style sheets.
OF_TABLES = "no-deprecated-attr"


def test_html_validate_finds_nothing_in_mail(pages: list[Path], node: str) -> None:
    mails = [one for one in pages if one.name.count(".") == 1]
    told = checkers.by_html_validate(mails, node, OF_TABLES)
    assert dict(_named(mails, told)) == {one.name: [] for one in mails}


def test_html_validate_finds_nothing_in_the_archive(pages: list[Path], node: str) -> None:
    kept = [one for one in pages if ".archive" in one.name]
    assert dict(_named(kept, checkers.by_html_validate(kept, node))) == {
        one.name: [] for one in kept
    }


def _named(pages: Iterable[Path], told: Iterable[list[str]]) -> Iterator[tuple[str, list[str]]]:
    yield from zip((one.name for one in pages), told, strict=True)
