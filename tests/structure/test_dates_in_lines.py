"""Dates in the forms and languages that pages print them, and what is none."""

from __future__ import annotations

import pytest

from copydesk.structure.date import find_dates, is_only_date

READ = {
    "Published 10:15 AM ET, Mon May 3, 2021": "2021-05-03",
    "First published on Mon 3 May 2021 07.00 BST": "2021-05-03",
    "May 3rd, 2021": "2021-05-03",
    "2021/05/03": "2021-05-03",
    "2021-05-03T10:15:00+00:00": "2021-05-03",
    "Montag, 03.05.2021 - 10:15": "2021-05-03",
    "lundi 3 mai 2021": "2021-05-03",
    "mar. 4 2021": "2021-03-04",
    "Mar 4, 2021, mar 5": "2021-03-04",
    "mar. 4 mai 2021 à 10h15": "2021-05-04",
    "Publié le mar. 2 mars 2021": "2021-03-02",
    "mar 2 mar 2021, 10:15": "2021-03-02",
    "mar. 4 may. 2021": "2021-05-04",
    "mer. 5 mai": "",
    "3 de maio de 2021 às 10h15": "2021-05-03",
    "Actualizado lunes 3/05/2021 10:15 horas": "",
    "ma 3 mei 2021": "2021-05-03",
    "3. května 2021": "2021-05-03",
    "2021. május 3. 10:15": "2021-05-03",
    "3 мая 2021 г. в 10:15": "2021-05-03",
    "3 Mayıs 2021 Pazartesi": "2021-05-03",
    "2021年5月3日（月）10:15": "2021-05-03",
    "2021.05.03. 오전 10:15": "2021-05-03",
    "3 พ.ค. 2564 เวลา 10:15 น.": "2021-05-03",
    "الإثنين 3 مايو 2021 - 10:15": "2021-05-03",
    "3 במאי 2021, 10:15": "2021-05-03",
    "3 मई 2021": "2021-05-03",
    "03.05.21 | 10:15": "",
    "vor 3 Stunden": "",
    "3 hrs ago": "",
    "il y a 3 heures": "",
    "3時間前": "",
    "Šodien, 17:40": "",
    "May 3, 2021 · 7 min read": "2021-05-03",
    "12 min read | 3 May 2021": "2021-05-03",
    "3 mai 2021 • 7 min de lecture": "2021-05-03",
}
NONE = [
    "Chapter 12 of the report",
    "Vol. 12 No. 3",
    "5 min read",
    "Windows 10",
    "The harbour of 1788 ships",
    "3 of 12",
    "10:15",
]


@pytest.mark.parametrize("line", READ)
def test_a_line_that_is_a_date_is_known_as_one(line: str) -> None:
    assert next((found.iso for found in find_dates(line)), "") == READ[line]


@pytest.mark.parametrize("line", NONE)
def test_a_line_without_a_date_holds_none(line: str) -> None:
    assert list(find_dates(line)) == []
    assert not is_only_date(line)


def test_minutes_are_no_day_of_the_month_behind_them() -> None:
    (found,) = find_dates("North Harbour 09:31 August 20, 2019")
    assert (found.start, found.iso) == (len("North Harbour 09:31 "), "2019-08-20")


@pytest.mark.parametrize(
    "text", ["May 3, 2021 · The quay", "May 3, 2021 · 7 pilots", "7 tides read on 3 May 2021"]
)
def test_a_line_that_says_more_than_a_date_and_a_counter_is_no_date_alone(text: str) -> None:
    assert any(find_dates(text))
    assert not is_only_date(text)
