"""The echo of Microsoft's teams.py, as its quickstart has it: FastAPI and uvicorn, real tokens.

Its cloud is pointed to this machine with the settings it has for other clouds. Uvicorn listens on
this machine only and writes no line for each request, which is kinder than the quickstart.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

import asyncio
from os import environ

import microsoft_teams.apps.token_manager as token_manager
import uvicorn
from fastapi import FastAPI
from microsoft_teams.api import AdaptiveCardInvokeActivity, MessageActivity
from microsoft_teams.api.auth.cloud_environment import PUBLIC, with_overrides
from microsoft_teams.api.models.adaptive_card import AdaptiveCardActionCardResponse
from microsoft_teams.apps import ActivityContext, App, FastAPIAdapter
from microsoft_teams.cards import AdaptiveCard

from bench.peers.card import CARD
from bench.peers.loopback import LoopbackApplication

PORT = int(environ["PORT"])
ANSWER = AdaptiveCardActionCardResponse(value=AdaptiveCard.model_validate(CARD))

token_manager.ConfidentialClientApplication = LoopbackApplication


def quiet(app: FastAPI) -> uvicorn.Server:
    return uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=PORT, log_level="warning"))


app = App(
    client_id=environ["APP_ID"],
    client_secret=environ["APP_PASSWORD"],
    tenant_id=environ["APP_TENANTID"],
    cloud=with_overrides(
        PUBLIC, login_endpoint=environ["LOGIN_URL"], openid_metadata_url=environ["OPENID_URL"]
    ),
    http_server_adapter=FastAPIAdapter(server_factory=quiet),
)


@app.on_message  # type: ignore[untyped-decorator]
async def echo(ctx: ActivityContext[MessageActivity]) -> None:
    await ctx.reply(f"You said '{ctx.activity.text}'")


@app.on_card_action  # type: ignore[untyped-decorator]
async def on_action(
    _: ActivityContext[AdaptiveCardInvokeActivity],
) -> AdaptiveCardActionCardResponse:
    return ANSWER


if __name__ == "__main__":
    asyncio.run(app.start(PORT))
