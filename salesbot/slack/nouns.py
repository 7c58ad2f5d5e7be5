"""The nouns that can be spoken of in Slack: one file each, with its words (`WORDS`) and what it answers (`register`)."""

from __future__ import annotations

from typing import Protocol, cast

from salesbot.slack import (
    absences,
    accounts,
    activities,
    approvals,
    attainment,
    auditing,
    cases,
    closings,
    contests,
    courses,
    digests,
    disputes,
    explaining,
    follow_ups,
    forecasts,
    goals,
    home,
    imports,
    kudos,
    leaderboards,
    leaving,
    marketing,
    natural,
    orders,
    people,
    person_records,
    pictures,
    plans,
    playbook,
    praise,
    questions,
    rewards,
    settings,
    setup,
    talks,
    todo,
    trials,
    why,
    works,
)
from salesbot.slack.asking import Word
from salesbot.slack.deals import noun as deals
from salesbot.slack.edge import Edge


class Noun(Protocol):
    """What a noun's file offers."""

    WORDS: tuple[Word, ...]

    def register(self, edge: Edge) -> None:
        """Answer the noun's buttons, forms and events."""
        ...


NOUNS: tuple[Noun, ...] = tuple(
    cast(Noun, module)
    for module in (
        deals,
        todo,
        follow_ups,
        activities,
        accounts,
        attainment,
        explaining,
        leaderboards,
        contests,
        trials,
        forecasts,
        kudos,
        rewards,
        praise,
        plans,
        pictures,
        orders,
        why,
        works,
        marketing,
        talks,
        playbook,
        courses,
        person_records,
        cases,
        goals,
        absences,
        leaving,
        digests,
        settings,
        auditing,
        setup,
        closings,
        disputes,
        approvals,
        imports,
        people,
        natural,
        questions,
        home,
    )
)
"""In the order in which the help lists their words."""
