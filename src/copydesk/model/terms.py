"""The closed lists of words that values are described with, and what is free of form."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

Role: TypeAlias = Literal[
    "title", "subtitle", "byline", "date", "heading", "body", "quote", "list",
    "caption", "disclaimer", "bio", "cta", "furniture", "reference", "footnote",
    "other",
]  # fmt: skip
Status: TypeAlias = Literal["applied", "proposed", "stet"]
Verdict: TypeAlias = Literal["stet", "accept"]
Severity: TypeAlias = Literal["note", "warning", "error"]
CitationStatus: TypeAlias = Literal[
    "exact", "fuzzy-name", "year-mismatch", "year-absent", "ambiguous", "missing"
]
CitationForm: TypeAlias = Literal["parenthetical", "narrative", "numeric", "note"]
CitationVerdict: TypeAlias = Literal["entry", "as-written", "none"]
Csl: TypeAlias = dict[str, Any]
"""One CSL-JSON item; the field names are CSL's own."""
