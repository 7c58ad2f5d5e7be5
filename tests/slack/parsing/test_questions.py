"""Questions in words: what is understood of them, and that nothing is guessed."""

from __future__ import annotations

from datetime import date

import pytest

from salesbot.domain.questions import Measure
from salesbot.slack.parsing.questions import Called, Question, Topic, read_question

TODAY = date(2026, 6, 16)
CALLED = (
    Called("person", 7, "Kim Novak", (("kim", "novak"), ("kim",), ("<@u0kim>",))),
    Called("person", 8, "Ana Kos", (("ana", "kos"), ("ana",))),
    Called("person", 9, "Ana Horvat", (("ana", "horvat"), ("ana",))),
    Called("team", 3, "Nordic", (("nordic",),)),
    Called("product", 1, "Pro", (("pro",),)),
    Called("product", 2, "Pro Max", (("pro", "max"),)),
    Called("campaign", 4, "Spring Fair", (("spring", "fair"),)),
)


def read(text: str) -> Question:
    found = read_question(text, CALLED, TODAY, 1)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what closes next week", Topic.DEALS),
        ("what's closing this week?", Topic.DEALS),
        ("kaj se zapre naslednji teden?", Topic.DEALS),
        ("what do I have this week", Topic.TODO),
        ("kaj imam danes?", Topic.TODO),
        ("what do I have in the pipeline?", Topic.DEALS),
        ("Koliko poslov mi manjka", Topic.PLAN),
        ("how many deals are left?", Topic.DEALS),
        ("compare this month with last month", Topic.FIGURE),
        ("compare Kim and Ana Kos", Topic.KPIS),
        ("why are we behind?", Topic.WHY),
        ("Why is Nordic behind this month?", Topic.WHY),
        ("what went wrong last month?", Topic.WHY),
        ("who is slipping?", Topic.BEHIND),
        ("who's behind", Topic.BEHIND),
        ("which deals are stuck?", Topic.STALE),
        ("can you show me my deals", Topic.DEALS),
        ("is Kim on track", Topic.STANDING),
        ("my deals", Topic.DEALS),
        ("moji posli", Topic.DEALS),
        ("biashara zangu", Topic.DEALS),
        ("mauzo yangu", Topic.FIGURE),
        ("moj cilj", Topic.GOALS),
        ("kakšna je moja kvota", Topic.GOALS),
        ("am I behind", Topic.STANDING),
        ("can I see my goal?", Topic.GOALS),
        ("can I see Kim's deals?", Topic.DEALS),
        ("can we make it?", Topic.FORECAST),
        ("nimeuza kiasi gani mwezi huu?", Topic.FIGURE),
        ("tumeuza kiasi gani mwezi uliopita", Topic.FIGURE),
        ("lengo langu ni nini", Topic.GOALS),
        ("mikataba yangu iko wapi", Topic.DEALS),
        ("nimefikia lengo?", Topic.FORECAST),
        ("which deals are slipping?", Topic.STALE),
        ("will we make it?", Topic.FORECAST),
        ("how will this quarter end?", Topic.FORECAST),
        ("who is the best this week?", Topic.TOP),
        ("what works?", Topic.WORKS),
        ("which techniques win?", Topic.WORKS),
        ("how am I doing?", Topic.STANDING),
        ("how is Kim doing?", Topic.STANDING),
        ("am I behind?", Topic.STANDING),
        ("show me our deals", Topic.DEALS),
        ("how many deals do we need?", Topic.PLAN),
        ("what are our goals?", Topic.GOALS),
        ("how did Pro sell last quarter against the year before?", Topic.FIGURE),
        ("how many deals did we win last month?", Topic.FIGURE),
        ("what is our win rate?", Topic.FIGURE),
        ("win rate of Kim last month", Topic.FIGURE),
        ("how much will we sell this quarter?", Topic.FORECAST),
        ("koliko bomo prodali ta mesec?", Topic.FORECAST),
        ("what are the main reasons we lose?", Topic.WHY),
        ("which campaign brings the most deals?", Topic.WORKS),
        ("how did the campaigns do this quarter?", Topic.MARKETING),
        ("what do customers buy together?", Topic.BUYING),
        ("what is the win rate by product?", Topic.KPIS),
        ("how many deals did each rep win?", Topic.KPIS),
        ("who loses the most deals?", Topic.KPIS),
        ("how many open deals do we have?", Topic.DEALS),
        ("how much is in the pipeline?", Topic.DEALS),
        ("which deliveries are late?", Topic.ORDERS),
        ("what cases are open?", Topic.CASES),
        ("who needs coaching?", Topic.TALKS),
        ("which trainings are due?", Topic.TRAINING),
        ("what changed since yesterday?", Topic.CHANGES),
        ("what objections are there?", Topic.PLAYBOOK),
        ("what should I do today?", Topic.TODO),
        ("how do we compare to last year?", Topic.FIGURE),
        ("zakaj smo za planom?", Topic.WHY),
        ("katera naročila zamujajo?", Topic.ORDERS),
        ("kaj se je spremenilo ta teden?", Topic.CHANGES),
        ("bidhaa gani inauzwa zaidi?", Topic.WORKS),
        ("nini kimebadilika wiki hii?", Topic.CHANGES),
        ("zakaj zaostajamo?", Topic.WHY),
        ("kdo zaostaja?", Topic.BEHIND),
        ("kako mi gre?", Topic.STANDING),
        ("ali bomo dosegli cilj?", Topic.FORECAST),
        ("kaj deluje?", Topic.WORKS),
        ("kako se je prodajal Pro prejšnje četrtletje?", Topic.FIGURE),
        ("koliko poslov smo dobili maja?", Topic.FIGURE),
        ("kwa nini tuko nyuma?", Topic.WHY),
        ("nani yuko nyuma?", Topic.BEHIND),
        ("je, tutafikia lengo?", Topic.FORECAST),
        ("nini kinafanya kazi?", None),
        ("what's left for me this month?", Topic.STANDING),
        ("how much is left to my goal?", Topic.STANDING),
        ("how many deals are left to win?", Topic.PLAN),
        ("who's first?", Topic.TOP),
        ("what's next?", Topic.TODO),
        ("what's next quarter's goal?", Topic.GOALS),
        ("who needs help?", Topic.BEHIND),
        ("who should I talk to?", Topic.BEHIND),
        ("show me the team", Topic.BEHIND),
        ("who is on track?", Topic.BEHIND),
        ("is Kim on track?", Topic.STANDING),
        ("are we on target?", Topic.STANDING),
        ("who is on leave?", Topic.AWAY),
        ("who is away this week?", Topic.AWAY),
        ("best month?", Topic.KPIS),
        ("how many deals did we lose by month?", Topic.KPIS),
        ("is price a problem?", Topic.WHY),
        ("is delivery a problem?", Topic.WHY),
        ("which orders have issues?", Topic.ORDERS),
        ("what can you do?", Topic.HELP),
        ("can you help me with my goals?", Topic.GOALS),
        ("how do I log a deal?", Topic.HELP),
        ("kaj mi ostane ta mesec?", Topic.STANDING),
        ("kdo je prvi?", Topic.TOP),
        ("kaj naj naredim danes?", Topic.TODO),
        ("kdo potrebuje pomoč?", Topic.BEHIND),
        ("s kom naj se pogovorim?", Topic.BEHIND),
        ("je Kim na dobri poti?", Topic.STANDING),
        ("kdo je na dopustu?", Topic.AWAY),
        ("najboljši mesec?", Topic.KPIS),
        ("je cena problem?", Topic.WHY),
        ("kaj znaš?", Topic.HELP),
        ("kako vpišem posel?", Topic.HELP),
        ("nimebakiza nini mwezi huu?", Topic.STANDING),
        ("nani wa kwanza?", Topic.TOP),
        ("nifanye nini leo?", Topic.TODO),
        ("nani anahitaji msaada?", Topic.BEHIND),
        ("nani yuko likizo?", Topic.AWAY),
        ("mwezi bora?", Topic.KPIS),
        ("je, bei ni tatizo?", Topic.WHY),
        ("unaweza kufanya nini?", Topic.HELP),
        ("nawezaje kuandika dili?", Topic.HELP),
        ("mbinu gani inafanya kazi?", Topic.WORKS),
        ("mauzo ya Pro mwezi uliopita?", Topic.FIGURE),
        ("how much did we win this month", Topic.FIGURE),
        ("how much did Kim win last month?", Topic.FIGURE),
        ("how much did the company win last quarter", Topic.FIGURE),
        ("what did we close yesterday", Topic.FIGURE),
        ("what did the team win today", Topic.FIGURE),
        ("how much did we make in Q1", Topic.FIGURE),
        ("revenue of the company this year", Topic.FIGURE),
        ("our sales last month", Topic.FIGURE),
        ("team revenue this month", Topic.FIGURE),
        ("my numbers last week", Topic.FIGURE),
        ("wins this week", Topic.FIGURE),
        ("sales today", Topic.FIGURE),
        ("Kim's sales in october", Topic.FIGURE),
        ("my win rate", Topic.FIGURE),
        ("how does this month compare to last month", Topic.FIGURE),
        ("compare to last month", Topic.FIGURE),
        ("how much will we win this month?", Topic.FORECAST),
        ("company forecast for the quarter", Topic.FORECAST),
        ("who is not going to make it", Topic.BEHIND),
        ("how are all the teams doing", Topic.STANDING),
        ("hows my month", Topic.STANDING),
        ("how far am I from my goal", Topic.STANDING),
        ("what do I need a day to hit my goal", Topic.STANDING),
        ("what is overdue", Topic.TODO),
        ("next steps", Topic.TODO),
        ("what do I have closing this week?", Topic.DEALS),
        ("open deals", Topic.DEALS),
        ("stuck deals", Topic.STALE),
        ("late orders", Topic.ORDERS),
        ("top rep this month", Topic.TOP),
        ("what place am I", Topic.TOP),
        ("prihodki podjetja prejšnje četrtletje", Topic.FIGURE),
        ("primerjaj s prejšnjim mesecem", Topic.FIGURE),
        ("moji odprti posli", Topic.DEALS),
        ("kaj se zaključi ta teden", Topic.DEALS),
        ("kaj moram danes narediti", Topic.TODO),
        ("kampuni imeuza kiasi gani mwaka huu", Topic.FIGURE),
        ("nimeshinda mikataba mingapi mwezi huu", Topic.FIGURE),
        ("tuliuza nini jana", Topic.FIGURE),
        ("linganisha na mwezi uliopita", Topic.FIGURE),
        ("oda zipi zimechelewa", Topic.ORDERS),
        ("nifanye nini leo", Topic.TODO),
        ("ninaendeleaje", Topic.STANDING),
        ("hey how much did i make this month", Topic.FIGURE),
        ("I want to know our revenue this month", Topic.FIGURE),
        ("did I hit my target in may", Topic.FORECAST),
        ("did Kim win anything today", Topic.FIGURE),
        ("has Kim closed anything this week", Topic.FIGURE),
        ("did anyone win today", Topic.FIGURE),
        ("won this month", Topic.FIGURE),
        ("total won this month", Topic.FIGURE),
        ("mauzo yetu mwezi huu", Topic.FIGURE),
        ("who won today?", Topic.TOP),
        ("who closed a deal yesterday", Topic.TOP),
        ("who sold nothing this month", Topic.BEHIND),
        ("how much has the team won this month vs goal", Topic.STANDING),
        ("how much is due this month", Topic.DEALS),
        ("deals closing this month", Topic.DEALS),
        ("Kim this month", Topic.STANDING),
        ("company goal", Topic.GOALS),
        ("biggest customer", None),
        ("kateri so moji največji kupci", None),
    ],
)
def test_what_a_question_is_about(text: str, topic: Topic | None) -> None:
    assert read(text).topic is topic


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("how did Pro sell?", Measure.REVENUE),
        ("what was our revenue in May?", Measure.REVENUE),
        ("how many deals did Kim win?", Measure.DEALS),
        ("what is the win rate of Nordic?", Measure.WIN_RATE),
        ("how long does a deal take with Pro Max?", Measure.CYCLE),
        ("how long does it take to win a deal?", Measure.CYCLE),
        ("how many deals did we lose last month?", Measure.LOST),
        ("koliko poslov smo izgubili?", Measure.LOST),
        ("tulipoteza dili ngapi?", Measure.LOST),
        ("what is our sales cycle?", Measure.CYCLE),
        ("what is our average deal size this year?", Measure.SIZE),
        ("how many new customers last quarter?", Measure.NEW_ACCOUNTS),
        ("what margin did we make?", Measure.MARGIN),
        ("how much did we win?", Measure.REVENUE),
        ("how much have we closed so far?", Measure.REVENUE),
        ("average deal this year", Measure.SIZE),
    ],
)
def test_what_is_measured(text: str, measure: Measure | None) -> None:
    assert read(text).measure is measure


