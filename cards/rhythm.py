"""A team's rhythm as a sentence."""

from circle.rhythm import EveryOtherWeek, Monthly, MonthlyMinimum, Rule, Series, SingleDates, Weekly
from locales import Words
from locales.dates import WEEKDAYS, clock_phrase


def rhythm_sentence(series: Series, words: Words) -> str:
    """You meet every Tuesday at 14:30."""
    rule, language = series.rule, words.language
    holes = {"time": clock_phrase(series.clock, language)}
    if isinstance(rule, Weekly | EveryOtherWeek | Monthly):
        holes["weekday"] = WEEKDAYS[language].split()[rule.weekday]
    if isinstance(rule, Monthly):
        holes["which"] = words(f"rhythm.which.{rule.which.name.lower()}")
    return words(f"rhythm.says.{kind_of(rule)}", **holes)


def kind_of(rule: Rule) -> str:
    """How often the team meets, in one word of ours."""
    match rule:
        case Weekly(weeks=weeks):
            return "weekly" if weeks == "every" else weeks.value
        case EveryOtherWeek():
            return "other"
        case Monthly():
            return "monthly"
        case MonthlyMinimum():
            return "minimum"
        case SingleDates():
            return "dates"
