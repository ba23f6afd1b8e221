"""The routes of the review page; each request has passed the guard."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import Any, Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from copydesk.review.browser import guard
from copydesk.review.browser.guard import Keys
from copydesk.review.browser.previews import KINDS
from copydesk.review.browser.replies import HTML, Reply, data
from copydesk.review.browser.take_action import WorkerCall
from copydesk.review.browser.workers import Workers
from copydesk.writers.sheets import read_stylesheet

_HOUSE: Final = files("copydesk") / "data" / "review"
#: What is served as it lies in the house.
_STATIC: Final = {
    "review.js": "text/javascript; charset=utf-8",
    "review.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
#: What writes, and the words that it has to come with.
_WRITING: Final = {"decide": ("version", "item", "action"), "undo": ("version",)}


def application(workers: Workers, keys: Keys, port: int) -> ASGIApp:
    """The page of the articles of `workers`, for a server on `port`."""
    pages = _Pages(workers, keys)
    routes = [
        Route("/", pages.first),
        Route("/favicon.ico", pages.static("icon.svg")),
        *(Route(f"/{name}", pages.static(name)) for name in _STATIC),
        Route("/articles", pages.listed),
        Route("/a/{slug}", pages.article),
        Route("/a/{slug}/preview/{kind}", pages.preview),
        *(
            Route(f"/a/{{slug}}/{verb}", pages.asking(verb))
            for verb in ("state", "version", "open")
        ),
        *(
            Route(f"/a/{{slug}}/{verb}", pages.asking(verb, names), methods=["POST"])
            for verb, names in _WRITING.items()
        ),
    ]
    return _Guarded(Starlette(routes=routes), keys, port)


class _Guarded:
    """`app`, for those whom the guard lets through."""

    def __init__(self, app: ASGIApp, keys: Keys, port: int) -> None:
        self._app = app
        self._keys = keys
        self._port = port
        self._used = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return  # a WebSocket, which is refused by saying nothing
        asked = guard.Request(
            scope["method"], scope["path"], scope["query_string"].decode("latin-1"),
            [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]],
        )  # fmt: skip
        verdict = guard.judge(asked, self._keys, self._port, used=self._used)
        if verdict.uses_link:
            self._used = True
            await self._welcome(asked.path)(scope, receive, send)
        elif verdict.status:
            words = Reply(
                verdict.status, f"{verdict.words}\n".encode(), "text/plain; charset=utf-8"
            )
            await _response(words)(scope, receive, send)
        else:
            await self._app(scope, receive, _dressed(send))

    def _welcome(self, path: str) -> Response:
        """Give the browser its cookie, and an address of ours without the link in it."""
        response = _moved(quote(f"/{path.lstrip('/')}"))
        response.set_cookie(
            guard.cookie(self._port), self._keys.cookie, httponly=True, samesite="strict", path="/"
        )
        return response


def _dressed(send: Send) -> Send:
    """`send`, with the headers that go with an answer which says none, as that to a wrong path."""

    async def sending(message: Any) -> None:  # noqa: ANN401  as the protocol has it
        if message["type"] == "http.response.start":
            known = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((name.lower().encode(), value.encode())
                  for name, value in guard.headers("page").items()
                  if name.lower().encode() not in known),
            ]  # fmt: skip
        await send(message)

    return sending


class _Pages:
    def __init__(self, workers: Workers, keys: Keys) -> None:
        self._workers = workers
        self._keys = keys
        self._words = {"word": escape(keys.word)}

    async def first(self, _: Request) -> Response:
        """The list of articles; of one that is reviewed alone its own page."""
        if len(self._workers.documents) == 1:
            (slug,) = self._workers.documents
            return _moved(f"/a/{slug}")
        return _page("list.html", self._words)

    def static(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        """What answers with a file of the house."""
        text = (_HOUSE / name).read_text(encoding="utf-8")
        if name.endswith(".css"):
            text = read_stylesheet("sheet.css") + text
        reply = Reply(200, text.encode(), _STATIC[name])

        async def answer(_: Request) -> Response:
            return _response(reply)

        return answer

    async def listed(self, _: Request) -> Response:
        """Every article, with what its last build asked."""
        return _response(await self._workers.ask(WorkerCall("list")))

    async def article(self, request: Request) -> Response:
        """The page of one article, which asks for the rest itself."""
        slug = request.path_params["slug"]
        if slug not in self._workers.documents:
            return _response(_nowhere())
        alone = len(self._workers.documents) == 1
        words = self._words | {
            "slug": escape(slug),
            "source": escape(self._workers.documents[slug].source),
            "back": "" if alone else '<a class="back" href="/">All articles</a>',
        }
        return _page("page.html", words)

    def asking(
        self, verb: str, names: Sequence[str] = ()
    ) -> Callable[[Request], Awaitable[Response]]:
        """What hands a question on to the worker, or what is to be written with these words."""

        async def answer(request: Request) -> Response:
            slug = request.path_params["slug"]
            said = await _said(request) if names else {}
            if slug not in self._workers.documents:
                return _response(_nowhere())
            if not all(isinstance(said.get(name), str) for name in names):
                return _response(data({"error": "the page sent an unknown request"}, 400))
            fields: dict[str, Any] = {name: said.get(name) for name in (*names, "value")}
            return _response(await self._workers.ask(WorkerCall(verb, slug, **fields)))

        return answer

    async def preview(self, request: Request) -> Response:
        """One kind of edition, as it would be made now."""
        slug, kind = request.path_params["slug"], request.path_params["kind"]
        if slug not in self._workers.documents or kind not in KINDS:
            return _response(_nowhere())
        return _response(await self._workers.ask(WorkerCall(kind, slug)))


async def _said(request: Request) -> dict[str, Any]:
    """The words of a request that writes, nothing when they are no object of JSON, or not whole.

    The server hands on no more bytes than the guard has let through.
    """
    try:
        said = json.loads(await request.body())
    except (ValueError, RecursionError, ClientDisconnect):
        return {}
    return said if isinstance(said, dict) else {}


def _page(name: str, words: dict[str, str]) -> Response:
    text = Template((_HOUSE / name).read_text(encoding="utf-8")).substitute(words)
    return _response(Reply(200, text.encode("utf-8", "replace"), HTML))


def _moved(path: str) -> Response:
    """What sends the browser on to `path`."""
    return Response(status_code=303, headers=guard.headers("page") | {"Location": path})


def _nowhere() -> Reply:
    return data({"error": "there is no such article here"}, 404)


def _response(reply: Reply) -> Response:
    return Response(reply.body, reply.status, guard.headers(reply.kind), media_type=reply.media)
