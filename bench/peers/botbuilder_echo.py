"""botbuilder's echo sample, as shipped: CloudAdapter on aiohttp, single tenant, real tokens.

Pointed to this machine through the library's own constants, since its parameters for other clouds
would take another path through it. A card action is answered from `on_invoke_activity` with an
InvokeResponse that holds a model: through `on_adaptive_card_invoke` botbuilder 4.17.1 serialises
the answer twice and ends with 500.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

import sys
import traceback
from os import environ

import botframework.connector.auth.microsoft_app_credentials as credentials
from aiohttp import web
from botbuilder.core import ActivityHandler, InvokeResponse, MessageFactory, TurnContext
from botbuilder.core.integration import aiohttp_error_middleware
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import AdaptiveCardInvokeResponse, ChannelAccount
from botframework.connector.auth import AuthenticationConstants

from bench.peers.card import CARD
from bench.peers.loopback import LoopbackApplication

AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX = environ["LOGIN_URL"] + "/"
AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = environ["OPENID_URL"]
credentials.ConfidentialClientApplication = LoopbackApplication


class Config:
    """As the sample's config.py."""

    PORT = int(environ["PORT"])
    APP_ID = environ["APP_ID"]
    APP_PASSWORD = environ["APP_PASSWORD"]
    APP_TYPE = "SingleTenant"
    APP_TENANTID = environ["APP_TENANTID"]


class EchoBot(ActivityHandler):  # type: ignore[misc]
    """As the sample's bots/echo_bot.py, and the answer to a card action."""

    async def on_members_added_activity(
        self, members_added: list[ChannelAccount], turn_context: TurnContext
    ) -> None:
        for member in members_added:
            if member.id != turn_context.activity.recipient.id:
                await turn_context.send_activity("Hello and welcome!")

    async def on_message_activity(self, turn_context: TurnContext) -> object:
        text = f"Echo: {turn_context.activity.text}"
        return await turn_context.send_activity(MessageFactory.text(text))

    async def on_invoke_activity(self, turn_context: TurnContext) -> InvokeResponse:
        answer = AdaptiveCardInvokeResponse(
            status_code=200, type="application/vnd.microsoft.card.adaptive", value=CARD
        )
        return InvokeResponse(status=200, body=answer)


ADAPTER = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config()))
BOT = EchoBot()


async def on_error(context: TurnContext, error: Exception) -> None:
    """As in the sample, without the lines for the emulator."""
    print(f"\n [on_turn_error] unhandled error: {error}", file=sys.stderr)
    traceback.print_exc()
    await context.send_activity("The bot encountered an error or bug.")


ADAPTER.on_turn_error = on_error


async def messages(request: web.Request) -> web.Response:
    """The bot's door."""
    return await ADAPTER.process(request, BOT)  # type: ignore[no-any-return]


APP = web.Application(middlewares=[aiohttp_error_middleware])
APP.router.add_post("/api/messages", messages)

if __name__ == "__main__":
    web.run_app(APP, host="127.0.0.1", port=Config.PORT, print=None)
