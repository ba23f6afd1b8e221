"""`[newsletter]`: what the issues of a newsletter share, and each may say otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from copydesk.settings.style import key as _key

#: One mailbox, alone or with a name before it; whoever reads it says more.
_MAILBOX: Final = r'|[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@,;"]+@[^<>\s@,;"]+'
_WANTED: Final = "an address such as `The Harbour Review <desk@harbour.example>`"
_WEB: Final = r'|https?://[^\s"<>\\^`{|}]+'
#: What stands for something of each reader's.
_PLACE: Final = r"\{(?:token|email)\}"
_SERVER: Final = r"|(?:smtps?|smtp\+plain)://(?:[^\s:@/]+@)?(?:\[[0-9A-Fa-f:]+\]|[^\s:@/\[\]]+)(?::[0-9]{1,5})?/?"
#: As long as RFC 2919 lets it be.
_LIST_ID: Final = r"|(?=.{3,255}\Z)[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
_TARGET: Final = r"[a-z][a-z0-9-]{0,30}"


@dataclass(frozen=True, slots=True)
class Attach:
    """`[newsletter.attach]`: which editions go with an issue."""

    formats: tuple[str, ...] = _key(
        ("pdf",),
        "formats that are attached, or linked where the target takes no attachment; `[]` for none",
        empty=True,
    )
    per: str = _key(
        "article",
        "one file for each article, one book of the whole issue (pdf, epub), or none",
        choices=("article", "issue", "none"),
    )


@dataclass(frozen=True, slots=True)
class Footer:
    """`[newsletter.footer]`: what stands below an issue, and the law of many countries asks for."""

    address: str = _key("", "postal address of the publisher, in one line")
    why: str = _key("", "why the reader gets this, such as `You asked for it at harbour.example.`")
    unsubscribe: str = _key(
        "",
        "where readers unsubscribe: a web address, or a mail address; in a copy that copydesk sends"
        " `{token}` in it is a word of the reader's own, `{email}` the reader's address",
        shape=(rf'|https?://(?:[^\s"<>\\^`{{|}}]|{_PLACE})+|(mailto:)?[^\s@<>,;"]+@[^\s@<>,;"]+',
               "a web address or a mail address"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newsletter:
    """`[newsletter]`: what the issues of a newsletter share; each file may say otherwise."""

    title: str = _key("", "name of the newsletter; that of the publication when empty")
    from_: str = _key("", "who sends it", name="from", shape=(_MAILBOX, _WANTED))
    reply_to: str = _key("", "where answers go, when not to `from`", shape=(_MAILBOX, _WANTED))
    target: str = _key(
        "smtp",
        "the service that mails it, which decides what is attached; `copydesk newsletter targets`"
        " lists them",
        shape=(_TARGET, "a name such as `smtp`, `buttondown` or `mailchimp`"),
    )
    base_url: str = _key(
        "",
        "address under which the files of an issue will lie; what is linked has it before its name,"
        " and pictures too, which mail shows from there alone",
        shape=(_WEB, "an address such as `https://harbour.example/letters/may`"),
    )
    list_id: str = _key(
        "",
        "name of the list in the header List-Id, such as `review.harbour.example`",
        shape=(_LIST_ID, "a name such as `review.harbour.example`"),
    )
    too_long: str = _key(
        "say",
        "what becomes of an issue that mail services would cut off: an error, or whole articles are"
        " shortened from the last one on",
        choices=("say", "excerpt"),
    )
    smtp: str = _key(
        "",
        "the mail server of `newsletter send`: `smtp://` (STARTTLS), `smtps://`, or `smtp+plain://`"
        " for one that needs no encryption; never with a password in it",
        shape=(_SERVER, "an address such as `smtp://desk@mail.harbour.example:587`"),
        desk=True,
    )
    user: str = _key(
        "", "who logs in to the mail server, where its address does not say", desk=True
    )
    password_command: tuple[str, ...] = _key(
        (),
        "a program and its arguments that print the password, such as"
        ' `["pass", "show", "mail/desk"]`; it is run when an issue is sent, by no shell',
        desk=True,
    )
    push_url: str = _key(
        "",
        "address of listmonk for `newsletter push`, such as `https://lists.harbour.example`",
        shape=(_WEB, "an address such as `https://lists.harbour.example`"),
        desk=True,
    )
    push_user: str = _key("", "the API user of listmonk whose token it is", desk=True)
    push_lists: tuple[str, ...] = _key(
        (), 'numbers of the lists in listmonk that a draft is for, such as `["1", "3"]`', desk=True
    )
    token_command: tuple[str, ...] = _key(
        (),
        "a program and its arguments that print the token of listmonk at `push_url`, or of"
        " Buttondown where that is empty, as `password_command` does the password",
        desk=True,
    )
    attach: Attach = field(default=Attach(), metadata={"doc": Attach.__doc__})
    footer: Footer = field(default=Footer(), metadata={"doc": Footer.__doc__})
