"""Read HTML as strictly as a browser reads it kindly: every tag closes, and in its place."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "use", "path", "circle", "rect"}
SAID = {"aria-label", "alt", "title", "placeholder", "label"}
SENT = {"minutes", "one", "half", "calm", "zero"}


class Reader(HTMLParser):
    """What a fragment says, and what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        names = [name for name, _ in attrs]
        self.names.update(names)
        self.wrong += [f"{tag} has {name} twice" for name in set(names) if names.count(name) > 1]
        self.wrong += [f"{tag} has {name}" for name in names if name.startswith("on")]
        self.wrong += [f"{tag} has a style of its own" for name in names if name == "style"]
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name in SAID or name.removeprefix("data-") in SENT:
                self.texts.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> inside {self.open[-1:] or 'nothing'}")
        else:
            self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"a comment: {data[:40]}")

    @property
    def text(self) -> str:
        """All that is seen or read aloud, with single spaces."""
        return " ".join(" ".join(self.texts).split())


def read(html: str) -> Reader:
    """The fragment, read to its end."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    reader.wrong += [f"{tag} is never closed" for tag in reader.open]
    reader.wrong += [f"id {id} twice" for id in set(reader.ids) if reader.ids.count(id) > 1]
    return reader


def plain(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())
