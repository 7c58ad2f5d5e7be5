"""How large everything in the other companies is, troubles included: written down before the first of them was run.

Whoever wrote this knew how sales teams work, what a company writes into the book and what `why` is to answer, but
neither the rules nor the limits by which it looks. The sizes are not fitted to its answers afterwards.

A company has 6 to 10 reps in two teams and eighteen months behind it. Two reps sell from inside, many small deals,
the others in the field, fewer and larger ones. The trouble begins up to three weeks before the second quarter of
2026, lasts through it, and is asked about some days after its end. What a trouble touches (the whole company, one
product, one campaign, one rep) has at least 120 closed deals in the quarter, and the trouble's share of them is
tripled, or their rate halved.
"""

from __future__ import annotations

from datetime import date

BEGINS, QUARTER, QUARTER_OVER, ASKED = (
    date(2025, 1, 1), date(2026, 4, 1), date(2026, 7, 1), date(2026, 7, 13),
)  # fmt: skip
EARLIEST_START = 21
"""So many days before the quarter a trouble may begin."""

INSIDE, INSIDE_DEALS = 2, 135
"""Reps who sell from inside, and how many deals each of them closes in a usual quarter."""
FIELD, FIELD_DEALS = (4, 8), (36, 52)
"""Between how many reps sell in the field, and between how many deals each of them closes in a usual quarter."""
SEASON = (0.85, 0.9, 1.1, 1.0, 1.05, 1.05, 0.8, 0.7, 1.15, 1.2, 1.15, 0.9)

RATE = (0.40, 0.50)
"""Between which part of its closed deals a company wins."""
DRIFT = (0.95, 1.05)
"""By which factor its rate changes in the quarter without any trouble: the economy."""
SKILL, PRODUCT_PULL, SOURCE_PULL, CAMPAIGN_PULL = (0.9, 1.1), (0.93, 1.07), (0.85, 1.15), (0.92, 1.08)
"""Between which factors reps, products, sources and campaigns always differ in what they win."""
LARGE = 0.9
"""By which factor a deal above the usual size is harder to win, one below it as much easier."""

LOST_FOR = {
    "product": 0.14, "price": 0.18, "delivery": 0.08, "service": 0.07, "support": 0.10, "marketing": 0.09,
    "customer": 0.30, "other": 0.04,
}  # fmt: skip
"""For which class of reason deals are usually lost; each company differs from it by up to `OWN_WAYS`."""
OWN_WAYS = (0.8, 1.2)
SECOND_REASON = 0.15
"""In what part of the lost deals a second reason is told."""

PRODUCTS = (("Standard", 0.5, 2_400), ("Plus", 0.3, 5_200), ("Grand", 0.2, 9_800))
"""Products, which part of the deals they have, and what one usually brings in euros."""
SPREAD = 0.55
"""The spread of the logarithm of a deal's size."""
FIELD_SIZE = 1.6
"""By which factor deals in the field are larger than those from inside."""
SOURCES = (("website", 0.35), ("referral", 0.2), ("fair", 0.15), ("partner", 0.15), ("cold call", 0.15))
CAMPAIGNS = (("Search advertising", 0.36, 6_000), ("Newsletter", 0.24, 1_500), ("Trade press", 0.15, 4_000))
"""Campaigns, which part of the deals they bring (the rest comes without one), and their cost a month in euros."""
COMPETITORS, COMPETED = ("Bristot", "Hausman", "Vela"), 0.35
DISCOUNTED, DISCOUNTS = 0.2, (5, 8, 10, 15)
"""In what part of the deals something is taken off, and how many per cent."""

LATE, LATE_DAYS = 0.10, (3, 15)
"""Which part of the orders is delivered late, and by how many days."""
PROMISED_DAYS = (7, 21)
ISSUE = 0.08
"""With which part of the orders something is wrong."""
RATED, SCORES = 0.6, ((10, 0.30), (9, 0.35), (8, 0.22), (7, 0.07), (6, 0.03), (4, 0.03))
"""Which part of the customers says how satisfied they are, and how much."""
UNHAPPY_BY = 3
"""By how much somebody is less satisfied whose order was late, or with whose order something was wrong."""
TRAINED = 0.9
"""Which part of the trainings is done."""

TRIPLED, HALVED = 3.0, 0.5
FROM_WON = 2 / 3
"""Which part of what is lost for a trouble would have been won without it; the rest would have been lost otherwise."""
WHAT_HAPPENS = """
dear price    deals lost for price: tripled; beside it, discounts doubled, and in those deals a competitor is named twice
              as often
bad product   deals lost for the product: tripled, all of the further ones with the product that has half of the deals;
              beside it, issues with its orders doubled
late product  orders delivered late: tripled, by up to twice as many days; beside it, deals lost for delivery doubled;
              customers say so
bad service   orders with an issue, and deals lost for service: tripled; customers say so
weak support  deals lost for support (no demo, no answer, slow quote): tripled; three in ten trainings done, not nine
poor campaign the rate of the campaign that brings most: halved; half of what it loses further is told as marketing's
              (wrong audience, poor lead), the rest as ever
weak rep      the rate of one of the two from inside: halved; the reasons told are as ever
none          the season, the economy's drift, and a product that sells more than before
"""
SHIFT = 0.1
"""By which part of the deals the middle product has grown in the quarter, in every company, at the cost of the first."""
