"""The worker that reads articles and writes decisions, for a page that asks it for one at a time.

It is started with the limits of the settings and without a network, as every worker that reads
what strangers wrote. Its answers are whole: the process before it only hands them on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from copydesk import handbook
from copydesk.builder import colophon
from copydesk.builder.report import count_asking
from copydesk.review.browser import page_parts, replies, take_action
from copydesk.review.browser.session import Desk, ReviewSession, Snapshot
from copydesk.review.browser.take_action import Moved, WorkerCall
from copydesk.system.loopback import PageResponse

#: Articles that are kept at hand, each with its way back.
_MOST: Final = 8


class DecisionWorker:
    """Answers questions about the articles of the desk at `root`."""

    def __init__(self, root: Path) -> None:
        self._desk = Desk(root)
        self._sessions: OrderedDict[str, ReviewSession] = OrderedDict()

    def __call__(self, question: WorkerCall) -> PageResponse:
        """The answer; what goes wrong is one too, but for a lack of memory."""
        verbs: Mapping[str, Callable[[WorkerCall], PageResponse]] = {
            "list": self._list, "state": self._state, "version": self._version,
            "open": self._open, "decide": self._write, "undo": self._write,
        }  # fmt: skip
        try:
            return verbs[question.verb](question)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001  a bug costs its answer, not the worker
            return replies.trouble(replies.why(error))

    def _session(self, slug: str) -> ReviewSession:
        if slug not in self._sessions:
            document = next(one for one in self._desk.documents if one.slug == slug)
            self._sessions[slug] = ReviewSession(self._desk, document)
            if len(self._sessions) > _MOST:
                self._sessions.popitem(last=False)
        self._sessions.move_to_end(slug)
        return self._sessions[slug]

    # ── what is asked ────────────────────────────────────────────────────────

    def _list(self, _: WorkerCall) -> PageResponse:
        """The articles, with what their last build asked."""
        rows = []
        out = self._desk.now().out
        for document in self._desk.documents:
            made = colophon.read(out / document.slug)
            known = made is not None and made.source == document.source
            rows.append({
                "slug": document.slug,
                "source": document.source,
                "title": made.card.title if made and known else "",
                "asks": count_asking(made.queries) + made.proposed if made and known else None,
            })  # fmt: skip
        return replies.data({"articles": rows})

    def _state(self, question: WorkerCall) -> PageResponse:
        session = self._session(question.slug)
        found = session.snapshot()
        article, places = found.article, take_action.find_files(session, found)
        return replies.data({
            **_counted(found),
            "version": found.version,
            "title": article.front.title or question.slug,
            "language": article.edited.language,
            "queue": page_parts.list_queue(found.items),
            "order": [[item.name, item.state] for item in found.items],
            "whys": {one.code: page_parts.explain_code(one.code) for one in found.items},
            "codes": {one.name: one.code for one in found.items if one.group != "decided"},
            "cards": page_parts.list_cards(article, found.items, places),
            "lines": {item.name: item.line for item in found.items},
            "text": [[row.line, row.html] for row in page_parts.make_rows(article, found.items)],
            "undo": session.written[-1].what if session.written else "",
            "off": [row.id for row in handbook.list_rules(found.config)
                    if row.policy == "off" and row.origin],
        })  # fmt: skip

    def _version(self, question: WorkerCall) -> PageResponse:
        return replies.data({"version": self._session(question.slug).version()})

    def _open(self, question: WorkerCall) -> PageResponse:
        found = self._session(question.slug).snapshot()
        return replies.data({**_counted(found), "title": found.article.front.title})

    # ── what is decided ──────────────────────────────────────────────────────

    def _write(self, question: WorkerCall) -> PageResponse:
        """What became of a decision, or of undoing one: known before the article is made anew."""
        session = self._session(question.slug)
        try:
            if question.verb == "decide":
                said = take_action.decide_item(session, question)
            elif what := take_action.undo_action(session, question.version):
                said = f"undone: {what}"
            else:
                said = "nothing to undo: the file has changed since it was written here"
        except Moved:
            return self._moved(session)
        last = session.written[-1].what if session.written else ""
        return replies.data({"version": session.version(), "said": said, "undo": last})

    def _moved(self, session: ReviewSession) -> PageResponse:
        return replies.data(
            {
                "error": "the article was changed elsewhere; nothing was written",
                "hint": "the current state is shown; decide again",
                "version": session.version(),
            },
            409,
        )


def _counted(found: Snapshot) -> dict[str, Any]:
    """How many things wait for the editor, and how many there were."""
    states = [item.state for item in found.items]
    return {"open": states.count("open"), "decided": states.count("decided")}
