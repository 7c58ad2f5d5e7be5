"""The names of months in questions."""

from __future__ import annotations

from collections.abc import Mapping

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januarja januarju januari",
            "february feb februar februarja februarju februari",
            "march mar marec marca marcu machi",
            "april apr aprila aprilu aprili",
            "may maj maja maju mei",
            "june jun junij junija juniju juni",
            "july jul julij julija juliju julai",
            "august aug avg avgust avgusta avgustu agosti",
            "september sep sept septembra septembru septemba",
            "october oct okt oktober oktobra oktobru oktoba",
            "november nov novembra novembru novemba",
            "december dec decembra decembru desemba",
        ),
        start=1,
    )
    for name in names.split()
}
"""The names of months, in every language and form in which they are asked about."""
