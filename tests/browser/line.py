"""The network between a browser and the server, that can go dead without a word, or swallow streams
as some proxies do."""

import select
import socket
import threading
from contextlib import suppress


class Line:
    """Forwards everything to ``port``. ``is_dead``: nothing passes, and nobody is told;
    ``swallows``: what is answered to a request for a stream never arrives."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.is_dead = False
        self.swallows = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        """Both ways, until either end hangs up."""
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._port)) as far:
            is_stream = False
            while True:
                for one in select.select([near, far], [], [], 0.1)[0]:
                    if self.is_dead:
                        continue
                    data = one.recv(65_536)
                    if not data:
                        return
                    is_stream = is_stream or (one is near and b"/stream HTTP" in data)
                    if one is near:
                        far.sendall(data)
                    elif not (is_stream and self.swallows):
                        near.sendall(data)
