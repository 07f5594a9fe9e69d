"""The lines of a document, out of a file of any kind a centre may hold its handbook in."""

from unitdata.handbook.extract.document import LIMITS, Document, Limits, NoSuchFile, NotInstalled, Progress, Unreadable
from unitdata.handbook.extract.opening import extract

__all__ = ["LIMITS", "Document", "Limits", "NoSuchFile", "NotInstalled", "Progress", "Unreadable", "extract"]
