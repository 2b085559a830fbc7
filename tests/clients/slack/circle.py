"""A whole circle with three people in the local Slack: modals, private words, the bot's home."""

from playwright.async_api import Error as PageError

from locales import words_in
from tests.clients.slack.server import CHANNEL, Town, in_slack

WORDS = words_in("da")
QUESTION = "Hvordan hjælper vi eleverne med at sige det, de tænker?"
MOVES = WORDS("button.facilitator")
DONE, PASS, GO_ON = (WORDS(f"button.{each}") for each in ("done", "pass", "go_on"))
MOVES_TITLE = WORDS("form.what")


async def by_socket(faults: list[str]) -> None:
    """Through Socket Mode."""
    await visit("slack", True, faults)


async def by_https(faults: list[str]) -> None:
    """Signed, over HTTP."""
    await visit("slack-https", False, faults)


async def visit(name: str, socket: bool, faults: list[str]) -> None:
    """Play the scene from the beginning; what goes no further is a fault with a picture."""
    async with in_slack(socket) as town:
        try:
            await circle(town, name)
        except PageError as error:
            await town.window.picture(f"{name}-stuck")
            faults.append(f"{name}: it goes no further. {str(error).splitlines()[0]}")
        told = [line for line in town.log.read_text("utf-8").splitlines() if '"level"' in line]
        faults += [f"{name}: the bot says {line}" for line in told]


async def circle(town: Town, name: str) -> None:
    """From the first command to the kept summary."""
    await make_team(town, name)
    await start(town, name)
    await first_turns(town, name)
    await look_around(town, name)
    await to_the_end(town, name)


async def make_team(town: Town, name: str) -> None:
    """Anna says who the team is."""
    window = town.window
    await window.type("/cirkel")
    await window.modal(WORDS("form.team.title"))
    await window.picture(f"{name}-1-team")
    await window.fill(WORDS("form.team.name"), "Team Blå")
    await window.fill(WORDS("form.team.people"), ["Anna", "Bo", "Clara"])
    await window.fill(WORDS("form.team.language"), WORDS("language.da"))
    await window.press(WORDS("button.team_save"))
    await window.modal(WORDS("start.title"))


async def start(town: Town, name: str) -> None:
    """The next modal starts a circle; first it is sent without a question."""
    window = town.window
    await window.fill(WORDS("start.minutes"), WORDS("unit.minutes", count=25))
    await window.press(WORDS("button.start"))
    await window.modal(WORDS("start.title"))
    await window.picture(f"{name}-2-needs-something")
    await window.fill(WORDS("start.question.label"), QUESTION)
    await window.fill(WORDS("start.guide"), "Læringscirkel")
    await window.fill(WORDS("start.present"), ["Anna", "Bo", "Clara"])
    await window.fill(WORDS("start.facilitator"), "Anna")
    await window.fill(WORDS("form.start.owner"), "Bo")
    await window.picture(f"{name}-3-start")
    await window.press(WORDS("button.start"))
    await window.no_modal()
    await window.sees(WORDS("card.has_word", speaker="Anna"))
    await window.picture(f"{name}-4-first-card")


async def first_turns(town: Town, name: str) -> None:
    """The word goes on; who may not press is told alone."""
    window = town.window
    await window.act_as("Bo")
    await window.open(CHANNEL)
    await window.press(DONE)
    await window.picture(f"{name}-5-not-your-turn")
    await window.act_as("Anna")
    await window.open(CHANNEL)
    await window.press(DONE)
    await window.picture(f"{name}-6-after-the-first")
    await window.press(MOVES)
    await window.modal(MOVES_TITLE)
    await window.picture(f"{name}-7-moves")
    await window.close()
    await window.thread()
    await window.picture(f"{name}-8-thread")


async def look_around(town: Town, name: str) -> None:
    """Private words, the bot's home, and a command whose answer one sees alone."""
    window = town.window
    await window.open("Anna")
    await window.picture(f"{name}-9-private")
    await window.open("ordet")
    await window.sees("Team Blå")
    await window.picture(f"{name}-10-home")
    await window.open(CHANNEL)
    await window.type("/circle status")
    await window.picture(f"{name}-11-status")


async def to_the_end(town: Town, name: str) -> None:
    """The facilitator ends the circle, and the team keeps it."""
    window = town.window
    await window.open(CHANNEL)
    await window.press(MOVES)
    await window.modal(MOVES_TITLE)
    await window.press_inside(WORDS("button.end"), "U01")
    await window.modal(WORDS("form.end.title"))
    await window.picture(f"{name}-12-end")
    await window.press(WORDS("button.end"))
    await window.no_modal()
    await window.sees(WORDS("button.approve"))
    await window.picture(f"{name}-13-draft")
    await window.act_as("Clara")
    await window.open(CHANNEL)
    await window.press(WORDS("button.approve"))
    await window.sees(WORDS("card.by_team"))
    await window.picture(f"{name}-14-kept")