def test_the_question_of_the_year_before() -> None:
    asked = read("how did Pro sell last quarter against the year before?")
    assert (asked.measure, asked.about and asked.about.name) == (Measure.REVENUE, "Pro")
    assert (asked.period and asked.period.key, asked.against and asked.against.key) == ("2026-Q1", "2025-Q1")
    assert asked.left_out == []


@pytest.mark.parametrize(
    ("text", "period", "against"),
    [
        ("what did we sell in May?", "2026-05", None),
        ("what did we sell in November?", "2025-11", None),
        ("what did we sell in November 2024?", "2024-11", None),
        ("what did we sell in 2026-Q1?", "2026-Q1", None),
        ("what did we sell last week?", "2026-W24", None),
        ("compare this month with last month", "2026-06", "2026-05"),
        ("compare this quarter to Q1 2026", "2026-Q2", "2026-Q1"),
        ("primerjaj ta mesec s prejšnjim", "2026-06", "2026-05"),
        ("what did we sell last month compared to the month before?", "2026-05", "2026-04"),
        ("what did we sell this month vs last month?", "2026-06", "2026-05"),
        ("kakšna je bila prodaja prejšnji mesec?", "2026-05", None),
        ("kakšen je cilj za naslednje četrtletje?", "2026-Q3", None),
        ("what did we sell against last year?", "2026-06", "2025-06"),
        ("what did we sell this year against last year?", "2026", "2025"),
        ("how much did we sell yesterday?", "2026-06-15/2026-06-15", None),
        ("koliko smo prodali danes?", "2026-06-16/2026-06-16", None),
        ("tuliuza kiasi gani jana?", "2026-06-15/2026-06-15", None),
        ("how did we sell today against yesterday?", "2026-06-16/2026-06-16", "2026-06-15/2026-06-15"),
        ("koliko smo prodali lani?", "2025", None),
        ("koliko smo prodali maja v primerjavi z letom prej?", "2026-05", "2025-05"),
        ("mauzo ya mwezi uliopita dhidi ya mwaka jana?", "2026-05", "2025-05"),
        ("how much did I sell since monday", "2026-06-15/2026-06-16", None),
        ("what did we win since tuesday?", "2026-06-16/2026-06-16", None),
        ("what did we win since October?", "2025-10-01/2026-06-16", None),
        ("koliko smo prodali od petka?", "2026-06-12/2026-06-16", None),
        ("sales in the last 7 days", "2026-06-10/2026-06-16", None),
        ("sales in the last 0 days?", None, None),
        ("how much did we win ytd", "2026", None),
        ("sales month to date", "2026-06", None),
        ("how much did we win in Q3?", "2025-Q3", None),
        ("how much did we win in Q1?", "2026-Q1", None),
        ("will we make it in Q3?", "2026-Q3", None),
        ("compare to last month", "2026-06", "2026-05"),
        ("how does this month compare to last month", "2026-06", "2026-05"),
    ],
)
def test_which_periods_are_meant(text: str, period: str, against: str | None) -> None:
    asked = read(text)
    assert (asked.period and asked.period.key, asked.against and asked.against.key) == (period, against)


