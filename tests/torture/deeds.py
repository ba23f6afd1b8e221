"""All that copydesk writes to keep: what stands there before, the deed, and how to see it.

A new way of writing a file belongs in `DEEDS`; every kind of failure is then tried on it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from copydesk.builder import desk_settings, dist, intake, received_texts, store
from copydesk.builder.intake import Arrival, new_desk
from copydesk.builder.issues import new
from copydesk.config import Config
from copydesk.errors import UsageError
from copydesk.model import Line, Submission
from copydesk.newsletter import addresses, push, suppressed
from copydesk.review.browser.session import Desk, ReviewSession
from copydesk.review.sidecar import edit_file
from copydesk.system import append_file, files

if TYPE_CHECKING:
    from copydesk.model import Article

#: What a file beside its target is called until it gets its name.
BESIDE: Final = ".copydesk-"
RECORD: Final = b'{"schema": "copydesk.colophon"}'


def content(folder: Path) -> dict[str, object]:
    """The files of `folder` by their names, but what is at work in the desk's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and store.WORK not in path.parts
    }


def journal(folder: Path) -> dict[str, object]:
    """The lines of the journal, as whoever goes on with it reads them."""
    return {
        f"{number}": line
        for number, line in enumerate(append_file.read_lines(folder / "sent.jsonl"))
    }


@dataclass(frozen=True)
class Deed:
    """`lay` makes what is there before, `act` is the deed; `see` tells what came of it."""

    name: str
    lay: Callable[[Path], object]
    act: Callable[[Path], object]
    see: Callable[[Path], dict[str, object]] = content


def _laid(name: str, text: str) -> Callable[[Path], object]:
    def lay(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")

    return lay


def _publish(folder: Path, words: bytes, *, gone: tuple[str, ...] = ()) -> None:
    outputs = {"a.md": words, "pictures/a.png": words * 3}
    if not gone:
        outputs["a.txt"] = words
    store.publish(folder, "a", outputs, RECORD + words, gone)


def _keep(folder: Path, words: bytes) -> None:
    (folder / store.OWN).mkdir(exist_ok=True)
    store.keep_files(folder, {"index.html": words, f"{store.OWN}/state": words * 2})


def _receive(folder: Path, *lines: str) -> None:
    received_texts.keep_text(folder, "a", Submission("a.txt", lines[0], "text/plain", tuple(
        Line(number, line) for number, line in enumerate(lines, 1)
    )))  # fmt: skip


def _send(folder: Path, line: str) -> None:
    with append_file.open_append_file(folder / "sent.jsonl") as file:
        if line not in file.lines:
            file.add(line)


def _note(folder: Path) -> None:
    push._Notes(folder / "push.json", "listmonk").write(push.ServiceRecord("12", "34"))  # noqa: SLF001


def _suppress(folder: Path) -> None:
    suppressed.add_addresses(
        folder / "gone.csv", [addresses.parse_address("ada@harbour.example")], "asked", lambda: 0
    )


def _found(folder: Path) -> None:
    with contextlib.suppress(UsageError):  # the first attempt wrote it
        new.write_issue(folder, Config(), "spring", ())


def _come(folder: Path) -> None:
    nothing = cast("Article", None)  # only the bytes are put there
    pictures = {"a.png": b"a" * 9, "b.png": b"b" * 9}
    address = "https://harbour.example/pier"
    arrival = Arrival("pier", ".html", b"<p>The pier.", nothing, address, pictures)
    intake.place(folder, Config(root=str(folder)), arrival)


def _undo(folder: Path) -> None:
    desk = Desk(folder)
    session = ReviewSession(desk, desk.documents[0])
    session.wrote(session.sidecar, b'title = "Ebb"\n', "a title")
    session.undo()


def _clean(folder: Path) -> None:
    dist.clean(folder, Config())


def _build_by_hand(folder: Path) -> None:
    (folder / "source").mkdir(exist_ok=True)
    _publish(folder / "dist", b"old")


DEEDS: Final = (
    Deed("publish an article", lambda at: _publish(at, b"old"),
         lambda at: _publish(at, b"newer", gone=("a.txt",))),
    Deed("publish a new article", lambda _: None, lambda at: _publish(at, b"newer")),
    Deed("keep what is of the desk", lambda at: _keep(at, b"old"),
         lambda at: _keep(at, b"newer")),
    Deed("remember what was received", lambda at: _receive(at, "The tide was out."),
         lambda at: _receive(at, "The tide came in.", "It went.")),
    Deed("write a file", _laid("a.txt", "old"), lambda at: files.write(at / "a.txt", b"newer")),
    Deed("write a private file", _laid("b.txt", "old"),
         lambda at: files.write(at / "a.txt", b"newer", mode=0o600)),
    Deed("correct a title", _laid("a.txt.desk.toml", 'title = "Tide"  # mine\n'),
         lambda at: edit_file.revise(
             at / "a.txt.desk.toml", edit_file.enter_field("a.txt.desk.toml", "title", "Ebb")
         )),
    Deed("undo a decision", lambda at: [
        _laid(f"source/{name}", text)(at)
        for name, text in (("a.txt", "The tide was out.\n"), ("a.txt.desk.toml", "# Nothing.\n"))
    ], _undo),
    Deed("change a policy", _laid("copydesk.toml", 'formats = ["md"]\n'),
         lambda at: desk_settings.set_policy(at, ["space.double"], "off")),
    Deed("add a word", _laid("copydesk.toml", ""),
         lambda at: desk_settings.add_words(at, Config(root=str(at)), ["Aldmouth"])),
    Deed("make a desk", lambda at: (at / ".git").mkdir(), new_desk.make_desk),
    Deed("put a page there", _laid("source/b.txt", "The ferry left at dawn.\n"), _come),
    Deed("start an issue", _laid("source/a.txt", "The ferry left at dawn.\n"), _found),
    Deed("note who has had an issue", lambda at: _send(at, "ada"), lambda at: _send(at, "eve"),
         journal),
    Deed("put somebody on the list", _laid("gone.csv", "email,reason\neve@harbour.example,\n"),
         _suppress),
    Deed("note what the service has", lambda _: None, _note),
)  # fmt: skip
#: What takes away is not made anew by a second attempt: it goes on.
CLEANING: Final = Deed("clean the desk", _build_by_hand, _clean)
