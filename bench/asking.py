"""What is asked, byte for byte: an activity, a press at a table, a look at its page."""

from urllib.parse import urlencode

import msgspec

ROUND = ("done",) * 4 + ("back",) * 4
"""Presses that lead the word through a round of five and back again, for ever."""

RAISED = 2
"""What each of these presses adds to the turn: the word is put down, and given."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

ACTIVITY = msgspec.json.encode(
    {
        "type": "invoke",
        "id": "1732266000000",
        "name": "adaptiveCard/action",
        "serviceUrl": "http://127.0.0.1/",
        "channelId": "bench",
        "from": {"id": "29:anna", "name": "Anna", "aadObjectId": "a" * 36},
        "conversation": {"id": "19:team@thread.tacv2", "tenantId": "t" * 36},
        "recipient": {"id": "28:ordet", "name": "Ordet"},
        "value": {"action": {"verb": "done", "data": {"circle": "c1", "turn": 4}}},
    }
)


class Table(msgspec.Struct):
    """A team's circle and the turn that it has come to; `step` counts the presses."""

    team: str
    circle: str
    turn: int
    step: int = 0

    def go_on(self) -> None:
        """A press was acknowledged."""
        self.turn += RAISED
        self.step += 1

    @property
    def field(self) -> bytes:
        """How a page says which turn it is."""
        return b'name="turn" value="%d"' % self.turn

    @property
    def field_in_json(self) -> bytes:
        """How a picture on the line says it."""
        return self.field.replace(b'"', b'\\"')


def activity(port: int) -> bytes:
    """What a chat would send."""
    return question(port, "POST", "/api/messages", ACTIVITY, JSON)


def press(port: int, table: Table, script: bool) -> bytes:
    """The next press at a table, as our script sends it or as a plain form does."""
    verb = ROUND[table.step % len(ROUND)]
    values = {"circle": table.circle, "turn": table.turn, "view": "device"}
    body = urlencode({**values, "press": urlencode({"verb": verb})}).encode()
    accepts = JSON if script else "text/html"
    return question(port, "POST", f"/table/{table.team}/press", body, FORM, accepts)


def look(port: int, table: Table) -> bytes:
    """The table's page."""
    return question(port, "GET", f"/table/{table.team}")


def line(port: int, table: Table) -> bytes:
    """The line on which the table's pictures come."""
    return question(port, "GET", f"/table/{table.team}/live?view=device")


def question(
    port: int, verb: str, path: str, body: bytes = b"", kind: str = "", accepts: str = "*/*"
) -> bytes:
    """One request, as a browser on this machine would write it."""
    head = f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accepts}\r\n"
    if kind:
        head += f"Origin: http://127.0.0.1:{port}\r\n"
        head += f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body
