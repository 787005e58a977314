"""The hub: everybody gets the newest, once; whoever does not read costs no more than one event."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from app.bulletin import Bulletin
from app.web.streams import Channel, Made


class Phone:
    """The server's end of one browser: ``is_full`` is a connection nobody reads from."""

    def __init__(self, seen: str = "") -> None:
        self.headers = [(b"last-event-id", seen.encode())] if seen else []
        self.got: list[bytes] = []
        self.free = asyncio.Event()
        self.free.set()
        self.is_gone = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        await self.free.wait()
        if message["type"] == "http.response.body":
            self.got.append(message["body"])

    @property
    def shown(self) -> list[str]:
        return re.findall(r"data: (\D.*)", b"".join(self.got).decode())


async def until(is_so: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110  # the hub has no event for tests
            await asyncio.sleep(0)


def run(work: Callable[[Bulletin], Awaitable[None]]) -> None:
    async def whole() -> None:
        bulletin = Bulletin()
        bulletin.open()
        await work(bulletin)

    asyncio.run(whole())


async def join(channel: Channel, phone: Phone) -> asyncio.Task[None]:
    scope = {"type": "http", "headers": phone.headers}
    task = asyncio.create_task(channel.follow(scope, phone.receive, phone.send))
    if phone.free.is_set():
        await until(lambda: phone.got)
    return task


def test_everybody_gets_the_newest_event_made_once() -> None:
    made: list[str] = []

    def render() -> str:
        made.append(f"event {len(made)}")
        return made[-1]

    async def work(bulletin: Bulletin) -> None:
        channel = Channel(bulletin, ("topic",), render)
        phones = [Phone() for _ in range(300)]
        for phone in phones:
            await join(channel, phone)
        bulletin.post("another")
        bulletin.post("topic")
        await until(lambda: all(phone.shown[-1] == "event 1" for phone in phones))
        assert made == ["event 0", "event 1"]
        assert all(phone.shown == made for phone in phones), "the same to all"

    run(work)


def test_a_phone_that_does_not_read_holds_up_nobody_and_gets_the_newest_alone() -> None:
    number = 0

    async def work(bulletin: Bulletin) -> None:
        nonlocal number
        channel = Channel(bulletin, ("topic",), lambda: f"event {number}")
        reads, stuck = Phone(), Phone()
        for phone in (reads, stuck):
            await join(channel, phone)
        stuck.free.clear()
        for number in range(1, 51):
            bulletin.post("topic")
            await until(lambda: reads.shown[-1] == f"event {number}")  # noqa: B023  # at once
        assert stuck.shown == ["event 0"]
        stuck.free.set()
        await until(lambda: stuck.shown[-1] == "event 50")
        assert stuck.shown == ["event 0", "event 1", "event 50"], "not those in between"

    run(work)


def test_what_did_not_change_is_not_sent_and_whoever_has_it_is_told_the_time_alone() -> None:
    async def work(bulletin: Bulletin) -> None:
        channel = Channel(bulletin, ("topic",), lambda: "the same")
        phone = Phone()
        await join(channel, phone)
        found = re.search(rb"id: (\w+)\n", phone.got[0])
        assert found is not None
        bulletin.post("topic")
        back = Phone(seen=found[1].decode())
        await join(channel, back)
        await channel.newest()
        assert phone.shown == ["the same"]
        assert back.shown == []
        assert b"event: clock\ndata: 1" in back.got[0]

    run(work)


def test_browsers_are_told_different_times_to_come_back() -> None:
    async def work(bulletin: Bulletin) -> None:
        channel = Channel(bulletin, (), lambda: "x")
        phones = [Phone() for _ in range(50)]
        for phone in phones:
            await join(channel, phone)
        told = {int(re.findall(rb"retry: (\d+)", phone.got[0])[0]) for phone in phones}
        assert len(told) > 20
        assert all(300 <= one <= 1500 for one in told)

    run(work)


def test_a_silent_stream_is_kept_alive_by_comments() -> None:
    async def work(bulletin: Bulletin) -> None:
        channel = Channel(bulletin, (), lambda: "x", beat=0.01)
        phone = Phone()
        await join(channel, phone)
        await until(lambda: len(phone.got) > 3)
        assert all(body.startswith(b":\n") for body in phone.got[1:])

    run(work)


def test_what_is_true_for_a_while_only_is_made_again_by_itself() -> None:
    texts = iter(["first", "second", "third"])

    async def work(bulletin: Bulletin) -> None:
        channel = Channel(bulletin, (), lambda: Made(next(texts, "third"), 0.01))
        phone = Phone()
        await join(channel, phone)
        await until(lambda: phone.shown[-1] == "third")

    run(work)


def test_whoever_goes_is_forgotten_also_while_they_do_not_read() -> None:
    async def work(bulletin: Bulletin) -> None:
        channel = Channel(bulletin, ("topic",), lambda: "x", beat=0.01)
        phone = Phone()
        task = await join(channel, phone)
        phone.free.clear()
        await until(lambda: len(asyncio.all_tasks()) == 4)  # one of them waits to write to it
        phone.is_gone.set()
        await task
        assert len(asyncio.all_tasks()) <= 2, "this test, and the beat that finds nobody"

    run(work)


@pytest.mark.parametrize("turns", range(8))
def test_what_changes_while_the_first_joins_is_told_to_them(turns: int) -> None:
    """At whichever turn of the loop after the newest was made the change comes."""
    state = {"is": "old"}

    async def work(bulletin: Bulletin) -> None:
        loop = asyncio.get_running_loop()

        def change(left: int) -> None:
            if left:
                loop.call_soon(change, left - 1)
                return
            state["is"] = "new"
            bulletin.tell("topic")

        def render() -> str:
            if state["is"] == "old":
                loop.call_soon_threadsafe(change, turns)
            return state["is"]

        phone = Phone()
        await join(Channel(bulletin, ("topic",), render), phone)
        await until(lambda: phone.shown[-1:] == ["new"])

    run(work)
