"""What people sent, read: the words without mentions, the values of a chosen move, and its key."""

import re
from hashlib import sha256
from html import unescape
from secrets import token_hex
from urllib.parse import parse_qsl

from channels.moment import NAMELESS, Moment
from channels.nobody import language_of
from channels.teams.activity import Activity, NotAnActivity
from channels.teams.book import person_of
from dialogs.commands import LONGEST

MENTION = re.compile(r"<at\b[^>]*>.*?</at\s*>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^<>]*>")


def packed(chosen: str) -> dict[str, list[str]]:
    """The values of a button that stood in a list. Raises NotAnActivity."""
    try:
        pairs = parse_qsl(chosen, max_num_fields=20)
    except ValueError:
        raise NotAnActivity from None
    return {name: [value] for name, value in pairs}


def plain(text: str) -> str:
    """What somebody wrote, without the mention of the bot and without markup.

    Where it is too long for a command it is left alone, since taking out what never ends is slow.
    """
    if len(text) > LONGEST:
        return text
    return " ".join(unescape(TAG.sub(" ", MENTION.sub(" ", text))).split())


def moment_of(activity: Activity) -> Moment:
    """Who did it, and where."""
    return Moment(
        who=person_of(activity),
        name=activity.sender.name or NAMELESS,
        tenant=activity.tenant,
        place=activity.place,
        thread=activity.thread,
        personal=activity.kind == "personal",
        language=language_of(activity.locale or ""),
        key=key_of(activity),
    )


def key_of(activity: Activity) -> str:
    """Under which key an activity is heard once."""
    id = activity.id or token_hex(8)
    return sha256(f"{activity.place}\n{id}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
