"""What we ask of Slack: post, change, open a modal, who is there, who is that."""

from dataclasses import dataclass
from typing import Any

import msgspec

from channels.nobody import language_of
from channels.slack.web import Call, Facts, Web
from channels.slack.workspace import Workspace
from dialogs.ports import NotShown

PAGE, MOST_PEOPLE = 200, 1000
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as Slack shows them. `language` is one that we speak, or nothing."""

    name: str
    language: str = ""
    bot: bool = False


class Api:
    """The methods that we use. Each may raise NotShown or Unreachable."""

    def __init__(self, web: Web) -> None:
        self._web = web

    async def post(
        self, at: Workspace, channel: str, message: Facts, thread: str = "", bulk: bool = False
    ) -> str:
        """A new message, in a thread where there is one; its id, or nothing where none came.

        Raises NotShown, Doubtful or Unreachable.
        """
        facts = {"channel": channel, "unfurl_links": False, "unfurl_media": False, **message}
        facts |= {"thread_ts": thread} if thread else {}
        call = Call("chat.postMessage", facts, again=False, channel=channel, bulk=bulk)
        return _text(await self._web.asked(at, call), "ts")

    async def change(self, at: Workspace, channel: str, id: str, message: Facts) -> None:
        """A message becomes another. Raises NotShown, Unreachable or NoSuchMessage."""
        await self._web.asked(at, Call("chat.update", {"channel": channel, "ts": id, **message}))

    async def whisper(
        self, at: Workspace, channel: str, user: str, message: Facts, thread: str = ""
    ) -> None:
        """What one person sees for a while, if at all."""
        facts = {"channel": channel, "user": user, **message}
        facts |= {"thread_ts": thread} if thread else {}
        await self._web.asked(at, Call("chat.postEphemeral", facts))

    async def open_chat(self, at: Workspace, user: str) -> str:
        """The private chat with somebody, made where there is none."""
        answer = await self._web.asked(at, Call("conversations.open", {"users": user}, bulk=True))
        if not (chat := _text(answer, "channel", "id")):
            raise NotShown("no chat")
        return chat

    async def open_view(self, at: Workspace, trigger: str, view: str) -> str:
        """Show a modal; its id. Raises NotShown, Unreachable or TooLate."""
        facts = {"trigger_id": trigger, "view": msgspec.json.decode(view)}
        return _text(await self._web.asked(at, Call("views.open", facts)), "view", "id")

    async def push_view(self, at: Workspace, trigger: str, view: str) -> None:
        """Show a modal on top of an open one. Raises NotShown, Unreachable or TooLate."""
        facts = {"trigger_id": trigger, "view": msgspec.json.decode(view)}
        await self._web.asked(at, Call("views.push", facts))

    async def change_view(self, at: Workspace, id: str, view: str) -> None:
        """An open modal becomes another."""
        await self._web.asked(
            at, Call("views.update", {"view_id": id, "view": msgspec.json.decode(view)})
        )

    async def show_home(self, at: Workspace, user: str, view: str) -> None:
        """What somebody sees in the bot's home."""
        facts = {"user_id": user, "view": msgspec.json.decode(view)}
        await self._web.asked(at, Call("views.publish", facts))

    async def people(self, at: Workspace, channel: str) -> list[str]:
        """Who is in a conversation, up to a thousand."""
        found: list[str] = []
        more = ""
        while len(found) < MOST_PEOPLE:
            facts = {"channel": channel, "limit": PAGE, **({"cursor": more} if more else {})}
            answer = await self._web.asked(at, Call("conversations.members", facts, by_form=True))
            members = answer.get("members")
            found += [str(each) for each in members] if isinstance(members, list) else []
            if not (more := _text(answer, "response_metadata", "next_cursor")):
                break
        return found

    async def person(self, at: Workspace, user: str) -> Person:
        """Somebody's name as the workspace shows it."""
        facts = {"user": user, "include_locale": "true"}
        answer = await self._web.asked(at, Call("users.info", facts, by_form=True))
        found = answer.get("user")
        about: Facts = found if isinstance(found, dict) else {}
        names = (
            _text(about, "profile", "display_name"),
            _text(about, "profile", "real_name"),
            _text(about, "real_name"),
            _text(about, "name"),
        )
        name = " ".join(next((each for each in names if each.strip()), user).split())
        locale = _text(about, "locale")
        bot = bool(about.get("is_bot")) or user == "USLACKBOT"
        return Person(name[:LONGEST_NAME], language_of(locale) if locale else "", bot)

    async def name_of(self, at: Workspace, channel: str) -> tuple[str, bool]:
        """A conversation's name, and whether the bot is in it."""
        call = Call("conversations.info", {"channel": channel}, by_form=True)
        answer = await self._web.asked(at, call)
        found = answer.get("channel")
        about: Facts = found if isinstance(found, dict) else {}
        inside = bool(about.get("is_member") or about.get("is_im") or about.get("is_mpim"))
        return ("" if about.get("is_mpim") else _text(about, "name")), inside

    async def link(self, at: Workspace, channel: str, id: str) -> str:
        """The address of a message."""
        facts = {"channel": channel, "message_ts": id}
        answer = await self._web.asked(at, Call("chat.getPermalink", facts, by_form=True))
        return _text(answer, "permalink")

    async def itself(self, at: Workspace) -> Facts:
        """Who the bot is in this workspace."""
        return await self._web.asked(at, Call("auth.test", {}))


def _text(answer: Facts, *names: str) -> str:
    """A text deep in an answer, or nothing where the answer has no such text."""
    found: Any = answer
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else ""
