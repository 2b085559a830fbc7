"""What an operator sets for Teams is understood, or refused in one sentence that names it."""

import pytest

from channels.teams.settings import (
    DEFAULTS,
    AppType,
    WrongTeamsSetting,
    read_teams_settings,
)

ID, TENANT = "5F0C6F3A-0000-4000-8000-000000000001", "11111111-1111-1111-1111-111111111111"
GOOD = {"APP_ID": ID, "APP_PASSWORD": "hunter2", "APP_TENANTID": TENANT}


def test_without_any_setting_there_is_no_teams() -> None:
    assert read_teams_settings({"HOME": "/root", "ORDET_DATA": "x", "APP_ID": " "}) is None


def test_three_settings_are_enough() -> None:
    found = read_teams_settings(GOOD)

    assert found is not None
    assert (found.app_id, found.tenant) == (ID.lower(), TENANT)
    assert found.tenants == {TENANT}
    assert found.app_type is AppType.SINGLE_TENANT
    assert found.hosts == ("smba.trafficmanager.net", ".botframework.com")
    assert found.rate == 40


def test_a_managed_identity_needs_no_password() -> None:
    given = {**GOOD, "APP_TYPE": "UserAssignedMSI", "APP_PASSWORD": ""}

    found = read_teams_settings(given)

    assert found is not None
    assert found.app_type is AppType.MANAGED_IDENTITY


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"APP_TYPE": "MultiTenant"}, "APP_TYPE"),
        ({"APP_TYPE": "Nonsense"}, "APP_TYPE"),
        ({"APP_ID": ""}, "APP_ID"),
        ({"APP_ID": "ordet"}, "APP_ID"),
        ({"APP_TENANTID": ""}, "APP_TENANTID"),
        ({"APP_TENANTID": "kommune.dk"}, "APP_TENANTID"),
        ({"APP_PASSWORD": ""}, "APP_PASSWORD"),
        ({"APP_TYPE": "UserAssignedMSI"}, "APP_PASSWORD"),
        ({"TEAMS_TENANTS": "everybody"}, "TEAMS_TENANTS"),
        ({"TEAMS_OPENID_URL": "http://login.example.com/"}, "TEAMS_OPENID_URL"),
        ({"TEAMS_LOGIN_URL": "login.example.com"}, "TEAMS_LOGIN_URL"),
        ({"TEAMS_LOGIN_URL": "https://[::1"}, "TEAMS_LOGIN_URL"),
        ({"TEAMS_RATE": "0"}, "TEAMS_RATE"),
        ({"TEAMS_RATE": "fast"}, "TEAMS_RATE"),
        ({"TEAMS_RATE": "٤٠"}, "TEAMS_RATE"),
        ({"TEAMS_TENNANTS": TENANT}, "TEAMS_TENNANTS"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(changed: dict[str, str], named: str) -> None:
    with pytest.raises(WrongTeamsSetting) as refused:
        read_teams_settings({**GOOD, **changed})

    assert str(refused.value).startswith(named)
    assert "hunter2" not in str(refused.value)


def test_several_tenants_and_hosts_may_be_named() -> None:
    other = "22222222-2222-2222-2222-222222222222"
    given = {**GOOD, "TEAMS_TENANTS": f"{TENANT}, {other}", "TEAMS_SERVICE_HOSTS": "A.dk;b.dk"}

    found = read_teams_settings(given)

    assert found is not None
    assert found.tenants == {TENANT, other}
    assert found.hosts == ("a.dk", "b.dk")


def test_the_usual_hosts_let_nobody_in_who_makes_a_name_at_the_traffic_manager() -> None:
    assert ".trafficmanager.net" not in DEFAULTS["TEAMS_SERVICE_HOSTS"].split()
