"""Where requests may go. A place that is refused is never connected to, whatever its spelling."""

import pytest
from tests.unit.studio.wire.toy import PROVIDER, Raw, Watch, asking, plain

from reelwright.film.talk import Call
from reelwright.studio.wire import Blocked, NotSent, run
from reelwright.studio.wire.guard import Origin, checked, look_up, split

REFUSED = (
    # this machine, spelt as parsers have been fooled
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://2130706433/",
    "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0x7f.1/", "https://0177.0.0.1/",
    "https://017700000001/", "https://127.000.000.001/", "https://127.0.0.1./",
    "https://127.0.0.0x1/", "https://0/", "https://0.0.0.0/", "https://127.127.127.127/",
    "https://localhost/", "https://localhost./", "https://LOCALHOST/", "https://localhost:443/",
    "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[0:0:0:0:0:ffff:127.0.0.1]/",
    "https://①②⑦.0.0.1/", "https://127。0。0。1/", "https://１２７.0.0.1/", "https://ⓛocalhost/",
    "https://%31%32%37.0.0.1/", "https://127%2e0%2e0%2e1/", "https://[fe80::1%25lo]/",
    # private, link-local, shared, reserved, documentation
    "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.1.1/", "https://169.254.169.254/",
    "https://100.64.0.1/", "https://100.100.100.200/", "https://192.0.0.192/",
    "https://198.18.0.1/", "https://198.19.255.255/", "https://192.0.2.1/",
    "https://198.51.100.7/", "https://203.0.113.9/", "https://224.0.0.1/", "https://240.0.0.1/",
    "https://255.255.255.255/", "https://168.63.129.16/", "https://192.88.99.1/",
    "https://[fd00:ec2::254]/", "https://[fe80::1]/", "https://[fec0::1]/", "https://[ff02::1]/",
    "https://[64:ff9b::7f00:1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/", "https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "https://[2001:db8::1]/", "https://[3fff::1]/", "https://[100::1]/", "https://[5f00::1]/",
    "https://[::ffff:10.0.0.1]/", "https://[::ffff:8.8.8.8]/",
    "https://[2606:4700:0:0::1111]/", "https://[2606:4700::1111%25a]/",
    # other schemes, user names, ports, and what two parsers read differently
    "http://files.example.com/a.mp4", "file:///etc/passwd", "gopher://files.example.com/",
    "ftp://files.example.com/a", "data:text/plain,a", "https:/files.example.com/",
    "https:///files.example.com/", "//files.example.com/", "files.example.com/a.mp4", "",
    "https://", "https://:443/", "https://a@files.example.com/", "https://a:b@10.0.0.1/",
    "https://files.example.com@10.0.0.1/", "https://10.0.0.1#@files.example.com/",
    "https://files.example.com\\@10.0.0.1/", "https://files.example.com\\.evil/",
    "https://files.example.com:22/", "https://files.example.com:6379/",
    "https://files.example.com:80/", "https://files.example.com:99999/",
    "https://files.example.com:0443/", "https://files.example.com:/",
    "https://files.example.com:443:80/", "https://files.example.com./",
    "https://files..example.com/", "https://-files.example.com/", "https://files/",
    "https://.example.com/", "https://files.example.com/a b", "https://files.example.com/a\tb",
    "https://files.example.com/a\r\nHost: x", "https://files.example.com/\u202e",
    " https://a.com/", "https://a.com/\n", "\thttps://a.com/", "https://files.example.com/a\\b",
    "https://ex ample.com/", "https://files.example.com/ü", "https://1.2.3.4.5/", "https://files.example.0x7f/",
    "https://a.com/" + "x" * 9000,
)  # fmt: skip


