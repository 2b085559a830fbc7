"""What an operator asks for, read from the flags and checked before anything is made."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from manifest.values import (
    LONGEST_DEVELOPER,
    LONGEST_NAME,
    Wrong,
    split,
    wrong_address,
    wrong_guid,
    wrong_line,
    wrong_name,
    wrong_version,
)

Question = Callable[[str], Wrong]

ABOUT = """\
Make the app packages that you upload to Teams.

Two are written: ordet-teams-1.30.zip has the slash command, and needs a Teams that knows it;
ordet-teams-1.28.zip has not. Both have the bot's app id as their own id, so that either one
replaces what you uploaded before. Raise --version each time.
"""
AFTER = "Three pages are named in the app: --website, --privacy and --terms. See that they answer."


class WrongFlag(Exception):
    """A flag is missing or cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Order:
    """Everything that an operator decides about the app."""

    app_id: str
    domain: str
    name: str
    developer: str
    version: str
    website: str
    privacy: str
    terms: str
    out: Path
    schemas: Path | None = None


class Flags(ArgumentParser):
    """A parser that complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the flags, without the page of help."""
        raise WrongFlag(f"{message[:1].upper()}{message[1:]}. `python -m manifest --help` helps.")


def read_order(arguments: Sequence[str]) -> Order:
    """The order, or WrongFlag with one sentence."""
    given = _flags().parse_args(arguments)
    url = _checked("--url", _shortened(_needed("--url", given.url)), _wrong_url)
    return Order(
        app_id=_checked("--app-id", _needed("--app-id", given.app_id), wrong_guid).lower(),
        domain=url.removeprefix("https://"),
        name=_checked("--name", given.name, lambda text: wrong_name(text, LONGEST_NAME)),
        developer=_checked("--developer", given.developer, _wrong_developer),
        version=_checked("--version", given.version, wrong_version),
        website=_checked("--website", given.website or url, wrong_address),
        privacy=_checked("--privacy", given.privacy or f"{url}/privacy", wrong_address),
        terms=_checked("--terms", given.terms or f"{url}/terms", wrong_address),
        out=Path(given.out),
        schemas=Path(given.schemas) if given.schemas else None,
    )


def _flags() -> Flags:
    flags = Flags(
        prog="python -m manifest",
        description=ABOUT,
        epilog=AFTER,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = flags.add_argument
    add("--app-id", metavar="GUID", help="the bot's app id in Entra; needed")
    add("--url", metavar="URL", help="where others reach the bot, as ORDET_PUBLIC_URL; needed")
    add("--name", default="Ordet", help="what people write after @; Ordet if not given")
    add("--developer", default="Ordet", help="who runs the app, such as your municipality")
    add("--version", default="1.0.0", metavar="X.Y.Z", help="1.0.0 if not given")
    add("--website", metavar="URL", help="a page about the app; URL itself if not given")
    add("--privacy", metavar="URL", help="the privacy sheet; URL/privacy if not given")
    add("--terms", metavar="URL", help="the terms of use; URL/terms if not given")
    add("--out", default="dist", metavar="FOLDER", help="where the packages go; dist if not given")
    add(
        "--schemas",
        metavar="FOLDER",
        help="where @microsoft/app-manifest is; .tools/schemas/node_modules if not given",
    )
    return flags


def _needed(flag: str, text: str | None) -> str:
    if not text:
        raise WrongFlag(f"{flag} is needed. `python -m manifest --help` tells what it is.")
    return text


def _checked(flag: str, text: str, wrong: Question) -> str:
    sentence = wrong(text)
    if sentence:
        raise WrongFlag(f"{flag} {sentence}.")
    return text


def _wrong_developer(text: str) -> Wrong:
    return wrong_line(text, LONGEST_DEVELOPER)


def _wrong_url(text: str) -> Wrong:
    wrong, parts = wrong_address(text), split(text)
    if wrong is None and parts and text != f"{parts.scheme}://{parts.netloc}":
        return "must have nothing after the host and port, such as https://ordet.example.dk"
    return wrong


def _shortened(text: str) -> str:
    """The address as the bot names itself: small letters, æ as the net writes it, no `:443`."""
    parts = split(text.strip())
    if parts is None:
        return text
    try:
        host = parts.netloc.lower().encode("idna").decode()
    except ValueError:  # no such name
        return text
    return parts._replace(netloc=host.removesuffix(":443"), path=parts.path.rstrip("/")).geturl()
