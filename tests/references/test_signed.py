"""Names of authors as catalogues file them: in parts where these are known, else not at all."""

from __future__ import annotations

import pytest

from copydesk.model import Front, Person
from copydesk.references.this_article import csl_name, file_name, sign_authors


@pytest.mark.parametrize(
    "name",
    [
        "Bono", "王小明", "김정은",  # one word
        "Li Wei", "Wei Li", "Han Kang",  # either word may be the family's
        # Children of the west are called so, too, or families.
        "Lin Hansen", "Mei Hansen", "Deng Hansen", "Jin Lang", "Ma Lena", "Ma Lina", "An Lushan",
        "Lou Thomas", "Lund Vera",
        "José Ortega y Gasset", "Anna Berg and Kofi Osei",
        "Bono PhD", "Bono, Ph.D.",
        # Degrees, or initials behind a double family.
        "Otero Pedrido MA", "Mara Osei M.A.", "Otero Pedrido, M. A.",
    ],
)  # fmt: skip
def test_what_nobody_can_tell_is_not_filed(name: str) -> None:
    assert file_name(Person(name)) == Person(name)


@pytest.mark.parametrize(
    ("name", "filed"),
    [
        ("Ines Marlow", "Marlow, Ines"),
        ("K. L. Osei", "Osei, K. L."),
        ("Gary Thomas", "Thomas, Gary"),
        ("Marlow, Ines", "Marlow, Ines"),
        ("Ludo van der Mud", "van der Mud, Ludo"),
        ("Abdul Rahman al-Rashid", "al-Rashid, Abdul Rahman"),
        ("Kofi Osei, Jr.", "Osei, Kofi, Jr."),
        # Behind one word they are initials; and what else is no title or degree.
        ("Marlow, M. A.", "Marlow, M. A."),
        ("van der Mud, M. A.", "van der Mud, M. A."),
        ("Marlow, Vera M. A.", "Marlow, Vera M. A."),
        ("Mariama Ba", "Ba, Mariama"),
        ("Hon Lund", "Lund, Hon"),
        ("Prof. Dr. Anna Berg", "Berg, Anna"),
        ("Vera Lund PhD", "Lund, Vera"),
        ("Mara Osei, MA", "Osei, Mara"),
        ("Mara Osei Mag.", "Osei, Mara"),
        ("Mag. Mara Osei, M.Sc., MBA", "Osei, Mara"),
        ("Dr. Kofi Osei Jr., PhD", "Osei, Kofi, Jr."),
        ("Mara Osei MA PhD", "Osei, Mara"),
        ("Лев Толстой", "Толстой, Лев"),
        # Words that look like names of the east in the order of the west.
        ("Kim Novak", "Novak, Kim"),
        ("Li Andersson", "Andersson, Li"),
        ("Jean-Luc Picard", "Picard, Jean-Luc"),
        ("Yo-Yo Ma", "Ma, Yo-Yo"),
        ("An Jansen", "Jansen, An"),
        ("Han Solo", "Solo, Han"),
        ("Lou Smith", "Smith, Lou"),
        # Family first.
        ("Mao Zedong", "Mao, Zedong"),
        ("Zhuge Liangwei", "Zhuge, Liangwei"),
        ("Xi Jinping", "Xi, Jinping"),
        ("Deng Xiaoping", "Deng, Xiaoping"),
        ("Zhou Enlai", "Zhou, Enlai"),
        ("Li Yanhong", "Li, Yanhong"),
        ("Wang Yu’an", "Wang, Yu’an"),
        ("Yao Ming", "Yao, Ming"),
        ("Wang Dan", "Wang, Dan"),
        ("Lin Zexu", "Lin, Zexu"),  # no name of the west is spelled so
        ("Sun Yat-sen", "Sun, Yat-sen"),
        ("Kim Jong-un", "Kim, Jong-un"),
        ("Nguyễn Văn An", "Nguyễn, Văn An"),
        ("田中 太郎", "田中, 太郎"),
        ("LIND Vera", "LIND, Vera"),
    ],
)
def test_a_person_is_filed_under_the_family(name: str, filed: str) -> None:
    assert file_name(Person(name)).filed == filed


@pytest.mark.parametrize("name", ["World Bank", "Editorial Board", "Umweltbundesamt"])
def test_a_body_is_called_one(name: str) -> None:
    assert file_name(Person(name)) == Person(name, body=True)


@pytest.mark.parametrize("language", ["hu", "ja-JP", "vi"])
def test_where_families_stand_first_two_bare_words_may_be_in_either_order(language: str) -> None:
    assert file_name(Person("Orbán Viktor"), language).filed == ""
    assert file_name(Person("V. Orbán"), language).filed == "Orbán, V."


