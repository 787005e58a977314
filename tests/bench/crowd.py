"""A thousand followers in one lean process of their own: bare sockets, one ``epoll``, no library.

``python -m tests.bench.crowd`` reads one order as JSON from standard input and answers with what it
measured, as JSON. The moderator's request leaves from here too, so that there is one clock; a
follower's time is taken when its data has been read.
"""

import gc
import heapq
import json
import random
import re
import resource
import select
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial

_RETRY = re.compile(rb"retry: (\d+)")
_LENGTH = re.compile(rb"content-length: (\d+)")
_BROWSER = "Accept: text/event-stream\r\nCache-Control: no-cache\r\nAccept-Language: vi\r\n"
_AT_ONCE = 200  # connections being opened at a time, as a backlog allows
_PATIENCE = 2.0  # seconds until data that did not come is lost
_JOINING = 60.0  # seconds until everybody must have the state


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
    """Milliseconds from the request to the data of each follower who was there, and the rest."""

    latencies: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)  # ms until the moderator was answered
    lost: int = 0
    largest: int = 0  # bytes of a message
    connected_in: float = 0.0  # seconds until all had the state
    back_in: float = 0.0
    back_bytes: int = 0
    idle_bytes: float = 0.0  # each, a minute


class Follower:
    """One browser. ``number`` is the newest state it has, below zero none."""

    __slots__ = ("counted", "line", "number", "retry")

    def __init__(self) -> None:
        self.line = socket.socket()
        self.number, self.counted, self.retry = -1, -1, 1000


class Crowd:
    def __init__(self, order: Order) -> None:
        self.order, self.measured = order, Measured()
        self.hello = f"GET {order.stream} HTTP/1.1\r\nHost: hall\r\n{_BROWSER}\r\n".encode()
        self.watched = select.epoll()
        self.readers: dict[int, Callable[[], None]] = {}
        self.followers: list[Follower] = []
        self.timers: list[tuple[float, int, Callable[[], None]]] = []
        self.waiting_to_open: list[Follower] = []
        self.opening, self.absent, self.told = 0, 0, 0
        self.bytes, self.wanted, self.missing, self.began = 0, -1, 0, 0.0

    # -- the loop

    def run(self, is_done: Callable[[], bool], seconds: float) -> bool:
        """Until ``is_done``; False where that took too long."""
        until = time.perf_counter() + seconds
        while not is_done():
            now = time.perf_counter()
            if now >= until:
                return False
            while self.timers and self.timers[0][0] <= now:
                heapq.heappop(self.timers)[2]()
            soonest = min(until, self.timers[0][0]) if self.timers else until
            for number, _ in self.watched.poll(max(0.0, soonest - now)):
                reader = self.readers.get(number)
                if reader is not None:
                    reader()
        return True

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        self.told += 1
        heapq.heappush(self.timers, (time.perf_counter() + seconds, self.told, act))

    # -- followers

    def join(self, follower: Follower) -> None:
        """As soon as fewer than a backlog are being opened."""
        if self.opening >= _AT_ONCE:
            self.waiting_to_open.append(follower)
            return
        self.opening += 1
        follower.number = -1
        line = follower.line = socket.socket()
        line.setblocking(False)
        line.connect_ex(("127.0.0.1", self.order.port))
        self.readers[line.fileno()] = partial(self.greet, follower)
        self.watched.register(line, select.EPOLLOUT)

    def greet(self, follower: Follower) -> None:
        follower.line.send(self.hello)
        self.readers[follower.line.fileno()] = partial(self.read, follower)
        self.watched.modify(follower.line, select.EPOLLIN)

    def read(self, follower: Follower) -> None:
        data = follower.line.recv(65_536)
        at = time.perf_counter()
        if not data:
            raise ConnectionError("the server hung up")
        self.bytes += len(data)
        place = data.rfind(b"data: {")
        if place < 0:
            return
        is_new = follower.number < 0
        follower.number = _number(data, place)
        if is_new:
            self.has_joined(follower, data)
        if follower.number == self.wanted and follower.counted != self.wanted:
            follower.counted = self.wanted
            self.missing -= 1
            if not is_new:  # who was away is told when they come back, however long that takes
                self.measured.latencies.append((at - self.began) * 1000)
            self.measured.largest = max(self.measured.largest, len(data))

    def has_joined(self, follower: Follower, data: bytes) -> None:
        retry = _RETRY.search(data)
        follower.retry = int(retry[1]) if retry else follower.retry
        self.opening, self.absent = self.opening - 1, self.absent - 1
        if self.waiting_to_open:
            self.join(self.waiting_to_open.pop())

    def drop(self, follower: Follower) -> None:
        """As a phone that goes out of reach: no goodbye, and nothing is read any more."""
        self.readers.pop(follower.line.fileno(), None)
        reset = b"\x01\0\0\0\0\0\0\0"
        follower.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        follower.line.close()
        follower.number = -1
        self.absent += 1

    def gather(self) -> None:
        self.followers = [Follower() for _ in range(self.order.followers)]
        self.absent = len(self.followers)
        began = time.perf_counter()
        for follower in self.followers:
            self.join(follower)
        self.until_all_have_it()
        self.measured.connected_in = time.perf_counter() - began

    def until_all_have_it(self) -> None:
        if not self.run(lambda: not self.absent, _JOINING):
            raise TimeoutError("some followers never had the state")

    # -- what is measured

    def press(self) -> None:
        """All presses, each waited for until everybody has it."""
        desk = Desk(self)
        first = self.order.sequence
        if first == 0:
            desk.press("start", 0)
            self.run(lambda: desk.is_answered, _JOINING)
            first = 1
        for sequence in range(first, first + self.order.presses):
            self.run(lambda: False, self.order.pause)
            self.wanted, self.missing = sequence + 1, len(self.followers)
            self.began = time.perf_counter()
            desk.press("next" if sequence % 2 else "back", sequence)
            self.run(lambda: self.missing <= 0 and desk.is_answered, _PATIENCE)
            self.measured.lost += max(0, self.missing)

    def come_and_go(self) -> None:
        """Some drop and return all the time; who is away while a press is made gets its state on
        return, and that is counted like any other."""
        places = random.Random(1)

        def one_goes() -> None:
            follower = places.choice(self.followers)
            if follower.number >= 0:
                self.drop(follower)
                self.join(follower)
            self.after(1 / self.order.come_back, one_goes)

        self.after(0, one_goes)

    def lose_and_return(self) -> None:
        """Every connection breaks at once; each returns when its stream told it to."""
        for follower in self.followers:
            self.drop(follower)
        self.bytes = 0
        began = time.perf_counter()
        for follower in self.followers:
            self.after(follower.retry / 1000, partial(self.join, follower))
        self.until_all_have_it()
        self.measured.back_in = time.perf_counter() - began
        self.measured.back_bytes = self.bytes

    def listen(self) -> None:
        self.bytes = 0
        self.run(lambda: False, self.order.idle)
        each = self.bytes / len(self.followers)
        self.measured.idle_bytes = each * 60 / self.order.idle


