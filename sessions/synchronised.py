"""Whether a folder lies where another program keeps it alike on several machines, which a workspace must not."""

from contextlib import suppress
from pathlib import Path

_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
}
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.drivedownload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
}


def synchronised_by(folder: Path) -> str | None:
    """The service that seems to keep this folder alike elsewhere, by the names and marks that it leaves above it."""
    with suppress(OSError, RuntimeError):
        folder = folder.resolve()
    for place in (folder, *folder.parents):
        for start, service in _NAMES.items():
            name = place.name.casefold()  # "OneDrive - College", "GoogleDrive-jo@example.org", "Dropbox (Personal)"
            if name == start or name.startswith((f"{start} ", f"{start}-")):
                return service
        for mark, service in _MARKS.items():
            with suppress(OSError):
                if (place / mark).exists():
                    return service
    return None


def warn_of(folder: Path) -> str | None:
    """What to say to whoever opens a workspace in such a folder; None elsewhere."""
    if service := synchronised_by(folder):
        return (
            f"These records lie in a folder that {service} seems to keep alike on several machines. Opened on two of "
            "them, they would drift apart. Move them to a folder of this device alone; colleagues, and your other "
            "devices, get them by sharing."
        )
    return None
