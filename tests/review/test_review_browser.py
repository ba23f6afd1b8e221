"""A review from start to end as an editor does it: in a browser, by keyboard alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from copydesk import config
from copydesk.builder import single_article
from copydesk.model import Decisions
from copydesk.review import sidecar
from places import ROOT
from review.reviewed import SIDECAR, SOURCE, TEXT, Served, laid_out, serving

pytestmark = pytest.mark.check

#: A desk, and a phone; what is asked is answered in the same way on both.
SCREENS = [(1440, 900), (375, 720)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What axe looks at: a width and a scheme, a code to go to and a key to press there.
LOOKS = [
    (1440, "light", "citation.fuzzy-name", "e"), (1440, "dark", "word.phrase", "J"),
    (720, "light", "", "p"), (375, "light", "word.phrase", "e"), (375, "dark", "", "?"),
]  # fmt: skip
#: Milliseconds for a busy machine.
PATIENCE = 60_000
#: One for each test that decides something, and the one that is called `salt`.
ARTICLES = 15


def until(page: Any, expression: str) -> None:
    """Wait until `expression` is so in `page`, whose policy lets no words be run in it."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)


class Page:
    """A page of a review; what it asks for elsewhere, and what goes wrong in it, is kept."""

    def __init__(self, page: Any, served: Served, desk: Path, slug: str) -> None:
        self.page = page
        self.source = desk / "source" / f"{slug}.txt"
        self.sidecar = sidecar.place(self.source)
        self._host = served.host
        self.told: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda one: self.told.append(one.text))
        page.on("pageerror", lambda one: self.told.append(str(one)))
        page.on("request", self._asked)
        page.goto(f"http://{served.host}/a/{slug}")
        page.wait_for_selector(".row[aria-current]", state="attached")

    def _asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.told.append(f"asked elsewhere: {request.url}")

    @property
    def decisions(self) -> Decisions:
        """What is decided by now."""
        return sidecar.load(self.sidecar).decisions

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def code(self) -> str:
        """The code of what is shown."""
        return str(self.page.inner_text("#card .kind")).rpartition("·")[2].strip()

    def settled(self) -> None:
        """Wait until what was decided is written and shown."""
        until(self.page, "waiting + loading + done.size === 0")

    def to(self, code: str) -> None:
        """Go on to the first thing of `code` that waits."""
        for _ in range(40):
            if self.code == code:
                return
            self.press("j")
        pytest.fail(f"no {code} is asked")


class Review:
    """A served desk with an article for each test, and a browser that has opened its link."""

    def __init__(self, chromium: Any, desk: Path, served: Served) -> None:
        self._chromium = chromium
        self.desk = desk
        self.served = served
        self._slugs = [f"salt-{number}" for number in range(1, ARTICLES)]
        self._jar: Any = None

    @contextmanager
    def browser(self, **looks: Any) -> Iterator[Any]:
        """A browser with the cookie of the review."""
        context = self._chromium.new_context(**looks)
        try:
            if self._jar is None:
                context.new_page().goto(self.served.url)
                self._jar = context.cookies()
            context.add_cookies(self._jar)
            yield context
        finally:
            context.close()

    @contextmanager
    def article(self, width: int = 1440, height: int = 900, **looks: Any) -> Iterator[Page]:
        """The page of an article that no other test has."""
        size = {"width": width, "height": height}
        with self.browser(viewport=size, **looks) as context:
            yield Page(context.new_page(), self.served, self.desk, self._slugs.pop())


@pytest.fixture(scope="module")
def review(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    texts = {f"salt-{number}": TEXT for number in range(1, ARTICLES)}
    desk = laid_out(tmp_path_factory.mktemp("browser") / "desk", **texts)
    with serving(desk) as served:
        yield Review(chromium, desk, served)


def built(desk: Path) -> dict[str, bytes]:
    """The files that a build makes of the article `salt` of a desk."""
    command = [sys.executable, "-m", "copydesk", "-C", str(desk), "-q", "salt"]
    subprocess.run(command, check=True, capture_output=True)
    folder = desk / "dist" / "salt"
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: str(size[0]))
def test_a_review_is_done_by_keyboard_alone_and_the_build_makes_what_was_decided(
    review: Review, tmp_path: Path, size: tuple[int, int]
) -> None:
    with review.article(*size) as page:
        page.to("citation.ambiguous")
        assert page.page.locator(".choice").count() == 2
        page.press("2")
        page.to("citation.fuzzy-name")
        page.press("y")
        page.to("citation.year-mismatch")
        page.press("e")
        assert page.page.input_value("#correct-date") == "2019"
        page.press("Enter")
        page.to("spell.unknown")
        page.press("2")
        page.to("word.phrase")
        page.press("A")
        page.settled()
        page.press("u")
        page.settled()
        page.to("word.phrase")
        page.press("e")
        page.page.keyboard.type("may have")
        page.press("Enter")
        page.settled()
        page.to("word.phrase")
        page.press("n")
        page.settled()
        for _ in range(10):
            if not page.page.locator('.row[data-state="open"]').count():
                break
            page.press("y")
            page.settled()
        assert page.page.inner_text("#card h2") == "Nothing is left to decide"
        assert page.told == []
        decisions = page.decisions
        assert [one.key for one in decisions.citations] == ["marlow2020b", "abdoudouh2021"]
        assert {one.after for one in decisions.rewrites} == {"may have", "weather"}
        desks = [laid_out(tmp_path / name) for name in ("one", "other")]
        for desk in desks:  # elsewhere, at another time: the two files are all that counts
            (desk / SIDECAR).write_bytes(page.sidecar.read_bytes())
    article = single_article.read_article(desks[0], config.load(desks[0]), SOURCE)
    assert [query.code for query in article.queries if query.state == "open"] == []
    if size == SCREENS[0]:
        made, again = map(built, desks)
        assert made == again
        text = " ".join(made["salt.md"].decode().split())
        assert "it may have been money. The weather turned" in text
        assert "should of been bought" in text


