"""The icons are drawn from their SVG, in the colours of the look, as Teams wants them."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from manifest.build import SOURCE, Package
from manifest.icons import ICONS, draw
from manifest.png import MARK, Picture, WrongPicture, read_png, write_png
from manifest.rules import faults
from tests.manifest.packages import good

TOKENS = Path(__file__).resolve().parents[2] / "pages" / "static" / "tokens.css"
WHITE, CLEAR = b"\xff\xff\xff\xff", b"\xff\xff\xff\0"
FJORD, INK = b"\x0f\x4c\x5c\xff", b"\x12\x26\x2c\xff"


def plain(size: int, pixel: bytes, height: int | None = None) -> Picture:
    return Picture(size, height or size, pixel * size * (height or size))


def square(inner: int, pixel: bytes = WHITE) -> Picture:
    """An outline of 32 x 32: a filled square in the upper left of a clear ground."""
    rows = (pixel * inner + CLEAR * (32 - inner) if y < inner else CLEAR * 32 for y in range(32))
    return Picture(32, 32, b"".join(rows))


def dotted(picture: Picture, pixel: bytes) -> Picture:
    return Picture(picture.width, picture.height, pixel + picture.data[4:])


def packed(icon: str, picture: Picture) -> Package:
    return {**good(), icon: write_png(picture)}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_what_its_drawing_says(name: str) -> None:
    drawn = draw((SOURCE / f"{name}.svg").read_text("utf-8"), ICONS[name])

    kept = read_png((SOURCE / f"{name}.png").read_bytes())

    assert kept == drawn


def test_the_icons_have_no_colour_that_the_look_has_not() -> None:
    drawn = {colour for svg in SOURCE.glob("*.svg") for colour in _colours(svg)}

    black = "#000000"  # the gap in the outline, which nobody sees

    assert drawn - {black} <= _colours(TOKENS)


def _colours(path: Path) -> set[str]:
    return set(re.findall(r"#[0-9A-F]{6}\b", path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("icon", "picture", "sentence"),
    [
        ("color.png", plain(96, FJORD), "must be 192 x 192, not 96 x 96"),
        ("color.png", plain(192, FJORD, 191), "must be 192 x 192, not 192 x 191"),
        ("color.png", plain(192, CLEAR), "no transparent pixel"),
        ("color.png", dotted(plain(192, FJORD), INK), "one colour in all four corners"),
        ("outline.png", plain(192, WHITE), "must be 32 x 32"),
        ("outline.png", plain(32, WHITE), "white on a transparent ground"),
        ("outline.png", plain(32, CLEAR), "white on a transparent ground"),
        ("outline.png", square(30, FJORD), "white and nothing else"),
        ("outline.png", dotted(square(30), b"\xfe\xff\xff\x80"), "white and nothing else"),
        ("outline.png", square(20), "must fill its picture"),
    ],
)
def test_a_wrong_icon_is_named(icon: str, picture: Picture, sentence: str) -> None:
    found = faults(packed(icon, picture))

    assert len(found) == 1
    assert sentence in found[0]


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"GIF89a",
        MARK,
        MARK + b"\0\0",
        write_png(plain(8, WHITE))[:50],
        b"?" + write_png(plain(192, FJORD))[1:],
        write_png(plain(8, WHITE)).replace(b"\x08\x06", b"\x08\x02"),
        write_png(plain(1025, WHITE, 1)),
    ],
)
def test_what_is_no_such_picture_is_refused(file: bytes) -> None:
    found = faults({**good(), "color.png": file})

    assert found == [f"color.png: {WrongPicture.__doc__}"]


def test_a_picture_told_in_a_way_that_nobody_knows_is_refused() -> None:
    file = _told(read_png((SOURCE / "outline.png").read_bytes()), 5)

    with pytest.raises(WrongPicture):
        read_png(file)


@pytest.mark.parametrize("kind", range(5))
def test_a_picture_is_read_however_its_rows_are_told(kind: int) -> None:
    picture = read_png((SOURCE / "outline.png").read_bytes())

    file = _told(picture, kind)

    assert read_png(file) == picture


def _told(picture: Picture, kind: int) -> bytes:
    """The picture as another program may write it: each row by one of PNG's five filters."""
    size = 4 * picture.width
    above, rows = bytes(size), b""
    for start in range(0, len(picture.data), size):
        row = picture.data[start : start + size]
        left, corner = bytes(4) + row[:-4], bytes(4) + above[:-4]
        guesses = [_guess(kind, *near) for near in zip(left, above, corner, strict=True)]
        rows += bytes([kind, *((a - b) % 256 for a, b in zip(row, guesses, strict=True))])
        above = row
    head = struct.pack(">II5B", picture.width, picture.height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"tEXt", b"a\0b"), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return MARK + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def _guess(kind: int, a: int, b: int, c: int) -> int:
    """What the PNG specification calls the predictor."""
    p = a + b - c
    nearest = a if abs(p - a) <= min(abs(p - b), abs(p - c)) else b
    if nearest is b and abs(p - b) > abs(p - c):
        nearest = c
    return (0, a, b, (a + b) // 2, nearest, 0)[kind]
