"""The phrases of what can be counted and when: deals, figures by their names, periods; written as in `phrases.py`."""

from __future__ import annotations

from collections.abc import Mapping

from salesbot.slack.parsing.questions.says import Says

COUNTED: Mapping[Says, str] = {
    Says.WIN: """
        last win, last win something, last won, last closed, last close,
        closed deals, win, wins, won, winning, zmaga*, dobljen*, dobil*, nimeshinda, tumeshinda,
        ameshinda, wameshinda, nilishinda, tulishinda, alishinda, inashinda, zinashinda, kushinda, ulioshinda,
        zilizoshinda
    """,
    Says.GOAL: "goal, goals, target, targets, quota, quotas, cilj*, kvot*, lengo, malengo",
    Says.DEALS: """
        what closes, whats closing, what closing, what is closing, what will close, what is due, whats due, what due,
        kaj se zapre, kaj se zapira, kaj se zakljuci, kaj se zakljucuje, nini kinafungwa, nini kitafungwa, closing,
        is due, are due,
        closed deals, last deal, last deals, top deal, top deals, zadnji posel, zadnjega posla, zadnje posle, zadnji posli,
        deal, deals, opportunity, opportunities, pipeline, posel, posli, poslov, posle, posla, dili, fursa, biashara,
        mikataba, mkataba
    """,
    Says.SELL: """
        last sale, last sell, last sold, zadnja prodaja,
        sell, sells, sold, selling, sales, sale, revenue, revenues, turnover, money, bookings, numbers, figures, results,
        prodaja, prodaje, prodajo, prihodki, prihodek, prihodke, prihodkov, promet, imeuza, rezultati, matokeo,
        prodaj*, prodal*, prodan*,
        prihod*, promet*, mauzo, mapato, iliuza, uliuza, aliuza, tuliuza, niliuza, kuuza, iliuzwa, iliuzaje, inauzwa,
        zinauzwa, ameuza, tumeuza, nimeuza, umeuza, wameuza, ninauza, tunauza
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
        wastani wa mauzo, average sale, povprecen posel, povprecni posel, povprecnega posla, velikost posla,
        velikost poslov, wastani wa
        dili, ukubwa wa dili, wastani wa mkataba
    """,
    Says.CYCLE: """
        how long, sales cycle, cycle, days to win, time to close, days to close, kako dolgo, prodajni cikel,
        cikel, muda gani, siku ngapi
    """,
    Says.TITLE: """
        sales, revenue, revenues, turnover, bookings, numbers, figures, results, wins, forecast, win rate, close rate,
        average deal, average deals, average deal size, deal size, prodaja, prodaje, prihodki, prihodek, promet, rezultati,
        napoved, uspesnost, povprecni posel, mauzo, mapato, matokeo, utabiri, wastani wa mauzo, wastani wa dili
    """,
    Says.MAKE: """
        close, closed, make, made, bring in, brought in, book, booked, earn, earned, get done, sklenil*, zakljucil*,
        zasluzil*, tumepata, tulipata, nimepata, nilipata, amepata, alipata, tumefunga, tulifunga, nimefunga, nilifunga
    """,
    Says.A_DAY: """
        a day, per day, each day, every day, daily, per working day, na dan, vsak dan, dnevno, kwa siku, kila siku
    """,
    Says.AGAINST: """
        against, versus, vs, compared, compare, comparison, than, primerja*, proti, glede na, kot, ikilinganishwa,
        kulinganisha, linganisha, kuliko, dhidi
    """,
    Says.THIS: "this, current, ta, to, tem, tega, tekoc*, hii, huu",
    Says.LAST: "last, previous, past, prejsnj*, pretek*, zadnj*, lililopita, uliopita, iliyopita, zilizopita",
    Says.NEXT: "next, coming, naslednj*, naslednje, prihodnj*, ujao, ijayo",
    Says.BEFORE: "before, ago, earlier, prej, pred, kabla",
    Says.WEEK: "week, weeks, teden, tedna, tednu, tednom, wiki, juma",
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
    Says.OPEN: "open, is due, are due, pipeline, funnel, odprt*, lijak*, wazi, bomba",
    Says.BY_MONTH: """
        by month, per month, each month, every month, which month, what month, best month, best months, po mesecih,
        kateri mesec, katerega meseca, v katerem mesecu, najboljsi mesec, kila mwezi, mwezi gani, mwezi bora
    """,
    Says.ORDERS: """
        order, orders, delivery, deliveries, delivered, shipped, unhappy, dissatisfied, narocil*, dobav*,
        nezadovoljn*, oda, maagizo, uwasilishaji
    """,
    Says.CASES: "case, cases, primer, primeri, primere, primerov, kesi",
    Says.BOUGHT: "buy together, bought together, buy next, buying behaviour, kupujejo, wananunua",
    Says.COST: """
        cac, acquisition cost, acquisition costs, cost per customer, campaigns cost, campaign cost, campaign costs,
        kampanje stanejo, stanejo kampanje, stroski kampanj, gharama za kampeni
    """,
    Says.LARGEST: """
        biggest, largest, highest, top deal, top deals, najvecj*, kubwa zaidi, kubwa kabisa, kubwa kuliko zote, makubwa zaidi
    """,
    Says.SMALLEST: "smallest, lowest, tiniest, najmanjs*, ndogo zaidi, ndogo kabisa, madogo zaidi",
    Says.LATEST: """
        latest, newest, most recent, last deal, last deals, last win, last sale, last sell, last sold, last win something,
        last won, last closed, last close, zadnji posel, zadnjega posla, zadnje posle, zadnji posli, zadnja prodaja,
        najnovejs*, nazadnje, mpya zaidi, ya mwisho, mara ya mwisho
    """,
}
