"""Read the guides from their files, and say where in a file something is wrong."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from circle.guide import Guide
from circle.reading import GuideFault, read_guide

Where = Sequence[str | int]


class WrongGuide(Exception):
    """A guide cannot be used as it stands; without a line it is about the whole file or folder."""

    def __init__(self, file: Path, line: int, sentence: str) -> None:
        self.file, self.line, self.sentence = file, line, sentence
        place = f"{file.name}, line {line}" if line else file.name
        super().__init__(f"{place}: {sentence}")


def read_guides(folder: Path) -> Mapping[str, Guide]:
    """All guides of a folder by id, in the order of their files' names; raises WrongGuide."""
    guides: dict[str, Guide] = {}
    for file in sorted(folder.glob("*.toml")):
        guide = read_file(file)
        if guide.id != file.stem:
            raise WrongGuide(file, 1, f'The id "{guide.id}" is not the name of the file.')
        guides[guide.id] = guide
    if not guides:
        raise WrongGuide(folder, 0, "There is no guide here. Put one in, as name.toml.")
    return guides


def read_file(file: Path) -> Guide:
    """One guide; its digest is a fingerprint of the file. Raises WrongGuide."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # some editors put a mark first
        raw = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise WrongGuide(file, line, "The file is not written in UTF-8.") from None
    except OSError as error:
        raise WrongGuide(file, 0, f"This cannot be read as a file: {error.strerror}.") from None
    except tomllib.TOMLDecodeError as error:
        raise WrongGuide(file, _line_in(str(error)), f"This is not TOML: {error}.") from None
    try:
        return read_guide(raw, sha256(text.encode()).hexdigest()[:16])
    except GuideFault as fault:
        raise WrongGuide(file, line_of(text, fault.where), fault.sentence) from None


def _line_in(message: str) -> int:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else 1


def line_of(text: str, where: Where) -> int:
    """The line (from 1) that a place in the parsed file was written on, or the nearest above it.

    A place is a path of keys and numbers, such as `("phases", 3, "name", "nb")`.
    """
    lines = text.splitlines()
    first, last, table = 0, len(lines), ""
    found = 0
    for part in where:
        if isinstance(part, int):
            first, last = _block(lines, table, part)
            found = first
            continue
        path = f"{table}.{part}" if table else part
        here = _header(lines, path, first, last)
        if here is None:
            here = _key(lines, part, max(first, found), last)
        if here is None:
            break
        table, found = path, here
    return found + 1


def _block(lines: Sequence[str], table: str, number: int) -> tuple[int, int]:
    """Where the block with this number of an array of tables begins and ends."""
    begins = [n for n, line in enumerate(lines) if _bare(line) == f"[[{table}]]"]
    if number >= len(begins):
        return 0, len(lines)
    ends = begins[number + 1] if number + 1 < len(begins) else len(lines)
    return begins[number], ends


def _header(lines: Sequence[str], path: str, first: int, last: int) -> int | None:
    wanted = {f"[{path}]", f"[[{path}]]"}
    return next((n for n in range(first, last) if _bare(lines[n]) in wanted), None)


def _key(lines: Sequence[str], key: str, first: int, last: int) -> int | None:
    starts = re.compile(rf'\s*"?{re.escape(key)}"?\s*=')
    return next((n for n in range(first, last) if starts.match(lines[n])), None)


def _bare(line: str) -> str:
    return line.split("#")[0].strip()
