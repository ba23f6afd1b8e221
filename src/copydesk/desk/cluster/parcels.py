"""A job on a machine that may not see the desk: what goes there, and what comes back.

A worker that sees the desk's folder is sent an order and puts the outputs into the store
itself. Any other is sent the submission too, with all that lies beside it and is read with
it. There it is unpacked into a folder that looks like the desk, the same press prints from
that folder as at home, and the outputs come back as bytes, for the parent to publish.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TypeAlias

from copydesk import sidecar
from copydesk.desk import belonging, beside, binding, colophon, gathering, press, received, store
from copydesk.desk.engines import Lost
from copydesk.desk.index import Index
from copydesk.desk.orders import Order, Result
from copydesk.desk.plan import Document, Survey
from copydesk.desk.press import Press
from copydesk.desk.submissions import SIDECAR
from copydesk.errors import CopydeskError, ToolError
from copydesk.gate import belongings, files
from copydesk.model import Colophon

Content: TypeAlias = bytes | int
"""What is in a file; of one past its limit, which nobody reads, the size alone."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An order on its way out.

    `documents` are the articles of a collection. `files` are what the worker does not see, by
    their place in the desk, and `standing` what stands in the store; None: it sees the desk.
    """

    order: Order
    documents: tuple[Document, ...] = ()
    files: tuple[tuple[str, Content], ...] | None = None
    standing: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """What comes back from a worker that does not see the desk.

    `record` is the colophon as a file, `kept` the remembered text of the submission.
    """

    result: Result
    outputs: tuple[tuple[str, bytes], ...] = ()
    record: bytes = b""
    kept: bytes = b""


# ── in the parent ────────────────────────────────────────────────────────────


class Courier:
    """Packs the orders of `desk` for a cluster, and puts what comes back where it belongs."""

    def __init__(self, desk: Survey) -> None:
        self._desk = desk

    def equipment(self) -> tuple[Survey, tuple[tuple[str, Content], ...]]:
        """What a `RemotePress` is made with: the desk, and the files that its settings name."""
        root, out = self._desk.root.resolve(), self._desk.out.resolve()
        config = replace(self._desk.config, root=str(root))
        bare = replace(self._desk, root=root, out=out, config=config, documents=(), collections=(),
                       issues=(), index=Index())  # fmt: skip
        inside = (name for name in config.files() if _inside(name))
        return bare, tuple(_files_of_settings(self._desk, inside).items())

    def pack(self, order: Order, *, shared: bool) -> Errand:
        """`order` for a worker; with all that it needs, unless the folder is `shared`.

        Raises `ConfigError` for a faulty collection, `ToolError` for what cannot be sent.
        """
        desk = self._desk
        documents: tuple[Document, ...] = ()
        named: tuple[str, ...] = ()
        if order.gathers:
            book = gathering.gathered(desk, order.source, issue=order.is_of_issue)
            documents = book.articles
            named = belonging.named(desk.root, book.collection.settings, order.source)
        if shared:
            return Errand(order, documents)
        found: dict[str, Content] = {}
        if order.gathers:
            found[order.source] = _content(desk.root / order.source, desk.config.limits.file_bytes)
        for source in [one.source for one in documents] or [order.source]:
            found |= dict(_around(desk, source))
            named += _named(desk, source)
        for name in (*desk.config.files(), *named):
            _refuse_outside(name)
        found |= _files_of_settings(desk, set(named).difference(desk.config.files()))
        places = (f"{order.slug}/{store.COLOPHON}", received.place(order.slug))
        standing = tuple((place, data) for place in places if (data := _there(desk.out / place)))
        return Errand(order, documents, tuple(found.items()), standing)

    def failed(self, order: Order, error: CopydeskError) -> Result:
        """The result of an order that could not be packed."""
        return Result(Press(self._desk).failed(order, error))

    def unpack(self, order: Order, value: Result | Parcel | Lost) -> Result | Lost:
        """The result of an order, after the outputs that came with it were published."""
        if not isinstance(value, Parcel):
            return value
        made = value.result.made
        if made is None:
            return value.result
        desk = self._desk
        try:
            _check(value.outputs, made)
            before = colophon.read(desk.out / order.slug)
            gone = (binding if order.gathers else press).unwanted(order, before, made)
            if value.kept:
                received.put(desk.out, order.slug, value.kept)
            store.publish(desk.out, order.slug, dict(value.outputs), value.record, gone)
        except ToolError as error:
            return self.failed(order, error)
        return value.result


def _check(outputs: Iterable[tuple[str, bytes]], made: Colophon) -> None:
    """Raise `ToolError` unless `outputs` are what their colophon says."""
    sums = {output.name: output.sha256 for output in made.outputs}
    for name, data in outputs:
        if hashlib.sha256(data).hexdigest() != sums.get(name):
            message = f"`{name}` was damaged on its way from the worker"
            raise ToolError(message, hint="run it again", code="cluster.lost")


def _refuse_outside(name: str) -> None:
    if not _inside(name):
        message = f"the settings name `{name}`, which workers that do not see it cannot be sent"
        hint = "copy it into the desk's folder, or let the workers see it and that folder"
        raise ToolError(message, hint=hint, code="cluster.files")


def _files_of_settings(desk: Survey, names: Iterable[str]) -> dict[str, Content]:
    """Those of the files `names`, which settings name, that are there."""
    limit = desk.config.limits.picture_bytes  # what else it may be, the press says
    places = {name: desk.root / name for name in sorted(names)}
    return {name: _content(path, limit) for name, path in places.items() if path.is_file()}


def _around(desk: Survey, source: str) -> Iterator[tuple[str, Content]]:
    """A submission, its sidecar, its library and its pictures."""
    limits = desk.config.limits
    yield source, _own(desk, source)
    for name in (source + SIDECAR, *(one for group in beside.libraries(source) for one in group)):
        # A name may be too long for the system with such an ending; then there is none.
        if belongings.is_own(desk.root, name):
            yield name, _own(desk, name)
    for entry in beside.files(desk.root, source):
        name = Path(entry.path).relative_to(desk.root).as_posix()
        yield name, _content(Path(entry.path), limits.picture_bytes)


def _named(desk: Survey, source: str) -> tuple[str, ...]:
    """The files that the settings of an article name beside those of the desk."""
    name = source + SIDECAR
    if not belongings.is_own(desk.root, name):
        return ()
    try:
        read = sidecar.load(desk.root / name, name, desk.config.limits.sidecar_bytes)
        return belonging.named(desk.root, read.settings, name)
    except CopydeskError:
        return ()  # the press says what is wrong with its sidecar


def _own(desk: Survey, name: str) -> Content:
    """The content of a text, or of a file beside it; no other than one of the desk is read."""
    limit = desk.config.limits.file_bytes
    return _read(lambda: belongings.opened(desk.root, name), name, limit)


def _content(path: Path, limit: int) -> Content:
    return _read(lambda: path.open("rb"), path.name, limit)


def _read(opened: Callable[[], IO[bytes]], name: str, limit: int) -> Content:
    try:
        with opened() as file:
            size = os.fstat(file.fileno()).st_size
            return size if size > limit else file.read()
    except OSError as error:
        raise files.failure(error, f"`{name}` could not be read") from None


def _there(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _inside(name: str) -> bool:
    return not Path(name).is_absolute() and ".." not in Path(name).parts


# ── in the worker ────────────────────────────────────────────────────────────


class RemotePress:
    """The press of a worker that does errands for `desk`, or in a folder that looks like it.

    `own` are the files that the settings of the desk name.
    """

    def __init__(self, desk: Survey, own: tuple[tuple[str, Content], ...] = ()) -> None:
        self._desk = desk
        self._own = own
        self._press = Press(desk)
        self._remote: Survey | None = None

    def __call__(self, errand: Errand) -> Result | Parcel:
        """Build what the errand asks for; as `Press` does, it raises nothing but `MemoryError`."""
        if errand.files is None:
            self._press.desk = replace(self._desk, documents=errand.documents)
            return self._press(errand.order)
        try:
            desk = self._press.desk = replace(self._remote_desk(), documents=errand.documents)
            _unpack(desk.root, errand.files)
            _unpack(desk.out, errand.standing)
            result = self._press(errand.order)
            return _collected(desk.out, errand.order, result)
        except OSError as error:
            failure = files.failure(error, f"`{errand.order.source}` could not be unpacked")
            return Parcel(Result(self._press.failed(errand.order, failure)))
        finally:
            self._clear(errand)

    def _remote_desk(self) -> Survey:
        """A desk in this process's own folder, with nothing in it but what all errands need."""
        if self._remote is None:
            here, desk = Path.cwd(), self._desk
            root, out = here / "desk", here / "out" / desk.out.name
            for folder in (root, out):  # of a worker that was killed
                shutil.rmtree(folder, ignore_errors=True)
            config = replace(desk.config, root=str(root))
            _unpack(root, self._own)
            self._remote = replace(desk, root=root, out=out, config=config)
        return self._remote

    def _clear(self, errand: Errand) -> None:
        if self._remote is not None:
            for name, _ in errand.files or ():
                files.discard(self._remote.root / name)
            shutil.rmtree(self._remote.out, ignore_errors=True)

    def close(self) -> None:
        """End what the press has opened."""
        self._press.close()


def _unpack(folder: Path, contents: Iterable[tuple[str, Content]]) -> None:
    for name, content in contents:
        if not _inside(name):
            raise OSError(f"{name} lies outside")
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with (folder / name).open("wb") as file:
            if isinstance(content, int):
                file.truncate(content)
            else:
                file.write(content)


def _collected(out: Path, order: Order, result: Result) -> Parcel:
    if result.made is None:
        return Parcel(result)
    folder = out / order.slug
    names = (output.name for output in result.made.outputs)
    outputs = tuple((name, data) for name in names if (data := _file(folder / name)) is not None)
    record = (folder / store.COLOPHON).read_bytes()
    return Parcel(result, outputs, record, _there(out / received.place(order.slug)))


def _file(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
