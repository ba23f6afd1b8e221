"""What the checkers that npm brings find in the same editions: nothing."""

from __future__ import annotations

from functools import partial

import pytest

import checkers

pytestmark = pytest.mark.usefixtures("from_npm", "browser")


def test_ace_finds_no_barrier_in_books(together, tool) -> None:
    assert together("epub", partial(checkers.of_access, node=tool("node"))) == {}


def test_axe_finds_no_barrier_in_pages(together, tool) -> None:
    assert together("html", partial(checkers.by_axe, node=tool("node"))) == {}


def test_the_nu_checker_has_nothing_to_say(together, tool) -> None:
    assert together("html", partial(checkers.of_markup, java=tool("java"))) == {}


def test_html_validate_has_nothing_to_say(together, tool) -> None:
    assert together("html", partial(checkers.by_html_validate, node=tool("node"))) == {}


def test_markdownlint_has_nothing_to_say(together, tool) -> None:
    assert together("md", partial(checkers.of_markdown, node=tool("node"))) == {}
