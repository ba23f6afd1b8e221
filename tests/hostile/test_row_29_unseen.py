"""Row 29: what nobody can see does not change what is read, and stays where it does honest work.

Promised: in words and sentences of scripts that do not need them, characters without a shape are
removed, each by an edit that names it. Arabic, Hebrew, Persian, Hindi, Thai and emoji keep what
they are spelt with. A host that mixes scripts is asked about.
"""

from __future__ import annotations

import unicodedata

import pytest

from copydesk import ledger, pipeline
from copydesk.config import Config
from copydesk.model import Article, Decisions
from copydesk.review import sidecar
from copydesk.settings import layers
from copydesk.settings.forms import Form

pytestmark = pytest.mark.check

PROSE = "The harbour of Aldmouth was sold, and nobody asked the miller about it at all. " * 2
OPENING = f"How Aldmouth lost a mill\n\nBy Ada Lovell\n\n{PROSE}\n\n"
#: Where a character without a shape may stand in a text that needs none.
PLACES = {
    "in a word": "The mi{}ller did not see it coming, says the clerk of the town.",
    "between words": "The miller {}did not see it coming, says the clerk of the town.",
    "around words": "The {0}miller did not{0} see it coming, says the clerk of the town.",
    "at the beginning": "{}The miller did not see it coming, says the clerk of the town.",
    "at the end": "The miller did not see it coming, says the clerk of the town.{}",
    "in a number": "It cost 1{}00 pounds, which nobody in the town had ever seen at once.",
    "beside one Hebrew letter": "The mi{}ller did not see א coming, says the clerk of the town.",
}
#: What begins a number or a sentence in Arabic, Syriac and others, and has a shape.
SHAPED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
#: All that Unicode calls a format, and the controls of ISO 8859; those of ASCII are row 30's.
FORMATS = [
    chr(code)
    for code in (*range(0x7F, 0x3000), *range(0xFE00, 0x10000), *range(0xE0000, 0xE0080))
    if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"} and chr(code) not in SHAPED
]
#: What parts lines or words leaves a blank, and may be taken for it by the reader.
PARTING = frozenset("\x85\u2028\u2029")
#: In a line with a letter that runs to the left a mark of direction may be that one's.
MARKS = frozenset("\u061c\u200e\u200f")

FLAG = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
HONEST = {
    "Arabic": "قال الطحان إنه لم يعرف \u200fشيئا\u200f عن البيع، وأضاف \u2067نعم\u2069.",
    "Hebrew": "הטוחן אמר \u2068Aldmouth\u2069 ולא ידע \u200fדבר\u200f על המכירה של הנמל כולו.",
    "Persian": "آسیابان گفت که نمی\u200cدانست و کتاب\u200cهایش را به خانه\u200cاش برد.",
    "Hindi": "चक्कीवाले ने कहा कि क्\u200dष और र्\u200dय अक्षर अलग हैं, और वह घर गया।",
    "Thai": "คนโม่แป้ง\u200bไม่รู้\u200bเรื่อง\u200bการขายท่าเรือ",
    "emoji": "The miller waved 👩\u200d👩\u200d👧 and ❤️ at the crowd of the harbour.",
    "flags": f"On the mill was a {FLAG} that nobody had put there, says the clerk.",
}


def article(line: str) -> Article:
    text = f"{OPENING}{line}\n\n{PROSE}\n"
    return pipeline.article(text.encode("utf-8", "surrogatepass"), "a.txt", Config(), Decisions())


def printed(found: Article) -> str:
    return "\n".join(ledger.line_texts(found.edited.lines).values())


def test_the_list_is_of_many_characters() -> None:
    assert len(FORMATS) > 150
    assert {"\u200b", "\u202e", "\u2066", "\ufeff", "\x9b", "\u00ad", "\u061c"} <= {*FORMATS}


