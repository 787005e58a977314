"""Streams over the server's own connections: taken over, they need nothing else of it."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import uvicorn
import uvloop
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.bulletin import Bulletin
from app.web.connections import Connection
from app.web.streams import Channel
from tests.web.test_streams import until

FILLER = "x" * 600  # events as large as those of the morning
MANY = 2_000  # more than every buffer on the way holds
PATIENCE = 60


class Office:
    """A server with one channel. ``number`` is what its events say."""

    def __init__(self) -> None:
        self.number, self.bulletin = 0, Bulletin()
        self.channel = Channel(self.bulletin, ("topic",), lambda: f"{self.number} {FILLER}")
        config = uvicorn.Config(
            self.answer,
            port=0,
            http=Connection,
            log_level="error",
            lifespan="off",
            interface="asgi3",
        )
        self.server = uvicorn.Server(config)
        self.browsers: list[Browser] = []

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/stream":
            await self.channel.follow(scope, receive, send)
        else:
            await PlainTextResponse("a page")(scope, receive, send)

    async def tell(self, number: int) -> None:
        """Returns when it was made; somebody must follow."""
        self.number = number
        self.bulletin.post("topic")
        await until(lambda: self.channel.text.startswith(f"{number} "))

    @property
    def is_alone(self) -> bool:
        """Nothing is left of anybody."""
        state = self.server.server_state
        return not state.connections and not state.tasks

    async def asked(self, path: str, **more: int) -> "Browser":
        port = self.server.servers[0].sockets[0].getsockname()[1]
        line = socket.socket()
        if "buffer" in more:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, more["buffer"])
        line.setblocking(False)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(sock=line, limit=2**24)
        if "buffer" in more:
            writer.transport.pause_reading()  # type: ignore[attr-defined]
        writer.write(f"GET {path} HTTP/1.1\r\nHost: hall\r\n\r\n".encode())
        self.browsers.append(Browser(reader, writer))
        return self.browsers[-1]


class Browser:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.seen: list[int] = []

    async def sees(self, number: int) -> None:
        while not self.seen or self.seen[-1] != number:
            line = await self.reader.readline()
            assert line, "the stream ended"
            if found := re.match(rb"data: (\d+) x", line):
                self.seen.append(int(found[1]))


@asynccontextmanager
async def serving() -> AsyncIterator[Office]:
    office = Office()
    office.bulletin.open()
    serves = asyncio.create_task(office.server.serve())
    await until(lambda: office.server.started or serves.done())
    try:
        yield office
    finally:
        office.server.should_exit = True
        await serves  # at once: nobody waits for streams, which never end by themselves
        for browser in office.browsers:
            browser.writer.close()
            with suppress(OSError):
                await browser.writer.wait_closed()


def run(work: Callable[[Office], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with asyncio.timeout(PATIENCE), serving() as office:
            await work(office)

    uvloop.run(whole())


def test_everybody_gets_each_event_over_a_connection_of_their_own() -> None:
    async def work(office: Office) -> None:
        phones = [await office.asked("/stream") for _ in range(30)]
        for phone in phones:
            await phone.sees(0)
        for number in range(1, 5):
            await office.tell(number)
            for phone in phones:
                await phone.sees(number)
        assert all(phone.seen == [0, 1, 2, 3, 4] for phone in phones)
        assert not office.server.server_state.tasks, "no task waits for any of them"

    run(work)


def test_who_does_not_read_gets_a_few_old_events_and_then_the_newest() -> None:
    async def work(office: Office) -> None:
        stuck, reads = await office.asked("/stream", buffer=2048), await office.asked("/stream")
        await reads.sees(0)
        for number in range(1, MANY):
            await office.tell(number)
        await reads.sees(MANY - 1)
        stuck.writer.transport.resume_reading()  # type: ignore[attr-defined]
        await stuck.sees(MANY - 1)
        assert len(stuck.seen) < 100, "what nobody read was held by nobody"
        await office.tell(MANY)
        await stuck.sees(MANY)

    run(work)


def test_whoever_goes_is_forgotten() -> None:
    async def work(office: Office) -> None:
        reads, aborts, stuck = [
            await office.asked("/stream"),
            await office.asked("/stream"),
            await office.asked("/stream", buffer=2048),
        ]
        await reads.sees(0)
        await aborts.sees(0)
        for number in range(1, 100):
            await office.tell(number)
        for phone in (reads, stuck):
            phone.writer.close()
        aborts.writer.transport.abort()
        await until(lambda: office.is_alone)
        again = await office.asked("/stream")
        await again.sees(99)

    run(work)


def test_whoever_goes_before_the_first_event_is_forgotten_too() -> None:
    async def work(office: Office) -> None:
        for _ in range(20):
            (await office.asked("/stream")).writer.transport.abort()
        await until(lambda: office.is_alone)
        phone = await office.asked("/stream")
        await phone.sees(0)

    run(work)


def test_other_answers_are_as_they_were() -> None:
    async def work(office: Office) -> None:
        page = await office.asked("/")
        assert b" 200 " in await page.reader.readline()
        assert (await page.reader.readuntil(b"a page")).endswith(b"a page")
        page.writer.write(b"GET / HTTP/1.1\r\nHost: hall\r\n\r\n")  # the same connection again
        await page.reader.readuntil(b"a page")

    run(work)
