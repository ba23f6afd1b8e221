"""Run by Debian's own Python, which has uno: an editor at work in LibreOffice.

`python3 reviewer.py PIPE` reads tasks from standard input, a JSON object a line: `file`, `saved`
(where the worked copy goes), and what is done: `seed` for a verdict on each tracked change (none
for no verdicts), `typed` for [old words, new words, tracked or not], `split` for words before which
a line is parted, `join` for words of a paragraph whose end is taken out, `remove` for words of
paragraphs that go, `resolve` for words of comments. For each it prints the paragraphs that then
stand there, all that is still tracked taken.
"""

import itertools
import json
import random
import sys
from pathlib import Path

import uno  # noqa: F401  what office imports is found through it
from com.sun.star.beans import PropertyValue
from office import connected, elements, leave, words

NOTE = "com.sun.star.text.textfield.Annotation"
FILTER = "MS Word 2007 XML"


class Desk:
    """One open document."""

    def __init__(self, desktop, dispatcher, name):
        hidden = PropertyValue(Name="Hidden", Value=True)
        url = Path(name).resolve().as_uri()
        self.document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
        controller = self.document.getCurrentController()
        self.frame, self.cursor = controller.getFrame(), controller.getViewCursor()
        self.dispatcher = dispatcher
        self.document.RecordChanges = False

    def tell(self, command, **said):
        given = tuple(PropertyValue(Name=name, Value=value) for name, value in said.items())
        self.dispatcher.executeDispatch(self.frame, f".uno:{command}", "", 0, given)

    def decide(self, seed):
        """Accept, reject or leave each tracked change; what goes and what comes for it alike."""
        draw = random.Random(seed)  # noqa: S311  no secret
        rows = list(elements(self.document.getRedlines()))
        pairs = [touch(*pair) for pair in itertools.pairwise(rows)]
        verdict = ""
        for place in reversed(range(len(rows))):
            if place + 1 == len(rows) or not pairs[place]:
                verdict = draw.choice(("Accept", "Reject", ""))
            if verdict:
                redline = list(elements(self.document.getRedlines()))[place]
                self.cursor.gotoRange(redline.RedlineStart, False)  # noqa: FBT003  uno's
                self.cursor.gotoRange(redline.RedlineEnd, True)  # noqa: FBT003
                self.tell(f"{verdict}TrackedChange")

    def found(self, said):
        """The first place where the words `said` stand."""
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = said, True
        place = self.document.findFirst(search)
        if place is None:
            message = f"{said!r} stands nowhere"
            raise LookupError(message)
        return place

    def type(self, old, new, tracked):
        self.document.RecordChanges = tracked
        self.found(old).setString(new)
        self.document.RecordChanges = False

    def split(self, said):
        place = self.found(said)
        text = place.getText()
        text.insertControlCharacter(place.getStart(), 0, False)  # noqa: FBT003  a paragraph's end

    def join(self, said):
        cursor = self.found(said).getText().createTextCursorByRange(self.found(said))
        cursor.gotoEndOfParagraph(False)  # noqa: FBT003
        cursor.goRight(1, True)  # noqa: FBT003
        while not cursor.getString().strip():
            before = len(cursor.getString())
            cursor.goRight(1, True)  # noqa: FBT003
            if len(cursor.getString().strip()) or len(cursor.getString()) == before:
                cursor.goLeft(1, True)  # noqa: FBT003
                break
        cursor.setString(" ")

    def remove(self, said):
        cursor = self.found(said).getText().createTextCursorByRange(self.found(said))
        cursor.gotoStartOfParagraph(False)  # noqa: FBT003
        cursor.gotoEndOfParagraph(True)  # noqa: FBT003
        cursor.goRight(1, True)  # noqa: FBT003
        cursor.setString("")

    def notes(self, said):
        fields = elements(self.document.getTextFields())
        return [one for one in fields if one.supportsService(NOTE) and said in one.Content]

    def resolve(self, said):
        for note in self.notes(said):
            note.Resolved = True

    def save(self, name):
        as_word = PropertyValue(Name="FilterName", Value=FILTER)
        self.document.storeToURL(Path(name).resolve().as_uri(), (as_word,))

    def rest(self):
        self.tell("AcceptAllTrackedChanges")
        return [words(one) for one in elements(self.document.getText())]


def touch(one, other):
    """Whether a deletion is followed by what comes in its place."""
    if (one.RedlineType, other.RedlineType) != ("Delete", "Insert"):
        return False
    end, start = one.RedlineEnd, other.RedlineStart
    return end.getText().compareRegionStarts(end, start) == 0


def worked(desk, task):
    """Do what `task` says; the paragraphs that stand there in the end."""
    if task.get("seed") is not None:
        desk.decide(task["seed"])
    for old, new, tracked in task.get("typed", ()):
        desk.type(old, new, tracked)
    for act in ("split", "join", "remove", "resolve"):
        for said in task.get(act, ()):
            getattr(desk, act)(said)
    desk.save(task["saved"])
    return desk.rest()


def main(pipe):
    """Do the tasks of standard input in the office that listens on `pipe`."""
    context = connected(pipe)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    for line in sys.stdin:
        task = json.loads(line)
        desk = Desk(desktop, dispatcher, task["file"])
        print(json.dumps(worked(desk, task)), flush=True)
        desk.document.close(True)  # noqa: FBT003
    leave(desktop)


if __name__ == "__main__":
    main(sys.argv[1])
