"""The table over plain HTTP: what people without a script see and do."""

import re
from html import unescape

import pytest

from tests.pages.house import GUIDES, JSON, QUESTION, WORDS, House


def pressed(page: str, label: str) -> dict[str, str]:
    """What the button with this label sends, with the hidden fields of its form."""
    buttons = re.findall(r"<button([^>]*)>([^<]*)</button>", page)
    attributes = next(tags for tags, text in buttons if text == label)
    value = re.search(r'value="([^"]*)"', attributes)
    hidden = re.findall(r'<input type="hidden" form="act" name="(\w+)" value="([^"]*)"', page)
    return {**dict(hidden), "press": unescape(value[1]) if value else ""}


async def test_a_new_team_is_made_on_the_front_page(house: House) -> None:
    values = {"name": "Team Blå", "names": "Anna\r\nBo\r\n", "language": "da"}

    status, page, response = await house.post("/teams", values)

    assert status == 200
    assert WORDS("start.title") in page
    assert response.url.path.startswith("/table/")


async def test_a_team_that_lacks_names_gets_its_form_back_with_what_was_written(
    house: House,
) -> None:
    values = {"name": "Team <Blå>", "names": "Anna", "language": "nb"}

    status, page, _ = await house.post("/teams", values)

    assert status == 422
    assert 'lang="nb"' in page
    assert 'value="Team &lt;Blå&gt;"' in page
    assert 'aria-invalid="true"' in page


async def test_the_front_page_lists_the_teams(house: House) -> None:
    team = await house.team()

    status, page = await house.get("/")

    assert status == 200
    assert f'href="/table/{team}"' in page
    assert "Team Blå" in page


async def test_the_table_asks_for_a_question_before_it_begins(house: House) -> None:
    team = await house.team()

    status, page, _ = await house.post(f"/table/{team}/form/start", {"circle": "c1"})

    assert status == 422
    assert WORDS("start.need.question") in page


async def test_a_circle_is_started_and_run_without_a_script(house: House) -> None:
    team = await house.team()
    people = [member.person for member in (await house.papers(team)).team.members]
    form = [("present", person) for person in people]
    form += [("circle", "c1"), ("question", QUESTION), ("guide", "laeringscirkel")]
    form += [("minutes", "60"), ("facilitator", people[0]), ("owner", people[1]), ("when", "now")]

    async with house.browser.post(f"/table/{team}/form/start", data=form) as response:
        page = await response.text()
    assert "Anna</bdi>" in page
    for label in (WORDS("button.done"), WORDS("button.pass")):
        _, page, _ = await house.post(f"/table/{team}/press", pressed(page, label))

    circle = (await house.papers(team)).circle
    assert circle is not None
    assert circle.course.phase == 1
    assert len(circle.course.spoken) == 1


async def test_an_old_button_is_answered_kindly_on_the_page(house: House) -> None:
    team = await house.team()
    await house.circle(team)
    _, page = await house.get(f"/table/{team}")
    old = pressed(page, WORDS("button.done"))
    await house.press(team, "done")

    status, page, _ = await house.post(f"/table/{team}/press", old)

    assert status == 200
    assert WORDS("answer.stale") in page


async def test_an_answer_is_shown_once(house: House) -> None:
    team = await house.team()
    await house.circle(team)
    _, page, response = await house.post(f"/table/{team}/say", {"text": "hjælp"})

    _, again = await house.get(str(response.url.relative()))

    assert f"{WORDS('command.help.title')}</h2>" in page
    assert f"{WORDS('command.help.title')}</h2>" not in again


async def test_the_script_gets_the_answer_alone(house: House) -> None:
    team = await house.team()
    await house.circle(team)

    async with house.browser.post(
        f"/table/{team}/say", data={"text": "blabla"}, headers=JSON
    ) as response:
        told = await response.json()

    assert told["said"].startswith(WORDS("err.unknown"))
    assert "<code>hjælp</code>" in told["answer"]


@pytest.mark.parametrize("form", ["pause", "people", "order", "hand_over", "end", "moves"])
async def test_every_form_is_a_page_of_its_own(house: House, form: str) -> None:
    team = await house.team()
    await house.circle(team)
    await house.press(team, "skip_phase")

    status, page = await house.get(f"/table/{team}/form/{form}?view=facilitator")

    assert status == 200
    assert f'action="/table/{team}/form/{form}"' in page
    assert f'href="/table/{team}/facilitator"' in page