@pytest.mark.parametrize("url", REFUSED)
def test_hostile_addresses_are_refused(url: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return look_up(host, port) if "localhost" in host or host[0] in "01" else ["93.184.216.34"]

    with pytest.raises(Blocked):
        checked(url, resolve=resolve)


@pytest.mark.parametrize(
    "found",
    ["127.0.0.1", "10.1.2.3", "0.0.0.0", "::1", "::ffff:10.0.0.1", "fe80::1%lo", "64:ff9b::a00:1",
     "fec0::1", "2002:a00:1::", "2001::1", "ff0e::1", "169.254.169.254", "100.64.1.1", "fd12::1",
     "240.1.1.1", "192.0.0.8", "::10.0.0.1", "64:ff9b:1::1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_refused_even_beside_a_public_address(found: str) -> None:
    for both in ([found], ["93.184.216.34", found], [found, "93.184.216.34"]):
        with pytest.raises(Blocked, match="no public address"):
            checked("https://files.example.com/", resolve=lambda _h, _p, both=both: both)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("url", "origin", "target"),
    [
        ("https://files.example.com/a.mp4", ("https", "files.example.com", 443), "/a.mp4"),
        ("HTTPS://Files.Example.COM:443/A?b=c&d=%20#e", ("https", "files.example.com", 443),
         "/A?b=c&d=%20"),
        ("https://files.example.com", ("https", "files.example.com", 443), "/"),
        ("https://files.example.com?a=b", ("https", "files.example.com", 443), "/?a=b"),
        ("https://a-b.s3.eu-1.x.example:8443/x", ("https", "a-b.s3.eu-1.x.example", 8443), "/x"),
        ("https://xn--bcher-kva.example/", ("https", "xn--bcher-kva.example", 443), "/"),
        ("https://files.example.com/a@b:c|d~'\"<>", ("https", "files.example.com", 443),
         "/a@b:c|d~'\"<>"),
    ],
)  # fmt: skip
def test_plain_addresses_pass(url: str, origin: tuple[str, str, int], target: str) -> None:
    found, addresses = checked(url, resolve=lambda _h, _p: ["93.184.216.34", "2606:4700::1111"])
    assert (found.scheme, found.host, found.port) == origin
    assert split(url)[1] == target
    assert not found.trusted
    assert [str(address) for address in addresses] == ["93.184.216.34", "2606:4700::1111"]


def test_a_public_number_in_its_one_spelling_passes() -> None:
    assert str(checked("https://93.184.216.34/")[1][0]) == "93.184.216.34"
    assert str(checked("https://[2606:4700::1111]/")[1][0]) == "2606:4700::1111"


def test_a_configured_origin_may_be_anywhere_but_only_it() -> None:
    home = Origin("http", "192.168.1.20", 8188)
    origin, addresses = checked("http://192.168.1.20:8188/view?x=1", [home])
    assert origin.trusted
    assert str(addresses[0]) == "192.168.1.20"
    for url in (
        "http://192.168.1.20/", "http://192.168.1.20:8189/", "https://192.168.1.20:8188/",
        "http://192.168.1.21:8188/", "http://192.168.1.20:8188@10.0.0.1/",
    ):  # fmt: skip
        with pytest.raises(Blocked):
            checked(url, [home])


def test_http_on_this_machine_is_for_tests_and_leads_nowhere_else() -> None:
    assert checked("http://127.0.0.1:99/", allow_http_loopback=True)[1]
    for found in ("10.0.0.1", "93.184.216.34"):
        with pytest.raises(Blocked):
            checked("http://a.example/", (), True, resolve=lambda _h, _p, f=found: [f])  # type: ignore[misc]
    with pytest.raises(Blocked):
        checked("http://127.0.0.1:99/")


def test_a_name_without_address_was_not_sent_to() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError

    with pytest.raises(NotSent, match="no address"):
        checked("https://files.example.com/", resolve=nowhere)


def test_a_name_is_resolved_once_and_the_connection_goes_where_it_was_checked() -> None:
    """A name that answers differently the second time (rebinding) gains nothing: nobody asks."""
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.9"]

    with Raw(lambda connection, _h, _n: connection.sendall(plain(b"{}"))) as raw:
        watch = Watch()
        world = type(watch.world)(resolve=rebinding)
        url = f"http://toy.example:{raw.port}"
        replies = run(asking(Call(url="/x")), PROVIDER, url, "", world=world)
        assert replies[0].status == 200
        assert asked == ["toy.example"]
        assert f"\r\nHost: toy.example:{raw.port}\r\n".encode() in b"\r\n" + raw.heads[0]


def test_proxies_of_the_environment_are_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with Raw(lambda connection, _h, _n: connection.sendall(plain(b"{}"))) as raw:
        assert run(asking(Call(url="/x")), PROVIDER, raw.url, "")[0].status == 200
