"""Where outputs are kept: one builder at a time, every file whole, the colophon last."""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from copydesk.errors import Locked, ToolError
from copydesk.system import files

if TYPE_CHECKING:
    from copydesk.builder.submissions import Document

#: The desk's own folder in `dist/`: lock, stamps, work in progress.
OWN: Final = ".desk"
WORK: Final = "work"
LOCK: Final = "lock"

#: What in the work folder belongs to one process, which may live on between builds.
_ASIDE: Final = ".aside-"

#: The record of an article's folder; where it is, the article is complete.
COLOPHON: Final = "colophon.json"

#: A builder that was killed leaves workers that die a moment later.
PATIENCE: Final = 1.0


@contextlib.contextmanager
def lock_desk(out: Path) -> Iterator[int]:
    """Hold the desk for one builder; readers are not hindered. Yields the handle of the lock.

    Raises `Locked`, naming the holder and since when, and `ToolError` when the
    folder cannot be used. Workers inherit the lock, so it lasts until the last of
    them has gone. Where the system has no `flock` (Windows) nothing is held.
    """
    try:
        files.private(out / OWN)
        handle = os.open(out / OWN / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise _unusable(out, error) from None
    try:
        try:
            files.lock(handle, PATIENCE)
        except BlockingIOError:
            raise _held(out / OWN / LOCK) from None
        except OSError as error:
            raise files.failure(error, f"`{LOCK}` cannot be locked") from None
        note = json.dumps({"pid": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")})
        with contextlib.suppress(OSError):  # a note for people; the lock holds without it
            os.ftruncate(handle, 0)
            os.write(handle, note.encode("ascii"))
        yield handle
    finally:
        os.close(handle)


def _unusable(out: Path, error: OSError) -> ToolError:
    """What to raise where the folder for outputs cannot be made or opened."""
    if isinstance(error, NotADirectoryError):
        message = f"`{out.name}` is a file, but outputs need a folder of that name"
        hint = "remove or rename that file, or set `out` to another folder"
    elif os.path.islink(out) and not files.is_there(out):  # noqa: PTH114  never raises
        message = f"`{out.name}` is a link to a folder that does not exist"
        hint = "create that folder, mount its disk, or remove the link"
    else:
        return files.failure(error, f"`{out.name}/{OWN}` cannot be used")
    return ToolError(message, hint=hint, code="file.write")


def _held(path: Path) -> Locked:
    holder: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        holder = json.loads(path.read_bytes())
    who = f"process {holder.get('pid', 'unknown')} since {holder.get('since', 'unknown')}"
    return Locked(
        f"another build has locked this desk: {who}", hint="wait for it", code="desk.locked"
    )


def list_leftovers(out: Path) -> list[Path]:
    """What lies in the work folder and is of nobody who lives but perhaps this process."""
    work = out / OWN / WORK
    if os.path.islink(work):  # noqa: PTH114  it never raises
        return [work]  # none of ours; what it leads to is none of our business
    try:
        names = os.listdir(work)  # noqa: PTH208  asked in each build
    except OSError:
        return []
    return [work / name for name in names if not _is_anothers(name)]


def sweep(out: Path) -> None:
    """Remove what an interrupted build left in the work folder."""
    for path in list_leftovers(out):
        if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114  they never raise
            _clear(path)
        else:
            files.discard(path)
    with contextlib.suppress(OSError):  # somebody who lives has a folder in it
        (out / OWN / WORK).rmdir()


def _is_anothers(name: str) -> bool:
    number = name.removeprefix(_ASIDE)
    return number != name and number.isdecimal() and files.lives(int(number))


def _clear(folder: Path) -> None:
    """Remove a folder of our own with all that is in it, if it is there."""
    if files.is_there(folder):
        import shutil  # for nothing, in a build with nothing to do

        shutil.rmtree(folder, ignore_errors=True)


def aside_folder(out: Path, pid: int = 0) -> Path:
    """The folder for what the tools of workers need for a while.

    Those of the process `pid` have one that stays from build to build, for as long as it lives.
    """
    return out / OWN / WORK / (f"{_ASIDE}{pid}" if pid else ".aside")  # no slug has a dot


def keep_files(out: Path, kept: Mapping[str, bytes], stem: str = "kept") -> None:
    """Put files of the desk's own (name in `out` → bytes) in their places, the last one last.

    All are on the disk before the first gets its name, and folders are synced once: small
    files cost little but the waiting. Who may do so at the same moment has another `stem`.
    Raises `ToolError`; each is then the old or the new one.
    """
    work = out / OWN / WORK
    # No slug has a dot, and a worker may be at the article of any slug.
    staged = {name: work / f".{stem}-{number}" for number, name in enumerate(kept)}
    name = next(iter(kept))
    try:
        files.private(work)
        for name in kept:
            if (folder := (out / name).parent) != out:
                files.private(folder)
            files.stage(staged[name], kept[name])
        for name in kept:
            files.put(staged[name], out / name)
        for folder in dict.fromkeys((out / name).parent for name in kept):
            files.sync(folder)
    except OSError as error:
        raise files.failure(error, f"`{out.name}/{name}` could not be written") from None


def publish(
    out: Path,
    slug: str,
    outputs: Mapping[str, bytes],
    record: bytes,
    unwanted: Iterable[str] = (),
) -> None:
    """Put `outputs` (name → bytes) into the article's folder, then the colophon `record`.

    Everything is on the disk before the first file gets its name. `unwanted`
    names go away. Raises `ToolError`; each file is then the old or the new one,
    and the old colophon, if it still stands, no longer fits what was replaced.
    """
    work, folder = out / OWN / WORK / slug, out / slug
    try:
        files.private(work.parent)
        work.mkdir(exist_ok=True)
        _make(folder)
        staged = {}
        for number, (name, data) in enumerate({**outputs, COLOPHON: record}.items()):
            staged[name] = work / str(number)
            files.stage(staged[name], data)
        last = staged.pop(COLOPHON)
        folders = {folder}
        for name, place in staged.items():
            _make((folder / name).parent)
            files.put(place, folder / name)
            folders.add((folder / name).parent)
        for name in unwanted:
            (folder / name).unlink(missing_ok=True)
            if "/" in name:
                with contextlib.suppress(OSError):  # others lie in that folder
                    (folder / name).parent.rmdir()
        for each in sorted(folders):
            files.sync(each)
        files.put(last, folder / COLOPHON)
        files.sync(folder)
    except OSError as error:
        raise files.failure(error, f"`{out.name}/{slug}` could not be written") from None
    finally:
        _clear(work)


def _make(folder: Path) -> None:
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        files.sync(folder.parent)


def remove_article(out: Path, slug: str) -> None:
    """Remove an article's folder: all of it at once, whatever ends this. Raises `ToolError`."""
    import shutil

    gone = out / OWN / WORK / f".gone-{slug}"  # swept when it could not be emptied
    try:
        files.private(gone.parent)
        _clear(gone)
        (out / slug).replace(gone)
        shutil.rmtree(gone)
    except OSError as error:
        raise files.failure(error, f"`{out.name}/{slug}` could not be removed") from None


# ── room on the disk ───────────────────────────────────────────────────────────

#: Bytes of the outputs of an article however short it is, and for each byte of its text
#: (measured on sixteen articles of 4 to 131 kB in the usual formats: 158 to 750 kB each).
EACH: Final = 250_000
TIMES: Final = 8


def warn_of_space(out: Path, documents: Iterable[Document]) -> str:
    """What is said when `out` may not take what is made of `documents`; "" if it may.

    Those that have been made before take no more room than they did. It stops nobody: articles
    may be smaller than thought, and what is finished stays finished.
    """
    import shutil  # for nothing, in a build with nothing to do

    from copydesk.builder.report import say_size

    fresh = [one for one in documents if not files.is_there(out / one.slug / COLOPHON)]
    wanted = sum(EACH + TIMES * one.stamp[1] for one in fresh)
    try:
        free = shutil.disk_usage(out).free
    except OSError:  # whoever writes there is told what is wrong
        return ""
    if free >= wanted:
        return ""
    count = f"{len(fresh):,} new document{'' if len(fresh) == 1 else 's'}"
    return (
        f"`{out.name}` may have too little space: {count} need about {say_size(wanted)},"
        f" {say_size(free)} are free"
    )
