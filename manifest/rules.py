"""The rules that Microsoft's schema does not know, asked of a finished package.

Each rule is a function that yields what is wrong, one sentence each; none is right.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from manifest.build import FIRST_WITH_SLASH, Package, number
from manifest.commands import wrong_bots
from manifest.languages import wrong_languages
from manifest.pictures import wrong_icons
from manifest.values import (
    LONGEST_DEVELOPER,
    Wrong,
    wrong_address,
    wrong_guid,
    wrong_host,
    wrong_line,
    wrong_version,
)

Faults = Iterator[str]
Manifest = dict[str, Any]

# The bot reads what is written to it, and asks for nothing more.
ASKS_FOR_MORE = ("authorization", "permissions", "devicePermissions", "webApplicationInfo")
MOST_DOMAINS = 100


def faults(package: Package) -> list[str]:
    """Everything that is wrong with a package; an empty list is a good package."""
    try:
        manifest = json.loads(package["manifest.json"])
        lost = list(wrong_files(manifest, package))
        return lost or [fault for rule in RULES for fault in rule(manifest, package)]
    except KeyError as missing:
        return [f"{missing.args[0]} is missing."]
    except (ValueError, TypeError, AttributeError, IndexError):
        return ["manifest.json is not the manifest of an app."]


def wrong_schema(manifest: Manifest, package: Package) -> Faults:
    """The manifest and every file of a language name one and the same schema."""
    version = manifest["manifestVersion"]
    named = {name: json.loads(package[name])["$schema"] for name in package if _is_json(name)}
    for name, address in named.items():
        if f"/v{version}/" not in address:
            yield f"{name} names another schema than manifestVersion {version}."


def _is_json(name: str) -> bool:
    return name.endswith(".json")


def wrong_identity(manifest: Manifest, _: Package) -> Faults:
    """The app keeps its id, so that a new package replaces the old one."""
    yield from _said("version", wrong_version(manifest["version"]))
    yield from _said("id", wrong_guid(manifest["id"]))
    for bot in manifest["bots"]:
        yield from _said("botId", wrong_guid(bot["botId"]))


def wrong_developer(manifest: Manifest, _: Package) -> Faults:
    """Whoever runs the app says who they are, on pages that are read over https."""
    developer = manifest["developer"]
    yield from _said("developer.name", wrong_line(developer["name"], LONGEST_DEVELOPER))
    for page in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
        yield from _said(f"developer.{page}", wrong_address(developer[page]))


def wrong_domains(manifest: Manifest, _: Package) -> Faults:
    """Pages come from hosts of ours, each named whole and once."""
    domains = manifest["validDomains"]
    if len(domains) > MOST_DOMAINS:
        yield f"validDomains must have at most {MOST_DOMAINS} hosts."
    if len({domain.lower() for domain in domains}) < len(domains):
        yield "validDomains must name each host once."
    for domain in domains:
        yield from _said(f"validDomains {domain!r}", wrong_host(domain.lower()))


def wrong_wishes(manifest: Manifest, _: Package) -> Faults:
    """The app asks for no permission at all."""
    for wish in ASKS_FOR_MORE:
        if wish in manifest:
            yield f"{wish} must not be there: the bot asks for no more than what is written to it."


def wrong_holes(_: Manifest, package: Package) -> Faults:
    """Every hole of the source is filled."""
    for name in filter(_is_json, package):
        for hole in re.findall(r"\{[\w.]+\}", package[name].decode()):
            yield f"{name} has the hole {hole}, which nothing filled."


def wrong_slash(manifest: Manifest, _: Package) -> Faults:
    """Slash commands came with 1.29, and only a bot that takes private messages has them."""
    knows = number(manifest["manifestVersion"]) >= FIRST_WITH_SLASH
    for bot in manifest["bots"]:
        targeted = bot.get("supportsTargetedMessages", False)
        triggers = [trigger for one in bot["commandLists"] for trigger in one.get("triggers", [])]
        if not knows and ("supportsTargetedMessages" in bot or triggers):
            yield "supportsTargetedMessages and triggers must wait for manifestVersion 1.29."
        if "slash" in triggers and not targeted:
            yield "A slash command needs supportsTargetedMessages."


def wrong_files(manifest: Manifest, package: Package) -> Faults:
    """The package has the files that the manifest names, side by side, and no other."""
    languages = manifest["localizationInfo"]["additionalLanguages"]
    named = {"manifest.json", *manifest["icons"].values(), *(each["file"] for each in languages)}
    for name in sorted(named - set(package)):
        yield f"{name} is named in manifest.json and is not in the package."
    for name in sorted(set(package) - named):
        yield f"{name} is in the package and not named in manifest.json."
    for name in sorted(name for name in named if not re.fullmatch(r"[a-z0-9.-]+", name)):
        yield f"{name} must lie at the root of the package, with a name in small letters."


def _said(what: str, wrong: Wrong) -> Faults:
    if wrong:
        yield f"{what} {wrong}."


RULES = (
    wrong_schema,
    wrong_holes,
    wrong_identity,
    wrong_developer,
    wrong_domains,
    wrong_wishes,
    wrong_slash,
    wrong_bots,
    wrong_languages,
    wrong_icons,
)
