"""The words of questions, in English, Slovenian and Swahili: each phrase with what it says.

A phrase that ends in `*` is the beginning of one word, for languages that decline.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from salesbot.slack.parsing.words import folded


class Says(StrEnum):
    """What a phrase of a question says."""

    WHY = "why"
    WHO = "who"
    MANY = "many"
    ASKS = "asks"
    WILL = "will"
    END = "end"
    SLIP = "slip"
    BEST = "best"
    WORKS = "works"
    WIN = "win"
    NEED = "need"
    STAND = "stand"
    GOAL = "goal"
    DEALS = "deals"
    SELL = "sell"
    NEW_ACCOUNTS = "new_accounts"
    MARGIN = "margin"
    WIN_RATE = "win_rate"
    SIZE = "size"
    CYCLE = "cycle"
    PRODUCT = "product"
    TECHNIQUE = "technique"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    SEGMENT = "segment"
    ME = "me"
    US = "us"
    COMPANY = "company"
    AGAINST = "against"
    THIS = "this"
    LAST = "last"
    NEXT = "next"
    BEFORE = "before"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    FILLER = "filler"


_TABLE: dict[Says, str] = {
    Says.WHY: """
        why, how come, what went wrong, what is wrong, whats wrong, zakaj, kaj je narobe, kwa nini, kwanini,
        mbona
    """,
    Says.WHO: "who, whos, whose, kdo, koga, cigav*, nani",
    Says.MANY: "how many, how much, koliko, ngapi, kiasi gani",
    Says.ASKS: """
        how, hows, what, whats, which, when, where, wheres, show, tell, list, kako, kaj, kateri*, katera,
        katere, katero, kje, kdaj, pokazi, povej, nastej, vipi, nini, ipi, gani, yapi, zipi, lini, wapi,
        onyesha, nionyeshe, niambie, je
    """,
    Says.WILL: "will, shall, can, are we going to, am i going to, going to, bomo, bom, bova, bodo, ali, bo",
    Says.END: """
        forecast, make it, end, finish, land, hit, reach, outlook, expect*, napoved*, koncal*, dosegl*,
        doseg*, utabiri, itaisha, nitafik*, tutafik*, atafik*, watafik*
    """,
    Says.SLIP: """
        behind, slipping, slip, slips, slipped, struggling, lagging, late, stuck, stale, at risk, off track,
        missing, miss, missed, short, below, down, losing, zaosta*, zamuja*, stoji, stojijo, obtical*,
        nyuma, kuchelewa, anachelewa, wanachelewa, tunachelewa, imekwama, zimekwama, hatarini
    """,
    Says.BEST: """
        best, top, leading, leads, leader, leaders, leaderboard, ahead, najbolj*, vodi, vodijo, prvi, bora,
        anaongoza, wanaoongoza
    """,
    Says.WORKS: "works, work, working, deluje, delujejo, inafanya kazi, yanafanya kazi, yanayofaa, inayofaa",
    Says.WIN: """
        win, wins, won, winning, zmaga*, dobljen*, dobil*, inashinda, zinashinda, kushinda, ulioshinda,
        zilizoshinda
    """,
    Says.NEED: """
        need, needs, needed, take, takes, require*, potrebuj*, rabim*, treba, nahitaji, tunahitaji,
        inahitajika, zinahitajika
    """,
    Says.STAND: """
        doing, did i do, stand, stands, standing, going, go, performing, progress, gre, gremo, stojim*, stanje, hali,
        naendelea, tunaendelea, anaendelea, naendeleaje, tunaendeleaje, anaendeleaje
    """,
    Says.GOAL: "goal, goals, target, targets, quota, quotas, cilj*, lengo, malengo",
    Says.DEALS: """
        deal, deals, opportunity, opportunities, pipeline, posel, posli, poslov, posle, posla, dili, fursa,
        mikataba, mkataba
    """,
    Says.SELL: """
        sell, sells, sold, selling, sales, sale, revenue, turnover, money, prodaj*, prodal*, prodan*,
        prihod*, promet*, mauzo, mapato, iliuza, uliuza, aliuza, tuliuza, niliuza, kuuza, iliuzwa, iliuzaje
    """,
    Says.NEW_ACCOUNTS: """
        new accounts, new account, new customers, new customer, new clients, new client, nove stranke, novih
        strank, wateja wapya, mteja mpya
    """,
    Says.MARGIN: "margin, margins, profit, marz*, dobicek, dobicka, faida",
    Says.WIN_RATE: """
        win rate, win rates, close rate, closing rate, conversion rate, uspesnost*, delez dobljenih, kiwango
        cha ushindi
    """,
    Says.SIZE: """
        deal size, deal sizes, average deal, average deals, avg deal, size of deals, size of our deals,
        povprecen posel, povprecni posel, povprecnega posla, velikost posla, velikost poslov, wastani wa
        dili, ukubwa wa dili, wastani wa mkataba
    """,
    Says.CYCLE: """
        how long, sales cycle, cycle, days to win, time to close, days to close, kako dolgo, prodajni cikel,
        cikel, muda gani, siku ngapi
    """,
    Says.PRODUCT: "product, products, izdelek, izdelki, izdelkov, izdelke, bidhaa",
    Says.TECHNIQUE: "technique, techniques, approach, tehnika, tehnike, tehnik, mbinu",
    Says.SOURCE: "source, sources, vir, viri, virov, vire, chanzo, vyanzo",
    Says.CAMPAIGN: "campaign, campaigns, kampanja, kampanje, kampanj, kampeni",
    Says.SEGMENT: "segment, segments, segmenti, segmentov, sehemu",
    Says.ME: "i, im, me, my, mine, myself, jaz, mi, moj*, meni, mimi, yangu, wangu, langu, zangu",
    Says.US: """
        we, were we, us, our, ours, team, nam, nas, nas*, ekipa, ekipe, ekipi, sisi, yetu, wetu, letu, zetu,
        timu, zaostajamo, zaostajava, stojimo, stojiva, prodajamo, prodali smo, tunachelewa, tunaendelea,
        tuliuza, tuko, tutafik*
    """,
    Says.COMPANY: "company, everybody, everyone, podjetje, podjetja, podjetju, kampuni",
    Says.AGAINST: """
        against, versus, vs, compared, compare, comparison, than, primerjav*, proti, glede na, kot, ikilinganishwa,
        kulinganisha, kuliko, dhidi
    """,
    Says.THIS: "this, current, ta, to, tem, tega, tekoc*, hii, huu",
    Says.LAST: "last, previous, past, prejsnj*, pretek*, zadnj*, lililopita, uliopita, iliyopita, zilizopita",
    Says.NEXT: "next, coming, naslednj*, prihodnj*, ujao, ijayo",
    Says.BEFORE: "before, ago, earlier, prej, pred, kabla",
    Says.WEEK: "week, weeks, teden, tedna, tednu, tednom, wiki",
    Says.MONTH: "month, months, mesec, meseca, mesecu, mesecem, mwezi",
    Says.QUARTER: "quarter, quarters, cetrtletj*, robo, robo ya mwaka, robo mwaka",
    Says.YEAR: "year, years, leto, leta, letu, letom, mwaka",
    Says.THIS_YEAR: "letos, letosnj*, mwaka huu",
    Says.LAST_YEAR: "lani, lansk*, mwaka jana, mwaka uliopita",
    Says.FILLER: """
        is, am, are, was, were, you, your, be, been, do, does, did, have, has, had, the, a, an, of, in, on, at, for, to,
        from, by, with, and, so, it, its, that, there, please, much, well, far, now, today, right, all, any,
        our team, je, sem, si, smo, sva, so, bil*, v, na, za,
        z, s, s pri, pri, se, in, ter, da, danes, zdaj, od, do, lahko, ya, wa, za, la, cha,
        katika, na, kwa, ni, kuna, leo, sasa, hadi, ile, yule, uko, iko, yuko, wako, zetu za
    """,
}


def _spread() -> tuple[Mapping[tuple[str, ...], tuple[Says, ...]], Mapping[str, tuple[Says, ...]]]:
    whole: dict[tuple[str, ...], tuple[Says, ...]] = {}
    begun: dict[str, tuple[Says, ...]] = {}
    for says, phrases in _TABLE.items():
        for phrase in phrases.split(","):
            words = folded(phrase.strip().rstrip("*"))
            if phrase.strip().endswith("*") and " " not in words:
                begun[words] = (*begun.get(words, ()), says)
            else:
                key = tuple(words.split())
                whole[key] = (*whole.get(key, ()), says)
    return whole, begun


WHOLE, BEGUN = _spread()
"""What whole phrases say, by their words; and what words that begin so say."""
LONGEST = max(len(words) for words in WHOLE)

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
