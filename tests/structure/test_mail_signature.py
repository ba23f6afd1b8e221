"""The signature that a mail program sets below a text is not of the text."""

from __future__ import annotations

import pytest

from copydesk import pipeline
from copydesk.config import Config
from copydesk.model import Decisions

PROSE = (
    "The council has voted on Monday evening to open the harbour a month early, which the"
    " fishermen had asked for in vain for many years."
)
SIGNATURE = [
    "-----BEGIN PGP SIGNATURE-----",
    "Version: GnuPG v1.4",
    "",
    "iEYEARECAAYFAjz1Ey4ACgkQkEiFRdeC2kWGPwCdLJwc5kU3dIWdYvZE4fr1Ab0n",
    "=4DM1",
    "-----END PGP SIGNATURE-----",
]


def list_dropped(*lines: str) -> list[str]:
    text = "\n".join(["The harbour opens early", "", "By Mara Osei", "", PROSE, "", *lines])
    article = pipeline.article(text.encode(), "a.txt", Config(), Decisions())
    numbers = {edit.line for edit in article.structure if edit.rule == "structure.furniture"}
    return [text.split("\n")[number - 1] for number in sorted(numbers)]


@pytest.mark.parametrize(
    "lines",
    [
        [*SIGNATURE, "", PROSE],
        SIGNATURE[1:],
        SIGNATURE[:1],
        [SIGNATURE[0], *[PROSE] * 100, SIGNATURE[-1]],
    ],
    ids=["amid the text", "without its first line", "only that", "a whole text between"],
)
def test_what_is_no_signature_below_the_text_stays(lines: list[str]) -> None:
    assert list_dropped(*lines) == []


def test_a_signature_below_the_text_leaves_and_is_in_the_record() -> None:
    assert list_dropped(*SIGNATURE) == [line for line in SIGNATURE if line]
