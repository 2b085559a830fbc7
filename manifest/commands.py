"""What the bot may do where, and the commands that people are shown when they type."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifest.values import Wrong, wrong_line

SCOPES = {"team", "groupChat", "personal"}
SLASH_SCOPES = {"team", "groupChat"}
MOST_LISTS = 3
MOST_COMMANDS = 12
# The schema allows more, but a menu has room for this, and older schemas said so too.
LONGEST_TITLE = 32
LONGEST_COMMAND = 128


def wrong_title(text: str) -> Wrong:
    """A title is what people type, so Teams puts the slash or the name of the bot before it."""
    if text[:1] in {"@", "/"}:
        return f"must not begin with {text[0]}, which Teams writes itself"
    return wrong_line(text, LONGEST_TITLE)


def wrong_bots(manifest: Mapping[str, Any], _: object) -> Iterator[str]:
    """There is one bot; it works where teams talk, and shows its commands in each place."""
    if len(manifest["bots"]) != 1:
        yield "An app has exactly one bot."
    for bot in manifest["bots"]:
        yield from _wrong_scopes(bot)
        if len(bot["commandLists"]) > MOST_LISTS:
            yield f"A bot has at most {MOST_LISTS} lists of commands."
        for commands in bot["commandLists"]:
            yield from _wrong_commands(commands)


def _wrong_scopes(bot: Mapping[str, Any]) -> Iterator[str]:
    scopes = bot["scopes"]
    listed = [scope for commands in bot["commandLists"] for scope in commands["scopes"]]
    for scope in sorted({*scopes, *listed} - SCOPES):
        yield f"The scope {scope} is none of ours: {', '.join(sorted(SCOPES))}."
    for scope in sorted(SCOPES - set(scopes)):
        yield f"The bot must work in the scope {scope} too."
    for scope in sorted(set(scopes) - set(listed)):
        yield f"The scope {scope} has no list of commands, and phones show no bot without one."
    if len(set(scopes)) < len(scopes) or len(set(listed)) < len(listed):
        yield "Each scope must be named once, and have one list of commands."


def _wrong_commands(commands: Mapping[str, Any]) -> Iterator[str]:
    where = " and ".join(commands["scopes"])
    if not 0 < len(commands["commands"]) <= MOST_COMMANDS:
        yield f"The list for {where} must have 1 to {MOST_COMMANDS} commands."
    if "slash" in commands.get("triggers", []) and not set(commands["scopes"]) <= SLASH_SCOPES:
        yield f"The list for {where} has slash commands, which only channels and group chats have."
