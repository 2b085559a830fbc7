"""What happened in Slack, as values: the same from HTTP and from Socket Mode.

`key` is that under which a thing is heard once, however often Slack sends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from channels.slack.workspace import Workspace

PLACE, TENANT = "place", "tenant"
"""Where a modal was opened and whose that is, in its metadata; no form has fields named so."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whence something comes. In a grid the workspace may be missing, and the grid answers."""

    workspace: str
    enterprise: str = ""
    whole_grid: bool = False

    @property
    def tenant(self) -> str:
        """Whose people are whose."""
        return self.enterprise or self.workspace

    @property
    def at(self) -> Workspace:
        """Whose token answers there."""
        return Workspace(self.workspace, self.enterprise)


@dataclass(frozen=True, slots=True)
class View:
    """An open modal: which form it is, what it carries, and what is filled in by field name."""

    id: str
    hash: str
    callback: str
    metadata: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def carried(self) -> dict[str, str]:
        """What a modal carries: its team, its place, and what its form hides."""
        try:
            return dict(parse_qsl(self.metadata, max_num_fields=40))
        except ValueError:
            return {}


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody wrote to the bot. `thread` is that of the message, or nothing at the top."""

    origin: Origin
    key: str
    user: str
    channel: str
    text: str
    message: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command: only who typed it sees it."""

    origin: Origin
    key: str
    user: str
    name: str
    channel: str
    command: str
    text: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button on a message, in a modal or in App Home. `value` is what it brings.

    A `fleeting` message is one that its reader alone sees for a while.
    """

    origin: Origin
    key: str
    user: str
    name: str
    channel: str
    message: str
    thread: str
    action: str
    value: str
    trigger: str
    view: View | None = None
    fleeting: bool = False


@dataclass(frozen=True, slots=True)
class Submitted:
    """A modal was sent."""

    origin: Origin
    key: str
    user: str
    name: str
    view: View
    trigger: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut was chosen; of a global one the channel is not known."""

    origin: Origin
    key: str
    user: str
    name: str
    callback: str
    channel: str
    trigger: str


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the bot's home."""

    origin: Origin
    key: str
    user: str


@dataclass(frozen=True, slots=True)
class CameIn:
    """Somebody, or the bot itself, joined a conversation that the bot is in."""

    origin: Origin
    key: str
    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody left a conversation that the bot is in."""

    origin: Origin
    key: str
    user: str
    channel: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A conversation is archived or deleted, or the bot was taken out of it."""

    origin: Origin
    key: str
    channel: str
    why: str


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The workspace has taken out the app, or its token."""

    origin: Origin
    key: str


@dataclass(frozen=True, slots=True)
class Limited:
    """More happened than Slack will tell; from `minute` on (Unix time) events are missing."""

    origin: Origin
    key: str
    minute: int


@dataclass(frozen=True, slots=True)
class Other:
    """Something else that Slack told; nothing is done about it."""

    origin: Origin
    key: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """Slack asks whether this address is ours; it wants the same text back."""

    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """Slack looks whether our certificate is good."""


Happened = (
    Said
    | Typed
    | Pressed
    | Submitted
    | Shortcut
    | HomeOpened
    | CameIn
    | Left
    | Gone
    | Uninstalled
    | Limited
    | Other
)
