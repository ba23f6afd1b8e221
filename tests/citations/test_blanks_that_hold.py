"""No-break blanks that French and German take change nothing of what is cited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from copydesk import pipeline
from copydesk.clean import EDIT
from copydesk.config import Config, Style
from copydesk.model import Article, Decisions

SAID = "Le port était calme cette année-là, et personne dans la ville ne savait pourquoi. "
GESAGT = "Der Hafen war ruhig, und niemand wusste, warum er so lange gesperrt gewesen war. "
FRENCH_LIST = """Bibliographie

Dupont, M. (2019) La politique du port. Paris : Marée.

Martin, L. (2020) « Qui gouverne le port ? », Revue du port, vol. 5, n° 2, p. 12-15.
"""
GERMAN_LIST = """Literatur

Müller, Hans (2019): Die Politik des Hafens. Berlin: Flut Verlag.

Weber, Lena (2020): "Wer regiert den Hafen?", in: Merkur, Jg. 5, Nr. 2, S. 12-15.
"""
TEXTS = {
    "author and date": f"""Le port tranquille

{SAID * 3} Selon Dupont (2019, p. 12), il ferme (voir Martin, 2020 : 45 ; Dupont 2019, pp. 3-5) ?
Martin (2020) le dit : « Que faire ? » (Dupont 2019 : 14) ; M. Martin (2020, § 5) aussi !

{FRENCH_LIST}""",
    "notes": f"""Le port tranquille

{SAID * 3} Il ferme ![1] Il rouvre ?[2] Puis rien.[3]

{SAID * 3}

Notes

[1] M. Dupont, La politique du port, Paris, Marée, 2019, p. 12 ; voir aussi Martin, 2020.

[2] Ibid., p. 15.

[3] L. Martin, « Qui gouverne le port ? », Revue du port, n° 2, 2020, p. 13.

{FRENCH_LIST}""",
    "numbers": f"""Le port tranquille

{SAID * 3} Il ferme [1, p. 4] ; il rouvre [1-2] !

{SAID * 3}

Bibliographie

[1] Dupont, M. (2019) La politique du port. Paris : Marée.

[2] Martin, L. (2020) « Qui gouverne le port ? », Revue du port, vol. 5, n° 2, p. 12-15.
""",
    "German": f"""Der stille Hafen

{GESAGT * 3} Laut Müller (2019, S. 12) war es so (vgl. Müller 2019, S.14; Weber 2020: 45), z.B.
hier (siehe u.a. Weber 2020, S. 12-15), nach § 5.

{GERMAN_LIST}""",
}


def article(text: str, config: Config) -> Article:
    return pipeline.article(text.encode(), "port.txt", config, Decisions())


def cited(found: Article) -> list[tuple[str, tuple[str, ...], str]]:
    return [(one.status, one.keys, " ".join(one.locator.split())) for one in found.citations]


def off() -> Config:
    own = tuple((name, "off") for name in EDIT if name.startswith(("fr.", "de.")))
    return replace(Config(), style=Style(rules=own))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_the_same_works_are_cited_with_and_without_the_blanks_of_the_language(text: str) -> None:
    with_blanks, without = article(text, Config()), article(text, off())
    assert any(
        edit.rule in ("fr.tied", "fr.high-mark", "de.tied") for edit in with_blanks.edited.ledger
    )
    assert cited(with_blanks) == cited(without)
    assert "exact" in {status for status, _, _ in cited(with_blanks)}
    entries = [entry.csl for entry in with_blanks.back.references]
    assert entries == [entry.csl for entry in without.back.references]
