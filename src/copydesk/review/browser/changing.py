"""What can be done about a change: take it, refuse it, reword it; not here, or at no time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from copydesk.clean import DOUBTING, RULES, UNREFUSABLE
from copydesk.config import Config
from copydesk.model import Edit
from copydesk.review.browser.deeds import Deed

#: What may stand on a list of words: a word, or a name of several.
_WORD: Final = re.compile(r"[^\W\d_][\w’'.-]*")
_NAME: Final = re.compile(r"(?:[^\W\d_][\w’'.-]*[ -]){1,5}[^\W\d_][\w’'.-]*")


def counts(edits: Iterable[Edit]) -> Counter[tuple[str, str]]:
    """How many changes of each rule stand how, by (rule, status)."""
    return Counter((edit.rule, edit.status) for edit in edits)


def deeds(edit: Edit, count: int, config: Config, *, rewritable: bool) -> Iterator[Deed]:
    """What can be done about `edit`, one of `count` of its rule that stand as it does."""
    if edit.status == "proposed":
        yield from _of_proposal(edit, count)
    else:
        yield Deed("accept", "Keep it for good", "y")
        if edit.rule not in UNREFUSABLE:
            yield Deed("stet", "Take it back", "n")
    if rewritable:
        yield Deed("rewrite", "Put other words there", "e", typed=edit.after)
    if edit.status != "proposed" and count > 1 and edit.rule not in UNREFUSABLE:
        yield Deed("stet-rule", f"Take back all {count} of {edit.rule} here")
    yield from _at_the_desk(edit, config)


def _of_proposal(edit: Edit, count: int) -> Iterator[Deed]:
    yield Deed("accept", "Take it" if edit.after else "Leave it out", "y")
    yield Deed("stet", "Not here: keep the words", "n")
    if edit.alternatives:
        words = dict.fromkeys((edit.after, *edit.alternatives))
        yield Deed("word", "Choose the word", options=tuple((word, word) for word in words))
    if count > 1:
        yield Deed("accept-rule", f"Take all {count} of {edit.rule} here", "A")


def _at_the_desk(edit: Edit, config: Config) -> Iterator[Deed]:
    """What settles it for every article: the rule runs no more, or the word is known."""
    if edit.rule in RULES and edit.rule not in UNREFUSABLE:
        label = f"Never at this desk: switch {edit.rule} off"
        yield Deed("rule-off", label, file="settings", value=edit.rule)
    if word := _listed(edit):
        if config.style.knows(word):
            return
        yield Deed("add-word", f"“{word}” is right: add it to the words", file="words", value=word)


def _listed(edit: Edit) -> str:
    """The word that `edit` doubts, if a list of words can have it and would be heeded; else ""."""
    word = " ".join(edit.before.split())
    if edit.rule.partition(".")[0] not in DOUBTING:
        return ""
    if _WORD.fullmatch(word) or (_NAME.fullmatch(word) and word.istitle()):
        return word
    return ""
