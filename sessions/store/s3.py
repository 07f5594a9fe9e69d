"""A store in an S3-style bucket. boto3 does the talking, and is imported only once a bucket is opened.

Who may do what there is known to the platform alone (the environment, the AWS files, the machine's role): nothing of it
is in an address, in a message, or in a file of this program.
"""

import re
from collections.abc import Callable, Iterator, Set
from concurrent.futures import Future
from contextlib import closing, contextmanager
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from sessions.store.bucket import Absent, Occupied, StoreError, depth_below, is_hidden, parts_of

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from types_boto3_s3.client import S3Client
    from types_boto3_s3.type_defs import ListObjectsV2OutputTypeDef

Answer = TypeVar("Answer")

TRIES = 3
CONNECT, SILENT = 5, 10
"""Seconds that one try to connect may take, and that an open connection may stay silent."""
PATIENCE, SLOWEST = 20.0, 16 * 1024
"""Seconds that an answer may take in all, and the bytes a second of a line so slow that more are given to send."""

_ADDRESS = re.compile(r"s3://(?P<bucket>[A-Za-z0-9][A-Za-z0-9._-]{1,62})(?P<root>(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)/?")
_NO_ADDRESS = "That is no address of a bucket. Type s3://BUCKET/PREFIX with plain letters and digits."
_TOO_MUCH = "That address holds more than a bucket: leave keys and passwords out, since addresses are remembered."
_INSTALL = "Sharing through a bucket needs one more package: pip install 'fieldassess[s3]', or boto3."
_SILENCE = "The bucket does not answer. Is there a network?"
_UNTRUSTED = "What answers cannot prove that it is the bucket. Perhaps this network wants a sign-in first."
_GARBLED = "The bucket's answer was cut short, or came from elsewhere: perhaps this network wants a sign-in first."
_BUSY = "The bucket has too much to do just now."
_NOBODY = "No credentials for the bucket were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in."
_SETTINGS = "The AWS settings of this device do not lead to the bucket: check them, or sign in again."
_REGION = "The bucket lies in another region: name that in AWS_REGION."
_UNKNOWN = "The bucket does not accept the credentials of this device."
_SAID = {
    "NoSuchBucket": "There is no bucket of that name. It is made where the storage is rented, not here.",
    "InvalidAccessKeyId": _UNKNOWN,
    "SignatureDoesNotMatch": _UNKNOWN,
    "InvalidToken": _UNKNOWN,
    "ExpiredToken": "The credentials for the bucket have run out. Sign in again.",
    "RequestTimeTooSkewed": "The clock of this device is wrong, so the bucket refuses it. Set the clock first.",
    "PermanentRedirect": _REGION,
    "AuthorizationHeaderMalformed": _REGION,
    "IllegalLocationConstraintException": _REGION,
    "QuotaExceeded": "The bucket is full: its quota is used up.",
}


class _Away(StoreError):
    """The bucket, or the network before it, can do nothing just now."""


class _NotOffered(StoreError):
    """The server does not know what was asked for."""


