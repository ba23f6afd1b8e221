"""The services that an issue is pushed to, in the words of their APIs.

listmonk: docs/apis/campaigns, media; a new campaign is always a draft there. Buttondown: its
OpenAPI description; there the usual status of a new e-mail was `about_to_send`, so that the status
is said each time, and the version of the API in which sending has to be confirmed.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from copydesk.errors import ToolError
from copydesk.newsletter.materials import Attachment
from copydesk.newsletter.push import DRAFT, IssueDraft, MailingStatus
from copydesk.system import service
from copydesk.system.service import Upload

BUTTONDOWN: Final = "https://api.buttondown.com/v1"
#: The version from which a mail that nobody calls a draft is one (March 2026).
_VERSION: Final = "2026-04-01"
#: E-mails that are looked through, a page at a time, for the one of an issue.
_PAGE: Final = 20
_PAGES: Final = 500
_LONGEST_NAME: Final = 200
_GONE: Final = (404, 410)
#: What Buttondown calls an e-mail that was thrown away, and where it keeps the id of the issue.
_DELETED: Final = "deleted"
_KEY: Final = "copydesk"


class Listmonk:
    """listmonk, asked through `door`; a campaign goes to `lists`, in the template of its number."""

    name = "listmonk"

    def __init__(self, door: service.Service, lists: Sequence[int], template: int = 0) -> None:
        self.host, self.base = door.host, door.base
        self._ask = door.ask
        self._lists = list(lists)
        self._template = template

    @staticmethod
    def fields(user: str, token: str) -> dict[str, str]:
        """What says who asks."""
        coded = b64encode(f"{user}:{token}".encode()).decode("ascii")
        return {"Authorization": f"Basic {coded}"}

    def payload(self, draft: IssueDraft, files: list[str]) -> Mapping[str, Any]:
        """A campaign."""
        made: dict[str, Any] = {
            "name": f"{draft.issue}: {draft.subject}"[:_LONGEST_NAME], "subject": draft.subject,
            "lists": self._lists, "type": "regular", "content_type": "html", "body": draft.html,
            "altbody": draft.text, "messenger": "email", "tags": [_tag(draft.issue)],
            "media": [int(file) for file in files],
        }  # fmt: skip
        if draft.sender:
            made["from_email"] = draft.sender
        if self._template:
            made["template_id"] = self._template
        return made

    def upload(self, file: Attachment) -> str:
        """The number that `file` has among the media."""
        sent = Upload(file.name, file.media_type, file.data)
        number = _id(self._data("POST", "/api/media", file=sent))
        if not number.isdecimal():
            raise _strange()
        return number

    def holds(self, file: str) -> bool:
        """Whether it is among the media."""
        if not file.isdecimal():
            return False
        path = f"/api/media/{quote(file, safe='')}"
        return self._data("GET", path, missing=(400, *_GONE)) is not None

    def find(self, issue: str) -> MailingStatus | None:
        """The campaign with the tag of the issue; of several one that is no draft any more."""
        tag = quote(_tag(issue), safe="")
        path = f"/api/campaigns?tag={tag}&tags={tag}&no_body=true&per_page=all"
        rows = _rows(self._data("GET", path))
        return _first(self._standing(row) for row in rows if _tag(issue) in _list(row.get("tags")))

    def standing(self, mailing: str) -> MailingStatus | None:
        """How the campaign stands."""
        path = f"/api/campaigns/{quote(mailing, safe='')}?no_body=true"
        row = self._data("GET", path, missing=(400, *_GONE))
        return None if row is None else self._standing(row)

    def make(self, payload: Mapping[str, Any]) -> MailingStatus:
        """The new campaign."""
        return self._standing(self._data("POST", "/api/campaigns", data=payload))

    def change(self, mailing: str, payload: Mapping[str, Any]) -> MailingStatus:
        """The campaign, changed."""
        path = f"/api/campaigns/{quote(mailing, safe='')}"
        return self._standing(self._data("PUT", path, data=payload))

    def _standing(self, row: Any) -> MailingStatus:  # noqa: ANN401  JSON
        number = _id(row)
        return MailingStatus(number, _word(row, "status"), f"{self.base}/admin/campaigns/{number}")

    def _data(self, method: str, path: str, **told: Any) -> Any:  # noqa: ANN401  JSON
        answer = self._ask(method, path, **told)
        if answer is None:
            return None
        if not isinstance(answer, dict) or "data" not in answer:
            raise _strange()
        return answer["data"]


class Buttondown:
    """Buttondown, asked through `door`. Its template has the looks, so it gets the Markdown."""

    name = "buttondown"

    def __init__(self, door: service.Service) -> None:
        self.host, self.base = door.host, door.base
        self._ask = door.ask

    @staticmethod
    def fields(token: str) -> dict[str, str]:
        """What says who asks, in which version of the API."""
        return {"Authorization": f"Token {token}", "X-API-Version": _VERSION}

    def payload(self, draft: IssueDraft, files: list[str]) -> Mapping[str, Any]:
        """An e-mail."""
        return {
            "subject": draft.subject,
            "body": f"<!-- buttondown-editor-mode: plaintext -->\n{draft.markdown}",
            "description": draft.preheader, "status": DRAFT, "attachments": files,
            "metadata": {_KEY: draft.issue},
        }  # fmt: skip

    def upload(self, file: Attachment) -> str:
        """The id of the attachment; the same bytes have the same one there."""
        sent = Upload(file.name, file.media_type, file.data, (("name", file.name),))
        return _id(self._ask("POST", "/attachments", file=sent))

    def holds(self, file: str) -> bool:
        """Whether it is among the attachments."""
        path = f"/attachments/{quote(file, safe='')}"
        return self._ask("GET", path, missing=_GONE) is not None

    def find(self, issue: str) -> MailingStatus | None:
        """The e-mail with the id of the issue in its metadata; one that was sent goes first.

        All are looked through, drafts and others: none can be asked for by its metadata.
        """
        return _first(
            self._standing(row)
            for row in self._emails()
            if row.get("status") != _DELETED
            and isinstance(told := row.get("metadata"), dict)
            and told.get(_KEY) == issue
        )

    def _emails(self) -> Iterator[dict[str, Any]]:
        for page in range(1, _PAGES + 1):
            answer = self._ask("GET", f"/emails?page={page}&page_size={_PAGE}")
            rows = _rows(answer)
            yield from rows
            if not rows or not answer.get("next"):
                return

    def standing(self, mailing: str) -> MailingStatus | None:
        """How the e-mail stands; a deleted one is gone."""
        row = self._ask("GET", f"/emails/{quote(mailing, safe='')}", missing=_GONE)
        there = None if row is None else self._standing(row)
        return None if there and there.status == _DELETED else there

    def make(self, payload: Mapping[str, Any]) -> MailingStatus:
        """The new e-mail."""
        return self._standing(self._ask("POST", "/emails", data=payload))

    def change(self, mailing: str, payload: Mapping[str, Any]) -> MailingStatus:
        """The e-mail, changed."""
        path = f"/emails/{quote(mailing, safe='')}"
        return self._standing(self._ask("PATCH", path, data=payload))

    def _standing(self, row: Any) -> MailingStatus:  # noqa: ANN401  JSON
        return MailingStatus(_id(row), _word(row, "status"), _word(row, "absolute_url"))


def _tag(issue: str) -> str:
    return f"copydesk:{issue}"


def _first(found: Iterable[MailingStatus]) -> MailingStatus | None:
    """Of several mailings of an issue one that is no draft any more, else the first."""
    first = None
    for one in found:
        if one.status != DRAFT:
            return one
        first = first or one
    return first


def _list(told: object) -> list[object]:
    return told if isinstance(told, list) else []


def _rows(answer: object) -> list[dict[str, Any]]:
    if not isinstance(answer, dict) or not isinstance(rows := answer.get("results"), list):
        raise _strange()
    return [row for row in rows if isinstance(row, dict)]


def _id(row: object) -> str:
    found = row.get("id") if isinstance(row, dict) else None
    if not isinstance(found, (str, int)) or not (text := str(found)).isprintable():
        raise _strange()
    return text


def _word(row: Mapping[str, Any], key: str) -> str:
    """What `row` says of itself in one word that can be shown, "" for nothing."""
    found = row.get(key)
    return found if isinstance(found, str) and found.isprintable() else ""


def _strange() -> ToolError:
    message = "the service does not answer as its API describes"
    hint = "check the address of its API and its version"
    return ToolError(message, hint=hint, code="push.answer")
