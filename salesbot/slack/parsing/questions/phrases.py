"""The words of questions, in English, Slovenian and Swahili: each phrase with what it says.

A phrase that ends in `*` is the beginning of one word, for languages that decline.
"""

from __future__ import annotations

from collections.abc import Mapping

from salesbot.slack.parsing.questions.counted import COUNTED
from salesbot.slack.parsing.questions.says import Says
from salesbot.slack.parsing.words import folded

_TABLE: dict[Says, str] = {
    **COUNTED,
    Says.WHY: """
        why, how come, reason*, razlog*, sababu, what went wrong, what is wrong, whats wrong, zakaj,
        kaj je narobe, kwa nini, kwanini, mbona
    """,
    Says.WHO: "nani ana, kdo ima, who, whos, whose, whom, kdo, koga, kom, komu, cigav*, nani",
    Says.MANY: "how many, how much, koliko, ngapi, mingapi, mangapi, wangapi, kiasi gani",
    Says.ASKS: """
        how, hows, what, whats, which, when, where, wheres, show, tell, list, kako, kaj, kateri*, katera,
        katere, katero, kje, kdaj, pokazi, povej, nastej, vipi, nini, ipi, gani, yapi, zipi, lini, wapi,
        what closes, whats closing, what closing, what is closing, what will close, what is due, whats due, what due,
        kaj se zapre, kaj se zapira, kaj se zakljuci, kaj se zakljucuje, nini kinafungwa, nini kitafungwa,
        i want to know, i want to see, i need to know, i would like to know, id like to know, anyone, anybody,
        give me, give, status, update on, news on, news about, any news, anything, next steps, what place, which place,
        how far, how close,
        what rank, my rank, kaj zamuja, kaj zamujam, nini kimechelewa, nini imechelewa,
        ninaendeleaje, tunaendeleaje, naendeleaje,
        what do i have, what have i got, kaj imam, nina nini, onyesha, nionyeshe, niambie, je, kaksna, kaksen, kaksno, kipi,
        koliksen, koliksna, koliksno
    """,
    Says.SHOW: """
        can i see, could i see, may i see, let me see, can you show, could you show, can you list, can you tell, lahko vidim,
        lahko pokazes, naweza kuona, unaweza kuonyesha
    """,
    Says.WILL: """
        will, shall, can, not going to, isnt going to, wont, are we going to, am i going to, going to, bomo, bom,
        bova, bodo, ali, bo
    """,
    Says.END: """
        forecast, make it, end, finish, land, hit, reach, outlook, expect*, napoved*, koncal*, dosegl*,
        doseg*, utabiri, itaisha, nitafik*, tutafik*, atafik*, watafik*, nimefik*,
        tumefik*, amefik*
    """,
    Says.SLIP: """
        behind, slipping, slip, slips, slipped, struggling, lagging, late, stuck, stale, at risk, off track,
        missing, miss, missed, short, below, down, za planom, za ciljem, zaosta*, zamuja*, stoji, stojijo, obtical*,
        overdue, past due, not on track, not on target, zapadl*, nyuma, kuchelewa, imechelewa, zimechelewa,
        yamechelewa, anachelewa, wanachelewa, tunachelewa, imekwama, zimekwama, hatarini
    """,
    Says.BEST: """
        best, top, most, brings, leading, leads, leader, leaders, leaderboard, ahead, najbolj*, najvec*, najvecj*, vodi,
        vodijo, prvi, prinasa, prinese, bora, zaidi, inaleta,
        what place, which place, what rank, my rank, my place, na katerem mestu, katero mesto, nafasi gani, nafasi yangu,
        anaongoza, wanaoongoza, best month, best months, najboljsi mesec, mwezi bora
    """,
    Says.WORKS: "works, work, working, deluje, delujejo, inafanya kazi, yanafanya kazi, yanayofaa, inayofaa",
    Says.NEED: """
        need, needs, needed, take, takes, require*, potrebuj*, rabim*, treba, nahitaji, tunahitaji,
        anahitaji, wanahitaji, inahitajika, zinahitajika
    """,
    Says.STAND: """
        doing, did i do, stand, stands, standing, going, go, performing, progress, on track, on target, on course,
        gre, gremo, stojim*, stanje, na dobri poti, na pravi poti, po planu, po nacrtu, hali, yuko sawa, tuko sawa,
        niko wapi, tuko wapi, naendelea, tunaendelea, anaendelea, inaendelea, naendeleaje, ninaendeleaje,
        tunaendeleaje, anaendeleaje, inaendeleaje
    """,
    Says.PRODUCT: "product, products, izdelek, izdelki, izdelkov, izdelke, bidhaa",
    Says.TECHNIQUE: "technique, techniques, approach, tehnika, tehnike, tehnik, mbinu",
    Says.SOURCE: "source, sources, vir, viri, virov, vire, chanzo, vyanzo",
    Says.CAMPAIGN: "campaign, campaigns, kampanja, kampanje, kampanj, kampeni",
    Says.SEGMENT: "segment, segments, segmenti, segmentov, sehemu",
    Says.ME: """
        i, im, me, my, mine, myself, sem, nisem, niliuza, nimeuza, ninauza, nimeshinda, nilishinda, ninaendeleaje,
        naendeleaje, nahitaji, jaz, mi, moj*, meni, mimi, yangu, wangu, langu, zangu
    """,
    Says.US: """
        we, were we, weve, us, our, ours, team, teams, smo, sva, nismo, nam, nas, nas*, ekipa, ekipe, ekipi, sisi,
        yetu, wetu, letu, zetu,
        timu, zaostajamo, zaostajava, stojimo, stojiva, prodajamo, prodali smo, tunachelewa, tunaendelea,
        tuliuza, tumeuza, tunauza, tumeshinda, tulishinda, tunaendeleaje, tunahitaji, hatukufikia, tuko, tutafik*
    """,
    Says.COMPANY: """
        company, companys, firm, whole company, our company, all teams, all the teams together, podjetje, podjetja,
        podjetju, firma, firme, kampuni, kampuni yetu, kampuni yote
    """,
    Says.EVERYBODY: "everybody, everyone, anyone, anybody, all of us, vsi, wote, sisi sote",
    Says.HOW: "how, hows, kako, vipi",
    Says.CUSTOMERS: "customer, customers, client, clients, kupc*, kupec, strank*, wateja, mteja",
    Says.OVERDUE: """
        overdue, past due, zapadl*, kaj zamuja, kaj zamujam, nini kimechelewa, nini imechelewa
    """,
    Says.REP: """
        rep, reps, seller, sellers, salesperson, salespeople, prodajalc*, prodajalec, prodajnik*, komercialist*,
        muuzaji, wauzaji, mwakilishi, wawakilishi
    """,
    Says.CHANGED: """
        changed, changes, what is new, whats new, what happened, spremenil*, spremenjen*, kaj je novega,
        kimebadilika, yamebadilika, mabadiliko
    """,
    Says.TALKS: "coaching, coach, coached, one to one, one on one, one-to-one, one-on-one, 1:1, 1:1s, pogovor*",
    Says.TRAINING: "training, trainings, usposabljanj*, mafunzo",
    Says.TODO: """
        to do, todo, next steps, moram danes narediti, moram danes storiti, should i do, do i do, waits for me,
        my tasks, on my plate, moram narediti, moram storiti, naj naredim,
        me caka, moje naloge, nifanye nini, kazi zangu
    """,
    Says.PLAYBOOK: "playbook, objection, objections, positioning, prirocnik, ugovor*, strategy, strategij*, mkakati",
    Says.LEFT: """
        how far, how close, left, remaining, remains, to go, ostalo, ostane, preostal*, manjka*, nimebakiza,
        tumebakiza, imebaki, kimebaki,
        zimebaki
    """,
    Says.SHORT: "manjka*",
    Says.HAVE: "what do i have, what have i got, kaj imam, nina nini",
    Says.FIRST: "first, in front, kwanza, wa kwanza",
    Says.FOLLOWS: "next, sledi, naslednje, inafuata, kinafuata, kinachofuata",
    Says.HELP: "help, helps, support, attention, pomoc, pomoci, podporo, msaada",
    Says.TALK: """
        talk to, talk with, speak to, speak with, check in with, pogovorim, pogovoriti, govorim, govoriti, nizungumze,
        niongee, kuzungumza
    """,
    Says.TEAM: "team, teams, our team, my team, ekipa, ekipe, ekipi, ekipo, timu",
    Says.AWAY: """
        away, absent, absence, absences, on leave, on holiday, on holidays, on vacation, off work, off sick, sick,
        out of office, out of the office, odsoten, odsotna, odsotni, odsotn*, dopust*, bolnisk*, likizo, likizoni,
        hayupo, hawapo, mgonjwa
    """,
    Says.PROBLEM: """
        problem, problems, trouble, issue, issues, to blame, fault, problem*, tezav*, kriv, kriva, krivo, tatizo,
        matatizo, shida
    """,
    Says.TROUBLE: "price, prices, pricing, service, support, marketing, cena, cene, storitev, trzenje, bei, huduma, masoko",
    Says.ABLE: """
        can you do, do you do, can i ask, do you know, can you help, can i do here, how do you work,
        znas, zmores, lahko naredis, lahko vprasam, lahko pomagas, unaweza kufanya nini, unaweza nini, unafanya nini,
        naweza kuuliza nini, unaweza kusaidia
    """,
    Says.LOG: """
        how do i log, how do i enter, how do i record, how do i add, how can i log, how to log, where do i log,
        how can i enter, where do i enter, kako vpisem, kako vnesem, kako zabelezim, kako naj vpisem, kje vpisem,
        nawezaje kuandika, naandikaje, ninaandikaje, jinsi ya kuandika
    """,
    Says.UNDO: """
        how do i undo, how do i take back, how can i undo, how to undo, kako razveljavim, kako naj razveljavim,
        nawezaje kutengua, jinsi ya kutengua
    """,
    Says.ACTIVITIES: "activity, activities, aktivnost*, shughuli",
    Says.FILLER: """
        close, closed, closes, customer, customers, client, clients, because, due to, main, already, currently,
        so far, at the moment, sklenil*, sklenjen*, zaradi, stranke, strank, wateja, kwa sababu ya,
        is, am, are, was, were, you, your, be, been, do, does, did, have, has, had, the, a, an, of, in, on, at, for, to,
        from, by, with, and, so, it, its, that, there, please, much, well, far, now, right, all, any,
        more, worth, %, percent, attainment,
        yet, still, just, total, in total, altogether, overall, big, skupaj, jumla, iliyo, zilizo, kufikia,
        should, since, each, make, made, naj, nyingi,
        opravil*, tulipiga, tulifanya, our team, je, si, so, bil*, v, na, za,
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
