"""Read and write the one kind of picture that an icon is: PNG, eight bits, red green blue alpha."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MARK = b"\x89PNG\r\n\x1a\n"
LARGEST = 1024
RGBA = (8, 6, 0, 0, 0)  # eight bits, colour with alpha, deflated, filtered, not interlaced

Pixel = tuple[int, int, int, int]


class WrongPicture(Exception):
    """The picture must be a PNG with eight bits for red, green, blue and alpha, not interlaced."""


@dataclass(frozen=True)
class Picture:
    """Width, height, and four bytes for each pixel, row by row."""

    width: int
    height: int
    data: bytes

    @property
    def pixels(self) -> Iterator[Pixel]:
        """Red, green, blue and alpha of each pixel."""
        return struct.iter_unpack("4B", self.data)

    def at(self, x: int, y: int) -> Pixel:
        """One pixel, counted from the upper left."""
        place = 4 * (y * self.width + x)
        red, green, blue, alpha = self.data[place : place + 4]
        return red, green, blue, alpha


def write_png(picture: Picture) -> bytes:
    """The picture as a file."""
    row = 4 * picture.width
    rows = (picture.data[start : start + row] for start in range(0, len(picture.data), row))
    packed = zlib.compress(b"".join(b"\0" + each for each in rows), 9)
    head = struct.pack(">II5B", picture.width, picture.height, *RGBA)
    return MARK + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@lru_cache(maxsize=4)
def read_png(file: bytes) -> Picture:
    """The picture in a file, or WrongPicture. Every package has the same two."""
    try:
        chunks = list(_chunks(file))
        width, height, *kind = struct.unpack(">II5B", chunks[0][1])
        if tuple(kind) != RGBA or not (0 < width <= LARGEST and 0 < height <= LARGEST):
            raise WrongPicture
        packed = b"".join(body for name, body in chunks if name == b"IDAT")
        filtered = zlib.decompressobj().decompress(packed, (4 * width + 1) * height)
        return Picture(width, height, _unfiltered(filtered, width, height))
    except (struct.error, zlib.error, IndexError, ValueError):
        raise WrongPicture from None


def _chunks(file: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not file.startswith(MARK):
        raise WrongPicture
    place = len(MARK)
    while place < len(file):
        (size,) = struct.unpack_from(">I", file, place)
        yield file[place + 4 : place + 8], file[place + 8 : place + 8 + size]
        place += size + 12


def _unfiltered(filtered: bytes, width: int, height: int) -> bytes:
    """Each row is told by its difference to what stands left of it and above it."""
    size = 4 * width
    if len(filtered) != (size + 1) * height:
        raise WrongPicture
    above, data = bytearray(size), bytearray()
    for start in range(0, len(filtered), size + 1):
        above = _row(filtered[start], filtered[start + 1 : start + 1 + size], above)
        data += above
    return bytes(data)


def _row(kind: int, told: bytes, above: bytearray) -> bytearray:
    row = bytearray(told)
    for place in range(len(row)):
        left = row[place - 4] if place >= 4 else 0
        corner = above[place - 4] if place >= 4 else 0
        row[place] = (row[place] + _guess(kind, left, above[place], corner)) & 255
    return row


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    match kind:
        case 0:
            return 0
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
        case 4:
            far = {each: abs(left + up - corner - each) for each in (corner, up, left)}
            return min((left, up, corner), key=lambda each: far[each])
    raise WrongPicture
