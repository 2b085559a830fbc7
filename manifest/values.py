"""What Teams takes as one value: a length, an id, a version, an address, a host, a name.

Each question answers what is wrong as the end of a sentence, or None when nothing is.
"""

import re
import unicodedata
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

Wrong = str | None

GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
NOBODY = "00000000-0000-0000-0000-000000000000"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)", re.ASCII)
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
LONGEST_NAME = 30
LONGEST_DEVELOPER = 32
LONGEST_ADDRESS = 2048
LONGEST_VERSION = 256

# An address there belongs to whoever opened it last, and is gone tomorrow.
TUNNELS = (
    "ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev ngrok.pizza"
    " devtunnels.ms trycloudflare.com loca.lt localtunnel.me localhost.run lhr.life"
    " serveo.net pagekite.me tunnelto.dev ts.net"
).split()

# Names that are Microsoft's are not ours to use, alone or inside another.
TAKEN = set(
    "microsoft ms365 m365 office office365 teams outlook azure sharepoint onedrive onenote"
    " copilot windows excel powerpoint skype yammer viva entra cortana bing xbox".split()
)


def length(text: str) -> int:
    """How long a text is for Teams, which counts a letter outside the basic plane as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def wrong_text(text: str, longest: int) -> Wrong:
    """A text says something, on whole letters, and fits."""
    if not text.strip() or text != text.strip():
        return "must say something, without a space before or after it"
    if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter != "\n" for letter in text):
        return "must have whole letters only, and no control characters"
    if length(text) > longest:
        return f"must have at most {longest} characters, and this has {length(text)}"
    return None


def wrong_line(text: str, longest: int) -> Wrong:
    """A line is a text that nothing takes for a tag, a hole or a second line."""
    if set("<>{}\n") & set(text):
        return "must be one plain line, without < > { }"
    return wrong_text(text, longest)


def wrong_name(text: str, longest: int) -> Wrong:
    """The name of an app stands after an @ and does not borrow from Microsoft."""
    if "@" in text:
        return "must not have an @, which people write before it"
    taken = [word for word in re.findall(r"\w+", text.casefold()) if word in TAKEN]
    if taken:
        return f"must not use a name of Microsoft's, and this has {taken[0]!r}"
    return wrong_line(text, longest)


def wrong_guid(text: str) -> Wrong:
    """An id is a GUID, and not the one of nobody."""
    if not GUID.fullmatch(text) or text == NOBODY:
        return "must be the bot's app id, a GUID such as 8c1f2f5a-0a6b-4c1e-9d0e-5f7a3b2c1d4e"
    return None


def wrong_version(text: str) -> Wrong:
    """A version is three numbers, so that Teams can see which is newer."""
    if not SEMVER.fullmatch(text) or len(text) > LONGEST_VERSION:
        return "must be three numbers such as 1.0.0, none with a nought in front"
    return None


def wrong_host(text: str) -> Wrong:
    """A host is a name in the public net that is ours: no scheme, path, wildcard or tunnel."""
    name, _, port = text.partition(":")
    if port and not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        return "must have a number from 1 to 65535 after the colon"
    labels = name.split(".")
    if len(labels) < 2 or not all(LABEL.fullmatch(label) for label in labels) or _is_ip(name):
        return "must name a host in the public net such as ordet.example.dk"
    if labels[-1] in {"localhost", "local", "internal"}:
        return "must name a host that others can reach"
    if any(name == tunnel or name.endswith("." + tunnel) for tunnel in TUNNELS):
        return "must name a host of your own, and a tunnel is not"
    return None


def wrong_address(text: str) -> Wrong:
    """An address is https, at a host of ours, without a user's name in it."""
    parts = split(text)
    if parts is None or parts.scheme != "https" or not parts.netloc or re.search(r"[\s<>{}]", text):
        return "must be an address that begins with https:// and has no space"
    if "@" in parts.netloc:
        return "must not have a user's name or password in it"
    if length(text) > LONGEST_ADDRESS:
        return f"must have at most {LONGEST_ADDRESS} characters"
    return wrong_host(parts.netloc)


def split(text: str) -> SplitResult | None:
    """The parts of an address; None where it has none."""
    try:
        return urlsplit(text)
    except ValueError:
        return None


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
