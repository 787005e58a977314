"""A thousand followers in one lean process of their own: bare sockets, no client library.

``python -m tests.bench.crowd`` reads one order as JSON from standard input and answers with what it
measured, as JSON. The moderator's request leaves from here too, so that there is one clock.
"""

import asyncio
import contextlib
import json
import random
import re
import resource
import socket
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import cast

import uvloop

_NUMBER = re.compile(rb'"n":(\d+)')
_RETRY = re.compile(rb"retry: (\d+)")
_BROWSER = "Accept: text/event-stream\r\nCache-Control: no-cache\r\nAccept-Language: vi\r\n"
_AT_ONCE = 200  # connections being opened at a time, as a backlog allows


@dataclass
class Order:
    """What to do: with how many followers, how often, over which addresses."""

    port: int
    stream: str
    followers: int
    actions: str = ""
    token: str = ""
    presses: int = 0
    sequence: int = 0  # what the first press builds on
    pause: float = 0.05  # seconds between two presses
    come_back: float = 0.0  # followers a second that drop and return meanwhile
    idle: float = 0.0  # seconds to listen while nothing happens
    is_lost_and_back: bool = False
    never_reading: int = 0
    is_waiting: bool = False  # at the end, still connected, until a line comes


@dataclass
class Measured:
    """Milliseconds from the request to each follower's data, and the rest."""

    latencies: list[float] = field(default_factory=list)
    lost: int = 0
    largest: int = 0  # bytes of a message
    connected_in: float = 0.0  # seconds until all had the state
    back_in: float = 0.0
    back_bytes: int = 0
    idle_bytes: float = 0.0  # each, a minute


class Follower(asyncio.Protocol):
    def __init__(self, crowd: "Crowd") -> None:
        self.crowd, self.number, self.retry, self.counted = crowd, -1, 1000, -1
        self.has_state = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by its type
        self.transport.write(self.crowd.hello)

    def data_received(self, data: bytes) -> None:
        at = time.perf_counter()
        crowd = self.crowd
        crowd.bytes += len(data)
        found = _NUMBER.search(data)
        if found is None:
            if b"data: {" not in data:
                return
            self.number = 0  # before the first action
        else:
            self.number = int(found[1])
        if not self.has_state.done():
            retry = _RETRY.search(data)
            self.retry = int(retry[1]) if retry else self.retry
            self.has_state.set_result(at)
        if self.number == crowd.wanted and self.counted != crowd.wanted:
            self.counted = crowd.wanted
            crowd.heard(at, len(data))

    def drop(self) -> None:
        if self.transport is not None:
            self.transport.abort()


class Crowd:
    def __init__(self, order: Order) -> None:
        self.order = order
        self.hello = f"GET {order.stream} HTTP/1.1\r\nHost: hall\r\n{_BROWSER}\r\n".encode()
        self.followers: list[Follower] = []
        self.measured = Measured()
        self.bytes, self.wanted, self.missing, self.began = 0, -1, 0, 0.0
        self.everybody = asyncio.Event()
        self.opening = asyncio.Semaphore(_AT_ONCE)

    def heard(self, at: float, size: int) -> None:
        self.measured.latencies.append((at - self.began) * 1000)
        self.measured.largest = max(self.measured.largest, size)
        self.missing -= 1
        if self.missing <= 0:
            self.everybody.set()

    async def join(self, place: int) -> None:
        loop = asyncio.get_running_loop()
        async with self.opening:
            _, follower = await loop.create_connection(
                lambda: Follower(self), "127.0.0.1", self.order.port
            )
        self.followers[place] = follower
        await follower.has_state

    async def gather(self) -> None:
        self.followers = [Follower(self) for _ in range(self.order.followers)]
        began = time.perf_counter()
        await asyncio.gather(*map(self.join, range(self.order.followers)))
        self.measured.connected_in = time.perf_counter() - began

    async def press(self) -> None:
        """All presses, each waited for until everybody has it, or two seconds."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.order.port)
        first = self.order.sequence
        if first == 0:
            await self._post(reader, writer, "start", 0)
        for sequence in range(first or 1, (first or 1) + self.order.presses):
            await asyncio.sleep(self.order.pause)
            kind = "next" if sequence % 2 else "back"
            self.everybody.clear()
            self.wanted, self.missing = sequence + 1, len(self.followers)
            self.began = time.perf_counter()
            await self._post(reader, writer, kind, sequence)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.everybody.wait(), 2)
            self.measured.lost += max(0, self.missing)
        writer.close()

    async def _post(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kind: str, sequence: int
    ) -> None:
        body = json.dumps({"kind": kind, "sequence": sequence}).encode()
        head = (
            f"POST {self.order.actions} HTTP/1.1\r\nHost: hall\r\n"
            f"Authorization: Bearer {self.order.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answered = await reader.readuntil(b"\r\n\r\n")
        assert b" 201 " in answered.splitlines()[0], answered
        length = re.search(rb"content-length: (\d+)", answered)
        assert length is not None
        await reader.readexactly(int(length[1]))

    async def come_and_go(self) -> None:
        """Some drop and return all the time; who is away while a press is made gets its state on
        return, and that is counted like any other."""
        places = random.Random(1)
        while True:
            await asyncio.sleep(1 / self.order.come_back)
            place = places.randrange(len(self.followers))
            counted = self.followers[place].counted
            self.followers[place].drop()
            await self.join(place)
            new = self.followers[place]
            if counted != self.wanted and new.number >= self.wanted and new.counted != self.wanted:
                new.counted = self.wanted
                self.heard(time.perf_counter(), 0)
            elif counted == self.wanted:
                new.counted = counted

    async def lose_and_return(self) -> None:
        """Every connection breaks at once; each returns when its stream told it to."""
        retries = [follower.retry / 1000 for follower in self.followers]
        for follower in self.followers:
            follower.drop()
        self.bytes = 0
        began = time.perf_counter()

        async def back(place: int) -> None:
            await asyncio.sleep(retries[place])
            await self.join(place)

        await asyncio.gather(*map(back, range(len(retries))))
        self.measured.back_in = time.perf_counter() - began
        self.measured.back_bytes = self.bytes

    async def listen(self) -> None:
        self.bytes = 0
        await asyncio.sleep(self.order.idle)
        each = self.bytes / len(self.followers)
        self.measured.idle_bytes = each * 60 / self.order.idle


async def follow(order: Order) -> None:
    crowd = Crowd(order)
    deaf = [_deaf(crowd) for _ in range(order.never_reading)]
    await crowd.gather()
    if order.is_lost_and_back:
        await crowd.lose_and_return()
    coming = asyncio.create_task(crowd.come_and_go()) if order.come_back else None
    if order.presses:
        await crowd.press()
    if coming is not None:
        coming.cancel()
    if order.idle:
        await crowd.listen()
    print(json.dumps(asdict(crowd.measured)), flush=True)
    if order.is_waiting:
        await asyncio.to_thread(sys.stdin.readline)
    for one in deaf:
        one.close()


def _deaf(crowd: Crowd) -> socket.socket:
    """A connection that asks and never reads."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    one.connect(("127.0.0.1", crowd.order.port))
    one.sendall(crowd.hello)
    return one


def main() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    order = Order(**json.loads(sys.stdin.readline()))
    uvloop.run(follow(order))


if __name__ == "__main__":
    main()
