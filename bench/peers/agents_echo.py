"""The echo of Microsoft's Agents SDK, as its quickstart has it: aiohttp, a secret, real tokens.

The key set of the Bot Framework and the login's address are pointed to this machine. A card action
is answered through the SDK's own `adaptive_card.action_execute`.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

import re
from os import environ
from typing import Any

import microsoft_agents.authentication.msal.msal_auth as msal_auth
from aiohttp import web
from microsoft_agents.activity import AdaptiveCardInvokeResponse, load_configuration_from_env
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import (
    CloudAdapter,
    jwt_authorization_middleware,
    start_agent_process,
)
from microsoft_agents.hosting.core import (
    AgentApplication,
    Authorization,
    MemoryStorage,
    TurnContext,
    TurnState,
)
from microsoft_agents.hosting.core.app.adaptive_card import factory
from microsoft_agents.hosting.core.authorization._entra_issuers import BOTFRAMEWORK_JWKS_URIS

from bench.peers.card import CARD
from bench.peers.loopback import LoopbackApplication

SERVICE = "CONNECTIONS__SERVICE_CONNECTION__SETTINGS__"

BOTFRAMEWORK_JWKS_URIS["https://api.botframework.com"] = environ["KEYS_URL"]
msal_auth.ConfidentialClientApplication = LoopbackApplication

CONFIG: dict[str, Any] = load_configuration_from_env(
    {
        f"{SERVICE}CLIENTID": environ["APP_ID"],
        f"{SERVICE}CLIENTSECRET": environ["APP_PASSWORD"],
        f"{SERVICE}TENANTID": environ["APP_TENANTID"],
        f"{SERVICE}AUTHORITY": f"{environ['LOGIN_URL']}/{environ['APP_TENANTID']}",
    }
)
STORAGE = MemoryStorage()
CONNECTIONS = MsalConnectionManager(**CONFIG)
ADAPTER = CloudAdapter(connection_manager=CONNECTIONS)
AUTHORIZATION = Authorization(STORAGE, CONNECTIONS, **CONFIG)
AGENT = AgentApplication[TurnState](
    storage=STORAGE, adapter=ADAPTER, authorization=AUTHORIZATION, **CONFIG
)


@AGENT.activity("message")  # type: ignore[untyped-decorator]
async def on_message(context: TurnContext, _: TurnState) -> None:
    await context.send_activity(f"you said: {context.activity.text}")


@AGENT.adaptive_card.action_execute(re.compile(".*"))  # type: ignore[untyped-decorator]
async def on_action(_: TurnContext, __: TurnState, ___: Any) -> AdaptiveCardInvokeResponse:
    return factory.adaptive_card(CARD)


async def messages(request: web.Request) -> web.Response:
    """The agent's door."""
    agent, adapter = request.app["agent_app"], request.app["adapter"]
    return await start_agent_process(request, agent, adapter)  # type: ignore[no-any-return]


APP = web.Application(middlewares=[jwt_authorization_middleware])
APP.router.add_post("/api/messages", messages)
APP["agent_configuration"] = CONNECTIONS.get_default_connection_configuration()
APP["agent_app"] = AGENT
APP["adapter"] = ADAPTER

if __name__ == "__main__":
    web.run_app(APP, host="127.0.0.1", port=int(environ["PORT"]), print=None)
