"""What was acknowledged is there after `kill -9`: each table's page is asked afterwards."""

import random
import threading
import time

from bench.figures import Found, Target
from bench.house import House, opened, tables_of
from bench.load import Driven, Load
from bench.people import circles, furnish
from bench.processes import folder
from bench.turn import driven_by

KILLS = {True: 2, False: 10}
AT_ONCE = 16


def measure(quick: bool) -> Found:
    """Kill the bot under load, start it again, and look for every acknowledged turn."""
    acknowledged = lost = 0
    with folder() as place:
        data, papers = place / "data", circles(AT_ONCE)
        furnish(data, papers)
        tables = tables_of(papers)
        for _ in range(KILLS[quick]):
            with opened(data) as (port, child):
                house = House(port, child, data, tables)
                before = sum(table.step for table in tables)
                tables = killed_under_load(house).tables
                acknowledged += sum(table.step for table in tables) - before
            with opened(data) as (port, child):
                house = House(port, child, data, tables)
                for table in tables:
                    turn = house.turn(table)
                    lost += turn < table.turn
                    while 0 <= table.turn < turn:  # it was kept, and the answer was under way
                        table.go_on()
    told = f"{KILLS[quick]} times kill -9 under load: {acknowledged:,} turns, {lost} of them lost."
    return Found([told], {}, [Target("P8", "acknowledged turns lost", lost, 0, counted=True)])


def killed_under_load(house: House) -> Driven:
    """Drive the bot until it is gone; what it acknowledged."""
    load = Load(
        port=house.port, pid=house.child.pid, at_once=AT_ONCE, seconds=10, tables=house.tables
    )
    timer = threading.Timer(random.uniform(0.8, 1.6), house.child.kill)
    timer.start()
    driven = driven_by(load)
    timer.join()
    time.sleep(0.05)
    return driven