async def test_a_move_that_needs_a_form_leads_to_it(house: House) -> None:
    team = await house.team()
    await house.circle(team)

    _, page, response = await house.post(
        f"/table/{team}/press", {"press": "form=pause&circle=c1", "view": "device"}
    )

    assert response.url.path == f"/table/{team}/form/pause"
    assert WORDS("form.pause.until") in page


async def test_the_screen_shows_and_has_nothing_to_press(house: House) -> None:
    team = await house.team()
    await house.circle(team)

    _, page = await house.get(f"/table/{team}/screen")

    card = page[page.index('id="card"') :]
    assert "Anna</bdi>" in card
    assert "<button" not in card
    assert "<form" not in card


async def test_cues_are_for_the_facilitator(house: House) -> None:
    team = await house.team()
    await house.circle(team)
    cue = GUIDES["laeringscirkel"].lines[0].phase.cue["da"][-1]

    _, screen = await house.get(f"/table/{team}/screen")
    _, device = await house.get(f"/table/{team}")
    _, facilitator = await house.get(f"/table/{team}/facilitator")

    assert cue not in screen
    assert cue in device[device.index('data-fold="20"') :]
    assert cue in facilitator


async def test_the_room_never_sees_that_somebody_is_over_time(house: House) -> None:
    team = await house.team()
    await house.circle(team)
    await house.conversation.tick(house.clock.on(minutes=9))

    _, screen = await house.get(f"/table/{team}/screen")
    _, facilitator = await house.get(f"/table/{team}/facilitator")

    assert WORDS("tide.zero") in screen
    assert re.search(r'id="until" hidden', screen)
    assert "Tiden er gået" not in screen
    assert "Anna" in facilitator


async def test_after_a_circle_the_table_says_thanks_and_then_asks_for_the_next(
    house: House,
) -> None:
    team = await house.team()
    await house.circle(team)
    await house.press(team, "end")
    await house.press(team, "approve")

    _, thanks = await house.get(f"/table/{team}")
    _, new = await house.get(f"/table/{team}?new=1")
    house.clock.on(hours=2)
    _, later = await house.get(f"/table/{team}")

    assert WORDS("end.done") in thanks
    assert f"{WORDS('start.title')}</h1>" in new
    assert f"{WORDS('start.title')}</h1>" in later


async def test_sending_a_form_twice_is_sending_it_once(house: House) -> None:
    team = await house.team()
    papers = await house.circle(team)
    values = {"circle": "c1", "verb": "join", "name": "Gitte", "key": "once"}

    for _ in range(2):
        await house.post(f"/table/{team}/form/people", values)

    after = (await house.papers(team)).circle
    assert papers.circle is not None
    assert after is not None
    assert len(after.seats) == len(papers.circle.seats) + 1


async def test_the_bot_says_that_it_lives(house: House) -> None:
    for path in ("/healthz", "/readyz"):
        status, text = await house.get(path)

        assert status == 200
        assert "true" in text


async def test_styles_and_scripts_may_be_kept_for_a_year(house: House) -> None:
    _, page = await house.get("/")
    styles = re.findall(r'href="(/static/[^"]+)"', page)

    async with house.browser.get(styles[-1]) as response:
        kept = response.headers["Cache-Control"]

    assert len(styles) == 4
    assert "immutable" in kept


async def test_every_answer_trusts_nothing_from_elsewhere(house: House) -> None:
    team = await house.team()

    for path in ("/", f"/table/{team}", "/nowhere", f"/table/{team}/live"):
        async with house.browser.get(path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "style-src 'self'; script-src 'self'" in policy
            assert "frame-ancestors 'none'" in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "same-origin"


async def test_the_thanks_say_until_when_the_summary_is_kept(house: House) -> None:
    team = await house.team()
    await house.circle(team)
    await house.press(team, "end")
    await house.press(team, "approve")

    _, page = await house.get(f"/table/{team}")

    assert WORDS("end.done") in page
    assert WORDS("sum.saved", date="onsdag den 3.\xa0marts 2027") in unescape(page)


async def test_a_team_is_put_right_from_its_menu(house: House) -> None:
    team = await house.team("Ana", "Bo")

    _, page = await house.get(f"/table/{team}")
    _, form = await house.get(f"/table/{team}/form/members")
    await house.post(f"/table/{team}/form/members", {"member-0": "Anna", "member-1": "Bo"})

    assert f"/table/{team}/form/members" in page
    assert 'value="Ana"' in form
    assert [m.name for m in (await house.papers(team)).team.members] == ["Anna", "Bo"]
