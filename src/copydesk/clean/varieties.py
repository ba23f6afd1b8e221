"""British and American spelling: a mix is asked about, a house may prefer one.

Both are right. Names, quotations and words with a capital keep their spelling.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.spellings import Variety, counterpart, ise, listed, respelt, tells
from copydesk.clean.views import overlaps
from copydesk.model import Edit, Role
from copydesk.registry import ProofLine, document_rule, rule

MIXED: Final[frozenset[Role]] = frozenset(("body", "list", "bio"))
RUNNING: Final[frozenset[Role]] = MIXED | frozenset[Role](("heading", "caption", "disclaimer"))

_WORD: Final = re.compile(r"(?<![\w@#./’'-])[a-z]{4,}+(?![\w@/-]|\.\w|[’'](?!s\b)\w)")
#: Of a compound each part is a word, unless there is a capital in it.
_COMPOUND: Final = re.compile(r"(?<![\w@#./’'-])[a-z]++(?:-[a-z]++)++(?![\w@/-]|\.\w)")
_PART: Final = re.compile(r"[a-z]{4,}+")
#: A sentence that begins with the word and goes on in small letters.
_FIRST: Final = re.compile(
    r"(?:(?<=[.!?] )|(?<=[.!?][”’)] )|(?<![\s\S]))[A-Z][a-z]{3,}+(?= (?!of|for|and|on|in|to)[a-z])"
)
#: Words that are names more often than not where they have a capital.
_NAMES: Final = frozenset(
    (
        "labour", "labor", "centre", "center", "defence", "defense", "theatre", "theater",
        "harbour", "harbor", "programme", "grey", "gray", "fibre", "fiber", "tyre",
    )
)  # fmt: skip
#: So many words make a spelling that of the text.
_MANY: Final = 2
#: `2 gray` is a dose.
_DOSE: Final = re.compile(r"\d $")


def _small(view: ProofLine) -> Iterator[tuple[int, str]]:
    """Place and text of each word that may tell a spelling: in small letters, the author's own."""
    telling = {word for word in view.words if tells(word)}
    if not telling:
        return  # most lines: their words are looked up, their text is not searched
    text = view.text
    found = [(match.start(), match.group()) for match in _WORD.finditer(text)]
    if "-" in text:
        found += [
            (whole.start() + part.start(), part.group())
            for whole in _COMPOUND.finditer(text)
            for part in _PART.finditer(whole.group())
        ]
        found.sort()
    for at, word in found:
        if word in telling and not overlaps(view.quoted, at, at + len(word)):
            yield at, word


@rule("house.spelling", "fix", roles=RUNNING, languages=ENGLISH)
def house_spelling(view: ProofLine) -> Iterator[Edit]:
    """The spelling that the house prefers, where `style.spelling` names one.

    British: `colour, organise, analyse`; oxford: `colour, organize, analyse`; american:
    `color, organize, analyze`. Only words in small letters, and the first one of a
    sentence, in running text. Quotations, names, titles and what is emphasised keep their
    spelling, and so does a word that is right on both sides in one of its senses
    (`practice`, `meter`, `program`, `check`).

    `the color of the organization` → `the colour of the organisation`
    """
    spelling = view.style.spelling
    if spelling == "any":
        return
    for at, word in _small(view):
        right = respelt(word, spelling)
        if right == word or (word == "gray" and _DOSE.search(view.text, max(0, at - 2), at)):
            continue
        yield view.edit(at, at + len(word), right, f"the house spells it `{right}`")
    for match in _FIRST.finditer(view.text):
        word = match.group().lower()
        right = respelt(word, spelling).capitalize()
        if right != match.group() and word not in _NAMES:
            yield view.edit(*match.span(), right, f"the house spells it `{right}`")


# ── a mix ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Text:
    """Where the words stand that tell a spelling: `words` listed ones, `stems` those in -ise."""

    words: dict[str, list[tuple[ProofLine, int]]] = field(default_factory=lambda: defaultdict(list))
    stems: dict[str, dict[str, list[tuple[ProofLine, int]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    def votes(self) -> Counter[Variety]:
        """How many words are of each spelling; -ize is at home in both."""
        votes: Counter[Variety] = Counter()
        for word, places in self.words.items():
            variety = listed(word)
            if variety is not None:
                votes[variety] += len(places)
        for forms in self.stems.values():
            for word, places in forms.items():
                if _letter(word) == "s":
                    votes["british"] += len(places)
        return votes


def _letter(word: str) -> str:
    parts = ise(word)
    return parts[1] if parts else ""


@document_rule("spell.variant-mix", "suggest", roles=MIXED, languages=ENGLISH)
def variant_mix(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """One spelling, British or American, of a text that has both.

    Both are right; the one that is more frequent in the text is proposed, and where they
    are equal the one of the house's locale. One word against one other is no mix yet.
    `-ize` is right in British English as well (Oxford): it is asked about only where the
    text spells the same word in `-ise`, or is American otherwise. Quotations and words
    with a capital do not count. Silent where the house prefers a spelling, for then
    `house.spelling` sees to it.

    `colour … colour … labor` → `labour`
    """
    text = _Text()
    for view in views:
        for at, word in _small(view):
            if listed(word) is not None:
                text.words[word].append((view, at))
            elif (parts := ise(word)) is not None:
                text.stems[parts[0]][word].append((view, at))
    votes = text.votes()
    main = _majority(votes, views)
    if len(votes) > 1:
        yield from _odd(text, main, alone=votes[main] < _MANY)
    if len(votes) < 2 or main == "british":
        yield from _same_word(text)


def _majority(votes: Counter[Variety], views: tuple[ProofLine, ...]) -> Variety:
    if votes["british"] == votes["american"]:
        american = bool(views) and views[0].style.locale == "en-US"
        return "american" if american else "british"
    return "british" if votes["british"] > votes["american"] else "american"


def _odd(text: _Text, main: Variety, *, alone: bool) -> Iterator[Edit]:
    """The words that are not of the spelling `main`; `alone`: only ones it has both ways."""
    telling = [word for word in text.words if listed(word) == main]
    example = max(telling, key=lambda word: len(text.words[word]), default="")
    reason = f"most of the text is {main.capitalize()}" + (f" (`{example}`)" if example else "")
    for word, places in text.words.items():
        if listed(word) != main and not (alone and counterpart(word) not in text.words):
            for view, at in places:
                yield view.edit(at, at + len(word), counterpart(word), reason)
    if main == "american" and not alone:
        for forms in text.stems.values():
            for word, places in forms.items():
                right = respelt(word, "american")
                for view, at in places if right != word else ():
                    yield view.edit(at, at + len(word), right, reason)


def _same_word(text: _Text) -> Iterator[Edit]:
    """Words that the text spells in -ise here and in -ize there."""
    whole: Counter[str] = Counter()
    split: list[tuple[Counter[str], dict[str, list[tuple[ProofLine, int]]]]] = []
    for forms in text.stems.values():
        counts: Counter[str] = Counter()
        for word, places in forms.items():
            counts[_letter(word)] += len(places)
        if len(counts) > 1:
            split.append((counts, forms))
        else:
            whole.update(counts)
    for counts, forms in split:
        best = min("sz", key=lambda letter: (-counts[letter], -whole[letter], letter))
        spelling = "british" if best == "s" else "oxford"
        model = next(word for word in forms if _letter(word) == best)
        for word, places in forms.items():
            if _letter(word) != best:
                for view, at in places:
                    right = respelt(word, spelling)
                    yield view.edit(at, at + len(word), right, f"the text also has `{model}`")