def test_somebody_else_who_is_named_is_compared_or_left_out() -> None:
    both = read("how much did Kim and Ana Kos win this month")
    assert (both.person and both.person.name, both.left_out) == ("Kim Novak", ["Ana Kos"])
    compared = read("compare Kim and Ana Kos")
    assert (compared.person, compared.by, compared.left_out) == (None, "rep", [])
    assert read("how is Kim doing against Ana Kos this month").left_out == ["Ana Kos"]


def test_the_longest_name_is_meant_and_one_that_two_have_is_nobodys() -> None:
    assert (found := read("how did Pro Max sell?").about) is not None
    assert found.name == "Pro Max"
    assert (kim := read("how is <@U0KIM> doing?").person) is not None
    assert kim.number == 7
    ana = read("how is Ana doing?")
    assert (ana.person, ana.left_out) == (None, ["ana"])


@pytest.mark.parametrize(
    "text",
    [
        "sales call with Kim tomorrow",
        "closed our biggest account",
        "we closed Acme",
        "team",
        "forecast",
        "deals open",
        "prodaja Acme 12k",
        "did call Acme",
        "did demo Acme yesterday",
        "won today",
        "Kim",
        "hey Kim",
        "hey",
        "hello",
        "deals",
        "Acme 12k won",
        "thanks a lot",
        "the demo went well",
        "?",
        "New customer Acme 12k",
    ],
)
def test_what_is_no_question(text: str) -> None:
    assert read_question(text, CALLED, TODAY, 1) is None


@pytest.mark.parametrize(
    "text",
    [
        "what is the weather in Ljubljana tomorrow?",
        "who won the football match between Rovers and United yesterday evening?",
        "will it rain?",
        "can you write a poem about turnips and moonlight?",
        "what can you do about turnips?",
        "is Ben on track?",
        "what mistakes did we make?",
        "what's next for the turnips?",
    ],
)
def test_what_is_none_of_ours_is_not_answered(text: str) -> None:
    assert read(text).topic is None
