"""What is a bucket's own: its address, who may use it, and a network on which anything can go wrong."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from s3_server import BUCKET, DROPPED, HALF, KEY, LOST, SECRET, SILENT, Answer, Fault, Proxy, Server

from sessions.learner import Learner
from sessions.session import Session
from sessions.store import s3
from sessions.store.bucket import Occupied, StoreError
from sessions.store.opening import create_store, open_store
from sessions.store.s3 import S3Bucket
from sessions.store.share import share
from sessions.workspace import Workspace

ACTS: list[Callable[[S3Bucket], object]] = [
    lambda bucket: bucket.create("heads/a.json", b"1"),
    lambda bucket: bucket.list("heads"),
    lambda bucket: bucket.read("store.json", 99),
    lambda bucket: bucket.remove("heads/a.json"),
    lambda bucket: bucket.names(),
]


def failing(act: Callable[[], object]) -> StoreError:
    """What is said when something cannot be done: one plain sentence or two, and nothing to hide in it."""
    with pytest.raises(StoreError) as raised:
        act()
    said = str(raised.value)
    assert said[-1] in ".?"
    for hidden in (KEY, SECRET, "127.0.0.1", "http", "Error", "boto", BUCKET, "<", "("):
        assert hidden not in said
    return raised.value


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No second try: between two the library waits."""
    monkeypatch.setattr(s3, "TRIES", 1)


# The address ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("s3://centre", "s3://centre"),
        ("s3://centre/", "s3://centre"),
        ("s3://centre/records", "s3://centre/records"),
        ("s3://Old_centre.2/a/b-c/", "s3://Old_centre.2/a/b-c"),
    ],
)
def test_an_address_names_a_bucket_and_a_prefix(address: str, kept: str, aws: object, tmp_path: Path) -> None:
    assert str(open_store(address, tmp_path)) == kept


@pytest.mark.parametrize(
    "address",
    [
        "s3://",
        "s3:///a",
        "s3://c",
        "s3://centre//a",
        "s3://centre/../a",
        "s3://centre/a b",
        "gs://centre",
        "S3://centre",
    ],
)
def test_anything_else_is_no_address(address: str, tmp_path: Path) -> None:
    error = failing(lambda: open_store(address, tmp_path))
    assert (str(error), error.later) == (s3._NO_ADDRESS, False)


@pytest.mark.parametrize(
    "address",
    [
        f"s3://{KEY}:{SECRET}@centre/records",
        f"s3://{KEY}@centre",
        f"https://{KEY}:{SECRET}@127.0.0.1/centre",
        f"s3://centre/records?AWSAccessKeyId={KEY}",
    ],
)
def test_an_address_with_credentials_is_refused_and_not_repeated(address: str, tmp_path: Path) -> None:
    error = failing(lambda: open_store(address, tmp_path))
    assert "leave keys and passwords out" in str(error)
    assert not error.later


# The library and the credentials -------------------------------------------------------------------------------------


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    with pytest.raises(StoreError, match=r"pip install 'fieldassess\[s3\]'") as raised:
        open_store("s3://centre", tmp_path)
    assert not raised.value.later


