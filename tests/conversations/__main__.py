"""Tell conversations anew and write down what is shown: `python -m tests.conversations [NAME ...]`.

Read every change before you keep it: the files are the specification.
"""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.conversations.chat import ChatDriver
from tests.conversations.telling import FILES, read, written


async def tell(file: Path) -> str:
    """The file as the bot tells it now."""
    telling = read(file)
    with TemporaryDirectory() as folder:
        driver = ChatDriver(Path(folder), telling)
        await driver.begin()
        for move in telling.moves:
            move.shown = await driver.move(move.text)
        await driver.sleep()
    return written(telling)


if __name__ == "__main__":
    for each in FILES:
        if not sys.argv[1:] or each.stem in sys.argv[1:]:
            each.write_text(asyncio.run(tell(each)), encoding="utf-8")
