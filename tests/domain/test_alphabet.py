"""Names in the order in which their readers look for them."""

from itertools import permutations

from salesbot.domain.alphabet import alphabetical


def test_letters_of_their_own_stand_behind_their_neighbours() -> None:
    ordered = ["acme", "Cop", "Czerny", "Ćosić", "Čadež", "Čop", "Dular", "Đurić"]
    ordered += ["Ng'ang'a", "Ngao", "Sova", "Šuštar", "Zupan", "Žagar"]
    assert sorted(sorted(ordered), key=alphabetical) == ordered


def test_other_accents_only_part_equal_names() -> None:
    names = ["Muller", "Müller", "Mulner"]
    assert all(sorted(order, key=alphabetical) == names for order in permutations(names))


def test_a_composed_letter_is_the_same_letter() -> None:
    assert alphabetical("Žiga")[0] == alphabetical("Z\u030ciga")[0]
