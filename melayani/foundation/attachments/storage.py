"""Private files below settings.FILES_DIR: written whole or not at all, under names that nobody can guess."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext

from melayani.foundation.attachments.rules import FileRefused

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
SHARDS = 256


class FileGone(Exception):
    """The row is there, its bytes are not: removed, or a restore without the files."""


def new_path(id: UUID) -> str:
    """A fresh path for the file `id`, two levels of folders deep, with 128 bits that no page shows."""
    return f"{id.hex[:2]}/{id.hex[2:4]}/{id.hex}-{secrets.token_hex(16)}"


def write(path: str, content: bytes) -> None:
    """Write `content` durably: temporary file, fsync, rename. Raises FileRefused when there is no room left."""
    target = _root() / path
    temporary = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_and_sync(temporary, content)
        os.replace(temporary, target)
        _sync_folder(target.parent)
    except OSError as error:
        for leftover in (temporary, target):
            leftover.unlink(missing_ok=True)
        if error.errno in NO_ROOM:
            words = gettext(
                "Penyimpanan kami sedang penuh, berkas Anda belum tersimpan. Coba lagi nanti, atau bawa ke loket."
            )
            raise FileRefused(words) from error
        raise


def open_path(path: str) -> BinaryIO:
    """Open for reading; raises FileGone when the bytes are not there."""
    try:
        return (_root() / path).open("rb")
    except FileNotFoundError as error:
        raise FileGone(path) from error


def delete(path: str) -> None:
    """Remove the bytes; no complaint when they are gone already."""
    (_root() / path).unlink(missing_ok=True)


def old_files(shard: int, before: datetime) -> Iterator[str]:
    """Paths of files of one shard (0 to SHARDS - 1), left-overs included, last changed before `before`."""
    folder = _root() / f"{shard:02x}"
    for file in sorted(folder.glob("*/*")) if folder.is_dir() else []:
        if file.is_file() and file.stat().st_mtime < before.timestamp():
            yield file.relative_to(_root()).as_posix()


def _root() -> Path:
    return Path(settings.FILES_DIR)


def _write_and_sync(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
