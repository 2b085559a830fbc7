"""The packages say what they should, in three languages, with and without the slash command."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from dialogs.commands import Command, read_command
from manifest.build import LANGUAGES, SOURCE, VERSIONS, Package, build, leaves, words
from manifest.rules import faults
from manifest.zips import zipped
from tests.manifest.packages import GUID, ORDER, content, good


def titles(language: str) -> dict[str, str]:
    texts = words(SOURCE / f"{language}.toml", "Ordet")
    return {key.split(".")[1]: text for key, text in texts.items() if key.endswith(".title")}


def texts_of(package: Package, language: str) -> dict[str, str]:
    if language != "da":
        return dict(leaves(content(package, f"{language}.json")))
    return dict(leaves(content(package)))


@pytest.mark.parametrize("schema", VERSIONS)
def test_a_package_keeps_every_rule(schema: str) -> None:
    package = good(schema)

    found = faults(package)

    assert found == []


def test_the_newest_package_has_slash_commands_where_teams_has_them() -> None:
    bot = content(good("1.30"))["bots"][0]

    slash = [one["scopes"] for one in bot["commandLists"] if "slash" in one.get("triggers", [])]

    assert bot["supportsTargetedMessages"] is True
    assert slash == [["team", "groupChat"]]


def test_the_older_package_is_the_same_app_without_slash_commands() -> None:
    newest, older = content(good("1.30")), content(good("1.28"))

    del newest["bots"][0]["supportsTargetedMessages"]
    for commands in newest["bots"][0]["commandLists"]:
        commands.pop("triggers", None)

    assert older["manifestVersion"] == "1.28"
    assert {**older, "$schema": "", "manifestVersion": ""} == {
        **newest,
        "$schema": "",
        "manifestVersion": "",
    }


def test_the_app_has_the_id_of_its_bot_so_that_a_new_package_replaces_the_old() -> None:
    later = build(replace(ORDER, version="1.0.1", name="Cirklen"), "1.28")

    manifest = content(later)

    assert manifest["id"] == manifest["bots"][0]["botId"] == GUID == content(good())["id"]


def test_the_bot_works_in_channels_group_chats_and_private_chats_and_asks_for_nothing() -> None:
    manifest = content(good())

    assert manifest["bots"][0]["scopes"] == ["team", "groupChat", "personal"]
    assert manifest["supportsChannelFeatures"] == "tier1"
    assert manifest["validDomains"] == ["ordet.example.dk"]
    assert not {"authorization", "permissions", "webApplicationInfo"} & set(manifest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_shows_its_own_commands(language: str) -> None:
    shown = texts_of(good(), language)

    first = [shown[f"bots[0].commandLists[0].commands[{n}].title"] for n in range(9)]

    assert (
        first
        == {
            "da": "cirkel bord rytme roller dagsorden næste guider status hjælp".split(),
            "nb": "sirkel bord rytme roller saksliste neste guider status hjelp".split(),
            "en": "circle table rhythm roles agenda next guides status help".split(),
        }[language]
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bot_understands_every_command_that_the_app_shows(language: str) -> None:
    shown = titles(language)

    read = {key: read_command(title) for key, title in shown.items()}

    assert read == {key: Command(key) for key in shown}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words(language: str) -> None:
    texts = words(SOURCE / f"{language}.toml", "Ordet")

    assert set(texts) == set(words(SOURCE / "da.toml", "Ordet"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_calm_and_name_the_machine(language: str) -> None:
    texts = words(SOURCE / f"{language}.toml", "Ordet")
    machine = {
        "da": "ikke kunstig intelligens",
        "nb": "ikke kunstig intelligens",
        "en": "not use artificial intelligence",
    }

    full = texts["words.description.full"]
    sentences = re.split(r"(?<=\.)\s+|\n+", full)

    assert not [text for text in texts.values() if "!" in text]
    assert max(len(sentence.split()) for sentence in sentences) <= 14
    assert machine[language] in full
    assert not re.search(r"anonym|fortrolig|confidential", full)


def test_the_app_can_be_called_something_else_everywhere() -> None:
    package = build(replace(ORDER, name="Rundt om"), "1.30")

    for language in LANGUAGES:
        texts = texts_of(package, language)
        assert texts["name.short"] == "Rundt om"
        assert "@Rundt om" in texts["description.full"]
        assert "Ordet" not in " ".join(re.findall(r"(?<=@)\w+|Ordet –|hedder \w+", str(texts)))


def test_the_same_order_gives_the_same_bytes() -> None:
    first, second = zipped(good()), zipped(dict(reversed(good().items())))

    assert first == second


def test_a_zip_has_every_file_at_its_root_and_no_time_of_packing() -> None:
    with ZipFile(BytesIO(zipped(good()))) as files:
        entries = files.infolist()
        manifest = files.read("manifest.json")

    assert [entry.filename for entry in entries] == sorted(good())
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert manifest == good()["manifest.json"]


def test_a_text_that_a_language_lacks_is_an_error_of_ours(tmp_path: Path) -> None:
    for path in SOURCE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    shorter = (SOURCE / "nb.toml").read_text("utf-8").replace("[help]", "[hjelp]")
    (tmp_path / "nb.toml").write_text(shorter, "utf-8")

    with pytest.raises(KeyError, match=r"words\.help"):
        build(ORDER, "1.30", tmp_path)
