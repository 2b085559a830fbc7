"""The questions of a team check, and what a team wants to be asked."""

from cards.form import Choice, Field, Form, Option, Section
from circle.checkin.box import STEPS
from circle.checkin.rounds import Round
from circle.checkin.threshold import LEAST
from circle.checkin.told import ChecksChosen
from circle.people import LARGEST
from dialogs.between.reading import Values, one
from dialogs.occasion import Occasion

PERSON = "person"
PLATFORMS = {"teams": "Microsoft Teams", "slack": "Slack"}

STEPS_SENT = frozenset(str(step) for step in range(1, STEPS + 1))

SKIP = "0"
"""What is sent where somebody skips a question; it is as large as every other answer."""


def check_form(occasion: Occasion, round: Round, missing: frozenset[str] = frozenset()) -> Form:
    """Each question with five steps in words, and *skip* beside them. Nothing is chosen before.

    At a table whoever has the device says who they are; nobody sees who has been there.
    """
    words = occasion.words
    fields = [_question(occasion, name, missing) for name in round.questions]
    if not occasion.who:
        fields.insert(0, _who(occasion, missing))
    home = occasion.papers.team.home
    more = "check.privacy_table" if home is None else "check.privacy_more"
    platform = PLATFORMS.get(home.channel, home.channel) if home else ""
    note = (words("check.privacy_same"), words("check.final"), words(more, platform=platform))
    return Form(
        id="check",
        title=words("check.title"),
        lead=words("check.privacy", k=round.threshold),
        sections=(Section("", tuple(fields)),),
        submit=words("check.send"),
        note=" ".join(note),
        hidden={"round": round.id},
        forgets=True,
    )


def _question(occasion: Occasion, name: str, missing: frozenset[str]) -> Field:
    words = occasion.words
    steps = [Option(str(step), words(f"check.step.{step}")) for step in range(1, STEPS + 1)]
    return Choice(
        name=name,
        label=words(f"check.{name}"),
        options=(*steps, Option(SKIP, words("check.skip"))),
        required=True,
        error=words("check.choose") if name in missing else "",
    )


def _who(occasion: Occasion, missing: frozenset[str]) -> Field:
    names = (Option(each.person, each.name) for each in occasion.papers.team.members)
    return Choice(
        name=PERSON,
        label=occasion.words("check.who"),
        options=(Option("", occasion.words("check.pick")), *names),
        required=True,
        listed=True,
        error=occasion.words("check.choose") if PERSON in missing else "",
    )


def answers_in(occasion: Occasion, round: Round, values: Values) -> dict[str, int] | Form:
    """What somebody answered, without what they skipped; or the form where something is open.

    The form comes back empty: what was chosen is not sent a second time.
    """
    wanted = [*round.questions, *([] if occasion.who else [PERSON])]
    missing = frozenset(name for name in wanted if not one(values, name))
    if missing:
        return check_form(occasion, round, missing)
    chosen = {name: one(values, name) for name in round.questions}
    return {
        name: int(step) if step in STEPS_SENT else STEPS + 1
        for name, step in chosen.items()
        if step != SKIP
    }


def checks_form(occasion: Occasion) -> Form:
    """Whether the team wants to be asked after each circle, and from how many answers on."""
    words, checks = occasion.words, occasion.papers.between.checks
    numbers = range(LEAST, LARGEST + 1)
    after = [Option(str(number), words("check.from", k=number)) for number in numbers]
    return Form(
        id="checks",
        title=words("check.title"),
        lead=words("check.about"),
        sections=(
            Section(
                "",
                (
                    Choice(
                        name="threshold",
                        label=words("check.after_circle"),
                        options=(Option("0", words("check.never")), *after),
                        chosen=(str(checks.threshold),),
                        listed=True,
                    ),
                ),
            ),
        ),
        submit=words("button.rhythm_save"),
    )


def read_checks(occasion: Occasion, values: Values) -> ChecksChosen:
    """What the team wants from its next circle on."""
    sent = one(values, "threshold")
    number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 0
    threshold = number if LEAST <= number <= LARGEST else 0
    return ChecksChosen(at=occasion.at, who=occasion.who, threshold=threshold)
