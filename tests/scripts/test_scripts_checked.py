"""Checkers are silent on pages of every script."""

from __future__ import annotations

from pathlib import Path

import pytest

import checkers
from bookchecker import BookChecker

pytestmark = pytest.mark.check

NAMES = ("well", "bir", "beer", "kuan", "jing", "ido", "collections/wells", "collections/abar")


@pytest.mark.parametrize("name", ["well", "bir", "collections/abar"])
def test_epubcheck_is_silent(dist: Path, of_book: BookChecker, name: str) -> None:
    book = dist / name / f"{name.rpartition('/')[2]}.epub"
    assert of_book(book) == []


@pytest.mark.parametrize("name", NAMES)
def test_papers_keep_both_standards(dist: Path, name: str) -> None:
    paper = dist / name / f"{name.rpartition('/')[2]}.pdf"
    assert checkers.of_standards(paper) == []
    # A letter of Arabic has several glyphs, a syllable of Devanagari several parts: no fault.
    found = [said for said in checkers.out_loud(paper) if "warning TXT-004" not in said]
    assert found == []
