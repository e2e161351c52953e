"""Writes network.json: the device that the templates of this folder are rendered for."""
import json
import pathlib

vlans = [{"vid": 10, "name": "users"}, {"vid": 11, "name": "voice"}, {"vid": 12, "name": "cameras"}, {"vid": 99, "name": "mgmt"}]


def port(number):
    trunk = number > 44
    return {
        "name": f"Ethernet{number}",
        "type": "10gbase-x-sfpp" if trunk else "1000base-t",
        "enabled": number % 7 != 0,
        "mtu": 9000 if trunk else None,
        "mgmt_only": False,
        "mode": "tagged" if trunk else "access",
        "untagged_vlan": 99 if trunk else 10 + number % 3,
        "tagged_vlans": [10, 11, 12] if trunk else [],
        "description": f"to host-{number:02d}" if number % 2 else "",
        "lag": "Port-Channel1" if number > 46 else None,
        "addresses": [],
        "tags": ["edge"] if number <= 4 else [],
    }


def virtual(name, kind, addresses, description=""):
    return {
        **port(1), "name": name, "type": kind, "enabled": True, "mode": None, "untagged_vlan": None,
        "description": description, "addresses": addresses, "tags": [],
    }


interfaces = [port(number) for number in range(1, 49)] + [
    virtual("Loopback0", "virtual", ["192.0.2.7/32", "2001:db8::7/128"], "router id"),
    virtual("Port-Channel1", "lag", [], "uplink"),
    virtual("Vlan10", "virtual", ["10.10.0.2/24"]),
    virtual("Vlan11", "virtual", ["10.10.1.2/25", "2001:db8:11::2/64"]),
]

network = {
    "device": {"name": "ams1-sw07", "serial": "", "asset_tag": None, "status": "active"},
    "site": {"name": "Amsterdam 1", "slug": "ams1", "facility": "AM3"},
    "region": {"name": "Netherlands", "slug": "nl"},
    "role": {"name": "Access switch", "slug": "access"},
    "manufacturer": {"name": "Acme", "slug": "acme"},
    "type": {"model": "SW-48", "slug": "sw-48"},
    "platform": {"name": "AcmeOS", "slug": "acmeos"},
    "vlans": vlans,
    "interfaces": interfaces,
    "custom_fields": {
        "asn": 65007,
        "bgp_neighbors": [
            {"address": "192.0.2.1", "asn": 65000, "name": "spine1"},
            {"address": "192.0.2.2", "asn": 65000, "name": "spine2"},
            {"address": "2001:db8::1", "asn": 65000, "name": "spine1"},
        ],
    },
    "contexts": [
        {"name": "global", "weight": 100, "data": {"ntp": ["10.0.0.1", "10.0.0.2"], "dns": ["10.0.0.53"], "snmp": {"location": "unknown", "contact": "noc@example.net"}, "10": "ten", "9": "nine", "ratio": 1.5}},
        {"name": "site", "weight": 200, "data": {"ntp": ["10.1.0.1"], "snmp": {"location": "AM3"}}},
    ],
    "extra": {"release": "4.33", "motd": "kept out"},
}

here = pathlib.Path(__file__).parent
(here / "network.json").write_text(json.dumps(network, indent=1) + "\n")
