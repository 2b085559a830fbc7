"""Who and what is in the playground: six people, a private chat, a group chat and a channel."""

from dataclasses import dataclass
from typing import Any

TENANT = "0d0e0000-0000-4000-8000-00000000aaaa"
BOT = {"id": "28:0d0e0000-0000-4000-8000-00000000bbbb", "name": "Ordet"}


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    given: str
    surname: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"

    @property
    def id(self) -> str:
        return f"29:{self.given.lower()}"

    @property
    def entra(self) -> str:
        return f"0d0e0000-0000-4000-8000-{self.number:012}"


ANNA = Person("Anna", "Sørensen", 1)  # the page is hers
BO = Person("Bo", "Ærø", 2)
CARLA = Person("Carla", "Holm", 3)
DAG = Person("Dag", "Lund", 4)
EVA = Person("Eva", "Ågård", 5)
FINN = Person("Finn", "Møller", 6)
OTHERS = (BO, CARLA, DAG, EVA, FINN)  # the playground wants five, no more and no fewer
EVERYBODY = (ANNA, *OTHERS)


@dataclass(frozen=True)
class Place:
    """A conversation, with the name that the page's list gives it."""

    id: str
    kind: str
    listed: str


TEAM = "19:team-blaa@thread.tacv2"
PERSONAL = Place("a:anna", "personal", "Personal Chat")
GROUP = Place("19:gruppe-blaa@thread.v2", "groupChat", "Team Blå i chat")
CHANNEL = Place("19:cirkel@thread.tacv2", "channel", "Team Blå - Cirkel")


def account(person: Person) -> dict[str, str]:
    """The person as the playground's settings want them."""
    mail = f"{person.given.lower()}@ordet.example"
    return {
        "id": person.id,
        "name": person.name,
        "userPrincipleName": mail,  # the playground spells it so
        "aadObjectId": person.entra,
        "givenName": person.given,
        "surname": person.surname,
        "email": mail,
    }


def settings() -> dict[str, Any]:
    """The playground's settings; JSON is YAML too."""
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": BOT,
        "currentUser": account(ANNA),
        "users": [account(person) for person in OTHERS],
        "personalChat": {"id": PERSONAL.id},
        "groupChat": {"id": GROUP.id, "name": GROUP.listed},
        "team": {
            "id": TEAM,
            "name": "Team Blå",
            "aadGroupId": "0d0e0000-0000-4000-8000-00000000cccc",
            "channels": [{"id": CHANNEL.id, "name": "Cirkel"}],
        },
    }
