"""A wire between the browser and the page that can be cut, go dead and be mended."""

import socket
import threading
from contextlib import suppress

BLOCK = 65_536


class Wire:
    """Forwards every connection on a port of its own to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self._ends: set[socket.socket] = set()
        self._whole = threading.Event()
        self._whole.set()
        self._carrying = threading.Event()
        self._carrying.set()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def cut(self) -> None:
        """Break every connection, and refuse new ones until it is mended."""
        self._whole.clear()
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def go_dead(self) -> None:
        """Carry nothing any more, and let nobody notice."""
        self._carrying.clear()

    def mend(self) -> None:
        self._whole.set()
        self._carrying.set()

    def close(self) -> None:
        self.mend()
        self._server.close()
        self.cut()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                if self._whole.is_set():
                    self._join(near)
                else:
                    near.close()

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._port), timeout=5)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        self._ends |= {near, far}
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(source, target), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while block := source.recv(BLOCK):
                self._carrying.wait()
                target.sendall(block)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            self._ends.discard(end)
            end.close()
