"""Slack's page that asks whether the app may be installed, and where it sends the browser then."""

from html import escape
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from salesbot.playground.local_slack import LocalSlack

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{app}</title></head><body><main>
<h1>{app} wants to be installed in {team}</h1><p>It asks for: {scopes}</p>
<form method="post" action="/oauth/v2/decide">{fields}
<button name="decision" value="allow">Allow</button> <button name="decision" value="cancel">Cancel</button>
</form></main></body></html>
"""


class InstallRoutes:
    """The routes under `/oauth/v2`: what a browser is asked, and where it is sent then."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack

    def routes(self) -> list[BaseRoute]:
        """List them."""
        return [
            Route("/oauth/v2/authorize", self.ask),
            Route("/oauth/v2/decide", self.decide, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> Response:
        """Ask the person in the browser whether the app may be installed."""
        query, space = request.query_params, self.slack.space
        if query.get("client_id") != space.secrets.client_id:
            return PlainTextResponse("invalid client_id", 400)
        if not query.get("redirect_uri"):
            return PlainTextResponse("missing redirect_uri", 400)
        unknown = set(query.get("scope", "").split(",")) - set(self.slack.manifest.scopes)
        if unknown:
            return PlainTextResponse(f"invalid scope: {', '.join(sorted(unknown))}", 400)
        given = {
            "as": space.cast.first_person,
            **{name: query.get(name, "") for name in ("redirect_uri", "state")},
        }
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in given.items()
        )
        return HTMLResponse(
            _PAGE.format(
                app=escape(self.slack.manifest.name), team=escape(space.cast.team_name),
                scopes=escape(query.get("scope", "")), fields=fields,
            )
        )  # fmt: skip

    async def decide(self, request: Request) -> Response:
        """Send the browser back to the app, with a code or without."""
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        redirect_uri, state = form.get("redirect_uri", ""), form.get("state", "")
        answer = {"error": "access_denied"}
        if form.get("decision") == "allow":
            answer = {"code": self.slack.installs.code(form["as"], redirect_uri)}
        sign = "&" if "?" in redirect_uri else "?"
        return RedirectResponse(f"{redirect_uri}{sign}{urlencode({**answer, 'state': state})}", 302)
