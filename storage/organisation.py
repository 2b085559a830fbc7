"""Read `organisation.toml`, and say where something is wrong."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from circle.fields import Entry, GuideFault
from circle.organisation import Handle, Organisation, Part, Unit, plain_name
from storage.guides import line_of


class WrongOrganisation(Exception):
    """The file cannot be used as it stands."""

    def __init__(self, file: Path, line: int, sentence: str) -> None:
        self.file, self.line, self.sentence = file, line, sentence
        place = f"{file.name}, line {line}" if line else file.name
        super().__init__(f"{place}: {sentence}")


def read_organisation(file: Path) -> Organisation:
    """The organisation; an empty one where there is no file. Raises WrongOrganisation."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        return Organisation()
    except UnicodeDecodeError:
        raise WrongOrganisation(file, 0, "The file is not written in UTF-8.") from None
    except OSError as error:
        raise WrongOrganisation(file, 0, f"This cannot be read: {error.strerror}.") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise WrongOrganisation(file, line, f"This is not TOML: {error}.") from None
    try:
        return _organisation(Entry(raw, (), "The organisation"))
    except GuideFault as fault:
        raise WrongOrganisation(file, line_of(text, fault.where), fault.sentence) from None


def _organisation(top: Entry) -> Organisation:
    top.knows_only(("unit", "person"))
    units = {unit.id: unit for unit in _units(top)}
    handles = tuple(_handle(entry, units) for entry in _tables(top, "person"))
    names = Counter(each.id for each in handles)
    for number, each in enumerate(handles):
        if names[each.id] > 1:
            raise GuideFault(("person", number), f"“{each.id}” is there twice.")
    return Organisation(tuple(units.values()), handles)


def _units(top: Entry) -> Iterator[Unit]:
    """Each unit; a team is in one, since a person's answers are counted in one."""
    known: dict[str, str] = {}
    for entry in _tables(top, "unit"):
        entry.knows_only(("id", "name", "teams", "tenants"))
        near = frozenset(_names(entry, "tenants") if "tenants" in entry.raw else ())
        unit = Unit(entry.name("id"), entry.text("name"), _names(entry, "teams"), near)
        for team in unit.teams:
            if plain_name(team) in known:
                other = known[plain_name(team)]
                raise entry.fault("teams", f"“{team}” is in the unit “{other}” already.")
            known[plain_name(team)] = unit.id
        yield unit


def _handle(entry: Entry, units: Mapping[str, Unit]) -> Handle:
    entry.knows_only(("handle", "part", "unit", "teams"))
    unit = units.get(entry.name("unit"))
    if unit is None:
        raise entry.fault("unit", f"there is no unit “{entry.name('unit')}” here.")
    teams = _names(entry, "teams") if "teams" in entry.raw else unit.teams
    ours = {plain_name(team) for team in unit.teams}
    for team in teams:
        if plain_name(team) not in ours:
            raise entry.fault("teams", f"“{team}” is no team of “{unit.id}”.")
    return Handle(_handle_name(entry), entry.word("part", Part), unit.id, teams, unit.tenants)


def _handle_name(entry: Entry) -> str:
    """A name that the operator made up; an address would name a person on disk."""
    if "@" in str(entry.raw.get("handle", "")):
        raise entry.fault("handle", "use a name you make up, not an address, as “resource-north”.")
    return entry.name("handle")


def _names(entry: Entry, key: str) -> tuple[str, ...]:
    found = entry.list(key)
    for number, name in enumerate(found):
        if not isinstance(name, str) or not name.strip():
            raise entry.fault(key, f"number {number + 1} must be a name.")
    return tuple(str(name) for name in found)


def _tables(top: Entry, key: str) -> Iterator[Entry]:
    for number, raw in enumerate(top.list(key) if key in top.raw else ()):
        if not isinstance(raw, Mapping):
            raise top.fault(key, f"“{key}” must be tables, each under [[{key}]].")
        yield Entry(raw, (key, number), f"{key} {number + 1}")