def test_every_key_has_a_button_and_every_button_does_as_its_key(review: Review) -> None:
    with review.article() as page:
        page.to("word.phrase")
        page.page.click('#card [data-action="accept-rule"]')
        page.settled()
        assert len(page.decisions.edits) == 2
        page.page.click("#undo")
        page.settled()
        assert not page.sidecar.exists()
        page.page.click("#help")
        listed = page.page.inner_text("#keys")
        for key in ("j", "k", "J", "K", "y", "n", "e", "u", "A", "p", "/", "?"):
            assert key in listed
        page.page.click("#keys button")
        assert page.told == []


def test_keys_do_nothing_where_words_are_typed_or_when_they_are_switched_off(
    review: Review,
) -> None:
    with review.article() as page:
        page.to("word.phrase")
        page.press("/")
        page.page.keyboard.type("yn salt")
        assert page.page.input_value("#filter") == "yn salt"
        assert page.page.locator("#rows li:visible").count() == 0
        page.press("Escape")
        assert page.page.locator("#rows li:visible").count() > 5
        page.press("?")
        page.page.click("#heed")
        page.press("Escape")
        page.press("y")
        page.settled()
        assert not page.sidecar.exists()


def test_what_is_being_typed_stays_when_the_article_is_read_anew(review: Review) -> None:
    with review.article() as page:
        page.to("word.phrase")
        page.press("e")
        page.page.keyboard.type("may ")
        page.page.evaluate("load()")
        page.page.keyboard.type("have")
        page.press("Enter")
        page.settled()
        assert [one.after for one in page.decisions.rewrites] == ["may have"]


@pytest.mark.parametrize("said", ["isComposing: true", "keyCode: 229"], ids=["told", "Safari"])
def test_enter_that_ends_a_composed_letter_writes_nothing(review: Review, said: str) -> None:
    with review.article() as page:
        page.to("word.phrase")
        page.press("e")
        page.page.keyboard.type("かもしれ")
        page.page.evaluate(
            "(field) => field.dispatchEvent(new KeyboardEvent('keydown',"
            f" {{ key: 'Enter', bubbles: true, {said} }}))",
            page.page.query_selector("#form-rewrite"),
        )
        page.page.keyboard.type("ない")
        page.press("Enter")
        page.settled()
        assert [one.after for one in page.decisions.rewrites] == ["かもしれない"]


def test_a_second_page_is_told_that_the_first_has_decided(review: Review) -> None:
    with review.article() as first:
        slug = first.source.stem
        second = Page(first.page.context.new_page(), review.served, review.desk, slug)
        second.page.evaluate("look = async () => {}")  # it has not looked since
        for page in (first, second):
            page.to("word.phrase")
        first.press("n")
        first.settled()
        before = first.sidecar.read_bytes()
        second.press("y")
        second.page.wait_for_selector("#trouble:not([hidden])")
        assert "changed elsewhere; nothing was written" in second.page.inner_text("#trouble")
        second.settled()
        assert first.sidecar.read_bytes() == before
        assert second.code == "word.phrase"  # the other one
        second.press("y")
        second.settled()
        assert [one.verdict for one in first.decisions.edits] == ["stet", "accept"]


#: Presses a key twice, before anything can be answered.
TWICE = """key => {
    for (let times = 0; times < 2; times += 1)
        document.dispatchEvent(new KeyboardEvent('keydown', { key }));
}"""


