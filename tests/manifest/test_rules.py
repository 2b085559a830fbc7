"""Every rule that the schema does not know is noticed when it is broken."""

from typing import Any

import pytest

from manifest.rules import faults
from tests.manifest.packages import changed, content, good

COMMANDS = "bots[0].commandLists[0].commands"
GUID = "must be the bot's app id, a GUID"
HOST = "must name a host in the public net"


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("$schema", "https://x.dk/v1.29/y.json", "another schema than manifestVersion 1.30"),
        ("version", "1.0", "version must be three numbers"),
        ("version", "01.0.0", "version must be three numbers"),
        ("version", "1.0.0-beta", "version must be three numbers"),
        ("version", "1.0.٣", "version must be three numbers"),
        ("id", "ordet", f"id {GUID}"),
        ("id", "00000000-0000-0000-0000-000000000000", f"id {GUID}"),
        ("bots[0].botId", "8c1f2f5a", f"botId {GUID}"),
        ("developer.name", "x" * 33, "developer.name must have at most 32"),
        ("developer.name", " ", "developer.name must say something"),
        (
            "developer.privacyUrl",
            "http://x.example.dk",
            "privacyUrl must be an address that begins",
        ),
        ("developer.termsOfUseUrl", "https:///terms", "termsOfUseUrl must be an address"),
        ("developer.websiteUrl", "https://a:b@x.example.dk", "must not have a user's name"),
        ("developer.websiteUrl", "https://x.example.dk/a b", "websiteUrl must be an address"),
        ("developer.websiteUrl", "https://localhost", HOST),
        ("developer.websiteUrl", "https://x.example.dk/" + "a" * 2048, "at most 2048"),
        ("validDomains[0]", "https://ordet.example.dk", "must have a number"),
        ("validDomains[0]", "ordet.example.dk/x", HOST),
        ("validDomains[0]", "*.example.dk", HOST),
        ("validDomains[0]", "10.0.0.1", HOST),
        ("validDomains[0]", "ordet", HOST),
        ("validDomains[0]", "ordet.local", "that others can reach"),
        ("validDomains[0]", "a1b2.ngrok-free.app", "a tunnel is not"),
        ("validDomains[0]", "x-3978.euw.devtunnels.ms", "a tunnel is not"),
        ("validDomains[0]", "ordet.example.dk:0", "must have a number"),
        ("validDomains", ["a.example.dk", "A.example.dk"], "name each host once"),
        ("validDomains", [f"h{n}.example.dk" for n in range(101)], "at most 100 hosts"),
        ("authorization", {"permissions": {}}, "authorization must not be there"),
        ("permissions", ["identity"], "permissions must not be there"),
        ("devicePermissions", ["media"], "devicePermissions must not be there"),
        ("webApplicationInfo", {"id": "x"}, "webApplicationInfo must not be there"),
        ("accentColor", "{accent}", "has the hole {accent}"),
        ("bots[0].supportsTargetedMessages", None, "needs supportsTargetedMessages"),
        ("bots[0].supportsTargetedMessages", False, "needs supportsTargetedMessages"),
        ("bots", [], "exactly one bot"),
        ("bots[0].scopes", ["team", "groupChat"], "must work in the scope personal"),
        ("bots[0].scopes", lambda old: [*old, "copilot"], "The scope copilot is none of ours"),
        ("bots[0].scopes", lambda old: [*old, "team"], "named once"),
        ("bots[0].commandLists", lambda old: old[:1], "The scope personal has no list"),
        ("bots[0].commandLists", lambda old: old * 2, "at most 3 lists"),
        ("bots[0].commandLists[1].scopes", ["personal", "team"], "have one list of commands"),
        ("bots[0].commandLists[1].triggers", ["slash"], "personal has slash commands"),
        (COMMANDS, lambda old: old * 3, "1 to 12 commands"),
        (COMMANDS, [], "1 to 12 commands"),
        (COMMANDS + "[0].title", "/cirkel", "must not begin with /"),
        (COMMANDS + "[0].title", "@Ordet cirkel", "must not begin with @"),
        (COMMANDS + "[0].title", "c" * 33, "at most 32"),
        (COMMANDS + "[0].title", "BORD", "2 commands with the title 'bord'"),
        (COMMANDS + "[0].description", "c" * 129, "at most 128"),
        ("name.short", "x" * 31, "name.short in manifest.json must have at most 30"),
        ("name.short", "🟠" * 16, "and this has 32"),
        ("name.short", "Ordet for Teams", "must not use a name of Microsoft's"),
        ("name.full", "Microsoft Ordet", "must not use a name of Microsoft's"),
        ("name.short", "@Ordet", "must not have an @"),
        ("name.short", "Or\ndet", "must be one plain line"),
        ("description.short", "x" * 81, "at most 80"),
        ("description.full", "x" * 4001, "at most 4000"),
        ("description.full", "x\x07", "no control characters"),
        ("localizationInfo.defaultLanguageTag", "en", "The language en is named 2 times"),
        ("localizationInfo.additionalLanguages[0].file", "nn.json", "nn.json is named in manifest"),
        ("icons.color", "icons/color.png", "must lie at the root"),
        ("icons", None, "icons is missing"),
        ("bots", "none", "is not the manifest of an app"),
    ],
)
def test_a_broken_manifest_is_named(path: str, value: Any, sentence: str) -> None:
    package = changed(path, value)

    found = faults(package)

    assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("name.short", None, "nb.json does not say name.short"),
        ("name.short", "x" * 31, "name.short in nb.json must have at most 30"),
        ("name.full", "Ordet i Outlook", "name.full in nb.json must not use"),
        ("description.short", "x" * 81, "description.short in nb.json must have at most 80"),
        ("description.full", " ", "description.full in nb.json must say something"),
        (COMMANDS + "[8].title", "neste", "nb.json has 2 commands with the title 'neste'"),
        (COMMANDS + "[5].title", "/hjelp", "must not begin with /"),
        (COMMANDS + "[9].title", "mer", "which leads to no text"),
        ("bots[1].commandLists[0].commands[0].title", "mer", "which leads to no text"),
        ("name", "Ordet", "which leads to no text"),
        ("accentColor", "#000000", "which is the same in every language"),
        ("$schema", "https://x.dk/v1.28/y.json", "nb.json names another schema"),
        ("$schema", None, "$schema is missing"),
    ],
)
def test_a_broken_language_is_named(path: str, value: Any, sentence: str) -> None:
    package = changed(path, value, file="nb.json")

    found = faults(package)

    assert any(sentence in fault for fault in found), found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("bots[0].supportsTargetedMessages", True),
        ("bots[0].commandLists[0].triggers", ["mention"]),
    ],
)
def test_an_older_manifest_has_no_word_of_slash_commands(path: str, value: Any) -> None:
    package = changed(path, value, schema="1.28")

    found = faults(package)

    assert found == ["supportsTargetedMessages and triggers must wait for manifestVersion 1.29."]


def test_a_file_too_few_and_a_file_too_many_are_named() -> None:
    few = {name: file for name, file in good().items() if name != "en.json"}
    many = {**good(), "notes.txt": b""}

    assert faults(few) == ["en.json is named in manifest.json and is not in the package."]
    assert faults(many) == ["notes.txt is in the package and not named in manifest.json."]


def test_a_package_without_a_manifest_is_no_package() -> None:
    assert faults({}) == ["manifest.json is missing."]
    assert faults({"manifest.json": b"{"}) == ["manifest.json is not the manifest of an app."]


def test_a_package_of_another_name_and_host_is_left_in_peace() -> None:
    package = changed("validDomains", ["ordet.example.dk:8443", "sider.example.no"])

    assert content(package)["validDomains"][1] == "sider.example.no"
    assert faults(package) == []
