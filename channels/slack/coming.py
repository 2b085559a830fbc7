"""What happens seldom: the bot comes and goes, people leave, somebody looks at the bot's home."""

from functools import partial

import msgspec
import structlog

from channels.leaving import leave
from channels.nobody import nobodys_papers
from channels.private import teams_of
from channels.slack.channel import ARCHIVED, CALL, REMOVED
from channels.slack.facts import CameIn, Gone, HomeOpened, Left, Origin, Uninstalled
from channels.slack.home import home_view
from channels.slack.inside import Inside
from channels.slack.workspace import Workspace
from circle.answers import Welcome
from circle.people import Place
from dialogs.ports import Doubtful, NotShown, Unreachable

log = structlog.get_logger()

NOT_NOW = (NotShown, Doubtful, Unreachable)


class Coming:
    """Hears rare events."""

    def __init__(self, inside: Inside) -> None:
        self._inside, self._book = inside, inside.book
        self._bots: dict[Workspace, str] = {}

    async def came(self, came: CameIn) -> bytes:
        """The bot has come: one welcome for the place. Who else joins joins no team by that."""
        if came.user != await self._bot(came.origin):
            return b""
        talk = await self._book.meet(came.origin, came.channel, entered=True)
        if talk.welcomed:
            return b""
        moment = await self._inside.moment(came.origin, came.user, came.channel, came.key)

        async def welcomed(message: str) -> None:
            await self._book.change(talk, lambda t: msgspec.structs.replace(t, welcomed=True))

        card = self._inside.painter.notice(Welcome(), nobodys_papers(moment), call=CALL)
        keys = (came.key, f"welcome {talk.tenant} {talk.conversation}")
        tell = partial(self._inside.channel.tell, talk, "", card)
        await self._inside.speaker.once(keys, tell, welcomed)
        return b""

    async def left(self, left: Left) -> bytes:
        """Somebody, or the bot itself, is no longer in a conversation."""
        if left.user == await self._bot(left.origin):
            return await self.gone(Gone(left.origin, left.key, left.channel, "channel_left"))
        contact = await self._book.meet_person(left.origin, left.user)

        async def was_there(home: Place) -> bool:
            return home.conversation == left.channel

        conversation, now = self._inside.conversation, self._inside.now()
        await leave(conversation, contact.person, contact.teams, was_there, now)
        return b""

    async def gone(self, gone: Gone) -> bytes:
        """A conversation is archived, or the bot was taken out: nothing more is sent there."""
        talk = await self._book.meet(gone.origin, gone.channel)
        why = REMOVED if gone.why.endswith("left") else ARCHIVED
        await self._inside.channel.lost(talk, why)
        return b""

    async def uninstalled(self, gone: Uninstalled) -> bytes:
        """The app was taken out of a workspace: its token is forgotten."""
        await self._inside.tokens.forget(gone.origin.at)
        return b""

    async def home(self, opened: HomeOpened) -> bytes:
        """Somebody looks at the bot's home; it is drawn anew each time."""
        await self._inside.errands.send(
            f"home {opened.key}", self.draw_home(opened.origin, opened.user)
        )
        return b""

    async def draw_home(self, origin: Origin, user: str) -> None:
        """The home of one person, as things are now."""
        contact = await self._book.meet_person(origin, user)
        moment = await self._inside.moment(origin, user, "", "")
        own = await teams_of(self._inside.conversation, contact.person, contact.teams)
        language = contact.language or (own[0].team.language if own else moment.language)
        now, conversation = self._inside.now(), self._inside.conversation
        same = conversation.linking.same
        seen = [conversation.seen_by(p, now, same.in_team(p, moment.who)) for p in own]
        view = home_view(self._inside.painter.cards, seen, language)
        try:
            await self._inside.api.show_home(origin.at, user, view)
        except NOT_NOW as error:
            log.warning("no_home", error=type(error).__name__, reason=str(error))

    async def _bot(self, origin: Origin) -> str:
        """The bot's own user id in this workspace; nothing where Slack does not say it now."""
        if origin.at not in self._bots:
            try:
                itself = await self._inside.api.itself(origin.at)
            except NOT_NOW:
                return ""
            self._bots[origin.at] = str(itself.get("user_id", ""))
        return self._bots[origin.at]
