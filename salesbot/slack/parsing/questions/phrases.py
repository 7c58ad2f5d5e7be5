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
    TODAY = "today"
    YESTERDAY = "yesterday"
    LOSE = "lose"
    OPEN = "open"
    REP = "rep"
    BY_MONTH = "by_month"
    CHANGED = "changed"
    ORDERS = "orders"
    CASES = "cases"
    TALKS = "talks"
    TRAINING = "training"
    TODO = "todo"
    BOUGHT = "bought"
    COST = "cost"
    PLAYBOOK = "playbook"
    FILLER = "filler"


_TABLE: dict[Says, str] = {
    Says.WHY: """
        why, how come, reason*, razlog*, sababu, what went wrong, what is wrong, whats wrong, zakaj,
        kaj je narobe, kwa nini, kwanini, mbona
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
        missing, miss, missed, short, below, down, za planom, za ciljem, zaosta*, zamuja*, stoji, stojijo, obtical*,
        nyuma, kuchelewa, anachelewa, wanachelewa, tunachelewa, imekwama, zimekwama, hatarini
    """,
    Says.BEST: """
        best, top, most, brings, leading, leads, leader, leaders, leaderboard, ahead, najbolj*, najvec*, vodi,
        vodijo, prvi, prinasa, prinese, bora, zaidi, inaleta,
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
        prihod*, promet*, mauzo, mapato, iliuza, uliuza, aliuza, tuliuza, niliuza, kuuza, iliuzwa, iliuzaje, inauzwa,
        zinauzwa, ameuza, tumeuza
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
        deal size, deal sizes, average deal size, average deal, average deals, avg deal, size of deals, size of our deals,
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
    Says.THIS: "this, since, each, kaksna, kaksen, kaksno, kipi, nyingi, current, ta, to, tem, tega, tekoc*, hii, huu",
    Says.LAST: "last, previous, past, prejsnj*, pretek*, zadnj*, lililopita, uliopita, iliyopita, zilizopita",
    Says.NEXT: "next, coming, naslednj*, prihodnj*, ujao, ijayo",
    Says.BEFORE: "before, ago, earlier, prej, pred, kabla",
    Says.WEEK: "week, weeks, teden, tedna, tednu, tednom, wiki",
    Says.MONTH: "month, months, mesec, meseca, mesecu, mesecem, mwezi",
    Says.QUARTER: "quarter, quarters, cetrtletj*, robo, robo ya mwaka, robo mwaka",
    Says.YEAR: "year, years, leto, leta, letu, letom, mwaka",
    Says.THIS_YEAR: "letos, letosnj*, mwaka huu",
    Says.LAST_YEAR: "lani, lansk*, mwaka jana, mwaka uliopita",
    Says.TODAY: "today, danes, leo",
    Says.YESTERDAY: "yesterday, vceraj, jana",
    Says.LOSE: """
        lose, loses, losing, lost, loss, losses, izgub*, tunapoteza, tulipoteza, tumepoteza, kupoteza, imepotea,
        zimepotea, zilizopotea, yaliyopotea
    """,
    Says.OPEN: "open, pipeline, funnel, odprt*, lijak*, wazi, bomba",
    Says.REP: """
        rep, reps, seller, sellers, salesperson, salespeople, prodajalc*, prodajalec, prodajnik*, komercialist*,
        muuzaji, wauzaji, mwakilishi, wawakilishi
    """,
    Says.BY_MONTH: "by month, per month, each month, every month, po mesecih, kila mwezi",
    Says.CHANGED: """
        changed, changes, what is new, whats new, what happened, spremenil*, spremenjen*, kaj je novega,
        kimebadilika, yamebadilika, mabadiliko
    """,
    Says.ORDERS: """
        order, orders, delivery, deliveries, delivered, shipped, unhappy, dissatisfied, narocil*, dobav*,
        nezadovoljn*, oda, maagizo, uwasilishaji
    """,
    Says.CASES: "case, cases, primer, primeri, primere, primerov, kesi",
    Says.TALKS: "coaching, coach, coached, one to one, one on one, one-to-one, one-on-one, 1:1, 1:1s, pogovor*",
    Says.TRAINING: "training, trainings, usposabljanj*, mafunzo",
    Says.TODO: "to do, todo, should i do, waits for me, moram narediti, moram storiti, me caka, nifanye nini",
    Says.BOUGHT: "buy together, bought together, buy next, buying behaviour, kupujejo, wananunua",
    Says.COST: """
        cac, acquisition cost, acquisition costs, cost per customer, campaigns cost, campaign cost, campaign costs,
        kampanje stanejo, stanejo kampanje, stroski kampanj, gharama za kampeni
    """,
    Says.PLAYBOOK: "playbook, objection, objections, positioning, prirocnik, ugovor*, strategy, strategij*, mkakati",
    Says.FILLER: """
        close, closed, closes, customer, customers, client, clients, because, due to, main, already, currently,
        so far, at the moment, sklenil*, sklenjen*, zaradi, stranke, strank, wateja, kwa sababu ya,
        is, am, are, was, were, you, your, be, been, do, does, did, have, has, had, the, a, an, of, in, on, at, for, to,
        from, by, with, and, so, it, its, that, there, please, much, well, far, now, right, all, any,
        our team, je, sem, si, smo, sva, so, bil*, v, na, za,
        z, s, s pri, pri, se, in, ter, da, zdaj, od, do, lahko, ya, wa, za, la, cha,
        katika, na, kwa, ni, kuna, sasa, hadi, ile, yule, uko, iko, yuko, wako, zetu za
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
