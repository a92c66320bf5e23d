"""Reading of files that are sent: no more of one than the largest that is taken, whatever its sender says or sends."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from mappa.uploads.model import LARGEST


class NoMoreThanTaken(FileUploadHandler):
    """Lets a file through until it is larger than what is taken, and drops the rest.

    The page then finds it too large. It stands before those that keep files, so no disk is filled.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Count anew for each file."""
        super().new_file(*args, **kwargs)
        self.let_through = 0

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes | None:
        """A piece of the file, or None once there was enough to see that it is too large."""
        if self.let_through > LARGEST:
            return None
        self.let_through += len(raw_data)
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        """Those after it keep the file."""
