"""Several pipelines: made by an admin, gone through by the deals of a team or with a product, told apart in figures."""

from __future__ import annotations

import pytest

from salesbot.domain.as_of import AsOf
from salesbot.services.imports import Why
from salesbot.services.reports import report
from salesbot.storage.book import open_book, read_book
from tests.cast import NOW, TODAY, Cast
from tests.services.imports.files import Files
from tests.slack.asked import Bot

STAGES = "lead · Lead · 20\nproposal · Proposal · 40\ncontract · Contract · 80"


def made(bot: Bot, cast: Cast, *, team: bool = True, products: tuple[int, ...] = ()) -> str:
    """The pipeline Partners, for the team Adria or for products."""
    ana = cast.adria.ana
    view = bot.press(
        ana, bot.press(ana, bot.sales(ana, "setup").button("setup.pipelines")).button("setup.pipeline")
    ).view
    teams = [str(cast.adria.teams["adria"].id)] if team else []
    values = {
        "name": "Partners",
        "stages": STAGES,
        "teams": teams,
        "products": [str(one) for one in products],
    }
    return bot.submit(ana, view, values).words


def stage_of(cast: Cast, account: str) -> str:
    """In which stage the account's newest deal stands."""
    with read_book(cast.engines, cast.workspace_id) as book:
        found = book.accounts.named(account)
        assert found is not None
        state = book.deals.of_account(found.id)[0]
        return next(s.full_name for s in book.accounts.stages(retired=True) if s.id == state.stage_id)


def test_a_teams_deals_go_through_its_pipeline(each_bot: Bot, cast: Cast) -> None:
    said = made(each_bot, cast)
    assert "Lead → Proposal → Contract" in said
    assert "Adria" in said
    each_bot.command(cast.adria.kim, "Acme 12k")
    assert stage_of(cast, "Acme") == "Partners: Lead"
    each_bot.sales(cast.adria.kim, "deal Acme move proposal")
    assert stage_of(cast, "Acme") == "Partners: Proposal"
    each_bot.command(cast.adria.kim, "Helix 5k contract")
    assert stage_of(cast, "Helix") == "Partners: Contract"


def test_a_stage_of_another_pipeline_is_refused_by_name(bot: Bot, sqlite_cast: Cast) -> None:
    made(bot, sqlite_cast)
    assert "negotiation" in bot.command(sqlite_cast.adria.kim, "Acme 12k negotiation").words
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        assert not book.deals.any()


def test_a_product_goes_before_the_team(bot: Bot, sqlite_cast: Cast) -> None:
    with open_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        cloud = book.accounts.ensure_label("product", "Cloud")
    made(bot, sqlite_cast, team=False, products=(cloud,))
    bot.command(sqlite_cast.adria.kim, "Acme 12k proposal product:Cloud")
    bot.command(sqlite_cast.adria.kim, "Helix 12k proposal product:Pro")
    assert [stage_of(sqlite_cast, name) for name in ("Acme", "Helix")] == ["Partners: Proposal", "Proposal"]


def test_a_deal_that_was_open_stays_until_it_is_moved_or_handed_over(bot: Bot, sqlite_cast: Cast) -> None:
    bot.command(sqlite_cast.adria.kim, "Acme 12k negotiation")
    assert "1 open deal of these teams stays in its stage" in made(bot, sqlite_cast)
    bot.sales(sqlite_cast.adria.kim, "deal Acme amount 13k")
    assert stage_of(sqlite_cast, "Acme") == "Negotiation"
    bot.sales(sqlite_cast.adria.maja, f"deal Acme hand over <@{sqlite_cast.adria.bo.slack_id}>")
    assert stage_of(sqlite_cast, "Acme") == "Partners: Proposal", "no chance grows by handing over"


def test_the_report_and_the_forecast_go_by_each_pipelines_stages(bot: Bot, sqlite_cast: Cast) -> None:
    made(bot, sqlite_cast)
    bot.command(sqlite_cast.adria.kim, "Acme 10k contract close:eom")
    with read_book(sqlite_cast.engines, sqlite_cast.workspace_id) as book:
        table = report(book, "pipeline", None, None, AsOf(TODAY, live=True, known_at=NOW.replace(hour=23)))
    rows = {row[0]: row[1] for row in table.rows}
    assert list(rows)[:4] == ["New", "Qualified", "Proposal", "Negotiation"]
    assert rows["Partners: Contract"] == 1
    assert "Contract" in bot.sales(sqlite_cast.adria.kim, "deals").words


def test_a_removed_pipeline_lets_its_teams_go(bot: Bot, sqlite_cast: Cast) -> None:
    made(bot, sqlite_cast)
    ana = sqlite_cast.adria.ana
    listed = bot.press(ana, bot.sales(ana, "setup").button("setup.pipelines"))
    assert "removed" in bot.press(ana, listed.button("setup.remove_pipeline")).words
    bot.command(sqlite_cast.adria.kim, "Acme 12k negotiation")
    assert stage_of(sqlite_cast, "Acme") == "Negotiation"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"stages": ""}, "stages"),
        ({"stages": "won · Won · 100"}, "stages"),
        ({"stages": "a · A · 200"}, "stages"),
    ],
)
def test_a_form_that_will_not_do(bot: Bot, sqlite_cast: Cast, values: dict[str, str], field: str) -> None:
    ana = sqlite_cast.adria.ana
    view = bot.press(
        ana, bot.press(ana, bot.sales(ana, "setup").button("setup.pipelines")).button("setup.pipeline")
    ).view
    assert field in bot.submit(ana, view, {"name": "Partners", "stages": STAGES, **values}).errors


def test_only_an_admin_sees_pipelines(bot: Bot, sqlite_cast: Cast) -> None:
    button = bot.sales(sqlite_cast.adria.ana, "setup").button("setup.pipelines")
    assert "New Pipeline" not in bot.press(sqlite_cast.adria.maja, button).words


def test_an_imported_deal_goes_through_its_pipeline(bot: Bot, sqlite_cast: Cast) -> None:
    made(bot, sqlite_cast)
    files = Files.of(sqlite_cast)
    head = "external_id,account,amount,stage,rep_email,pipeline\n"
    rows = ("A,Acme,1.00,open,kim@acme.example,\n", "B,Beta,2.00,proposal,kim@acme.example,\n",
            "C,Coda,3.00,contract,asha@acme.example,Partners\n", "D,Dune,4.00,proposal,asha@acme.example,\n")  # fmt: skip
    assert files.bring("deals", head + "".join(rows)).added == 4
    stages = {name: stage_of(sqlite_cast, name) for name in ("Acme", "Beta", "Coda", "Dune")}
    assert stages == {
        "Acme": "Partners: Lead", "Beta": "Partners: Proposal", "Coda": "Partners: Contract", "Dune": "Proposal",
    }  # fmt: skip
    assert files.bring("deals", files.take_out("deals")).number is None
    changed = head + rows[0].replace("1.00", "5.00") + rows[1].replace("2.00", "6.00")
    assert files.bring("deals", changed).changed == 2
    assert [stage_of(sqlite_cast, name) for name in ("Acme", "Beta")] == [
        "Partners: Lead",
        "Partners: Proposal",
    ]
    [problem] = files.refused("deals", head + "E,Eden,1.00,open,kim@acme.example,Partner\n")
    assert (problem.why, problem.right) == (Why.PIPELINE, ("partners",))
