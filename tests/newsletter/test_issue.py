"""The file of an issue: what it says, what the desk says for it, and what it must not say."""

from __future__ import annotations

import datetime as dt

import pytest

from copydesk.errors import ConfigError
from copydesk.newsletter.issue import IssueEntry, read_issue
from copydesk.newsletter.targets import find_target, read_targets
from copydesk.settings.newsletters import Attach, Footer, Newsletter

LEAST = 'subject = "Tides"\ndate = 2026-05-01\n[[article]]\nsrc = "harbour-wall"\n'


def issue(text: str, shared: Newsletter | None = None):
    return read_issue(text.encode(), "may.toml", shared, "may")


def test_all_that_an_issue_can_say_is_read():
    found = issue("""
        id = "2026-05"
        subject = "“Tides” & walls"
        preheader = "Three articles from the harbour"
        from = "The Harbour Review <desk@harbour.example>"
        reply_to = "editor@harbour.example"
        date = 2026-05-01T07:30:00+01:00
        intro = "Dear readers,\\n\\nthe *wall* is open."
        language = "en-GB"
        url = "https://harbour.example/letters/may"
        base_url = "https://harbour.example/files/may/"
        target = "buttondown"
        list_id = "review.harbour.example"
        attach = { formats = ["pdf", "epub"], per = "article" }
        footer = { address = "1 Quay, Brigg", why = "You asked.", unsubscribe = "a@b.example" }
        [[article]]
        src = "harbour-wall"
        [[article]]
        src = "source/quay.txt"
        mode = "excerpt"
        words = 60
        attach = []
        url = "https://harbour.example/quay"
        [[article]]
        src = "pier"
        mode = "link"
        teaser = "How the *pier* fell."
    """)
    assert (found.id, found.subject) == ("2026-05", "“Tides” & walls")
    assert found.date == dt.datetime(2026, 5, 1, 6, 30, tzinfo=dt.UTC)
    assert found.settings == Newsletter(
        from_="The Harbour Review <desk@harbour.example>",
        reply_to="editor@harbour.example",
        target="buttondown",
        base_url="https://harbour.example/files/may/",
        list_id="review.harbour.example",
        attach=Attach(("pdf", "epub"), "article"),
        footer=Footer("1 Quay, Brigg", "You asked.", "a@b.example"),
    )
    assert found.entries == (
        IssueEntry("harbour-wall"),
        IssueEntry("source/quay.txt", "excerpt", 60, url="https://harbour.example/quay", attach=()),
        IssueEntry("pier", "link", teaser="How the *pier* fell."),
    )
    assert [found.attached(entry) for entry in found.entries] == [
        ("pdf", "epub"), (), ("pdf", "epub"),
    ]  # fmt: skip


