"""Run by Debian's own Python, which has uno: what LibreOffice leaves of tracked changes.

`python3 office.py PIPE FILE…` talks to the office that listens on the pipe PIPE, and prints one
JSON object a file: its paragraphs as opened with all changes shown, after all were accepted, and
after all were rejected, and the words of its comments. It ends the office when it is done.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

PATIENCE = 90
ACCEPT, REJECT = ".uno:AcceptAllTrackedChanges", ".uno:RejectAllTrackedChanges"


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


def parts(holder, service):
    """The elements of `holder` that are of `service`."""
    elements = holder.createEnumeration()
    while elements.hasMoreElements():
        element = elements.nextElement()
        if element.supportsService(service):
            yield element


def paragraphs(document):
    found = parts(document.getText(), "com.sun.star.text.Paragraph")
    return [paragraph.getString() for paragraph in found]


def comments(document):
    found = parts(document.getTextFields(), "com.sun.star.text.textfield.Annotation")
    return sorted(field.Content for field in found)


def main(pipe, names):
    context = connected(pipe)
    make = context.ServiceManager.createInstanceWithContext
    desktop = make("com.sun.star.frame.Desktop", context)
    dispatcher = make("com.sun.star.frame.DispatchHelper", context)
    hidden = PropertyValue(Name="Hidden", Value=True)
    for name in names:
        told = {}
        for verdict, command in (("accepted", ACCEPT), ("rejected", REJECT)):
            url = Path(name).resolve().as_uri()
            document = desktop.loadComponentFromURL(url, "_blank", 0, (hidden,))
            told["comments"] = comments(document)
            told["changes"] = len(list(parts_of(document.getRedlines())))
            frame = document.getCurrentController().getFrame()
            dispatcher.executeDispatch(frame, command, "", 0, ())
            told[verdict] = paragraphs(document)
            told[f"left {verdict}"] = len(list(parts_of(document.getRedlines())))
            document.close(True)  # noqa: FBT003  uno takes no names
        print(json.dumps(told), flush=True)
    with contextlib.suppress(DisposedException):  # it may go before it answers
        desktop.terminate()


def parts_of(holder):
    elements = holder.createEnumeration()
    while elements.hasMoreElements():
        yield elements.nextElement()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
