"""A batch shows how it goes: on a terminal by a bar that spoils nothing, elsewhere by few lines."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from builder.bench import Desk
from builder.screen import Clock, Screen
from copydesk import builder
from copydesk.builder import progress
from copydesk.builder.progress import Meter, Teller, draw_bar
from copydesk.builder.report import DocumentOutcome


def outcome(number: int, *, bad: bool = False) -> DocumentOutcome:
    slug = f"a{number}"
    if bad:
        return DocumentOutcome(
            slug, f"source/{slug}.txt", "refused", message="it is empty", exit_code=3
        )
    return DocumentOutcome(slug, f"source/{slug}.txt", "built", formats=("md",))


def batch(
    screen: Screen, total: int, bad: tuple[int, ...] = (), step: float = 0.1, **how: bool
) -> None:
    """A batch of `total` documents that end every `step` seconds."""
    clock = Clock()
    with Teller(screen, **how, clock=clock) as teller:
        teller.expect({f"a{number}": 8_000 for number in range(total)})
        for number in range(total):
            teller.pulse([f"a{number}"])
            clock.now += step
            teller.tell(outcome(number, bad=number in bad))


# ── elsewhere ────────────────────────────────────────────────────────────────


def test_a_log_of_thousands_has_each_problem_and_a_line_now_and_then(monkeypatch) -> None:
    log = Screen(monkeypatch, terminal=False)
    batch(log, 5_000, bad=(7, 4_000))
    problems = [line for line in log.lines if "it is empty" in line]
    others = [line for line in log.lines if "it is empty" not in line]
    assert [line.split()[1] for line in problems] == ["a7:", "a4000:"]
    assert len(others) == int(500 / progress.RHYTHM)
    assert others[0] == "300/5,000 · 7 min 50 s left · 10.0/s"
    assert "\x1b" not in log.getvalue()


@pytest.mark.parametrize(
    ("total", "every", "told"), [(50, False, 50), (51, False, 0), (51, True, 51)]
)
def test_a_small_batch_tells_of_each_document(monkeypatch, total, every, told) -> None:
    log = Screen(monkeypatch, terminal=False)
    batch(log, total, every=every)
    assert len(log.lines) == told


@pytest.mark.parametrize("terminal", [True, False])
def test_quiet_says_only_what_went_wrong(monkeypatch, terminal) -> None:
    log = Screen(monkeypatch, terminal=terminal)
    batch(log, 500, bad=(7,), quiet=True)
    assert log.lines == ["refused             a7: it is empty"]
    assert log.writes == 1


@pytest.mark.parametrize("every", [False, True])
def test_where_a_bug_arose_is_told_to_who_wants_to_hear_all(monkeypatch, every) -> None:
    bug = replace(outcome(1, bad=True), detail="Traceback\n  a\x1b[2J.py\n")
    log = Screen(monkeypatch, terminal=False)
    with Teller(log, every=every) as teller:
        teller.expect({bug.slug: 1})
        teller.tell(bug)
    assert ("Traceback\n  a\\x1b[2J.py\n" in log.getvalue()) == every


def test_many_refusals_that_were_known_are_left_to_the_summary(monkeypatch) -> None:
    for count, said in ((progress.KNOWN, progress.KNOWN), (progress.KNOWN + 1, 0)):
        log = Screen(monkeypatch, terminal=False)
        with Teller(log) as teller:
            for number in range(count):
                teller.tell(outcome(number, bad=True))
        assert len(log.lines) == said


# ── on a terminal ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_bar_fits_its_terminal_and_leaves_no_trace(monkeypatch, columns) -> None:
    screen = Screen(monkeypatch, columns)
    batch(screen, 200, bad=(30, 60))
    told = [f"refused             a{number}: it is empty" for number in (30, 60)]
    assert "".join(screen.lines) == "".join(told)
    bars = [piece for piece in screen.getvalue().split("\r\x1b[J") if "/200" in piece]
    assert len(bars) > 100
    assert all(len(bar.rpartition("\n")[2]) < columns for bar in bars)


def test_while_it_goes_the_bar_stands_below_what_was_told(monkeypatch) -> None:
    screen, clock = Screen(monkeypatch, 40), Clock()
    with Teller(screen, clock=clock) as teller:
        teller.expect({f"a{number}": 0 for number in range(100)})
        clock.now = 10
        teller.tell(outcome(0))
        teller.tell(outcome(1, bad=True))
        teller.pulse(["a2"])
        clock.now = 15
        teller.pulse(["a2"])
        assert screen.lines == [
            "refused             a1: it is empty", "░░░░░░░░░░  2/100 · 12 min left · 8/min",
        ]  # fmt: skip
    assert screen.lines == ["refused             a1: it is empty"]


def test_a_terminal_made_narrower_is_cleared_all_the_same(monkeypatch) -> None:
    screen, clock = Screen(monkeypatch, 100), Clock()
    with Teller(screen, clock=clock) as teller:
        teller.expect({f"a{number}": 0 for number in range(300)})
        for number in range(300):
            clock.now += 1
            teller.tell(outcome(number, bad=number == 5))
            if number == 100:
                screen.narrow(30)
    assert "".join(screen.lines) == "refused             a5: it is empty"


def test_an_interrupt_leaves_no_bar(monkeypatch) -> None:
    screen, clock = Screen(monkeypatch), Clock()
    with pytest.raises(KeyboardInterrupt):
        _interrupted(screen, clock)
    assert screen.lines == []


def _interrupted(screen: Screen, clock: Clock) -> None:
    with Teller(screen, clock=clock) as teller:
        teller.expect({"a0": 1, "a1": 1})
        clock.now = 5
        teller.pulse(["a0"])
        assert screen.lines
        raise KeyboardInterrupt


def test_what_is_done_at_once_shows_no_bar(monkeypatch) -> None:
    screen = Screen(monkeypatch)
    batch(screen, 4, step=0.1)
    assert "\x1b[J" not in screen.getvalue()


def test_ten_thousand_documents_are_not_slowed_by_drawing(monkeypatch) -> None:
    screen = Screen(monkeypatch)
    batch(screen, 10_000, step=0.001)
    assert screen.writes < 10_000 * 0.001 / progress.REDRAWN + 5


@pytest.mark.parametrize(
    ("variable", "value", "bar", "colour"),
    [("TERM", "dumb", False, False), ("NO_COLOR", "1", True, False), ("NO_COLOR", "", True, True)],
)
def test_a_terminal_is_used_as_its_user_wants(monkeypatch, variable, value, bar, colour) -> None:
    screen = Screen(monkeypatch)
    monkeypatch.setenv(variable, value)
    batch(screen, 40, step=1, bad=(3,))
    assert ("░" in screen.getvalue()) is bar
    assert ("\x1b[31m" in screen.getvalue()) is colour
    assert ("\x1b" in screen.getvalue()) is bar


# ── what it shows ────────────────────────────────────────────────────────────


def test_what_takes_long_is_named() -> None:
    meter = Meter({"harbour-wall": 90_000, "ferry": 10}, begun=0)
    meter.working(["harbour-wall", "ferry"], 1)
    meter.working(["harbour-wall"], 3)
    assert "harbour-wall" not in draw_bar(meter, 3.5, 80)
    assert draw_bar(meter, 41, 80).endswith("  0/2 · harbour-wall 40 s")


def test_time_left_counts_that_long_documents_come_first() -> None:
    meter = Meter({"long": 8 * progress.BASE, "a": 0, "b": 0, "c": 0}, begun=0)
    meter.ended("long")
    assert "1/4 · 3 s left" in draw_bar(meter, 9, 80)


def test_an_outcome_that_comes_twice_counts_once() -> None:
    meter = Meter({"a": 0, "b": 0}, begun=0)
    for slug in ("a", "a", "elsewhere"):
        meter.ended(slug)
    assert meter.done == 1


@pytest.mark.parametrize("columns", range(1, 60))
def test_however_narrow_a_line_stays_a_line(columns) -> None:
    meter = Meter({f"a{number}": 8_000 for number in range(5_000)}, begun=0)
    for number, slug in enumerate(itertools.islice(meter.weights, 1_000)):
        meter.working([slug], number)
        meter.ended(slug)
    shown = draw_bar(meter, 2_000, columns)
    assert len(shown) <= columns
    assert "1,000/5,000".startswith(shown) or "1,000/5,000" in shown


def test_a_reader_that_goes_away_ends_no_batch(bench: Desk, monkeypatch) -> None:
    for number in range(3):
        bench.write(f"a{number}.txt", "The ferry left.")
    screen = Screen(monkeypatch, terminal=False)
    monkeypatch.setattr(screen, "flush", _gone)
    with Teller(screen) as teller:
        report = builder.build(bench.root, bench.config, options=builder.Options(jobs=1),
                            tell=teller.tell, progress=teller)  # fmt: skip
        teller.say("the end")
    assert set(bench.states(report).values()) == {"built"}
    assert screen.writes == 1


def _gone() -> None:
    raise BrokenPipeError


def test_what_is_said_at_the_end_stands_below_old_refusals(monkeypatch) -> None:
    log = Screen(monkeypatch, terminal=False)
    with Teller(log) as teller:
        teller.tell(outcome(1, bad=True))
        teller.say("1 document: 1 refused")
    assert log.lines == ["refused             a1: it is empty", "1 document: 1 refused"]


def test_a_real_batch_is_told_to_its_end(bench: Desk, monkeypatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    for number in range(4):
        bench.write(f"a{number}.txt", "sleep 0.7" if number == 0 else "The ferry left.")
    bench.write("b.txt", "refuse a shopping list")
    screen = Screen(monkeypatch)
    with Teller(screen) as teller:
        builder.build(
            bench.root, bench.config, options=builder.Options(jobs=2),
            tell=teller.tell, progress=teller,
        )  # fmt: skip
    assert sorted(line.split()[0] for line in screen.lines) == [*["built"] * 4, "refused", "send"]
    assert "/5 · " in screen.getvalue()
