"""Words, and whole sentences, that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.clean.conventions import ENGLISH
from copydesk.clean.lists import words
from copydesk.model import Edit
from copydesk.registry import ALL_COPY, ProofLine, document_rule, rule

_TWICE = re.compile(r"(?<![\w’'.-])([A-Za-z]++) (\1)(?![\w’'-])", re.IGNORECASE)
_REPEATED = re.compile(r"(?<![\w’'.-])([A-Za-z]++)((?: \1)++)(?![\w’'-])", re.IGNORECASE)
_QUOTED = re.compile(r"[“‘\"](?:an?|the) ")
_ARTICLE = re.compile(
    r"(?<![\w-])(an?|the) (?=[“‘\"]\1 (?!(?:la|priori|posteriori|cappella|fortiori|contrario)\b))"
)
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z“])")
_OBJECTS = frozenset(("it", "them", "him", "her", "us", "me", "you", "that", "this", "people"))
_PREPOSITIONS = frozenset(("of", "for", "with", "about", "from", "to", "by", "on", "at"))
_TAKES_BY = frozenset(
    (
        "come", "comes", "came", "coming", "get", "gets", "got", "getting", "go", "goes", "went",
        "going", "gone", "pass", "passed", "passing", "stand", "stands", "stood", "live", "lives",
        "lived", "abide", "swear", "swears", "swore", "sworn", "drop", "dropped", "stop", "stopped",
        "set", "laid", "put", "run", "ran", "stick", "stuck", "it", "them", "him", "her",
    )
)  # fmt: skip
#: Words that take an infinitive and no other `to`, as `listen to to …` does.
_TAKES_TO = frozenset(
    (
        "want", "wants", "wanted", "try", "tries", "tried", "trying", "hope", "hopes", "hoped",
        "hoping", "plan", "plans", "planned", "planning", "decide", "decided", "vote", "voted",
        "refuse", "refused", "agree", "need", "needs", "needed", "fail", "failed", "expect",
        "expected", "expects", "seek", "seeks", "sought", "seem", "seems", "seemed", "intend",
        "intends", "intended", "attempt", "attempts", "attempted", "manage", "managed", "promise",
        "promised", "threaten", "threatened", "able", "unable", "likely", "unlikely", "ready",
        "willing", "unwilling", "reluctant", "eager", "going", "ought", "order", "chance", "how",
        "asked", "told", "forced", "allowed", "urged", "ordered", "begin", "began", "begun",
        "continue", "continued", "continues", "tends", "tended", "appears", "appeared",
    )
)  # fmt: skip
#: `what it is is`: a clause that ends in the verb of the next one.
_COPULAS = frozenset(("is", "was", "were", "are"))
_CLAUSE = re.compile(
    r"\b(?:what(?:ever)?|who(?:ever)?|where|when|why|how|which|that|all|thing|things|problem"
    r"|question|point|truth|fact|issue|answer|way)\b[^.?!;]{0,120}+\Z",
    re.IGNORECASE,
)
#: Nouns that a verb of the same letters may follow, and what comes before the verb alone.
_NOUNS = frozenset(("will", "can", "might", "may", "while"))
_PRONOUNS = frozenset(
    ("i", "you", "he", "she", "it", "we", "they", "that", "which", "who", "there")
)
#: Shorter ones are refrains and set phrases.
_WORDS = 8


@rule("dup.function-word", "fix", languages=ENGLISH)
def function_word(view: ProofLine) -> Iterator[Edit]:
    """Remove an article, preposition or pronoun that stands twice, or more often.

    It is left over from rewriting, and the eye passes over it.

    Only words of a closed list that never rightly repeat; `that that`, `had had`, names
    (`The The`) and quotations stay, and so do `by by` after a verb that takes `by`
    (`came by by accident`), and `to to` but after a word that takes an infinitive alone.

    `the the sanctions` → `the sanctions`
    """
    for match in _REPEATED.finditer(view.text):
        first, (second, *others) = match[1], match[2].split()
        before = _before(view.text, match.start())
        doubled = second in words("doubled") or (second == "to" and before in _TAKES_TO)
        if not doubled or not (first.islower() or _opens(view, match.start())):
            continue
        if first == "A" or (second == "by" and before in _TAKES_BY) or {second} < {second, *others}:
            continue
        often = f"{len(others) + 2} times" if others else "twice"
        yield view.edit(match.end(1), match.end(), "", f"`{second}` stands {often}")


def _opens(view: ProofLine, start: int) -> bool:
    """Whether a sentence opens at `start`, so that a capital there means nothing."""
    before = view.text[:start].rstrip() if start < 80 else view.text[start - 80 : start].rstrip()
    return not before or before[-1] in ".!?:“"


@rule("dup.other-word", "suggest", languages=ENGLISH)
def other_word(view: ProofLine) -> Iterator[Edit]:
    """Ask about any other word that stands twice.

    Words that are often doubled on purpose (`very very`, `had had`, `that that`) and
    names stay, and so do `in in` after a verb that takes `in` (`log in in time`), `is is`
    after a clause that may end in `is` (`what it is is a mess`), and a noun before its like
    (`the people’s will will prevail`).

    `they have have` → `they have`
    """
    for match in _TWICE.finditer(view.text):
        first, second = match.groups()
        known = second in words("doubled") or second.lower() in words("rightly-doubled")
        if second == "in" and first in ("in", "In"):
            if not _takes_in(view.text, match.start()):
                yield view.edit(match.end(1), match.end(), "", "`in` stands twice")
            continue
        if second in _COPULAS and _CLAUSE.search(
            view.text, max(0, match.start() - 120), match.start()
        ):
            continue
        if second in _NOUNS and _before(view.text, match.start()) not in _PRONOUNS:
            continue
        if first == second and second.islower() and len(second) > 1 and not known:
            yield view.edit(match.end(1), match.end(), "", f"`{second}` stands twice")


def _before(text: str, start: int) -> str:
    """The word before `start`, in small letters."""
    return text[max(0, start - 24) : start].rstrip().rpartition(" ")[2].lower()


def _takes_in(text: str, start: int) -> bool:
    """Whether `in` at `start` may belong to the words before it: `log in`, `let it in`."""
    before = text[max(0, start - 40) : start].lower().split()[-2:]
    if not before or not before[-1].isalpha():
        return False
    if before[-1] in _OBJECTS:
        return len(before) < 2 or before[0] not in _PREPOSITIONS
    return before[-1] in words("takes-in")


@rule("dup.article-quote", "fix", roles=ALL_COPY, languages=ENGLISH)
def article_quote(view: ProofLine) -> Iterator[Edit]:
    """Remove an article that the quotation after it repeats.

    The sentence was written before the quotation was put into it.

    The quotation keeps its words. A title that begins with a capital article stays, and
    so does a foreign phrase (`a “a priori” claim`).

    `an “an archaic` → `“an archaic`
    """
    for match in _ARTICLE.finditer(view.text) if _QUOTED.search(view.text) else ():
        yield view.edit(*match.span(), "", f"the quotation begins with `{match.group(1)}` too")


@document_rule("dup.sentence", "suggest", roles=frozenset(("body", "list", "bio")))
def sentence(views: tuple[ProofLine, ...]) -> Iterator[Edit]:
    """Ask about a sentence or paragraph that stands twice.

    Pages print a sentence again as a pull quote or a teaser, and pasting twice does it too.

    Sentences of fewer than eight words are left alone.

    `a sentence or paragraph that stands twice` → `once`
    """
    seen: dict[str, int] = {}
    for view in views:
        start = 0
        ends = [match.end() for match in _SENTENCE.finditer(view.text)]
        for end in (*ends, len(view.text)):
            piece = view.text[start:end]
            key = " ".join(piece.casefold().split())
            if key.count(" ") >= _WORDS - 1:
                if key in seen:
                    reason = f"the same sentence stands in line {seen[key]}"
                    yield view.edit(start, end, "", reason)
                else:
                    seen[key] = view.number
            start = end
