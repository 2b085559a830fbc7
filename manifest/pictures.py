"""What Teams asks of the icons, read from their own bytes."""

from collections.abc import Iterator, Mapping
from typing import Any

from manifest.build import Package
from manifest.png import Picture, WrongPicture, read_png

COLOR = 192
OUTLINE = 32
WHITE = (255, 255, 255)
LEAST_OF_OUTLINE = 28
"""The outline fills its picture, since Teams leaves its own space around it."""


def wrong_icons(manifest: Mapping[str, Any], package: Package) -> Iterator[str]:
    """One icon in colour on a whole square, one white outline on nothing."""
    for kind, size in (("color", COLOR), ("outline", OUTLINE)):
        name = manifest["icons"][kind]
        try:
            picture = read_png(package[name])
        except WrongPicture as wrong:
            yield f"{name}: {wrong.__doc__}"
            continue
        if (picture.width, picture.height) != (size, size):
            yield f"{name} must be {size} x {size}, not {picture.width} x {picture.height}."
            continue
        yield from (_wrong_color if kind == "color" else _wrong_outline)(name, picture)


def _wrong_color(name: str, picture: Picture) -> Iterator[str]:
    last = COLOR - 1
    if any(alpha < 255 for *_, alpha in picture.pixels):
        yield f"{name} must have no transparent pixel."
    if len({picture.at(x, y) for x in (0, last) for y in (0, last)}) > 1:
        yield f"{name} must have one colour in all four corners, since Teams cuts them off."


def _wrong_outline(name: str, picture: Picture) -> Iterator[str]:
    seen = [
        (place % OUTLINE, place // OUTLINE)
        for place, (*_, alpha) in enumerate(picture.pixels)
        if alpha
    ]
    if any(alpha and tuple(rgb) != WHITE for *rgb, alpha in picture.pixels):
        yield f"{name} must be white and nothing else."
    if len(seen) in {0, OUTLINE * OUTLINE}:
        yield f"{name} must be white on a transparent ground."
        return
    width, height = (max(axis) - min(axis) + 1 for axis in zip(*seen, strict=True))
    if max(width, height) < LEAST_OF_OUTLINE:
        yield f"{name} must fill its picture, and is only {width} x {height}."