@pytest.mark.parametrize("place", PLACES)
def test_a_character_without_a_shape_is_taken_out_by_an_edit_that_names_it(place: str) -> None:
    kept = MARKS if "Hebrew" in place else frozenset()
    signs = [sign for sign in FORMATS if sign not in kept]
    found = article("\n\n".join(PLACES[place].format(sign) for sign in signs))
    text = printed(found)
    assert [hex(ord(sign)) for sign in signs if sign in text] == []
    said = "\n".join(edit.reason for edit in found.edited.ledger)
    unsaid = [sign for sign in signs if f"U+{ord(sign):04X}" not in said]
    assert {*unsaid} <= PARTING | {"\u00ad"}  # a soft hyphen has a rule of its own


@pytest.mark.parametrize("name", HONEST)
def test_what_spells_or_turns_honestly_stays(name: str) -> None:
    assert HONEST[name] in printed(article(HONEST[name]))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Read https://example.org/мельница today, says the clerk of the town.", False),
        ("Read https://мельница.example/ today, says the clerk of the town.", False),
        ("Read https://p\u0430ypal.example/login today, says the clerk of the town.", True),
        ("Read https://exampl\u03b5.org/login today, says the clerk of the town.", True),
    ],
)
def test_a_host_of_two_scripts_is_asked_about_and_left(text: str, asked: bool) -> None:  # noqa: FBT001
    found = article(text)
    assert ("text.mixed-script" in [query.code for query in found.queries]) is asked
    assert text in printed(found)


#: What may be typed as a title, and what is printed of it.
TYPED = {
    "overridden": ("The mill\u202ellim ehT", "The millllim ehT"),
    "overridden and ended": ("The \u202emill\u202c of Aldmouth", "The mill of Aldmouth"),
    "marked for nothing": ("The mill\u200f of Aldmouth\u200e", "The mill of Aldmouth"),
    "isolated for nothing": ("The \u2067mill\u2069 of Aldmouth", "The mill of Aldmouth"),
    "overridden beside one letter": ("The \u202emill 2\u202c of א", "The mill 2 of א"),
    "isolated in Hebrew": (HONEST["Hebrew"], HONEST["Hebrew"]),
    "isolated in Arabic": (HONEST["Arabic"], HONEST["Arabic"]),
    "Persian": (HONEST["Persian"], HONEST["Persian"]),
}


@pytest.mark.parametrize("name", TYPED)
def test_what_a_sidecar_says_turns_nothing_around(name: str) -> None:
    typed, printed_ = TYPED[name]
    said = sidecar.loads(
        f"""title = "{typed}"
authors = ["{typed}"]
keywords = ["{typed.replace(",", "")}"]
[[author]]
name = "Ada"
affiliation = "{typed}"
[[picture]]
target = "a.png"
alt = "{typed}"
[[reference]]
raw = "{typed}"
csl = {{ title = "{typed}", author = [{{ family = "{typed}" }}] }}
[[role]]
text = "{typed}"
role = "body"
""".encode(),
        "a.desk.toml",
    ).decisions
    (reference,) = said.references
    assert said.title == printed_
    assert said.authors == (printed_,)
    assert said.imprint.keywords == (printed_.replace(",", ""),)
    assert said.people[0].affiliation == printed_
    assert said.pictures[0].alt == printed_
    assert reference.csl == {"title": printed_, "author": [{"family": printed_}]}
    # What quotes the text as received finds it again.
    assert (reference.raw, said.roles[0].text) == (typed, typed)


@pytest.mark.parametrize("name", TYPED)
def test_what_the_settings_and_an_issue_say_turns_nothing_around(name: str) -> None:
    typed, printed_ = TYPED[name]
    settings = layers.laid_over(Config(), {"publication": {"name": typed}}, "copydesk.toml")
    assert settings.publication.name == printed_
    form = Form("may.toml", "issue")
    assert form.text(typed, "subject") == printed_
    assert form.passage(f"{typed}\nא", "intro") == f"{printed_}\nא"
