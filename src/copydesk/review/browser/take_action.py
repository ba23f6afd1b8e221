"""An action taken: the function of the desk that the command has is called, and the way back kept.

What is decided hangs on the version that the page showed: the file is held while that is compared
and while it is written, so that nothing is decided about a text that somebody has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from copydesk.builder import desk_settings, single_article
from copydesk.errors import UsageError
from copydesk.model import Edit, Query, Verdict
from copydesk.review import sidecar
from copydesk.review.browser import settled
from copydesk.review.browser.actions import FIELDS, Action, fields_of
from copydesk.review.browser.items import ReviewItem
from copydesk.review.browser.session import ReviewSession, Snapshot, content
from copydesk.review.decisions import commands, entries, front_fields, rewrites, verdicts
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.system import files


class Moved(Exception):  # noqa: N818  an outcome that the page handles
    """Something of the article has changed since the page was made."""


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """What the page asks for. `value` is what the editor typed or chose."""

    version: str
    item: str
    action: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Act:
    """An action about to be done on the article as it was `found`."""

    found: Snapshot
    desk: DeskArticle
    item: ReviewItem
    action: Action
    value: Any


def decide_item(session: ReviewSession, asked: ActionRequest) -> str:
    """Do what is `asked`; what was done, in words.

    Raises `Moved` when the article is another by now, and `UsageError` for what there is not or
    for a value that is not valid; nothing is written then.
    """
    found = session.snapshot()
    if found.version != asked.version:
        raise Moved
    item = next((one for one in found.items if one.name == asked.item), None)
    action = item.action(asked.action) if item else None
    if item is None or action is None or not action.takes(asked.value):
        message = "the page requested an unknown action"
        raise UsageError(message, hint="reload the page", code="usage.review")
    root, path = session.desk.root, find_file(session, found, action)
    with files.alone(path.parent):
        if session.version() != asked.version:
            raise Moved
        before = content(path)
        value = asked.value if asked.value is not None else action.value
        desk = DeskArticle(root, found.config, session.document.source, article=found.article)
        said = _ACTIONS[action.name](Act(found, desk, item, action, value or action.value))
        if content(path) != before:
            session.wrote(path, before, said)
    return said


def undo_action(session: ReviewSession, version: str) -> str | None:
    """Take back what was decided last; what that was. Raises `Moved` as `decide_item` does."""
    if session.version() != version:
        raise Moved
    return session.undo()


def find_file(session: ReviewSession, found: Snapshot, action: Action) -> Path:
    """The file that `action` writes. Raises `ToolError` for a link out of the desk."""
    root = session.desk.root
    match action.file:
        case "settings":
            return root / desk_settings.settings_file(root)
        case "words":
            return root / desk_settings.list_path(found.config)
        case "sidecar":
            return single_article.sidecar_path(root, session.document.source)


# ── changes ──────────────────────────────────────────────────────────────────


def _edit(act: Act) -> Edit:
    if not isinstance(act.item.about, Edit):
        raise TypeError(act.item.name)
    return act.item.about


def _verdict(act: Act, verdict: Verdict) -> str:
    edit = _edit(act)
    verdicts.decide_changes(act.desk, verdicts.Choice(verdict, (edit.id,)))
    return "kept as written" if verdict == "stet" else "taken"


def _by_rule(act: Act, verdict: Verdict) -> str:
    rule = _edit(act).rule
    choice = verdicts.Choice(verdict, rules=(rule,))
    done = verdicts.decide_changes(act.desk, choice)
    count = len(done.edits)
    return f"{count} of {rule} {'taken back' if verdict == 'stet' else 'taken'}"


def _rewrite(act: Act) -> str:
    rewrites.rewrite_words(act.desk, _edit(act).id, str(act.value))
    return f"“{act.value}” stands there" if act.value else "left out"


def _word(act: Act) -> str:
    if act.value == _edit(act).after:
        return _verdict(act, "accept")
    return _rewrite(act)


def _rule_off(act: Act) -> str:
    desk_settings.set_policy(act.desk.root, [str(act.action.value)], "off")
    return f"{act.action.value} is switched off for the whole desk"


def _add_word(act: Act) -> str:
    desk_settings.add_words(act.desk.root, act.found.config, [str(act.action.value)])
    return f"“{act.action.value}” is a word of the desk"


# ── questions ────────────────────────────────────────────────────────────────


def _query(act: Act) -> Query:
    if not isinstance(act.item.about, Query):
        raise TypeError(act.item.name)
    return act.item.about


def _key(act: Act) -> str:
    if act.item.reference:
        return act.item.reference.key
    return act.item.citation.keys[0] if act.item.citation else _query(act).subject


def _answer(act: Act, *words: str) -> str:
    """Write what the command of these `words` would, which is told in words of its own."""
    return settled.word_decision(commands.enter_decision(act.desk, *words))


def _cite(act: Act, *options: str) -> str:
    if act.item.citation is None:
        raise TypeError(act.item.name)
    return _answer(act, "cite", act.item.citation.id, *filter(None, (act.value,)), *options)


def _correct(act: Act) -> str:
    """Write those fields of an entry that are not as the form had them."""
    key = _key(act)
    before = dict(fields_of(entries.find_entry(act.found.article, key)))
    given: Mapping[str, str] = act.value
    words = [f"{name}={text}" for name, text in given.items() if text != before.get(name, "")]
    if not words:
        message = "no field was changed"
        raise UsageError(message, hint="change one, or say that the entry is right",
                         code="usage.field")  # fmt: skip
    return _answer(act, "entry", key, *words)


def _role(act: Act) -> str:
    query = _query(act)
    lines = query.subject if query.code.startswith("structure.") else ""
    return _answer(act, "role", lines or str(query.line), str(act.value))


def _describe(act: Act) -> str:
    if not (text := str(act.value).strip()):
        hint = "type it, or say that the picture adds nothing"
        raise UsageError("nothing was typed", hint=hint, code="usage.picture")
    return _answer(act, "picture", str(_query(act).line), text)


def _set(act: Act) -> str:
    field = FIELDS[_query(act).code]
    text = str(act.value)
    said = text.split(";") if field == "authors" else [text]
    values = [one.strip() for one in said if one.strip()]
    if not values:
        raise UsageError("nothing was typed", hint="type it, or leave it", code="usage.field")
    front_fields.enter_front(act.desk, field, values)
    byline = act.found.article.front.byline
    gone = f"; the byline “{byline}” goes" if field == "authors" and byline else ""
    return f"{field}: {text}{gone}"


# ── back ─────────────────────────────────────────────────────────────────────


def _drop(act: Act) -> str:
    """Take out of the sidecar what a question says fits nothing any more."""
    query = _query(act)
    if query.code == "desk.unknown-author":
        front_fields.enter_front(act.desk, "author", [query.subject, ""])
        return "taken out of the file"
    return _take_out(act, settled.find_lost(act.found.inputs.decisions)[query.id])


def _forget(act: Act) -> str:
    about = act.item.about
    if isinstance(about, str):
        field = front_fields.find_field(about)
        act.desk.revise(sidecar.enter_field(act.desk.place.name, field, ""))
        return f"{field}: as the text has it"
    if isinstance(about, Edit | Query):
        raise TypeError(act.item.name)
    return _take_out(act, about)


def _take_out(act: Act, about: sidecar.Row) -> str:
    act.desk.revise(sidecar.remove(about))
    return "taken out of the file"


_ACTIONS: Final[Mapping[str, Callable[[Act], str]]] = {
    "accept": lambda act: _verdict(act, "accept"),
    "stet": lambda act: _verdict(act, "stet"),
    "accept-rule": lambda act: _by_rule(act, "accept"),
    "stet-rule": lambda act: _by_rule(act, "stet"),
    "rewrite": _rewrite,
    "word": _word,
    "rule-off": _rule_off,
    "add-word": _add_word,
    "cite": _cite,
    "cite-as": _cite,
    "cite-any": _cite,
    "as-written": lambda act: _cite(act, "--as-written"),
    "none": lambda act: _cite(act, "--none"),
    "settle": lambda act: _answer(act, "entry", _key(act), "ok"),
    "correct": _correct,
    "role": _role,
    "role-of": _role,
    "role-as": _role,
    "describe": _describe,
    "decorative": lambda act: _answer(act, "picture", str(_query(act).line), ""),
    "set": _set,
    "set-as": _set,
    "drop": _drop,
    "forget": _forget,
}
