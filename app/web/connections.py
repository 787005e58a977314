"""What uvicorn speaks on each connection, and one thing more: a stream that has begun its answer
may take the connection over. Nothing of its request is kept then: 3 KiB a stream instead of 14."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.web.followers import TAKE_OVER, Direct


class Connection(HttpToolsProtocol):
    """Offers itself to every request, by an extension of its scope."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {TAKE_OVER: self.hand_over}

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._forget()

    def hand_over(self, follower: Direct) -> None:
        """To be called once the answer has begun, by whoever writes the rest of it. Where the
        browser is gone already, nothing happens."""
        if self.cycle is None or self.cycle.disconnected or self.transport.is_closing():
            return
        self.cycle.disconnected = True  # the server does not mind that the answer never ends
        self.connections.discard(self)
        follower.begin(self.transport, self.connections)
        self.parser: Any = None
        self._forget()

    def _forget(self) -> None:
        """The scope leads back here."""
        self.scope: Any = None