def test_a_key_that_is_pressed_twice_decides_once_and_costs_no_error(review: Review) -> None:
    with review.article() as page:
        page.page.evaluate("choose(state.order.find(([, how]) => how === 'made')[0])")
        page.page.evaluate(TWICE, "n")
        page.settled()
        assert [one.verdict for one in page.decisions.edits] == ["stet"]
        assert page.page.locator("#trouble").is_hidden()
        page.page.evaluate("choose(state.order.find(([, how]) => how === 'decided')[0])")
        page.page.evaluate(TWICE, "x")
        page.settled()
        assert page.decisions.edits == ()
        assert page.page.locator("#trouble").is_hidden()
        assert page.page.inner_text("#said").startswith("That is decided already.")
        assert page.page.evaluate("state.order.every(([, how]) => how !== 'decided')")
        assert page.told == []


def test_what_changes_underneath_is_shown_by_itself(review: Review) -> None:
    with review.article() as page:
        page.to("word.phrase")
        page.press("n")
        page.settled()
        text = TEXT.replace("it could of been money. ", "").replace("The price", "On the price", 1)
        page.source.write_text(text, encoding="utf-8")
        until(page.page, "document.querySelector('#title').textContent.startsWith('On')")
        assert page.page.locator('.row[data-item^="q-"]', has_text="fits nothing").count() == 1


def test_what_went_wrong_underneath_is_told_until_it_is_mended(review: Review) -> None:
    with review.article() as page:
        page.sidecar.write_text("titel = 1\n", encoding="utf-8")
        page.page.evaluate("look()")
        page.page.wait_for_selector("#trouble:not([hidden])")
        assert "titel" in page.page.inner_text("#trouble")
        page.sidecar.unlink()
        page.page.evaluate("look()")
        page.page.wait_for_selector("#trouble", state="hidden")


def test_a_page_that_found_nothing_to_show_shows_it_when_it_can_be_read(review: Review) -> None:
    with review.article() as page:
        page.sidecar.write_text("titel = 1\n", encoding="utf-8")
        page.page.reload()
        page.page.wait_for_selector("#trouble:not([hidden])")
        page.sidecar.unlink()
        page.page.evaluate("look()")
        page.page.wait_for_selector(".row[aria-current]", state="attached")


def test_each_preview_is_made_anew_after_a_decision(review: Review) -> None:
    with review.article() as page:
        frame = page.page.frame_locator("#frames iframe:not(.coming)")
        page.to("spell.unknown")
        page.press("2")
        for kind in ("Web", "Mail 375", "Mail 640", "Text"):
            page.page.click(f'[role="tab"]:text-is("{kind}")')
            frame.get_by_text("The weather turned").first.wait_for()
        page.press("u")
        frame.get_by_text("The wheather turned").first.wait_for()
        assert page.told == []


def test_axe_has_nothing_to_say_and_nothing_is_wider_than_the_screen(
    review: Review, npm: Callable[[str], str]
) -> None:
    npm("axe-core")
    axe = ROOT / ".ci" / "checks" / "node_modules" / "axe-core" / "axe.min.js"
    found = []
    with review.article(bypass_csp=True) as page:
        page.page.evaluate(axe.read_text(encoding="utf-8"))
        for width, scheme, code, key in LOOKS:
            page.page.emulate_media(color_scheme=scheme)
            page.page.set_viewport_size({"width": width, "height": 900})
            if code:
                page.to(code)
            page.press(key)
            told = page.page.evaluate(
                "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags },"
                " iframes: false })",
                TAGS,
            )
            found += [
                (width, scheme, one["id"], node["html"][:120])
                for one in told["violations"]
                for node in one["nodes"]
            ]
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.page.evaluate(wide) == 0
            page.press("Escape")
    assert found == []


def test_what_was_decided_outlives_a_server_that_is_killed(chromium: Any, tmp_path: Path) -> None:
    desk = laid_out(tmp_path / "desk")
    with serving(desk, "salt") as served:
        context = chromium.new_context()
        context.new_page().goto(served.url)
        page = Page(context.new_page(), served, desk, "salt")
        page.to("word.phrase")
        page.press("n")
        page.settled()
        before = page.sidecar.read_bytes()
        page.press("n")
        os.kill(served.process.pid, signal.SIGKILL)
        served.process.wait(30)
        page.page.wait_for_selector("#trouble:not([hidden])")
        assert "has ended" in page.page.inner_text("#trouble")
        context.close()
    if page.sidecar.read_bytes() != before:  # the last keystroke got there too, and whole
        assert len(page.decisions.edits) == 2


def test_without_a_name_every_article_is_listed_with_what_waits_in_it(review: Review) -> None:
    with review.browser() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"http://{review.served.host}/")
        counted = "[...document.querySelectorAll('#articles p')].map((one) => one.textContent)"
        until(page, f"{counted}.filter((one) => one.includes('decided')).length >= 3")
        assert page.locator("#articles li").count() == ARTICLES
        page.click("text=The price of salt")
        page.wait_for_selector(".row[aria-current]", state="attached")
        assert page.inner_text(".back") == "All articles"
