"""An address of somebody else's is called over TLS, pinned, and never inside this network."""

from __future__ import annotations

import pytest

from salesbot.web.calling import Unreachable, call, public_address


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "ff02::1", "::",
    ],
)  # fmt: skip
def test_no_address_inside_a_network_is_called(address: str) -> None:
    with pytest.raises(Unreachable, match="leads inside a network"):
        public_address("crm.example", 443, lambda host, port: [address])
    with pytest.raises(Unreachable):
        public_address("crm.example", 443, lambda host, port: ["93.184.216.34", address])


def test_a_public_one_is_pinned() -> None:
    assert public_address("crm.example", 443, lambda host, port: ["93.184.216.34"]) == "93.184.216.34"
    with pytest.raises(Unreachable, match="no address"):
        public_address("crm.example", 443, lambda host, port: [])


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://localhost:8484/x", "https://[::1]/"])
def test_this_machine_is_not_called(url: str) -> None:
    with pytest.raises(Unreachable):
        call(url, {}, b"{}")
