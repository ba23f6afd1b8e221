"""Prepare training samples: features of documents and of their synthetic forms."""

from __future__ import annotations

import os
import pickle
import random
from dataclasses import dataclass
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
CORPUS_FOLDS = 4
CORPUS_FORMS = (
    "print",
    "markdown",
    "wrapped",
    "trimmed",
    "author",
    "author",
    "dropped",
    "gaps",
    "fields",
    "own",
    "plain",
    "light",
    "headed",
    "thread",
    "short",
    "short",
)
CASES_FORMS = ("plain", "gaps", "short")
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
    phrases: tuple[int, ...]


def measure(document: Document, weight: float = 1.0) -> Sample:
    """The features of a document and the indices of its labels."""
    evidence = Evidence(
        titles=document.titles, authors=document.authors, main=document.main, hints=document.hints
    )
    features = compute_features(document.lines, document.gaps, evidence)
    target = np.array([ROLE_INDEX[label] for label in document.labels])
    return Sample(document, features.matrix, features.ids, target, weight, features.phrases)


def is_held_out(document: Document) -> bool:
    """Whether the site of a page is one that no training and no choice sees."""
    return assign_fold(document.site, HELD_OUT_FOLDS, "held-out") == 0


def is_dev(document: Document) -> bool:
    """Whether the site of a page is one that choices are made with."""
    return not is_held_out(document) and assign_fold(document.site, DEV_FOLDS, "dev") == 0


def without_gold(document: Document) -> Document:
    """The document without what only the labels know."""
    from dataclasses import replace

    return replace(document, authors=(), titles=())


def prepare(
    data: Path, corpus: Path, cases: Path, seed: int, forms_a_page: int
) -> dict[str, list[Sample]]:
    """All samples: pages and cases with forms, the corpus with forms, the sets to measure."""
    rng = random.Random(seed)
    pages = load_pages(data)
    training = [page for page in pages if not is_held_out(page) and not is_dev(page)]
    pool = build_pool(training, data)
    sets: dict[str, list[Sample]] = {"pages": [], "corpus_forms": []}
    for page in training:
        for _ in range(forms_a_page):
            add_form(sets["pages"], page, rng, pool)
        if rng.random() < SHORT_SHARE:
            add_form(sets["pages"], page, rng, pool, "short")
    small = load_cases(cases)
    sets["cases"] = [measure(without_gold(case)) for case in small]
    sets["cases_forms"] = []
    for case in small:
        for form in CASES_FORMS:
            add_form(sets["cases_forms"], case, rng, pool, form)
    documents = load_corpus(corpus)
    for document in documents:
        for form in CORPUS_FORMS:
            add_form(sets["corpus_forms"], document, rng, pool, form)
    sets["corpus"] = [measure(without_gold(document)) for document in documents]
    sets["dev"] = [measure(without_gold(page)) for page in pages if is_dev(page)][:250]
    held = [page for page in pages if is_held_out(page)]
    random.Random(1).shuffle(held)
    sets["held_out"] = [measure(without_gold(page)) for page in held[:300]]
    sets["plain"] = [measure(document) for document in load_plain(cases)]
    rng = random.Random(5)
    sets["dev_forms"] = []
    dev = [page for page in pages if is_dev(page)]
    for form in FORMS:
        for page in rng.sample(dev, 40):
            add_form(sets["dev_forms"], page, rng, pool, form)
    return sets


def add_form(
    samples: list[Sample], document: Document, rng: random.Random, pool: Pool, form: str = ""
) -> None:
    """Append one form of a document, when something is left of it."""
    made = shorten(vary(document, rng, pool, form), rng)
    if len(made.lines) >= 2:
        samples.append(measure(made))


def load_or_prepare(cache: Path | None, seed: int, forms_a_page: int) -> dict[str, list[Sample]]:
    """The samples from `cache`, or prepared and kept there."""
    if cache is not None and cache.exists():
        with cache.open("rb") as file:
            return pickle.load(file)  # noqa: S301  written below
    sets = prepare(
        Path(os.environ["COPYDESK_DATA"]),
        Path(os.environ["COPYDESK_CORPUS"]),
        Path(__file__).parents[1] / "tests" / "cases" / "structure",
        seed,
        forms_a_page,
    )
    if cache is not None:
        with cache.open("wb") as file:
            pickle.dump(sets, file, protocol=5)
    return sets
