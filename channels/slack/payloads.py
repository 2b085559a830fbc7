"""What Slack sends, as it sends it: only what we use, with its types and lengths checked.

Names as in Slack's documentation of events, interactions and commands.
"""

from typing import Annotated, Any

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(min_length=1, max_length=255)]
Short = Annotated[str, Meta(max_length=1024)]
Long = Annotated[str, Meta(max_length=48_000)]

MOST = 200
"""Things in one list: blocks of a modal, people in a field."""


class Named(Struct):
    """A user, a workspace, a grid or a channel."""

    id: Id
    name: Short | None = None
    username: Short | None = None
    team_id: Short | None = None
    enterprise_id: Short | None = None


class Event(Struct):
    """The inner event. `channel` is an id or, for some kinds, a whole channel."""

    type: Id
    subtype: Short | None = None
    user: Any = None
    bot_id: Short | None = None
    channel: Any = None
    channel_type: Short | None = None
    text: Long | None = None
    ts: Short | None = None
    thread_ts: Short | None = None
    tab: Short | None = None
    tokens: Any = None


class Authorization(Struct):
    """For whom an event was sent: in a grid it tells the workspace that is missing outside."""

    team_id: Short | None = None
    enterprise_id: Short | None = None
    is_enterprise_install: bool | None = None


class Envelope(Struct):
    """An event, Slack's question whether the address is ours, or that it tells us no more."""

    type: Id
    challenge: Short | None = None
    team_id: Short | None = None
    enterprise_id: Short | None = None
    event_id: Short | None = None
    event: Event | None = None
    minute_rate_limited: int = 0
    authorizations: Annotated[list[Authorization], Meta(max_length=MOST)] | None = None


class Command(Struct):
    """A slash command, as the fields of its form."""

    command: Id
    user_id: Id
    channel_id: Id
    trigger_id: Id
    text: Long = ""
    user_name: Short = ""
    team_id: Short = ""
    enterprise_id: Short = ""
    is_enterprise_install: Short = ""


class Option(Struct):
    """A chosen option."""

    value: Short | None = None


Chosen = Annotated[list[Option], Meta(max_length=MOST)]
Users = Annotated[list[Id], Meta(max_length=MOST)]


class Filled(Struct):
    """A field or a button, with what was chosen or typed in it."""

    type: Short = ""
    action_id: Short = ""
    action_ts: Short = ""
    value: Long | None = None
    selected_option: Option | None = None
    selected_options: Chosen | None = None
    selected_date: Short | None = None
    selected_time: Short | None = None
    selected_user: Short | None = None
    selected_users: Users | None = None


class State(Struct):
    """What is filled in, by block and by field."""

    values: dict[str, dict[str, Filled]] = {}


class ViewSent(Struct):
    """A modal or the home, with what is filled in."""

    id: Id
    type: Short = ""
    hash: Short = ""
    callback_id: Short = ""
    private_metadata: Annotated[str, Meta(max_length=3000)] = ""
    state: State | None = None
    app_installed_team_id: Short | None = None


class Container(Struct):
    """Where a button stands."""

    type: Short = ""
    message_ts: Short | None = None
    channel_id: Short | None = None
    thread_ts: Short | None = None
    is_ephemeral: bool | None = None


class MessageSent(Struct):
    """The message on which a button or a shortcut was chosen."""

    ts: Short | None = None
    thread_ts: Short | None = None


class Interaction(Struct):
    """A pressed button, a sent modal, a chosen shortcut."""

    type: Id
    user: Named
    trigger_id: Short = ""
    team: Named | None = None
    enterprise: Named | None = None
    is_enterprise_install: bool | None = None
    channel: Named | None = None
    container: Container | None = None
    message: MessageSent | None = None
    view: ViewSent | None = None
    callback_id: Short = ""
    action_ts: Short = ""
    actions: Annotated[list[Filled], Meta(max_length=MOST)] = field(default_factory=list)