class S3Bucket:
    """A store under a prefix of a bucket. Once that could not be reached, nothing more is asked: open it again later.

    `create` asks the server to keep what stands there already. One that cannot do so overwrites: then the content that
    the name tells the hash of stands there in the end, and Occupied is not raised.
    """

    empty = "There is nothing at that address in the bucket yet; nothing was written."

    def __init__(self, address: str) -> None:
        """Take `s3://BUCKET/PREFIX`; nothing is asked of the network. Raises StoreError."""
        found = _ADDRESS.fullmatch(address)
        if not found:
            more = re.search("[@?:]", address.partition("://")[2])
            raise StoreError(_TOO_MUCH if more else _NO_ADDRESS, later=False)
        self.bucket = found["bucket"]
        self.root = found["root"].lstrip("/")
        self._client = _connect()
        self._away = ""

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.root}".rstrip("/")

    def create(self, key: str, data: bytes) -> None:
        """Put an object where none stands."""
        name = self._name(key)
        try:
            self._ask(lambda: self._client.put_object(Bucket=self.bucket, Key=name, Body=data, IfNoneMatch="*"), data)
        except _NotOffered:
            self._ask(lambda: self._client.put_object(Bucket=self.bucket, Key=name, Body=data), data)
        except Occupied:
            if self._get(name, len(data)) != data:
                raise Occupied(f"{key} in the shared bucket is damaged: remove it there and share again") from None

    def list(self, prefix: str) -> dict[str, int]:
        """The objects below a prefix, a page at a time."""
        sizes: dict[str, int] = {}
        for name, size in self._below(prefix):
            names = name.split("/")
            if len(names) == depth_below(prefix) + 1 and all(names) and not any(map(is_hidden, names)):
                sizes["/".join([prefix, *names])] = size
        return sizes

    def _below(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Every object below a prefix: the rest of its name, and its size."""
        below = f"{self._name(prefix)}/"
        pages = iter(self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=below))
        while page := self._ask(lambda: next(pages, None)):
            for found in _checked(page).get("Contents", []):
                yield found.get("Key", "").removeprefix(below), found.get("Size", 0)

    def read(self, key: str, limit: int) -> bytes:
        """An object's bytes; of one that is too large none are fetched."""
        data = self._get(self._name(key), limit)
        if data is None:
            raise StoreError(f"It cannot be taken from the bucket: it is larger than {limit} bytes.")
        return data

    def remove(self, key: str) -> None:
        """Remove an object; a bucket that keeps versions keeps it as one."""
        self._delete(self._name(key))

    def _delete(self, name: str) -> None:
        self._ask(lambda: self._client.delete_object(Bucket=self.bucket, Key=name))

    def clear(self, prefix: str) -> None:
        """Remove every object below a prefix; a bucket that keeps versions keeps them as such."""
        below = self._name(prefix)
        for name, _ in list(self._below(prefix)):
            self._delete(f"{below}/{name}")

    def names(self) -> Set[str]:
        """The first part of what stands below the prefix, of a thousand things at most."""
        top = f"{self.root}/" if self.root else ""
        page = _checked(self._ask(lambda: self._client.list_objects_v2(Bucket=self.bucket, Prefix=top, Delimiter="/")))
        found = [each.get("Key", "") for each in page.get("Contents", [])]
        found += [each.get("Prefix", "") for each in page.get("CommonPrefixes", [])]
        return {name.removeprefix(top).strip("/") for name in found} - {""}

    def _name(self, key: str) -> str:
        return "/".join([*filter(None, [self.root]), *parts_of(key)])

    def _get(self, name: str, limit: int) -> bytes | None:
        answer = self._ask(lambda: self._client.get_object(Bucket=self.bucket, Key=name))
        with _plainly(), closing(answer["Body"]) as body:
            if "ContentLength" not in answer:
                raise StoreError(_GARBLED)
            return body.read() if answer["ContentLength"] <= limit else None

    def _ask(self, act: Callable[[], Answer], sent: bytes = b"") -> Answer:
        """What the bucket answers. The library bounds each try at each machine behind a name, but not the whole."""
        if self._away:  # a thousand files would each wait for their turn to fail
            raise _Away(self._away)
        answer: Future[Answer] = Future()

        def run() -> None:
            try:
                answer.set_result(act())
            except BaseException as error:
                answer.set_exception(error)

        Thread(target=run, daemon=True).start()
        try:
            with _plainly():
                return answer.result(PATIENCE + len(sent) / SLOWEST)
        except _Away as error:
            self._away = str(error)
            raise


def _connect() -> "S3Client":
    try:
        from boto3.session import Session
        from botocore.config import Config
    except ImportError:
        raise StoreError(_INSTALL, later=False) from None
    # Checksums that not every server knows are left out: names carry the content's hash.
    config = Config(
        connect_timeout=CONNECT,
        read_timeout=SILENT,
        retries={"mode": "standard", "total_max_attempts": TRIES},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    with _plainly():
        try:
            return Session().client("s3", config=config)
        except ValueError:  # AWS_ENDPOINT_URL is no address
            raise StoreError(_SETTINGS, later=False) from None


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what goes wrong between here and the bucket in plain words: the library's hold addresses and key ids."""
    from botocore import exceptions as known
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except known.ClientError as error:
        raise _refusal(error) from None
    except known.SSLError:
        raise _Away(_UNTRUSTED) from None
    except (known.IncompleteReadError, known.ResponseStreamingError, ResponseParserError, ValueError):
        raise StoreError(_GARBLED) from None
    except (known.ConnectionError, known.HTTPClientError, HTTPError, TimeoutError):
        raise _Away(_SILENCE) from None
    except (known.NoCredentialsError, known.PartialCredentialsError):
        raise StoreError(_NOBODY, later=False) from None
    except known.BotoCoreError:
        raise StoreError(_SETTINGS, later=False) from None


def _checked(page: "ListObjectsV2OutputTypeDef") -> "ListObjectsV2OutputTypeDef":
    """A page that a bucket told: any other page reads as that of an empty bucket."""
    if "IsTruncated" not in page:
        raise StoreError(_GARBLED)
    return page


def _refusal(error: "ClientError") -> StoreError:
    code = error.response.get("Error", {}).get("Code", "")
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in _SAID:
        return StoreError(_SAID[code], later=False)
    if status == 404:
        return Absent("What was looked for is not in the bucket any more. Share again.")
    if status in (409, 412):
        return Occupied("Something stands under that name in the bucket already.")
    if status == 501:
        return _NotOffered("The server of the bucket cannot do what sharing needs.", later=False)
    if status in (401, 403):
        return StoreError("The credentials of this device may not read and write in the bucket.", later=False)
    if status == 429 or status >= 500:
        return _Away(_GARBLED if code.isdigit() else _BUSY)  # a bucket says what is wrong in words
    return StoreError(f"The bucket refused what was asked of it: error {status:d}.", later=False)
