"""Draw the icons from their SVG: `python -m manifest.icons`, after a change of either SVG.

The SVGs are the source. They use what is needed for a stone and a ring and no more: `rect` for
the ground, `circle` with fill or stroke, and `mask` whose black circles leave a gap.
"""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from manifest.build import SOURCE
from manifest.pictures import COLOR, OUTLINE
from manifest.png import Picture, write_png

ICONS = {"color": COLOR, "outline": OUTLINE}
"""The icons, and how many pixels each is wide and high."""
TAG = "{http://www.w3.org/2000/svg}"

Cover = Callable[[float, float], float]
"""How much of the pixel with this middle is covered, from 0 to 1."""
Colour = tuple[int, int, int]


def draw(svg: str, size: int) -> Picture:
    """The picture of an SVG whose viewBox is as large as the picture."""
    root = ElementTree.fromstring(svg)
    layers = [layer for node in root for layer in _layers(root, node)]
    pixels = (_pixel(layers, x + 0.5, y + 0.5) for y in range(size) for x in range(size))
    return Picture(size, size, b"".join(pixels))


def _layers(root: ElementTree.Element, node: ElementTree.Element) -> Iterator[tuple[Cover, Colour]]:
    """The painted parts of one element, the lowest first."""
    if node.tag == TAG + "rect":
        yield (lambda x, y: 1.0), _colour(node.get("fill", ""))
    if node.tag != TAG + "circle":
        return
    gaps = _gaps(root, node.get("mask"))
    x, y, radius = _numbers(node)
    half = float(node.get("stroke-width", "0")) / 2
    if node.get("fill") != "none":
        yield _disc(x, y, radius, gaps), _colour(node.get("fill", ""))
    if half:
        yield _ring(x, y, radius, half, gaps), _colour(node.get("stroke", ""))


def _gaps(root: ElementTree.Element, mask: str | None) -> list[Cover]:
    if mask is None:
        return []
    name = mask.removeprefix("url(#").removesuffix(")")
    return [
        _disc(*_numbers(circle), [])
        for circle in root.findall(f".//{TAG}mask[@id='{name}']/{TAG}circle")
    ]


def _numbers(circle: ElementTree.Element) -> tuple[float, float, float]:
    """Where the middle of a circle is, and its radius."""
    x, y, radius = (float(circle.get(name, "0")) for name in ("cx", "cy", "r"))
    return x, y, radius


def _disc(x: float, y: float, radius: float, gaps: list[Cover]) -> Cover:
    """Whole inside, nothing outside, and a soft edge one pixel wide."""

    def cover(px: float, py: float) -> float:
        return _within(radius - math.hypot(px - x, py - y)) * _open(gaps, px, py)

    return cover


def _ring(x: float, y: float, radius: float, half: float, gaps: list[Cover]) -> Cover:
    def cover(px: float, py: float) -> float:
        away = abs(math.hypot(px - x, py - y) - radius)
        return _within(half - away) * _open(gaps, px, py)

    return cover


def _within(depth: float) -> float:
    return min(1.0, max(0.0, depth + 0.5))


def _open(gaps: list[Cover], px: float, py: float) -> float:
    return math.prod(1 - gap(px, py) for gap in gaps)


def _colour(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text.removeprefix("#"))
    return red, green, blue


def _pixel(layers: list[tuple[Cover, Colour]], x: float, y: float) -> bytes:
    """Each layer is laid over what is there. Where nothing is, the pixel is white and clear."""
    seen, mixed = 0.0, [0.0, 0.0, 0.0]
    for cover, colour in layers:
        here = cover(x, y)
        mixed = [old * (1 - here) + new * here for old, new in zip(mixed, colour, strict=True)]
        seen = seen * (1 - here) + here
    if round(seen * 255) == 0:
        return b"\xff\xff\xff\0"
    return bytes([*(round(part / seen) for part in mixed), round(seen * 255)])


def main(source: Path = SOURCE) -> None:
    """Draw each icon beside its SVG."""
    for name, size in ICONS.items():
        picture = draw((source / f"{name}.svg").read_text("utf-8"), size)
        (source / f"{name}.png").write_bytes(write_png(picture))
        print(f"{name}.png: {size} x {size}")


if __name__ == "__main__":
    main()
