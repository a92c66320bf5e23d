"""What this user alone can read in the data folder: the folder itself, and the secrets of a demonstration."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from mappa.kernel.sealing import new_master_key


def demonstration_master_keys(data_dir: Path) -> Path:
    """The file of a demonstration's master keys."""
    return _made_once(data_dir, "master_keys", lambda: f"{new_master_key()}\n")


def demonstration_secret(data_dir: Path) -> str:
    """The secret of a demonstration, from its file."""
    return _made_once(data_dir, "secret_key", lambda: secrets.token_urlsafe(64)).read_text().strip()


def _made_once(data_dir: Path, name: str, content: Callable[[], str]) -> Path:
    """A file that is made once, is whole before it has its name, and that only its owner can read."""
    path = private_folder(data_dir) / name
    if not path.exists():
        with NamedTemporaryFile("w", dir=data_dir, prefix=f"{name}_") as file:  # for its owner alone
            file.write(content())
            file.flush()
            with suppress(FileExistsError):  # another process was first
                os.link(file.name, path)
    return path


def private_folder(path: Path) -> Path:
    """The folder, made for this user alone when it is new."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
