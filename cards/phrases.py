"""Small touches to a finished sentence, for templates of every channel."""


def stopped(sentence: str) -> str:
    """A sentence that ends in a full stop, unless it ends in a mark of its own."""
    return sentence if sentence.endswith((".", "?", "!", "…", ":")) else f"{sentence}."


def small(phrase: str) -> str:
    """A phrase that comes after a colon: its first letter is small, but for the word I."""
    first = phrase.split(" ")[0]
    return phrase if first in {"I", ""} else phrase[0].lower() + phrase[1:]
