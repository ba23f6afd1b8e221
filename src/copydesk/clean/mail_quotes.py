"""The signs that mail programs put before the lines of a message they answer or forward."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from copydesk.model import Edit
from copydesk.registry import ProofLine, document_rule

_SIGNS = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
#: Prompts of programs begin their lines so too.
_PROMPT = re.compile(r"[ \t]{0,3}(?:>>>|>\s*[$#])")
#: A message has so many lines, so much of the text, and lines as wide as prose.
_FEWEST: Final = 5
_SHARE: Final = 0.5
_WIDE: Final = 40
_WIDE_LINES: Final = 0.4


@document_rule("enc.mail-quote", "fix", roles=None)
def mail_quote(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Remove the `>` before each line of an article that came quoted in a mail.

    Only where most of the text is quoted so: a few such lines are the author's quotation,
    the prompts of a program, or an older message below.

    `> The harbour opens` → `The harbour opens`
    """
    quoted = [view for run in _messages(views) for view in run]
    size = sum(len(view.text) for view in views)
    if sum(len(view.text) for view in quoted) < _SHARE * size:
        return
    for view in quoted:
        signs = _SIGNS.match(view.text)
        if signs:
            yield view.edit(0, signs.end(), "", "a mail program quoted the line")


def _messages(views: Sequence[ProofLine]) -> Iterator[list[ProofLine]]:
    """The runs of quoted lines that are prose."""
    for quoted, run in groupby(views, key=lambda view: _SIGNS.match(view.text) is not None):
        lines = list(run)
        if not quoted or len(lines) < _FEWEST:
            continue
        wide = sum(len(view.text) >= _WIDE for view in lines)
        prompts = sum(_PROMPT.match(view.text) is not None for view in lines)
        if wide >= _WIDE_LINES * len(lines) and not prompts:
            yield lines
