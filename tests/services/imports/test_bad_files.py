"""Bad files of every kind: told with line, column, value and what would be right; and then nothing is kept."""

from __future__ import annotations

import pytest

from salesbot.services.imports import ColumnsRefused, SheetUnreadable, Why
from tests.services.imports.files import Files

ID = "external_id"
HEAD = b"account,amount,stage,rep_email\n"
DEAL = {
    "account": "Acme", "amount": "100.00", "stage": "won", "rep_email": "kim@x.io", "closed_on": "2026-06-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "column", "why", "right"),
    [
        ({"account": ""}, "account", Why.REQUIRED, "Acme Corp"),
        ({"account": "x" * 201}, "account", Why.LONG, "200"),
        ({"amount": ""}, "amount", Why.REQUIRED, "12500.00"),
        ({"amount": "12,500.00"}, "amount", Why.AMOUNT, "12500.00"),
        ({"amount": "12.500,00"}, "amount", Why.AMOUNT, "12500.00"),
        ({"amount": "€12k"}, "amount", Why.AMOUNT, "12500.00"),
        ({"amount": "1e5"}, "amount", Why.AMOUNT, None),
        ({"amount": "NaN"}, "amount", Why.AMOUNT, None),
        ({"amount": "1" * 16}, "amount", Why.AMOUNT, None),
        ({"amount": "12.345"}, "amount", Why.DECIMALS, "12.34"),
        ({"amount": "100.5", "currency": "JPY"}, "amount", Why.DECIMALS, "100"),
        ({"amount": "0"}, "amount", Why.NOT_ABOVE_ZERO, None),
        ({"amount": "-5", "stage": "proposal", "closed_on": ""}, "amount", Why.REFUND_NOT_WON, "5"),
        ({"currency": "EURO"}, "currency", Why.CURRENCY, "EUR"),
        ({"currency": "XTS"}, "currency", Why.CURRENCY, None),
        ({"stage": "wan"}, "stage", Why.STAGE, "won"),
        ({"stage": "propsal", "closed_on": ""}, "stage", Why.STAGE, "proposal"),
        ({"rep_email": "kin@x.io"}, "rep_email", Why.PERSON, "kim@x.io"),
        ({"rep_email": ""}, "rep_email", Why.REQUIRED, None),
        ({"closed_on": ""}, "closed_on", Why.DAY_MISSING, "2026-03-31"),
        ({"closed_on": "1.6.2026"}, "closed_on", Why.DAY, "2026-06-01"),
        ({"closed_on": "2026-02-30"}, "closed_on", Why.DAY, "2026-03-31"),
        ({"stage": "open"}, "closed_on", Why.DAY_OF_OPEN, ""),
        ({"opened_on": "2026-06-02"}, "opened_on", Why.DAY_ORDER, "2026-06-01"),
        ({"stage": "lost"}, "lost_reason", Why.REASON_MISSING, "product"),
        ({"stage": "lost", "lost_reason": "prise"}, "lost_reason", Why.REASON, "price"),
        ({"lost_reason": "price"}, "lost_reason", Why.REASON_OF_OTHER, ""),
        ({"technique": "magic"}, "technique", Why.CHOICE, None),
        ({"product": "Pro;Basic", "quantity": "3"}, "quantity", Why.QUANTITIES, "1;1"),
        ({"product": "Pro", "quantity": "0"}, "quantity", Why.QUANTITY, "1"),
        ({"product": "Pro", "quantity": "1.5"}, "quantity", Why.QUANTITY, "1"),
        ({"splits": "kim@x.io:60;bo@x.io:30"}, "splits", Why.SPLITS_SUM, "90"),
        ({"splits": "kim@x.io"}, "splits", Why.SPLITS, None),
        ({"splits": "kim@x.io:60;kim@x.io:40"}, "splits", Why.SPLITS, None),
        ({"splits": "zoe@x.io:100"}, "splits", Why.PERSON, None),
        ({"splits": "kim@x.io:33.33333;bo@x.io:66.66667"}, "splits", Why.SPLITS, None),
        ({"cost": "-3"}, "cost", Why.NOT_ABOVE_ZERO, None),
        ({"cost": "a lot"}, "cost", Why.AMOUNT, None),
    ],
)
def test_a_bad_deal_is_told_with_what_would_be_right(
    plain: Files, changes: dict[str, str], column: str, why: Why, right: str | None
) -> None:
    row = {**DEAL, **changes}
    problems = plain.refused(
        "deals", ",".join(row) + "\n" + ",".join(f'"{cell}"' for cell in row.values()) + "\n"
    )
    found = [problem for problem in problems if problem.column == column]
    assert [problem.why for problem in found] == [why]
    assert (found[0].line, found[0].column) == (2, column)
    if right is not None:
        assert found[0].right[0] == right


