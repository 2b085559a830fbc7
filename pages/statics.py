"""Our own style, script and mark, kept in memory, with a fingerprint in their address."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Static:
    """A file as it is sent."""

    body: bytes
    kind: str


def load_statics(folder: Path = FOLDER) -> tuple[Mapping[str, str], Mapping[str, Static]]:
    """The address of each file, and each file by the last part of its address."""
    addresses, files = {}, {}
    for path in sorted(folder.iterdir()):
        body = path.read_bytes()
        name = f"{path.stem}.{sha256(body).hexdigest()[:12]}{path.suffix}"
        addresses[path.name] = f"/static/{name}"
        files[name] = Static(body, TYPES[path.suffix])
    return addresses, files