class Desk:
    """The moderator, over one connection that is kept."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd, self.answer, self.is_answered = crowd, b"", True
        self.line = socket.create_connection(("127.0.0.1", crowd.order.port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        crowd.readers[self.line.fileno()] = self.read
        crowd.watched.register(self.line, select.EPOLLIN)

    def press(self, kind: str, sequence: int) -> None:
        order = self.crowd.order
        body = json.dumps({"kind": kind, "sequence": sequence}).encode()
        head = (
            f"POST {order.actions} HTTP/1.1\r\nHost: hall\r\nAuthorization: Bearer {order.token}"
            f"\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.answer, self.is_answered, self.pressed_at = b"", False, time.perf_counter()
        self.line.sendall(head.encode() + body)

    def read(self) -> None:
        self.answer += self.line.recv(65_536)
        head, ends, body = self.answer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if ends and length is not None and len(body) >= int(length[1]):
            assert b" 201 " in head.splitlines()[0], self.answer
            taken = (time.perf_counter() - self.pressed_at) * 1000
            self.crowd.measured.answers.append(taken)
            self.is_answered = True


def _number(data: bytes, place: int) -> int:
    """How many actions the newest message knows of; none before the first."""
    start = data.find(b'"n":', place) + 4
    if start < 4:  # not found
        return 0
    end = start
    while 48 <= data[end] <= 57:  # digits
        end += 1
    return int(data[start:end])


def follow(order: Order) -> None:
    crowd = Crowd(order)
    deaf = [_deaf(crowd) for _ in range(order.never_reading)]
    crowd.gather()
    gc.collect()
    gc.disable()  # nobody must be late because this program tidies up
    if order.is_lost_and_back:
        crowd.lose_and_return()
    if order.come_back:
        crowd.come_and_go()
    if order.presses:
        crowd.press()
    crowd.timers.clear()
    if order.idle:
        crowd.listen()
    print(json.dumps(asdict(crowd.measured)), flush=True)
    if order.is_waiting:
        sys.stdin.readline()
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
    follow(Order(**json.loads(sys.stdin.readline())))


if __name__ == "__main__":
    main()