def test_who_shares_through_a_folder_does_not_load_the_library() -> None:
    code = "import sys, sessions.store.share, sessions.store.s3; sys.exit(any('boto' in name for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ({"AWS_SECRET_ACCESS_KEY": None}, "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ({"AWS_SECRET_ACCESS_KEY": "Another/9876543210"}, "does not accept the credentials"),
        ({"AWS_ACCESS_KEY_ID": "ANOTHERKEY000000"}, "does not accept the credentials"),
        ({"AWS_PROFILE": "centre"}, "The AWS settings of this device"),
        ({"AWS_ENDPOINT_URL": "not an address"}, "The AWS settings of this device"),
    ],
)
def test_credentials_and_settings_that_do_not_serve(
    change: dict[str, str | None], said: str, address: str, aws: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in change.items():
        aws.setenv(name, value) if value else aws.delenv(name)
    error = failing(lambda: open_store(address, tmp_path).list("heads"))
    assert said in str(error)
    assert not error.later


def test_credentials_may_come_from_the_platforms_own_file(
    address: str, aws: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        aws.delenv(name)
    (tmp_path / "credentials").write_text(f"[centre]\naws_access_key_id={KEY}\naws_secret_access_key={SECRET}\n")
    aws.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    aws.setenv("AWS_PROFILE", "centre")
    assert create_store(address, tmp_path / "elsewhere")


def test_a_bucket_that_is_not_there(address: str, tmp_path: Path) -> None:
    bucket = S3Bucket("s3://another")
    for act in ACTS:
        error = failing(lambda act=act: act(bucket))  # type: ignore[misc]
        assert str(error).startswith("There is no bucket of that name.")
        assert not error.later


# The network ---------------------------------------------------------------------------------------------------------


def test_no_network(aws: pytest.MonkeyPatch, address: str, once: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        aws.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
    bucket = S3Bucket(address)
    for act in ACTS:
        error = failing(lambda act=act: act(bucket))  # type: ignore[misc]
        assert (str(error), error.later) == ("The bucket does not answer. Is there a network?", True)


def test_a_server_that_never_answers_is_not_waited_for(
    proxy: Proxy, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.will(ever=SILENT)
    monkeypatch.setattr(s3, "PATIENCE", 0.1)
    error = failing(lambda: S3Bucket(address).list("heads"))
    assert (str(error), error.later) == ("The bucket does not answer. Is there a network?", True)


def test_a_name_server_that_never_answers_is_not_waited_for(
    aws: pytest.MonkeyPatch, address: str, monkeypatch: pytest.MonkeyPatch, once: None
) -> None:
    over = threading.Event()

    def look_up(*_: object, **__: object) -> object:
        over.wait(60)
        raise socket.gaierror

    aws.setenv("AWS_ENDPOINT_URL", "http://bucket.invalid")
    monkeypatch.setattr(s3, "PATIENCE", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    try:
        assert failing(lambda: S3Bucket(address).list("heads")).later
    finally:
        over.set()


def test_a_slow_line_is_given_time_to_send(proxy: Proxy, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "PATIENCE", 0.0)
    S3Bucket(address).create("heads/a.json", b"1" * s3.SLOWEST * 30)


@pytest.mark.parametrize("fault", [DROPPED, LOST, Answer.refusal(503, "SlowDown"), Answer.refusal(500, "Internal")])
def test_what_goes_wrong_once_is_tried_again(
    fault: Fault, proxy: Proxy, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_store(address, tmp_path / "elsewhere")
    bucket = S3Bucket(address)
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0)
    for act in ACTS:
        proxy.seen.clear()
        proxy.will(fault)
        act(bucket)
        assert len(proxy.seen) == 2
        assert proxy.seen[0] == proxy.seen[1]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (DROPPED, "does not answer"),
        (Answer.refusal(503, "SlowDown"), "too much to do just now"),
        (Answer(200, b"<html>Sign in to use this network</html>"), "wants a sign-in first"),
        (Answer(200, b"Sign in to use this network"), "wants a sign-in first"),
        (Answer(511, b"<html>Sign in to use this network</html>"), "wants a sign-in first"),
    ],
)
def test_what_stays_wrong_may_do_later(fault: Fault, said: str, proxy: Proxy, address: str, once: None) -> None:
    proxy.will(ever=fault)
    error = failing(lambda: S3Bucket(address).list("heads"))
    assert said in str(error)
    assert error.later


def test_what_cannot_prove_that_it_is_the_bucket(
    proxy: Proxy, address: str, aws: pytest.MonkeyPatch, once: None
) -> None:
    aws.setenv("AWS_ENDPOINT_URL", f"https://127.0.0.1:{proxy.server_port}")
    error = failing(lambda: S3Bucket(address).list("heads"))
    assert "cannot prove that it is the bucket" in str(error)
    assert error.later
    assert proxy.seen == []


def test_nonsense_is_no_listing(proxy: Proxy, address: str, once: None) -> None:
    bucket = S3Bucket(address)
    for nonsense in ("<Size>many</Size>", "<LastModified>once</LastModified>"):
        told = f"<IsTruncated>false</IsTruncated><Contents>{nonsense}</Contents>"
        proxy.will(ever=Answer(200, f"<ListBucketResult>{told}</ListBucketResult>".encode()))
        for look in (bucket.names, lambda: bucket.list("heads")):
            assert failing(look).later
    told = "<IsTruncated>perhaps</IsTruncated><Contents/><Contents><Key/></Contents><CommonPrefixes/>"
    proxy.will(ever=Answer(200, f"<ListBucketResult>{told}</ListBucketResult>".encode()))
    assert not bucket.names()
    assert not bucket.list("heads")


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (403, "AccessDenied", "may not read and write in the bucket"),
        (403, "RequestTimeTooSkewed", "The clock of this device is wrong"),
        (400, "ExpiredToken", "have run out. Sign in again"),
        (301, "PermanentRedirect", "name that in AWS_REGION"),
        (403, "QuotaExceeded", "The bucket is full"),
        (400, "SomethingNew", "The bucket refused what was asked of it: error 400."),
    ],
)
def test_what_a_server_refuses_is_said_plainly(
    status: int, code: str, said: str, proxy: Proxy, address: str, once: None
) -> None:
    proxy.will(ever=Answer.refusal(status, code))
    bucket = S3Bucket(address)
    for act in ACTS:
        error = failing(lambda act=act: act(bucket))  # type: ignore[misc]
        assert said in str(error)
        assert not error.later


@pytest.mark.parametrize("act", [1, 2, 4])
def test_half_an_answer_is_none(act: int, proxy: Proxy, address: str, tmp_path: Path, once: None) -> None:
    create_store(address, tmp_path / "elsewhere")
    bucket = S3Bucket(address)
    bucket.create("heads/a.json", b"1")
    proxy.will(HALF)
    error = failing(lambda: ACTS[act](bucket))
    assert "was cut short" in str(error)
    assert error.later
    assert ACTS[act](S3Bucket(address))


def test_a_huge_object_is_not_fetched(proxy: Proxy, address: str, s3_server: Server) -> None:
    size = 64 * 1024 * 1024
    file = s3_server.folder / address.rpartition("/")[2] / "heads" / "huge.json"
    file.parent.mkdir(parents=True)
    with file.open("wb") as sparse:
        sparse.truncate(size)
    bucket = S3Bucket(address)
    assert bucket.list("heads") == {"heads/huge.json": size}
    with pytest.raises(StoreError, match="larger than 4096 bytes"):
        bucket.read("heads/huge.json", 4096)
    assert proxy.sent < size / 2, "what the network held when it was refused"
    file.unlink()


# What the server makes of names --------------------------------------------------------------------------------------


def test_a_server_that_keeps_what_is_there(proxy: Proxy, address: str) -> None:
    bucket = S3Bucket(address)
    bucket.create("packs/a.json", b"one")
    for status, code in ((412, "PreconditionFailed"), (409, "ConditionalRequestConflict")):
        proxy.will(Answer.refusal(status, code))
        bucket.create("packs/a.json", b"one")
        for other in (b"two", b"on"):
            proxy.will(Answer.refusal(status, code))
            with pytest.raises(Occupied, match=r"packs/a\.json in the shared bucket is damaged"):
                bucket.create("packs/a.json", other)
    assert bucket.read("packs/a.json", 3) == b"one"


def test_a_server_that_cannot_be_asked_to_keep_it(proxy: Proxy, address: str) -> None:
    proxy.will(Answer.refusal(501, "NotImplemented"))
    bucket = S3Bucket(address)
    bucket.create("packs/a.json", b"one")
    assert bucket.read("packs/a.json", 3) == b"one"


def test_names_that_lead_elsewhere_hide_none_of_the_others(proxy: Proxy, address: str) -> None:
    prefix = address.removeprefix(f"s3://{BUCKET}/")
    names = (
        "good.json",
        "/x.json",
        "../../x.json",
        "",
        ".",
        "a/b.json",
        ".hidden",
        "~lock",
        "%0A%1B%5B31m.json",
        "%00",
    )
    found = "".join(f"<Contents><Key>{prefix}/heads/{name}</Key><Size>7</Size></Contents>" for name in names)
    told = f"<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{found}"
    proxy.will(Answer(200, f"<ListBucketResult>{told}</ListBucketResult>".encode()))
    listed = S3Bucket(address).list("heads")
    assert listed == dict.fromkeys(["heads/good.json", "heads/\n\x1b[31m.json", "heads/\0"], 7)


# Sharing -------------------------------------------------------------------------------------------------------------


def test_a_network_that_dies_is_not_asked_again_for_every_file(
    proxy: Proxy, address: str, ann: Workspace, cal: Workspace, once: None
) -> None:
    create_store(address, ann.folder)
    for number in range(20):
        ann.register(name=f"Example {number}")
    assert share(ann, S3Bucket(address)).published_learners == 20
    proxy.seen.clear()
    proxy.will(*[None] * 15, ever=DROPPED)
    report = share(cal, S3Bucket(address))
    assert (report.problem, report.later) == ("The bucket does not answer. Is there a network?", True)
    assert len(proxy.seen) == 16
    assert 0 < report.taken_in < 20
    proxy.will()
    assert share(cal, S3Bucket(address)).taken_in == 20 - report.taken_in


def test_a_share_that_is_cut_off_anywhere_is_completed_by_the_next(
    s3_server: Server,
    address: str,
    proxy: Proxy,
    aws: pytest.MonkeyPatch,
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Callable[..., Session],
    once: None,
) -> None:
    create_store(address, ann.folder)
    with aws.context() as straight:
        straight.setenv("AWS_ENDPOINT_URL", s3_server.url)
        sound = S3Bucket(address)
    for answered in range(100):
        observe(ann, ada.id, "Greets a customer")
        proxy.will(*[None] * answered, ever=LOST if answered % 2 else DROPPED)
        cut = share(ann, S3Bucket(address))
        for workspace in (ann, cal):
            report = share(workspace, sound)
            assert (report.problem, report.set_aside, report.pending) == (None, [], [])
        assert cal.learner(ada.id).portfolio == ann.learner(ada.id).portfolio
        assert len(cal.learner(ada.id).portfolio.entries) == 2 + 2 * (answered + 1)
        assert (ann.dirty(), cal.dirty()) == ([], [])
        if cut.problem is None:
            assert answered > 8
            return
        assert (cut.problem, cut.later) == ("The bucket does not answer. Is there a network?", True)
    pytest.fail("the share never came to its end")
