"""A process that sets the PDF and the EPUB of an article which is built alone.

To import WeasyPrint and to set a first page takes longer than a whole article does
afterwards. Of many articles each worker pays that once. A single one would wait for it, so a
process beside its worker gets ready while the article is still edited, and sets it while the
other files are made. The bytes are those that the worker itself would make; when the process
cannot be started or is lost, the worker makes them.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, ClassVar

from copydesk import registry
from copydesk.builder.workers import preload, protocol  # noqa: F401  views: what is sent has some
from copydesk.config import Config
from copydesk.system import process

if TYPE_CHECKING:
    from copydesk.builder.article_job import ArticleInput


class PdfProcess:
    """A process that is getting ready for one article, with the settings of a desk.

    It is in the group of the worker that made it, and ends with it.
    """

    FORMAT: ClassVar = "pdf"
    #: What it makes. Without a PDF among them it does nothing: the cover of a book takes less
    #: than getting ready does.
    FORMATS: ClassVar = ("epub", "pdf")

    def __init__(self, config: Config) -> None:
        self._fork: process.Fork | None = None
        self._made: dict[str, bytes | Exception] = {}
        if process.can_fork():
            with suppress(OSError):
                self._fork = process.fork(partial(_serve, config))

    def begin(self, copy: ArticleInput, formats: Collection[str]) -> None:
        """Hand over the article, if its PDF is among the `formats` that are made."""
        if self._fork is None or self.FORMAT not in formats:
            return
        wanted = tuple(name for name in self.FORMATS if name in formats)
        try:
            for target in (each for name in wanted for each in registry.WRITERS[name].renderings):
                copy.render(target)
            self._fork.pipe.send((replace(copy, pandoc=None), wanted))
        except OSError:
            self.close()

    def finish(self, name: str) -> bytes | None:
        """The file `name` of the article that was handed over; None when the process is lost.

        Raises what went wrong in setting it.
        """
        while self._fork is not None and name not in self._made:
            try:
                format_, made = self._fork.pipe.recv()
            except (EOFError, OSError):
                self.close()
                return None
            self._made[format_] = made
            if format_ == self.FORMATS[-1]:
                self.close()
        made = self._made.pop(name, None)
        if made is None:
            return None
        if isinstance(made, Exception):
            raise made
        return made

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._fork is not None:
            self._fork.end()
            self._fork = None


def _get_ready(config: Config) -> None:
    """Load all that the setting of an article needs, so that it need not wait for it."""
    from copydesk.writers import pdf

    preload.import_late(PdfProcess.FORMATS)
    preload.learn_to_hyphenate(config.style.locale)
    pdf.rehearse_setting(config)


def _serve(config: Config, pipe: Connection) -> None:
    from copydesk.writers import pdf

    try:
        _get_ready(config)
        copy, wanted = pipe.recv()
        process.allow_cpu(copy.seconds)
        for name in wanted:
            pipe.send((name, _make(name, copy)))
    except (EOFError, OSError):
        return  # nobody is there any more
    finally:
        pdf.forget_sheets()


def _make(name: str, copy: ArticleInput) -> bytes | Exception:
    try:
        return registry.WRITERS[name].write(copy)
    except Exception as error:  # noqa: BLE001  the worker says what it means for the article
        return error
