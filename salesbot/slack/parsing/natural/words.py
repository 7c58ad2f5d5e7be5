"""The words of plain messages: what was done, to be done, or not done at all. English, Slovenian and Swahili."""

from __future__ import annotations

from salesbot.slack.parsing.currencies import SPELLED
from salesbot.slack.parsing.words import each_of, vocabulary

MOST = 60
MOST_NAME = 6
LEAD = each_of(
    "i we ive i've weve we've just have has finally please hey yes so"
    " jaz mi sem smo pravkar ravnokar danes prosim mimi sisi tafadhali"
)
WON = each_of(
    "closed won sold signed landed bought ordered purchased"
    " zaprl zaprla zaprli podpisal podpisala podpisali"
    " sklenil sklenila sklenili sklenjen sklenjena sklenjeno dobil dobila dobili dobljen"
    " dobljeno prodal prodala prodali nimefunga tumefunga nimeuza tumeuza nimeshinda tumeshinda"
)
LOST = each_of(
    "lost izgubil izgubila izgubili izgubljen izgubljena izgubljeno nimepoteza tumepoteza imepotea"
)
GOT = each_of("got received")
"""Of a deal only where an amount follows at once."""
MOVED = each_of("moved move premaknil premaknila")
PAST = {
    word: kind
    for kind, words in {
        "call": "called phoned rang klical klicala poklical poklicala nimepiga",
        "meeting": "met nimekutana tumekutana",
        "demo": "demoed presented predstavil predstavila nimeonyesha",
        "visit": "visited obiskal obiskala nimetembelea tumetembelea",
        "quote": "quoted",
    }.items()
    for word in words.split()
}
HAD = each_of(
    "had did made held sent gave imel imela imeli opravil opravila poslal poslala nimefanya tumefanya nimetuma"
)
DONE = each_of(
    "done finished completed held opravljen opravljena opravljeno koncan koncana imefanyika limefanyika umefanyika"
)
TO_DO = each_of(
    "call phone ring email mail write send meet visit demo quote ask check prepare remind follow invite"
    " poklici poklicem poklicati obisci obiscem obiskati poslji posljem spomni pripravi vprasaj"
    " piga tembelea tuma nikumbushe kutana andaa uliza"
)
REMIND = each_of("remind me to need must should spomni naj moram nikumbushe ninahitaji")
HELPING = each_of("sem smo sva")
"""In Slovenian behind the verb: `izgubili smo Acme`."""
ARTICLES = each_of("a an the our their deal deals account of posel stranko stranka mkataba simu")
BEFORE_NAME = each_of("with at for to from by pri s z za na kwa katika")
BEFORE_AMOUNT = each_of("for at worth of about za v vrednosti kwa thamani ya")
BEFORE_REASON = each_of("on over because of due to zaradi radi kwa sababu ya")
BEHIND_NAME = each_of("about on by until for because regarding and zaradi glede o kuhusu")
FILLERS = each_of("and in ter pa na split shared deljeno")

OPENED = each_of("opened created started odprl odprla")
NEW = each_of("new nov nova novo mpya")
SOMETHING = each_of(
    "deal deals opportunity lead offer contract order sale project posel ponudba mkataba mauzo"
)
OF_DEAL = each_of(
    "my big bigger biggest huge large larger largest best first last latest another great nice small smallest"
    " moj mojo svoj svojega najin nas naso velik velikega najvecji najvecjega najvecjo prvi prvega prvo zadnji nov novega"
)
"""What is said of a deal in front of it, and names nobody."""
EVER = each_of("ever yet so far doslej yangu kubwa makubwa mkubwa")
"""The same behind it."""
BARE = each_of("win wins winning close closes closing lose losing sign signing sell selling land landing")
"""Of deals, but not done yet."""
ASKING = each_of(
    "have has had did do does is are was were can could what when where who whom how why which will would"
    " ali kdaj kdo kako zakaj koliko je nani lini vipi kwanini je"
)
THEM = each_of("i we you he she they it anyone anybody somebody")
NOT_YET = each_of(
    "not never no none nobody cannot cant wont dont didnt havent hasnt isnt wasnt hope hopes hoping hoped want wants will"
    " would could might may maybe perhaps almost nearly about going gonna soon try trying plan planning plans expect"
    " expecting think thinks probably likely if when unless until before wish still yet ne ni nisem nismo nista niso"
    " bom bomo bodo morda skoraj upam mogoce ce sijafunga hatujafunga labda karibu kama natumaini bado"
)
BEING = each_of(
    "is was are were be been has have had now just finally today yesterday it s went goes go got je zdaj sedaj sasa"
)
INTO = each_of("to in into at the stage v na kwa hatua")
JOY = each_of(
    "great good nice news yay woohoo hooray boom awesome hi hello team all folks ok okay super odlicno bravo"
)
THANKS = each_of("thanks thank please yay woohoo hooray prosim hvala asante tafadhali")
ALSO = each_of("and plus also in ter pa na &")
CURRENCIES = {
    **SPELLED,
    "grand": "k", "tisoc": "k", "milijon": "m", "milijona": "m",
}  # fmt: skip
"""Words of money, as the grammar has them."""
DUE = each_of("close closes closing due expected zapre rok")
NUMBERS = {
    word: int(number)
    for word, number in vocabulary(
        """
        one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, eleven=11, twelve=12
        thirteen=13, fourteen=14, fifteen=15, sixteen=16, seventeen=17, eighteen=18, nineteen=19, twenty=20, thirty=30
        forty=40, fifty=50, sixty=60, seventy=70, eighty=80, ninety=90
        """
    ).items()
}
STEPS = vocabulary("refund=refund, reopen=reopen, reopened=reopen, refunded=refund")
REASONS = {
    **dict.fromkeys(("expensive", "costly", "predrago", "ghali", "cena", "cene", "bei"), "price"),
    **dict.fromkeys(("slow", "late", "prepozno"), "delivery"),
    "budget": "no budget", "undecided": "no decision",
}  # fmt: skip
"""Words for why a deal was lost, as the codes that ship have them."""
SMALL = each_of(
    "they we had have was were is are it the a an too very just their our there because on of no found thought said"
    " deal je bil bila bilo so"
)
"""What may stand beside a reason in a sentence and says nothing more."""
