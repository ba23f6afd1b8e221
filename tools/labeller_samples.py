"""Prepare training samples: features of documents and of their synthetic forms."""

from __future__ import annotations

import os
import pickle
import random
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copydesk.structure.features import Evidence, compute_features
from labeller_data import (
    ROLES,
    Document,
    assign_fold,
    load_cases,
    load_corpus,
    load_pages,
    load_plain,
    shorten,
)
from labeller_forms import FORMS, vary
from labeller_pool import Pool, build_pool

ROLE_INDEX = {role: at for at, role in enumerate(ROLES)}
HELD_OUT_FOLDS = 8
DEV_FOLDS = 12
#: Pages of which a short text is made beside their other forms.
SHORT_SHARE = 0.3


@dataclass
class Sample:
    """A document as the net sees it."""

    document: Document
    matrix: NDArray[np.float32]
    ids: NDArray[np.uint32]
    target: NDArray[np.int64]
    weight: float


def measure(document: Document, weight: float = 1.0) -> Sample:
    """The features of a document and the indices of its labels."""
    evidence = Evidence(
        titles=document.titles, authors=document.authors, main=document.main, hints=document.hints
    )
    features = compute_features(document.lines, document.gaps, evidence)
    target = np.array([ROLE_INDEX[label] for label in document.labels])
    return Sample(document, features.matrix, features.ids, target, weight)


def is_held_out(document: Document) -> bool:
    """Whether the site of a page is one that no training and no choice sees."""
    return assign_fold(document.site, HELD_OUT_FOLDS, "held-out") == 0


def is_dev(document: Document) -> bool:
    """Whether the site of a page is one that choices are made with."""
    return not is_held_out(document) and assign_fold(document.site, DEV_FOLDS, "dev") == 0


def without_gold(document: Document) -> Document:
    """The document without what only the labels know."""
    return replace(document, authors=(), titles=())


def draw_forms(data: Path, seed: int, forms_a_page: int) -> list[Sample]:
    """Draw forms of all pages that nets are trained with."""
    rng = random.Random(seed)
    training = [page for page in load_pages(data) if not is_held_out(page) and not is_dev(page)]
    pool = build_pool(training, data)
    samples: list[Sample] = []
    for page in training:
        for _ in range(forms_a_page):
            add_form(samples, page, rng, pool)
        if rng.random() < SHORT_SHARE:
            add_form(samples, page, rng, pool, "short")
    for sample in samples:  # the text itself is not trained with
        sample.document = replace(sample.document, lines=[], gaps=[], labels=[], main=(), hints=())
    return samples


def measure_sets(data: Path, corpus: Path, cases: Path) -> dict[str, list[Sample]]:
    """The texts that figures are of: none of them, and no page of their sites, is trained with."""
    pages = load_pages(data)
    dev = [page for page in pages if is_dev(page)]
    held = [page for page in pages if is_held_out(page)]
    random.Random(1).shuffle(held)
    sets = {
        "corpus": load_corpus(corpus),
        "cases": load_cases(cases),
        "dev": dev[:250],
        "held_out": held[:300],
        "plain": load_plain(cases),
    }
    samples = {
        name: [measure(without_gold(document)) for document in documents]
        for name, documents in sets.items()
    }
    rng = random.Random(5)
    pool = build_pool([page for page in pages if not is_held_out(page) and not is_dev(page)], data)
    samples["dev_forms"] = []
    for form in FORMS:
        for page in rng.sample(dev, 40):
            add_form(samples["dev_forms"], page, rng, pool, form)
    return samples


def add_form(
    samples: list[Sample], document: Document, rng: random.Random, pool: Pool, form: str = ""
) -> None:
    """Append one form of a document, when something is left of it."""
    made = shorten(vary(document, rng, pool, form), rng)
    if len(made.lines) >= 2:
        samples.append(measure(made))


def load_draw(cache: Path | None, seed: int, forms_a_page: int) -> list[Sample]:
    """One draw of forms, from the folder `cache` or drawn and kept there."""
    kept = cache / f"forms-{seed}.pkl" if cache else None
    if kept and kept.exists():
        with kept.open("rb") as file:
            return pickle.load(file)  # noqa: S301  written below
    samples = draw_forms(Path(os.environ["COPYDESK_DATA"]), seed, forms_a_page)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.open("wb") as file:
            pickle.dump(samples, file, protocol=5)
    return samples