@pytest.mark.parametrize(
    ("name", "language", "filed"),
    [
        ("Han Jansen", "nl", "Jansen, Han"),
        ("Mao Zedong", "nl", "Mao, Zedong"),
        ("Lin Hansen", "da", ""),
        ("Lin Hansen", "zh", ""),
        ("Mei Lanfang", "en-GB", ""),
        ("Mei Lanfang", "zh-Hant", "Mei, Lanfang"),
        ("Li Wei", "zh", ""),
    ],
)
def test_pinyin_tells_a_chinese_name_where_it_is_no_name_of_the_west(
    name: str, language: str, filed: str
) -> None:
    assert file_name(Person(name), language).filed == filed


@pytest.mark.parametrize(
    ("name", "language", "filed"),
    [
        ("Miguel Otero Pedrido", "es", ""),  # Otero Pedrido, or Miguel Otero
        ("Miguel Otero Pedrido", "pt", "Pedrido, Miguel Otero"),
        ("Miguel Pedrido", "es-MX", "Pedrido, Miguel"),
        ("María de la Cruz", "es", "de la Cruz, María"),
        ("M. Otero Pedrido", "ca", "Pedrido, M. Otero"),
    ],
)
def test_a_word_in_the_middle_is_of_the_family_or_given(
    name: str, language: str, filed: str
) -> None:
    assert file_name(Person(name), language).filed == filed


def test_what_the_editor_says_decides() -> None:
    found = file_name(Person("Orbán Viktor", family="Orbán"), "hu")
    assert (found.filed, csl_name(found)) == (
        "Orbán, Viktor",
        {"family": "Orbán", "given": "Viktor"},
    )
    assert file_name(Person("Gabriel García Márquez", family="García Márquez")).given == "Gabriel"


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        # Said once, at either end or before a comma.
        ("Leena Holm", "Holm", "Leena"), ("Li Wei", "Li", "Wei"), ("Lee, Leena", "Lee", "Leena"),
        ("王小明", "王", "小明"), ("金 正", "金", "正"), ("Mara LIND", "Lind", "Mara"),
        ("Bono", "Marlow", "Bono"), ("Dr. Mara Osei, MA", "Osei", "Mara"),
        # Letters of the family stand in the given name, too.
        ("Lin Li", "Li", "Lin"), ("Leena Lee", "Lee", "Leena"), ("Li-Wei Li", "Li", "Li-Wei"),
        ("Ann-Ma Ma", "Ma", "Ann-Ma"), ("Lee Ann Lee", "Lee", "Lee Ann"), ("Éla Él", "Él", "Éla"),
        ("Lee, Leena Lee", "Lee", "Leena Lee"), ("Mara Osei-Ma", "Ma", "Mara Osei-Ma"),
    ],
)  # fmt: skip
def test_the_family_is_cut_out_of_the_name_as_whole_words(
    name: str, family: str, given: str
) -> None:
    assert file_name(Person(name, family=family)).given == given


@pytest.mark.parametrize(
    ("name", "family", "filed"),
    [
        ("Sr. Osei", "Osei", "Osei, Sr"),  # no suffix, for nothing else was given
        ("Ludo van der Mud", "van der Mud", "van der Mud, Ludo"),
        ("Ludo van der Mud", "Mud", "Mud, Ludo van der"),
        ("Martin L. King Jr.", "King", "King, Martin L., Jr."),
        ("Kofi Osei, Jr.", "Osei", "Osei, Kofi, Jr."),
    ],
)
def test_what_stands_beside_a_family_that_is_told_is_filed_with_it(
    name: str, family: str, filed: str
) -> None:
    found = file_name(Person(name, family=family))
    assert found.filed == filed
    assert file_name(found) == found


def test_the_name_in_a_list_is_the_one_in_the_catalogue() -> None:
    assert csl_name(file_name(Person("Ludo van der Mud Jr."))) == {
        "non-dropping-particle": "van der", "family": "Mud", "given": "Ludo", "suffix": "Jr.",
    }  # fmt: skip
    assert csl_name(file_name(Person("Li Wei"))) == {"literal": "Li Wei"}
    assert csl_name(file_name(Person("Orbán Viktor"), "hu"), "hu") == {"literal": "Orbán Viktor"}


def test_all_authors_sign_and_keep_what_is_told_of_them() -> None:
    told = Person("Ines Marlow", orcid="0000-0002-1825-0097")
    front = sign_authors(Front(authors=("Ines Marlow", "Bono"), people=(told,)))
    assert [(one.name, one.orcid, one.family) for one in front.signed] == [
        ("Ines Marlow", "0000-0002-1825-0097", "Marlow"), ("Bono", "", ""),
    ]  # fmt: skip
    assert front.people == (told,)
