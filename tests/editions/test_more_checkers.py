"""What the checkers that npm brings find in the same editions: nothing."""

from __future__ import annotations

from functools import partial

import pytest

import checkers

pytestmark = [
    pytest.mark.law,
    pytest.mark.check,
    pytest.mark.usefixtures("from_npm", "browser"),
]


def test_ace_finds_no_barrier_in_books(together, tool) -> None:
    assert together("epub", partial(checkers.of_access, node=tool("node"))) == {}


def test_axe_finds_no_barrier_in_pages(together, tool) -> None:
    assert together("html", partial(checkers.by_axe, node=tool("node"))) == {}


def test_the_nu_checker_has_nothing_to_say(together, tool) -> None:
    assert together("html", partial(checkers.of_markup, java=tool("java"))) == {}


def test_html_validate_has_nothing_to_say(together, tool) -> None:
    assert together("html", partial(checkers.by_html_validate, node=tool("node"))) == {}


#: Texts of the corpus with an address that is no link, and with two headings of the same words: in
#: the last one the end of a table of contents is taken for a heading, which is ours to mend.
RAISED = {
    "en-acp-journal-refs-txt": ("MD034", "MD024"),
    "ja-nhk-ruby-txt": ("MD024",),
    "wix-articledge-tpu-txt": ("MD024",),
}


def test_markdownlint_has_nothing_to_say(editions, together, tool) -> None:
    found = together("md", partial(checkers.of_markdown, node=tool("node")))
    for one in editions:
        if one.collected:
            lines = found.pop(one.slug, [])
            known = RAISED.get(one.slug, ())
            lines = [line for line in lines if not checkers.OF_AUTHORS.match(line)]
            if rest := [line for line in lines if not any(code in line for code in known)]:
                found[one.slug] = rest
    assert found == {}


HOST = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>A site</title>\n'
    "</head>\n<body>\n<main>\n<h1>Its own headline</h1>\n{}\n</main>\n</body>\n</html>\n"
)


@pytest.mark.parametrize("name", checkers.OF_PAGES)
def test_a_piece_of_a_page_does_no_harm_where_it_is_pasted(editions, tool, tmp_path, name) -> None:
    check, program = checkers.OF_PAGES[name]
    pages = []
    for one in editions:
        host = tmp_path / one.slug / "host.html"
        host.parent.mkdir()
        host.write_text(HOST.format(one.file("fragment.html").read_text("utf-8")), "utf-8")
        pages.append(host)
    found = dict(zip((one.slug for one in editions), check(pages, tool(program)), strict=True))
    assert {slug: lines for slug, lines in found.items() if lines} == {}
