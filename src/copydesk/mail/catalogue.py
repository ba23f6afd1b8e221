"""What an issue of a newsletter can be asked about before it is sent: code, weight and meaning.

`copydesk explain CODE` prints the text; `remark` makes the `Remark`.
"""

from __future__ import annotations

from typing import Final

from copydesk.mail.remarks import Remark
from copydesk.model import Severity

#: code → (severity, what it means and what the editor can do)
REMARKS: Final[dict[str, tuple[Severity, str]]] = {
    "issue.address": (
        "error",
        (
            "A file is to be linked, and nobody has said where it will lie. Say under which"
            " address the files of the issue will be: `base_url`, and upload what lies in `files/`"
            " there."
        ),
    ),
    "issue.alt": (
        "warning",
        (
            "A picture has no alternative text, so that readers who do not see it, and mail"
            " programs that load no pictures, show nothing. Write one in the submission."
        ),
    ),
    "issue.attached": (
        "warning",
        (
            "The words of the issue say that something is attached, and nothing is. Attach it"
            " (`attach`), choose a target that takes attachments, or say that it can be downloaded."
        ),
    ),
    "issue.attachments": (
        "note",
        (
            "More than one file is attached. Spam filters and readers mind that. Take one format"
            ' (`attach.formats`); of several articles one book is made with `attach.per = "issue"`.'
        ),
    ),
    "issue.beside": (
        "warning",
        (
            "A file that goes with the issue names others that lie beside it at the desk, such as"
            " its pictures, and goes without them. Take a format that holds all of it: epub, docx,"
            " pdf, html."
        ),
    ),
    "issue.black": (
        "note",
        (
            "The HTML sets black letters without a ground of their own. Mail programs with a dark"
            " ground may show black on black; take a dark grey, such as #222222."
        ),
    ),
    "issue.clipped": (
        "error",
        (
            "The HTML is larger than 102,400 bytes once encoded, and Gmail cuts it off there, with"
            ' the way to unsubscribe. Shorten articles with `mode = "excerpt"`, or have that done'
            ' with `too_long = "excerpt"`.'
        ),
    ),
    "issue.data-address": (
        "error",
        (
            "A picture or link is written as data into the HTML, which Gmail and Outlook leave"
            " out. Upload it and name its address."
        ),
    ),
    "issue.heavy": (
        "warning",
        (
            "The target takes the message, but it is larger than Outlook.com and iCloud take"
            " (20 MB); Gmail takes 25 MB. Attach smaller files, or let them be linked."
        ),
    ),
    "issue.large": (
        "warning",
        (
            "The HTML is near the size at which Gmail cuts messages off (102,400 bytes once"
            " encoded). Services that rewrite links make it larger still; shorten an article with"
            ' `mode = "excerpt"`.'
        ),
    ),
    "issue.pictures": (
        "warning",
        (
            "Pictures of an article are left out, for nobody has said where they will lie. Say"
            " under which address the files of the issue will be: `base_url`, and upload what lies"
            " in `files/` there."
        ),
    ),
    "issue.placeholder": (
        "warning",
        (
            "The issue holds what stands for words or figures to come: TK, XX, lorem ipsum. Write"
            " them, or leave the passage out."
        ),
    ),
    "issue.postal": (
        "warning",
        (
            "No postal address of the publisher is given, which the law of many countries asks for"
            " in such mail. Say it as `address` in [newsletter.footer]."
        ),
    ),
    "issue.preheader": (
        "note",
        (
            "The line that mail programs show behind the subject is missing, or so long that they"
            " cut it. Without one they show the first words of the issue. Write `preheader`, in 30"
            " to 130 characters."
        ),
    ),
    "issue.read-on": (
        "warning",
        (
            "Readers see the beginning of an article and are told nowhere where the rest of it is."
            " Say it as `url` of its `[[article]]`, or let a format of it go with the issue."
        ),
    ),
    "issue.relative": (
        "error",
        (
            "A link or picture has no address of the web but a path, which leads nowhere from a"
            " message. Write it with https://."
        ),
    ),
    "issue.sender": (
        "warning",
        (
            "Nobody is named who sends the issue. Say it as `from` in [newsletter], as `The Harbour"
            " Review <desk@harbour.example>`."
        ),
    ),
    "issue.shortener": (
        "warning",
        (
            "A link leads through a host that shortens addresses. Spam filters take it amiss, and"
            " no reader sees where it leads; write the address itself."
        ),
    ),
    "issue.shortened": (
        "warning",
        (
            'An article is shown by its beginning only, as `too_long = "excerpt"` asks for, since'
            " the issue was longer than mail services show. Say its `mode` yourself, or send fewer"
            " articles."
        ),
    ),
    "issue.signs": (
        "error",
        (
            "Words of the issue look like the language in which the service takes its own"
            " commands, so that it would put something else in their place or refuse the issue."
            " Write them otherwise, or report it: copydesk should have made them harmless."
        ),
    ),
    "issue.subject": (
        "note",
        (
            "The subject is shorter than 10 characters, or longer than the 78 that mail programs"
            " show in one line; or it is the title of the first article of several, as in a file"
            " that `newsletter new` wrote. Write another, unless it is meant so."
        ),
    ),
    "issue.teaser": (
        "warning",
        (
            "A teaser stands in place of the beginning of an article, and this one is shown whole,"
            ' so that nobody reads it. Say `mode = "excerpt"` or `mode = "link"` in its'
            " `[[article]]`, or leave the teaser out."
        ),
    ),
    "issue.text": (
        "warning",
        (
            "The plain text says less than the HTML, of whose words 95 of 100 should be in it. Some"
            " readers get no more than the text; report it with the issue."
        ),
    ),
    "issue.too-large": (
        "error",
        (
            "The message is larger than the target takes. Let files be linked (`attach`,"
            " `base_url`), or attach smaller ones."
        ),
    ),
    "issue.unsubscribe": (
        "warning",
        (
            "The issue names no way to have no more of it, which mail services and the law of many"
            " countries ask for. Say it as `unsubscribe` in [newsletter.footer]."
        ),
    ),
    "issue.untitled": (
        "warning",
        (
            "An article has no title, so that readers cannot tell where it begins. Say the right"
            ' one with `copydesk set NAME title "…"`.'
        ),
    ),
    "issue.year": (
        "warning",
        (
            "The footer or the introduction claims a copyright of a year that is not the issue's."
            " Correct the year."
        ),
    ),
}


def remark(code: str, message: str, hint: str) -> Remark:
    """A `Remark` of `code`, as grave as the catalogue has it."""
    return Remark(code, REMARKS[code][0], message, hint)
