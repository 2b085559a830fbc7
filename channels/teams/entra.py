"""Asks Entra for the bot's own token, through Microsoft's own library.

msal, which botbuilder uses too, blocks, so all this runs in a thread. One of it lives as long as
the bot, since botbuilder as it comes makes a new one, and asks Entra anew, for each turn.
"""

from typing import Any

import msal
import requests

from channels.teams.settings import AppType, TeamsSettings
from channels.teams.token import PATIENCE, Ask

RESOURCE = "https://api.botframework.com"
SCOPES = [f"{RESOURCE}/.default"]


class Impatient(requests.Session):
    """Waits for an answer, but not for ever, as it would without being told."""

    def request(self, *what: Any, **how: Any) -> requests.Response:
        """One request."""
        return super().request(*what, **{"timeout": PATIENCE, **how})


def asker(settings: TeamsSettings) -> Ask:
    """What asks Entra, or the machine's managed identity, for a token. It blocks.

    Both keep the last token for themselves, so when it was not wanted they are made anew.
    """
    made: list[Any] = []

    def ask_with_secret(anew: bool) -> dict[str, Any]:
        if anew:
            made.clear()
        if not made:  # making it asks Entra where its addresses are
            made.append(
                msal.ConfidentialClientApplication(
                    settings.app_id,
                    client_credential=settings.password,
                    authority=f"{settings.login_url}/{settings.tenant}",
                    instance_discovery=False,
                    timeout=PATIENCE,
                )
            )
        return dict(made[0].acquire_token_for_client(SCOPES))

    def ask_as_machine(anew: bool) -> dict[str, Any]:
        if anew:
            made.clear()
        if not made:
            identity = msal.UserAssignedManagedIdentity(client_id=settings.app_id)
            made.append(msal.ManagedIdentityClient(identity, http_client=Impatient()))
        return dict(made[0].acquire_token_for_client(resource=RESOURCE))

    with_secret = settings.app_type is AppType.SINGLE_TENANT
    return ask_with_secret if with_secret else ask_as_machine
