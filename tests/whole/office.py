"""Run by Debian's own Python, which has uno: what LibreOffice makes of tracked changes.

`python3 office.py PIPE FILE…` talks to the office that listens on the pipe PIPE and prints one
JSON object a file: how many changes and which comments it found, and the paragraphs after all
changes were accepted, and after all were rejected. It ends the office when it is done.
"""

import contextlib
import json
import os
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

PATIENCE = 90
VERDICTS = {
    "accepted": ".uno:AcceptAllTrackedChanges",
    "rejected": ".uno:RejectAllTrackedChanges",
}


def connected(pipe):
    """The context of the office, once it listens."""
    local = uno.getComponentContext()
    make = local.ServiceManager.createInstanceWithContext
    resolver = make("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def elements(holder):
    """What `holder` holds."""
    found = holder.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def words(paragraph):
    """The text of a paragraph without the calls of notes, which no received line holds."""
    return "".join(
        portion.getString()
        for portion in elements(paragraph)
        if not getattr(portion, "HyperLinkURL", "").startswith("#note-")
    )


def looked_into(desktop, dispatcher, name):
    """What the office finds in the file `name`."""
    told = {}
    hidden = PropertyValue(Name="Hidden", Value=True)
    for verdict, command in VERDICTS.items():
        url = Path(name).resolve().as_uri()
        document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
        fields = elements(document.getTextFields())
        note = "com.sun.star.text.textfield.Annotation"
        told["comments"] = sorted(one.Content for one in fields if one.supportsService(note))
        told["changes"] = len(list(elements(document.getRedlines())))
        frame = document.getCurrentController().getFrame()
        dispatcher.executeDispatch(frame, command, "", 0, ())
        told[verdict] = [words(one) for one in elements(document.getText())]
        told[f"left {verdict}"] = len(list(elements(document.getRedlines())))
        document.close(True)  # noqa: FBT003  uno takes no names
    return told


def main(pipe, names):
    """Look into each of the files `names`."""
    context = connected(pipe)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    for name in names:
        print(json.dumps(looked_into(desktop, dispatcher, name)), flush=True)
    leave(desktop)


def leave(desktop):
    """End the office, and this program before uno's threads are taken down: that may kill it."""
    with contextlib.suppress(DisposedException):  # it may go before it answers
        desktop.terminate()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
