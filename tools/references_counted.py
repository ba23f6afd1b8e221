"""The many ways in which volumes, pages and editions are counted in lists typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from copydesk.model import Csl


def volume(item: Csl, language: str, chance: Random) -> str:
    """The volume and the issue of `item`, whichever it has; one of the two at least."""
    number, issue = item.get("volume", ""), str(item.get("issue", ""))
    if not issue:
        labels = {"de": "Bd. {}|Jg. {}|{}", "fr": "vol. {}|t. {}|{}", "es": "vol. {}|{}"}
        return chance.choice(
            labels.get(language[:2], "vol. {}|Vol. {}|{}|{}|volume {}").split("|")
        ).format(number)
    if not number:
        labels = {"de": "H. {}|Nr. {}|Heft {}", "fr": "n° {}|no {}", "es": "núm. {}|n.º {}"}
        return chance.choice(
            labels.get(language[:2], "no. {}|issue {}|No. {}|no.{}|#{}").split("|")
        ).format(issue)
    forms = {
        "de": "Jg. {v}, H. {i}|{v}. Jg., Nr. {i}|{v} ({i})|{v}/{i}|Jg. {v}, Heft {i}",
        "fr": "vol. {v}, n° {i}|vol. {v}, no {i}|{v}({i})|tome {v}, n° {i}",
        "es": "vol. {v}, núm. {i}|vol. {v}, n.º {i}|{v}({i})|Vol. {v}, No. {i}",
    }
    usual = (
        "{v}({i})|{v}({i})|{v} ({i})|{v}, no. {i}|vol. {v}, no. {i}|vol.{v}, no.{i}"
        "|Vol. {v}, Issue {i}|{v}:{i}|{v}, {i}|{v}/{i}|Vol. {v} No. {i}|{v} no. {i}"
    )
    return chance.choice(forms.get(language[:2], usual).split("|")).format(v=number, i=issue)


def pages(item: Csl, language: str, chance: Random) -> str:
    """The pages of `item`, the last one cut short now and then."""
    first, _, last = str(item["page"]).partition("-")
    if last and chance.random() < 0.15 and len(first) == len(last) > 2 and first[:-2] == last[:-2]:
        last = last[-2:]
    span = first + chance.choice(("-", "–", "–", " - ", " – ")) + last if last else first
    labels = {
        "de": "S. {}|S. {}|{}|Seite {}",
        "fr": "p. {}|pp. {}|{}",
        "es": "pp. {}|págs. {}|p. {}|{}",
    }
    usual = "pp. {}|pp. {}|pp.{}|{}|{}|({})|pages {}" if last else "p. {}|p.{}|{}|pg. {}|page {}"
    return chance.choice(labels.get(language[:2], usual).split("|")).format(span)


def edition(number: str, language: str, chance: Random) -> str:
    """The edition `number`, with its label."""
    forms = {
        "de": "{}. Aufl.|{}. Auflage|{}., überarb. Aufl.",
        "fr": "{}e éd.|{}e édition",
        "es": "{}ª ed.|{}.ª edición",
    }
    ordinal = {"2": "2nd", "3": "3rd"}.get(number, f"{number}th")
    usual = f"{ordinal} ed.|{ordinal} edn|({ordinal} ed.)|{ordinal} edition|rev. ed."
    return chance.choice(forms.get(language[:2], usual).split("|")).format(number)