@pytest.mark.parametrize(
    ("kind", "content", "column", "why"),
    [
        ("people", "email,name\nkim,Kim\n", "email", Why.EMAIL),
        ("people", "email,name\nslack:X1,Kim\n", "email", Why.EMAIL),
        ("people", "email,name\nz@x.io,\n", "name", Why.REQUIRED),
        ("people", "email,name,role\nz@x.io,Zoe,rap\n", "role", Why.CHOICE),
        ("people", "email,name,time_zone\nz@x.io,Zoe,Europe/Lubljana\n", "time_zone", Why.TIME_ZONE),
        ("people", "email,name,locale\nz@x.io,Zoe,English\n", "locale", Why.LOCALE),
        ("people", "email,name,manager_email\nz@x.io,Zoe,who@x.io\n", "manager_email", Why.PERSON),
        ("people", "email,name,manager_email\nmaja@x.io,Maja,kim@x.io\n", "manager_email", Why.CIRCLE),
        ("people", "email,name,manager_email\nz@x.io,Zoe,z@x.io\n", "manager_email", Why.CIRCLE),
        ("people", "email,name,started_on,ended_on\nz@x.io,Z,2026-02-01,2026-01-01\n", "ended_on", Why.DAY_ORDER),
        ("people", "email,name,team\nz@x.io,Zoe,A\nz@x.io,Zoë,B\n", "name", Why.DIFFERS),
        ("people", "email,name,team\nz@x.io,Zoe,A\nz@x.io,Zoe,B\n", "valid_from", Why.TWICE),
        ("accounts", "name,owner_email\nAcme,zoe@x.io\n", "owner_email", Why.PERSON),
        ("accounts", "name,country\nAcme,SVN\n", "country", Why.COUNTRY),
        ("accounts", "name,referred_by\nAcme,acme\n", "referred_by", Why.CIRCLE),
        ("accounts", "name,segment\nAcme,a\n ACME ,b\n", "name", Why.TWICE),
        ("goals", "scope,name,metric,period,target\nreps,kim@x.io,revenue,2026-06,1\n", "scope", Why.CHOICE),
        ("goals", "scope,name,metric,period,target\nteam,Adri,revenue,2026-06,1\n", "name", Why.TEAM),
        ("goals", "scope,name,metric,period,target\nrep,kin@x.io,revenue,2026-06,1\n", "name", Why.PERSON),
        ("goals", "scope,name,metric,period,target\ncompany,x,revenue,2026-06,1\n", "name", Why.EXTRA),
        ("goals", "scope,name,metric,period,target\ncompany,,revenu,2026-06,1\n", "metric", Why.METRIC),
        ("goals", "scope,name,metric,period,target\ncompany,,revenue,2026-13,1\n", "period", Why.PERIOD),
        ("goals", "scope,name,metric,period,target\ncompany,,revenue,2026-06,0\n", "target", Why.NOT_ABOVE_ZERO),
        ("goals", "scope,name,metric,period,target\ncompany,,revenue,2026-06,\n", "target", Why.REQUIRED),
        ("goals", "scope,metric,period,target,currency\ncompany,deals,2026,5,EUR\n", "currency", Why.CURRENCY_OF_COUNT),
        ("goals", "scope,name,metric,period,target\ncompany,,deals,2026,5\ncompany,,deals,2026,6\n", "target", Why.TWICE),
        ("goals", "scope,name,metric,period,target,reason\ncompany,,deals,2026,5,why\n", "reason", Why.CHOICE),
        ("costs", "month,kind,amount\n2026-13,sales,1\n", "month", Why.MONTH),
        ("costs", "month,kind,amount\n2026-01,office,1\n", "kind", Why.CHOICE),
        ("costs", "month,kind,amount\n2026-01,sales,-1\n", "amount", Why.NOT_ABOVE_ZERO),
        ("costs", "month,kind,amount\n2026-01,sales,1\n2026-01,sales,2\n", "amount", Why.TWICE),
        ("rates", "day,currency,per_base\n2026-01-01,EUR,1\n", "currency", Why.BASE_CURRENCY),
        ("rates", "day,currency,per_base\n2026-01-01,USD,0\n", "per_base", Why.NOT_ABOVE_ZERO),
        ("rates", "day,currency,per_base\n2026-01-01,USD,one\n", "per_base", Why.NUMBER),
        ("deals", "account,amount,stage,rep_email,closed_on\nAcme,1,won,kim@x.io,2026-06-01,more\n", "#6", Why.EXTRA),
        ("deals", "external_id,account,amount,stage,rep_email\nA,A,1,open,bo@x.io\nA,A,2,open,bo@x.io\n", ID, Why.TWICE),
    ],
)  # fmt: skip
def test_a_bad_row_of_any_file_is_told(plain: Files, kind: str, content: str, column: str, why: Why) -> None:
    assert (column, why) in [(problem.column, problem.why) for problem in plain.refused(kind, content)]


