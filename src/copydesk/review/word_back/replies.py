"""What an editor wrote in comments: which of it answers a question, and all the rest as it is.

A comment of the review copy asks something and lists answers by number; each is a command. A
reply that is such a number, or the one word in which a listed command differs from the others, is
that answer. Whatever else she wrote is told with its line, and so is what was marked as resolved
or deleted, since neither says what she decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from copydesk.model import Article
from copydesk.readers.word.reviewed import WordComment
from copydesk.review.answers import Answer
from copydesk.review.findings import list_findings
from copydesk.review.markup import shown
from copydesk.review.word_out.writer import word_comment

#: How a comment of the copy begins: how grave it is, what it is about, and its id.
_HEAD: Final = re.compile(r"(?:note|warning|error|proposed) · [\w.-]+ · (\S+)$")
_SIGN: Final = re.compile(r"(?:(\d+) )?→ (.*)")
#: Words that take what a comment proposes, or say of an entry that it is right.
_YES: Final = frozenset(("ok", "okay", "yes", "accept", "accepted", "y"))
_NO: Final = frozenset(("no", "stet", "reject", "rejected", "n"))
#: Words that are typed for options of a command.
_OPTIONS: Final = {
    "as written": "--as-written", "as-written": "--as-written", "none": "--none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommentReply:
    """The `text` that an editor wrote at which words of which paragraph.

    `about` is the question or proposal it stands below, by its id; `command` what it certainly
    means, () for what is no answer.
    """

    paragraph: int
    words: str
    text: str
    about: str = ""
    command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replies:
    """What the comments say; `resolved` and `deleted` are questions by their ids."""

    answers: tuple[CommentReply, ...] = ()
    said: tuple[CommentReply, ...] = ()
    resolved: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyQuestion:
    """A question or proposal that is open: how its comment reads now, and what answers it."""

    lines: tuple[str, ...]
    answers: tuple[Answer, ...]

    def meant(self, text: str, asked: Iterable[str]) -> Answer | None:
        """The answer that a reply `text` means, None when that is not certain.

        A number is that of the comment as the editor read it, whose lines are `asked`.

        >>> question = CopyQuestion((), (Answer("", ("cite", "9f", "lo2022"), path="a.txt"),))
        >>> cite = "copydesk cite a.txt 9f"
        >>> question.meant("2.", (f"1 → {cite} lo2020", f"2 → {cite} lo2022")).words
        ('cite', '9f', 'lo2022')
        """
        asked = tuple(asked)
        word = " ".join(text.split()).strip("`“”\"'.!() ")
        if word.isascii() and word.isdigit():
            rows = filter(None, map(_SIGN.fullmatch, asked))
            printed = {row[2] for row in rows if row[1] == word}
            fitting = [one for one in self.answers if shown(one.command) in printed]
        else:
            fitting = self._named(word)
        sure = [one for one in fitting if not self._reads_otherwise(one, asked)]
        return sure[0] if len(sure) == len(fitting) == 1 else None

    def _named(self, word: str) -> list[Answer]:
        """The answers that a key or another word means."""
        named = _OPTIONS.get(word.casefold(), word)
        fitting = [one for one in self.answers if named and one.words[-1] == named]
        if not fitting and word.casefold() in _YES | _NO:
            verdict = "accept" if word.casefold() in _YES else "stet"
            fitting = [one for one in self.answers if one.words[0] == verdict]
            if not fitting and verdict == "accept":
                fitting = [one for one in self.answers if one.words[0] in ("cite", "entry")]
                fitting = [one for one in fitting if not one.words[-1].startswith("--")]
        return fitting

    def _reads_otherwise(self, answer: Answer, asked: Iterable[str]) -> bool:
        """Whether a key of `answer` was that of another entry when it was `asked`."""
        keys = tuple(f"→ {word}: " for word in answer.words[1:])
        return any(line.startswith(keys) and line not in self.lines for line in asked)


def find_questions(article: Article) -> dict[str, CopyQuestion]:
    """What is open in `article`, by id."""
    return {
        one.id: CopyQuestion(word_comment(one), tuple(row for row in one.listed if row.is_complete))
        for one in list_findings(article)
    }


def read_replies(
    remarks: Sequence[WordComment], known: Mapping[str, CopyQuestion], there_were: frozenset[str]
) -> Replies:
    """What `remarks` say to the questions `known`; the copy had comments on those `there_were`.

    What she wrote below a question that is settled by now is told and not taken.
    """
    heads = {
        place: found[1]
        for place, one in enumerate(remarks)
        if one.lines and (found := _HEAD.fullmatch(one.lines[0].strip()))
    }
    given: list[CommentReply] = []
    said: list[CommentReply] = []
    answered: set[str] = set()
    for place, remark in enumerate(remarks):
        name = heads.get(place, "")
        texts = list(_own(remark, known.get(name))) if name else ["\n".join(remark.lines).strip()]
        above = place if name else _above(place, remarks, heads)
        about = heads.get(above, "")
        asked = remarks[above].lines if about else ()
        for text in filter(None, texts):
            meant = known[about].meant(text, asked) if about in known else None
            reply = CommentReply(remark.paragraph, remark.words, text, about)
            if meant is None or about in answered:
                said.append(reply)
            else:
                given.append(replace(reply, command=meant.argv))
                answered.add(about)
    done = {heads[place] for place, one in enumerate(remarks) if one.resolved and place in heads}
    there = set(heads.values())
    return Replies(
        tuple(given),
        tuple(said),
        tuple(sorted((done & known.keys()) - answered)),
        tuple(sorted((there_were & known.keys()) - there)),
    )


def _above(place: int, remarks: Sequence[WordComment], heads: Mapping[int, str]) -> int:
    """The comment of the copy that the one at `place` replies to, -1 for none.

    Programs that keep no threads put a reply at the same words, behind the question.
    """
    seen = set()
    at = place
    while remarks[at].answers >= 0 and at not in seen:
        seen.add(at)
        at = remarks[at].answers
    if at != place:
        return at
    here = remarks[place]
    same = [
        at
        for at in heads
        if (remarks[at].paragraph, remarks[at].words) == (here.paragraph, here.words)
    ]
    return same[0] if len(same) == 1 and here.words and same[0] < place else -1


def _own(remark: WordComment, question: CopyQuestion | None) -> Iterator[str]:
    """What the editor wrote into a comment of the copy, below or behind its own lines."""
    last = max((at for at, line in enumerate(remark.lines) if _SIGN.match(line)), default=-1)
    for at, line in enumerate(remark.lines[1:], 1):
        listed = [one for one in question.lines if line.startswith(one)] if question else []
        if listed:
            yield line.removeprefix(max(listed, key=len)).strip()
        elif at > max(last, 1):
            yield line.strip()
