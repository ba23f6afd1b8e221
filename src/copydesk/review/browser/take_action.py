"""An action taken: the words of its command are decided on the path of all, and the way back kept.

What is decided hangs on the version that the page showed: the file is held while that is compared
and while it is written, so that nothing is decided about a text that somebody has changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from copydesk.builder import desk_settings
from copydesk.errors import UsageError
from copydesk.review import sidecar
from copydesk.review.answers import Answer, File, list_fields
from copydesk.review.browser.session import ReviewSession, Snapshot, content
from copydesk.review.decisions import citations, commands
from copydesk.review.decisions.desk_article import DeskArticle
from copydesk.settings import ground
from copydesk.system import files

#: What an editor may leave empty in no form → how the page goes on, and the code of the error.
_TYPED: Final = {
    "set": ("type it, or leave it", "usage.field"),
    "picture": ("type it, or say that the picture adds nothing", "usage.picture"),
}


class Moved(Exception):  # noqa: N818  an outcome that the page handles
    """Something of the article has changed since the page was made."""


@dataclass(frozen=True, slots=True)
class WorkerCall:
    """What the page asks for; `verb` is a method of the worker.

    What is to be written has the `version` that was shown; undoing names no item. `value` is what
    the editor typed or chose.
    """

    verb: str
    slug: str = ""
    version: str = ""
    item: str = ""
    action: str = ""
    value: Any = None


def decide_item(session: ReviewSession, asked: WorkerCall) -> str:
    """Do what is `asked`; what was done, in words.

    Raises `Moved` when the article is another by now, and `UsageError` for what there is not or
    for a value that is not valid; nothing is written then.
    """
    found = session.snapshot()
    if found.version != asked.version:
        raise Moved
    item = next((one for one in found.items if one.name == asked.item), None)
    action = item.find_action(asked.action, asked.value) if item else None
    if action is None:
        message = "the page requested an unknown action"
        raise UsageError(message, hint="reload the page", code="usage.review")
    root = session.desk.root
    desk = DeskArticle(root, found.config, session.document.source, article=found.article)
    path = root / find_files(session, found)[action.file]
    if action.file == "sidecar":
        path = desk.place
    with files.alone(path.parent):
        if session.version() != asked.version:
            raise Moved
        before = content(path)
        said = _write(desk, action, asked.value or action.value)
        if content(path) != before:
            session.wrote(path, before, said)
    return said


def undo_action(session: ReviewSession, version: str) -> str | None:
    """Take back what was decided last; what that was. Raises `Moved` as `decide_item` does."""
    if session.version() != version:
        raise Moved
    return session.undo()


def find_files(session: ReviewSession, found: Snapshot) -> dict[File, str]:
    """The files that actions write, as the desk calls them."""
    root = session.desk.root
    return {
        "sidecar": session.sidecar.relative_to(root).as_posix(),
        "settings": ground.find_settings(root) or ground.SETTINGS,
        "words": desk_settings.list_path(found.config),
    }


def _write(desk: DeskArticle, action: Answer, value: Any) -> str:  # noqa: ANN401  what the page sent
    """Write what `action` decides with `value`; what that is, in words."""
    match action.file:
        case "settings":
            desk_settings.set_policy(desk.root, [action.value], "off")
            return f"{action.value} is switched off for the whole desk"
        case "words":
            desk_settings.add_words(desk.root, desk.config, [action.value])
            return f"“{action.value}” is a word of the desk"
    if action.forgets is not None:
        desk.revise(sidecar.remove(action.forgets))
        return "taken out of the file"
    # In front of what the editor says is what a command decides, and about what.
    words = (*action.words[:2], *_spell_value(desk, action, value)) if action.asks else action.words
    return commands.enter_decision(desk, *words)


def _spell_value(desk: DeskArticle, action: Answer, value: Any) -> list[str]:  # noqa: ANN401  see above
    """The words by which `action` says what was typed or chosen. `UsageError` for nothing."""
    if action.fields:  # those that are not as the entry has them
        entry = citations.find_entry(desk.read_article(), action.words[1])
        before = dict(list_fields(entry))
        given = (value or {}).items()
        said = [f"{name}={text}" for name, text in given if text != before.get(name, "")]
        if not said:
            message = "no field was changed"
            hint = "change one, or say that the entry is right"
            raise UsageError(message, hint=hint, code="usage.field")
        return said
    texts = value.split(";") if "authors" in action.words else [value]
    if action.words[0] in _TYPED and not (texts := [one.strip() for one in texts if one.strip()]):
        hint, code = _TYPED[action.words[0]]
        raise UsageError("nothing was typed", hint=hint, code=code)
    return texts
