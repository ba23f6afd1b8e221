"""`[newsletter]`: settings of all issues of a newsletter; an issue can override them."""

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
    """`[newsletter.attach]`: the files that are sent with an issue."""

    formats: tuple[str, ...] = _key(
        ("pdf",),
        "formats to attach, or to link if the target accepts no attachments; `[]` for none",
        empty=True,
    )
    per: str = _key(
        "article",
        "one file for each article, one book of the whole issue (pdf, epub), or none",
        choices=("article", "issue", "none"),
    )


@dataclass(frozen=True, slots=True)
class Footer:
    """`[newsletter.footer]`: the footer of an issue, required by law in many countries."""

    address: str = _key("", "postal address of the publisher, in one line")
    why: str = _key(
        "", "why the reader gets the mail, such as `You asked for it at harbour.example.`"
    )
    unsubscribe: str = _key(
        "",
        "where readers unsubscribe: a web or mail address; in a copy that copydesk sends, `{token}`"
        " in it becomes a token for this reader, `{email}` the reader's address",
        shape=(rf'|https?://(?:[^\s"<>\\^`{{|}}]|{_PLACE})+|(mailto:)?[^\s@<>,;"]+@[^\s@<>,;"]+',
               "a web address or a mail address"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newsletter:
    """`[newsletter]`: settings of all issues of a newsletter; an issue can override them."""

    title: str = _key("", "name of the newsletter; if empty, that of the publication")
    from_: str = _key("", "the sender", name="from", shape=(_MAILBOX, _WANTED))
    reply_to: str = _key("", "address for replies, if not `from`", shape=(_MAILBOX, _WANTED))
    target: str = _key(
        "smtp",
        "the service that mails the issue; its limits decide what is attached; `copydesk"
        " newsletter targets` lists the services",
        shape=(_TARGET, "a name such as `smtp`, `buttondown` or `mailchimp`"),
    )
    base_url: str = _key(
        "",
        "address at which the files of an issue are uploaded; links and pictures lead there,"
        " and mail shows pictures only from there",
        shape=(_WEB, "an address such as `https://harbour.example/letters/may`"),
    )
    list_id: str = _key(
        "",
        "name of the list in the header List-Id, such as `review.harbour.example`",
        shape=(_LIST_ID, "a name such as `review.harbour.example`"),
    )
    too_long: str = _key(
        "say",
        "what to do with an issue that mail services would clip: report an error, or shorten"
        " articles from the last one on",
        choices=("say", "excerpt"),
    )
    smtp: str = _key(
        "",
        "the mail server of `newsletter send`: `smtp://` (STARTTLS), `smtps://`, or `smtp+plain://`"
        " for one that needs no encryption; never with a password in it",
        shape=(_SERVER, "an address such as `smtp://desk@mail.harbour.example:587`"),
        desk=True,
    )
    user: str = _key("", "user of the mail server, if its address does not contain one", desk=True)
    password_command: tuple[str, ...] = _key(
        (),
        "a command that prints the password, such as"
        ' `["pass", "show", "mail/desk"]`; it is run when an issue is sent, by no shell',
        desk=True,
    )
    push_url: str = _key(
        "",
        "address of listmonk for `newsletter push`, such as `https://lists.harbour.example`",
        shape=(_WEB, "an address such as `https://lists.harbour.example`"),
        desk=True,
    )
    push_user: str = _key("", "the API user of listmonk to whom the token belongs", desk=True)
    push_lists: tuple[str, ...] = _key(
        (), 'numbers of the listmonk lists for a draft, such as `["1", "3"]`', desk=True
    )
    token_command: tuple[str, ...] = _key(
        (),
        "a command that prints the token of listmonk at `push_url`, or of Buttondown if that is"
        " empty; it works as `password_command` does",
        desk=True,
    )
    attach: Attach = field(default=Attach(), metadata={"doc": Attach.__doc__})
    footer: Footer = field(default=Footer(), metadata={"doc": Footer.__doc__})
