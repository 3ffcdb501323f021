"""A small IMAP4rev1 server on a real socket: folders, UIDs, flags, literals; faults by command."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field
from typing import Any

COPIED = "OK disalin"


@dataclass
class Stored:
    """A letter in a folder."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class Server(socketserver.ThreadingTCPServer):
    """Speaks enough for imaplib. `faults[command]` is said instead of the answer, or `drop` breaks the line."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, move: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.folders: dict[str, list[Stored]] = {"INBOX": [], "Selesai": []}
        self.validity = 7
        self.move = move
        self.faults: dict[str, str] = {}
        self.commands: list[str] = []
        self.next_uid = 1
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"imap://layanan:rahasia%40@127.0.0.1:{self.server_address[1]}/INBOX"

    def put(self, raw: bytes) -> Stored:
        stored = Stored(self.next_uid, raw)
        self.next_uid += 1
        self.folders["INBOX"].append(stored)
        return stored

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    server: Server

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.folder = ""
        self.say("* OK siap")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            command, _, arguments = rest.partition(" ")
            if command.upper() == "UID":
                command, _, arguments = arguments.partition(" ")
            name = command.upper()
            self.server.commands.append(name)
            fault = self.server.faults.get(name)
            if fault == "drop":
                return
            if fault:
                self.say(fault.replace("TAG", tag))
                continue
            self.say(f"{tag} {getattr(self, f'on_{name.lower()}')(arguments) or 'OK selesai'}")
            if name == "LOGOUT":
                return

    def on_capability(self, arguments: str) -> None:
        self.say(f"* CAPABILITY IMAP4rev1{' MOVE' if self.server.move else ''}")

    def on_login(self, arguments: str) -> str:
        return "OK masuk" if "rahasia@" in arguments else "NO salah"

    def on_logout(self, arguments: str) -> None:
        self.say("* BYE")

    def on_select(self, arguments: str) -> str:
        self.folder = arguments.strip('"')
        if self.folder not in self.server.folders:
            return "NO tidak ada"
        self.say(f"* {len(self.letters)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.validity}] berlaku")
        return "OK [READ-WRITE] terbuka"

    @property
    def letters(self) -> list[Stored]:
        return self.server.folders[self.folder]

    def named(self, arguments: str) -> Any:
        uid = int(arguments.split()[0])
        return next((place, one) for place, one in enumerate(self.letters, 1) if one.uid == uid)

    def on_search(self, arguments: str) -> None:
        unseen = "UNSEEN" in arguments
        found = [one for one in self.letters if "\\Deleted" not in one.flags]
        found = [one for one in found if not (unseen and "\\Seen" in one.flags)]
        self.say("* SEARCH " + " ".join(str(one.uid) for one in reversed(found)))

    def on_fetch(self, arguments: str) -> None:
        place, one = self.named(arguments)
        if "RFC822.SIZE" in arguments:
            size = re.search(rb"^X-Pretended-Size: (\d+)", one.raw, re.MULTILINE)
            self.say(f"* {place} FETCH (UID {one.uid} RFC822.SIZE {int(size[1]) if size else len(one.raw)})")
            return
        what = "BODY[HEADER]" if "HEADER" in arguments else "BODY[]"
        content = one.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in arguments else one.raw
        self.wfile.write(f"* {place} FETCH (UID {one.uid} {what} {{{len(content)}}}\r\n".encode() + content + b")\r\n")

    def on_store(self, arguments: str) -> None:
        self.named(arguments)[1].flags |= set(re.findall(r"\\\w+", arguments))

    def on_copy(self, arguments: str) -> str:
        folder = arguments.partition(" ")[2].strip('"')
        if folder not in self.server.folders:
            return "NO [TRYCREATE] tidak ada"
        self.server.folders[folder].append(Stored(self.named(arguments)[1].uid, self.named(arguments)[1].raw))
        return COPIED

    def on_move(self, arguments: str) -> str:
        answer = self.on_copy(arguments)
        if answer == COPIED:
            self.letters.remove(self.named(arguments)[1])
        return answer

    def on_expunge(self, arguments: str) -> None:
        self.letters[:] = [one for one in self.letters if "\\Deleted" not in one.flags]
