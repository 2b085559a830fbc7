"""Pressed buttons, sent modals and chosen shortcuts, read into what happened."""

from hashlib import sha256

from cards.modal_sheet import EMPTY
from channels.slack.facts import (
    TENANT,
    Happened,
    Origin,
    Other,
    Pressed,
    Shortcut,
    Submitted,
    View,
)
from channels.slack.payloads import Filled, Interaction, ViewSent

GRID = "E"
"""How the ids of grids begin."""


class NotReadable(Exception):
    """What was sent is nothing that we can read."""


def interacted(sent: Interaction) -> Happened:
    """What somebody did. Raises NotReadable where nobody can tell whose it is."""
    origin, user = _origin(sent), sent.user
    name = user.name or user.username or ""
    if sent.type == "block_actions" and sent.actions:
        return _pressed(sent, origin, name)
    if sent.type == "view_submission" and sent.view:
        view = _view(sent.view)
        key = key_of("sent", view.id, view.hash, user.id)
        return Submitted(origin, key, user.id, name, view, sent.trigger_id)
    if sent.type in {"shortcut", "message_action"}:
        key, channel = key_of("shortcut", sent.trigger_id), sent.channel.id if sent.channel else ""
        return Shortcut(origin, key, user.id, name, sent.callback_id, channel, sent.trigger_id)
    return Other(origin, key_of("other", sent.type, sent.trigger_id))


def _pressed(sent: Interaction, origin: Origin, name: str) -> Pressed:
    action, where = sent.actions[0], sent.container
    message = sent.message
    channel = (sent.channel.id if sent.channel else "") or (where.channel_id if where else "") or ""
    ts = (message.ts if message else "") or (where.message_ts if where else "") or ""
    thread = (message.thread_ts if message else "") or (where.thread_ts if where else "") or ""
    chosen = _values(action)
    return Pressed(
        origin,
        key_of("press", sent.trigger_id, action.action_id, action.action_ts),
        sent.user.id,
        name,
        channel,
        ts,
        thread,
        action.action_id,
        chosen[0] if chosen else "",
        sent.trigger_id,
        _view(sent.view) if sent.view else None,
        bool(where and where.is_ephemeral),
    )


def _origin(sent: Interaction) -> Origin:
    workspace = sent.team
    grid = sent.enterprise.id if sent.enterprise else ""
    grid = grid or (workspace.enterprise_id if workspace else "") or ""
    id = (workspace.id if workspace else "") or sent.user.team_id or ""
    if sent.view is not None:
        id, grid = _installed(sent.view, id, grid)
    if not (id or grid):
        raise NotReadable
    return Origin(id, grid, bool(sent.is_enterprise_install))


def _installed(view: ViewSent, id: str, grid: str) -> tuple[str, str]:
    """Whose modal it is: in a shared channel, people of another organisation may send it.

    Slack tells the workspace that installed the app, but not its grid; that, the modal carries.
    """
    installed, tenant = view.app_installed_team_id or id, _view(view).carried.get(TENANT)
    if installed.startswith(GRID):
        return (id if installed == grid else ""), installed
    return installed, "" if tenant == installed else tenant or grid


def _view(view: ViewSent) -> View:
    found: dict[str, tuple[str, ...]] = {}
    for fields in view.state.values.values() if view.state else ():
        for name, filled in fields.items():
            found[name] = _values(filled)
    return View(view.id, view.hash, view.callback_id, view.private_metadata, found)


def _values(filled: Filled) -> tuple[str, ...]:
    """What was typed or chosen, as texts."""
    if filled.selected_options is not None:
        return tuple(_meant(each.value) for each in filled.selected_options)
    if filled.selected_users is not None:
        return tuple(filled.selected_users)
    if filled.selected_option is not None:
        return (_meant(filled.selected_option.value),)
    for one in (filled.value, filled.selected_date, filled.selected_time, filled.selected_user):
        if one is not None:
            return (one,)
    return ()


def _meant(value: str | None) -> str:
    """The value of an option; a choice of nothing comes as a sign."""
    return "" if value in {None, EMPTY} else str(value)


def key_of(*facts: str) -> str:
    """Under which key a thing is heard once."""
    joined = "\n".join(facts).encode("utf-8", "surrogatepass")
    return sha256(joined).hexdigest()[:24]
