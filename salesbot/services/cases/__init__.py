"""Cases: a trouble is worked out with another department, and looked at again afterwards."""

from salesbot.services.cases.seen import FIELD_WORDS, CaseSeen, case_shown, cases_listed, cases_to_do
from salesbot.services.cases.telling import case_card, case_due, case_looked_at, case_told, plan_case
from salesbot.services.cases.working import (
    answer_case,
    case_standing,
    change_case,
    close_case,
    evidence_now,
    open_case,
    take_case,
    tell_case,
)

__all__ = [
    "FIELD_WORDS",
    "CaseSeen",
    "answer_case",
    "case_card",
    "case_due",
    "case_looked_at",
    "case_shown",
    "case_standing",
    "case_told",
    "cases_listed",
    "cases_to_do",
    "change_case",
    "close_case",
    "evidence_now",
    "open_case",
    "plan_case",
    "take_case",
    "tell_case",
]