def test_every_bad_row_is_told_and_no_good_one_is_kept(plain: Files) -> None:
    good = "Acme,100.00,won,kim@x.io,2026-06-01\n"
    content = "account,amount,stage,rep_email,closed_on\n" + good + "".join(
        f"Bad {n},{n}x,won,kim@x.io,2026-06-01\n" for n in range(300)
    )  # fmt: skip
    assert [problem.line for problem in plain.refused("deals", content)] == list(range(3, 303))


def test_a_note_over_several_lines_does_not_shift_the_lines_that_are_told(plain: Files) -> None:
    content = 'account,amount,stage,rep_email,note\nA,1,open,kim@x.io,"one\ntwo\nthree"\nB,x,open,kim@x.io,\n'
    assert [problem.line for problem in plain.refused("deals", content)] == [5]


def test_the_last_admin_is_not_lost_by_a_file(plain: Files) -> None:
    plain.bring("people", "email,name,role\nana@x.io,Ana,admin\n")
    (problem,) = plain.refused("people", "email,name,role\nana@x.io,Ana,rep\n")
    assert (problem.why, problem.right) == (Why.LAST_ADMIN, ("admin;rep",))


@pytest.mark.parametrize(
    ("file", "content", "why", "line"),
    [
        ("deals.csv", b"", "empty", 0),
        ("deals.csv", b"\n\n", "empty", 0),
        ("deals.csv", "account,amount\nČižek,1\n".encode("cp1250"), "encoding", 2),
        ("deals.csv", HEAD + b'"Acme,1\n', "quotes", 2),
        ("deals.xlsx", b"no spreadsheet", "damaged", 0),
        ("deals.xlsx", b"PK\x03\x04broken", "damaged", 0),
    ],
)
def test_what_is_no_table_is_refused(plain: Files, file: str, content: bytes, why: str, line: int) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        plain.bring("deals", content, file=file)
    assert (refused.value.facts["why"], refused.value.facts["line"]) == (why, line)


def test_other_columns_are_refused_by_name_with_the_nearest(plain: Files) -> None:
    with pytest.raises(ColumnsRefused) as refused:
        plain.bring("deals", "Account,amount,amount,stage,rep_mail,colour\nAcme,1,1,won,kim@x.io,red\n")
    facts = refused.value.facts
    assert facts["unknown"] == (("rep_mail", "rep_email"), ("colour", ""))
    assert (facts["missing"], facts["twice"]) == (("rep_email",), ("amount",))


@pytest.mark.parametrize(
    "name", ["O'Brien & Söhne", "'s-Hertogenbosch", "=cmd|' /C calc'!A0", "株式会社", "\u202eevil", "-5"]
)
def test_a_name_is_kept_as_it_was_meant(plain: Files, name: str) -> None:
    plain.bring("accounts", f'name\n"{name}"\n')
    plain.bring("accounts", plain.take_out("accounts"))
    assert plain.take_out("accounts").count("\n") == 2


@pytest.mark.parametrize("typed", ["=1+1", "1e9x"])
def test_nothing_is_made_up_of_the_digits_of_a_formula(plain: Files, typed: str) -> None:
    said = f"account,amount,stage,rep_email,closed_on\nAcme,{typed},won,kim@x.io,2026-06-10\n"
    [amount] = [each for each in plain.refused("deals", said) if each.column == "amount"]
    assert amount.right == ("12500.00",)