def test_what_the_desk_says_is_good_for_every_issue_that_says_nothing_else():
    shared = Newsletter(from_="desk@harbour.example", target="keila", footer=Footer(why="Asked."))
    found = issue('footer = { address = "1 Quay" }\n' + LEAST, shared)
    assert found.settings.from_ == "desk@harbour.example"
    assert found.settings.target == "keila"
    assert found.settings.footer == Footer(address="1 Quay", why="Asked.")
    assert found.id == "may"


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2026-05-01", "2026-05-01T00:00:00+00:00"),
        ('"2026-05-01"', "2026-05-01T00:00:00+00:00"),
        ("2026-05-01T07:00:00", "2026-05-01T07:00:00+00:00"),
        ('"2026-05-01 07:00+02:00"', "2026-05-01T07:00:00+02:00"),
    ],
)
def test_a_day_is_its_midnight_and_a_time_without_a_zone_is_utc(date, read):
    assert issue(LEAST.replace("2026-05-01", date)).date.isoformat() == read


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("subjekt = 'x'\n" + LEAST, "unknown key `subjekt`", "did you mean `subject`?"),
        ("frm = 'x'\n" + LEAST, "unknown key `frm`", "did you mean `from`?"),
        ("footer = { adress = 'x' }\n" + LEAST, "`footer.adress`",
         "did you mean `address`?"),
        (LEAST + 'mod = "full"', "unknown key `article.mod`", "did you mean `mode`?"),
        (LEAST + 'mode = "ful"', "`article.mode` is 'ful'", "did you mean `full`?"),
        (LEAST + "words = 0", "`article.words` is '0'", "correct the value"),
        (LEAST + "words = true", "`article.words` is 'True'", "correct the value"),
        ("date = 2026-05-01\n[[article]]\nsrc = 'a'", "needs a `subject`", 'write subject = "…"'),
        ("subject = 'a'\n[[article]]\nsrc = 'a'", "needs a `date`", "write date = "),
        ("subject = 'a'\ndate = 2026-05-01", "it has no articles", "write [[article]]"),
        (LEAST.replace("2026-05-01", "'soon'"), "`date` is 'soon'", "correct the value"),
        (LEAST.replace("2026-05-01", "0001-01-01"), "`date` is '0001", "correct the value"),
        (LEAST.replace("Tides", "Tides\\nBcc: a@b.example"), "`subject`", "correct the value"),
        (LEAST.replace("Tides", "Tides\\u2028x"), "`subject`", "correct the value"),
        ("from = 'a b'\n" + LEAST, "`from` is 'a b'", "correct it there"),
        ("base_url = 'files/'\n" + LEAST, "`base_url` is 'files/'", "correct it there"),
        ("url = 'data:x'\n" + LEAST, "`url` is 'data:x'", "correct the value"),
        ("url = false\n" + LEAST, "`url` is 'False'", "correct the value"),
        ("language = 0\n" + LEAST, "`language` is '0'", "correct the value"),
        (LEAST + "url = []", "`article.url` is '[]'", "correct the value"),
        (LEAST.replace("2026-05-01", "'2026-05-01T07:00:00+00:00:30'"), "`date` is '2026",
         "correct the value"),
        ("list_id = '" + "a." * 127 + "ab'\n" + LEAST, "`list_id` is 'a.a", "correct it there"),
        ("language = 'en" + "-latin" * 9 + "'\n" + LEAST, "`language`", "correct the value"),
        ("id = '../x'\n" + LEAST, "`id` is '../x'", "correct the value"),
        ("schema = 'copydesk.issue/2'\n" + LEAST, "`schema`", "update copydesk"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_with_its_place_and_what_to_do(text, said, hint):
    with pytest.raises(ConfigError) as caught:
        issue(text)
    assert str(caught.value).startswith("may.toml: ")
    assert said in str(caught.value)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize("stem", ["май", "May 2026", "may!"])
def test_an_issue_whose_file_has_no_name_to_be_known_by_is_asked_for_one(stem):
    with pytest.raises(ConfigError) as caught:
        read_issue(LEAST.encode(), "may.toml", stem=stem)
    assert str(caught.value).startswith("may.toml: an issue needs an `id`")
    assert caught.value.hint.startswith('write id = "2026-05"')
    assert read_issue(f'id = "5"\n{LEAST}'.encode(), "may.toml", stem=stem).id == "5"


def test_a_list_may_have_the_longest_name_that_mail_knows():
    name = "a." * 127 + "a"
    assert len(name) == 255
    assert issue(f"list_id = '{name}'\n" + LEAST).settings.list_id == name


def test_where_no_formats_are_named_nothing_goes_with_an_issue():
    found = issue(LEAST + "[attach]\nformats = []")
    assert (found.formats, found.settings.attach.per) == ((), "article")


def test_a_target_is_known_by_name_and_a_misspelt_one_by_the_nearest():
    with pytest.raises(ConfigError) as caught:
        find_target("mailchip", "may.toml")
    assert caught.value.hint == "did you mean `mailchimp`?"


@pytest.mark.parametrize("name", read_targets())
def test_every_target_says_where_its_limits_were_read(name):
    assert read_targets()[name].checked
    assert read_targets()[name].title


@pytest.mark.parametrize("key", ["smtp", "user", "password_command"])
def test_where_the_desks_password_goes_no_issue_says(key):
    with pytest.raises(ConfigError) as caught:
        issue(f'{key} = "smtp://mail.harbour.example"\n' + LEAST)
    assert f"unknown key `{key}`" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://h.example/leave?{token}", True), ("https://h.example/{email}/x", True),
        ("leave+{token}@h.example", True), ("https://h.example/{name}", False),
        ("https://h.example/{{token}}", False),
    ],
)  # fmt: skip
def test_the_way_out_may_have_a_place_for_the_readers_own(address, good):
    text = f'footer = {{ unsubscribe = "{address}" }}\n' + LEAST
    if good:
        assert issue(text).settings.footer.unsubscribe == address
    else:
        with pytest.raises(ConfigError):
            issue(text)
