"""Items of a list that are wrapped are items all, and paragraphs beside quotations are none."""

from __future__ import annotations

import pytest

from copydesk import structure
from copydesk.config import Config
from copydesk.model import Decisions, EditedText, Line, Role, Submission

BRIEF = """\
WHO PAYS FOR THE LAST MILE?
Rural broadband after the subsidies
Oluwaseun Adeyemi and Claire Fontenoy
Introduction
When the diggers left Saint-Agrève in the autumn of 2022, the mayor
counted 140 houses with fibre and 61 without. “They told us the rest
was uneconomic,” she says. “We told them that so is the post.” Her
village is typical. Across the European Union the last fifth of rural
homes costs as much to connect as the first four fifths together.¹
This brief looks at what happened to the money, and what might be
done when it stops. It draws on interviews in France, Ireland and
Nigeria, and on figures of the national regulators.
THE MONEY
How the subsidies worked
National plans followed one pattern. The regulator drew a map, the
map showed “white areas” where no firm would invest, and the state
paid the gap between cost and revenue.² In France the gap came to
€3.3bn; in Ireland, to €2.7bn for 564,000 premises.
RECOMMENDATIONS
1. Pay households, not operators. A voucher of €1,500 would cover
the trench in most villages and would let neighbours pool theirs.
2. Open the ducts. Ducts laid with public money should be open to
any firm at cost.
3. Let villages own the line. Co-operatives in Lancashire have shown
that farmers can dig for a tenth of the price.³
ABOUT THE AUTHORS
¹ European Court of Auditors, “Broadband in the EU Member States”, Special Report 12/2018, p. 34,
² Interview with a former official at Arcep, Paris, 14 November 2023.
³ See B4RN, “Our story”, https://b4rn.org.uk/our-story/, accessed 2 February 2024.
"""
PAGE = """\
Vai al contenuto
Home
Chi siamo
Temi
Autori
Accedi
Abbonati
Cerca nel sito
Condividi
Tweet
LinkedIn
Stampa

Il salario che non c'è

di Federica Lanza e Pietro De Santis
24 ottobre 2023
In Lavoro

In Italia un lavoratore su otto guadagna meno di nove euro l'ora. La cifra è nota, ma non lo è \
altrettanto la sua causa: non mancano i contratti, ce ne sono troppi.

Il Cnel ne conta 1.033. Di questi, secondo Garnero (2018), solo un quinto è firmato dai \
sindacati più rappresentativi. Gli altri sono chiamati "contratti pirata": legali, registrati e \
peggiori.

Perché la legge non basta

Un salario minimo per legge aiuterebbe chi sta sotto la soglia. Non aiuterebbe chi lavora venti \
ore e ne dichiara dieci. Lucifora (2017) stima che il mancato rispetto dei minimi riguardi già \
oggi il 10 per cento dei dipendenti.

Tre proposte

- Misurare la rappresentanza, come chiesto dalla Corte costituzionale nel 2013.
- Dare agli ispettori l'accesso alle buste paga.
- Legare gli appalti pubblici al contratto prevalente.

Lascia un commento
Il tuo indirizzo email non sarà pubblicato. I campi obbligatori sono contrassegnati *
Commento *
Nome *
Email *
Invia commento
2 commenti
Marco R. scrive:
25 ottobre 2023 alle 9:12
Ottimo articolo, ma i rider?
Rispondi
"""
QUOTED = (
    ("heading:1", "Cement, Sand and the State"),
    (
        "",
        (
            "This post asks who decides. It summarises my paper with Vannak Chea in the Journal of "
            "Contemporary Asia."
        ),
    ),
    ("heading:2", "Sand as revenue"),
    (
        "",
        (
            "Sand is dredged under licence. Between 2015 and 2020 licences brought the state some "
            "$9 million a year, while UN Comtrade lists exports worth ten times as much (Global "
            "Witness, 2010; Lamb et al., 2019)."
        ),
    ),
    ("quote", "We do not sell the river. We lend it."),
    ("quote", "Official, Ministry of Mines, 2021"),
    ("list:bullet:1", "Licences are granted for two years."),
    ("list:bullet:1", "They may be renewed without a tender."),
    ("heading:2", "Cement as promise"),
    (
        "",
        (
            "Each new tower is announced with a figure: so many tonnes, so many jobs. The figures "
            "are seldom checked."
        ),
    ),
)


def find_roles(media_type: str, *rows: tuple[str, str]) -> dict[str, Role | None]:
    lines = tuple(Line(at, text, hint=hint) for at, (hint, text) in enumerate(rows, start=1))
    edited = EditedText(Submission("mole", "", media_type, lines), lines)
    roles = structure.label(edited, Config(), Decisions()).roles
    return {line.text: role for line, role in zip(lines, roles, strict=True)}


def test_a_numbered_item_beside_notes_with_raised_numbers_is_none_of_them() -> None:
    found = find_roles("text/plain", *(("", line) for line in BRIEF.splitlines()))
    items = BRIEF[BRIEF.index("1. Pay") : BRIEF.index("ABOUT")].splitlines()
    assert [found[line] for line in items] == ["list"] * len(items)
    assert found[BRIEF.splitlines()[-1]] == "footnote"


def test_sentences_that_touch_behind_hyphens_are_items() -> None:
    found = find_roles("text/plain", *(("", line) for line in PAGE.splitlines()))
    assert [role for line, role in found.items() if line.startswith("- ")] == ["list"] * 3


def test_numbered_notes_stay_notes_where_no_number_is_raised() -> None:
    text, notes = BRIEF[: BRIEF.index("RECOMM")], BRIEF[BRIEF.index("¹ European") :]
    for raised, number in zip("¹²³", "123", strict=True):
        notes = notes.replace(f"{raised} ", f"{number}. ")
        text = text.replace(raised, f"[{number}]")
    rows = [*text.splitlines(), "Notes", *notes.splitlines()]
    found = find_roles("text/plain", *(("", line) for line in rows))
    assert {found[line] for line in notes.splitlines()} == {"footnote"}


def test_a_paragraph_beside_a_quotation_of_the_page_is_none() -> None:
    roles = find_roles("text/html", *QUOTED).values()
    assert [role for role in roles if role in ("body", "quote")] == [
        "body", "body", "quote", "quote", "body",
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["-", "–", "—"])
def test_what_people_say_behind_dashes_stays_text(sign: str) -> None:
    spoken = [f"{sign} Who counts the stones?", f"{sign} The keepers do.", f"{sign} And who reads?"]
    rows = [*BRIEF.splitlines()[:9], *spoken, *BRIEF.splitlines()[9:15]]
    found = find_roles("text/plain", *(("", line) for line in rows))
    assert {found[line] for line in spoken} == {"body"}
