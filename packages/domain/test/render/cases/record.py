"""Renders the templates of this folder with real Jinja2 and a context made by hand.

With a folder as argument the texts are written there, else they go beside the templates as recorded results.
"""
import ipaddress
import json
import pathlib
import sys

import jinja2
from jinja2.sandbox import SandboxedEnvironment

HERE = pathlib.Path(__file__).parent


class Record:
    def __init__(self, display, **values):
        self._display = display
        self.__dict__.update(values)

    def __str__(self):
        return self._display

    def __eq__(self, other):
        return self is other

    __hash__ = object.__hash__


def lookup(row, path, value):
    *steps, last = path.split("__")
    if last not in ("isnull", "in", "startswith", "gte", "icontains"):
        steps.append(last)
        last = "exact"
    found = row
    for step in steps:
        if isinstance(found, QuerySet):
            return any(lookup(each, path.split(step + "__", 1)[0] and path[path.index(step):], value) for each in found)
        found = getattr(found, step, None) if found is not None else None
    if last == "isnull":
        return (found is None) == value
    if found is None:
        return value is None
    if last == "in":
        return found in value
    if last == "startswith":
        return str(found).startswith(value)
    if last == "icontains":
        return value.lower() in str(found).lower()
    if last == "gte":
        return found >= value
    return found == value


class QuerySet(list):
    def all(self):
        return self

    def filter(self, **conditions):
        return QuerySet(row for row in self if all(lookup(row, path, value) for path, value in conditions.items()))

    def exclude(self, **conditions):
        return QuerySet(row for row in self if not all(lookup(row, path, value) for path, value in conditions.items()))

    def count(self):
        return len(self)

    def exists(self):
        return len(self) > 0

    def first(self):
        return self[0] if self else None

    def last(self):
        return self[-1] if self else None

    def get(self, **conditions):
        [row] = self.filter(**conditions)
        return row

    def order_by(self, name):
        return QuerySet(sorted(self, key=lambda row: getattr(row, name.lstrip("-")), reverse=name.startswith("-")))

    def values_list(self, *names, flat=False):
        return QuerySet(getattr(row, names[0]) if flat else tuple(getattr(row, name) for name in names) for row in self)


class Address:
    """What netaddr's IPAddress shows of itself."""

    def __init__(self, value):
        self.value = value
        self.version = value.version

    def __str__(self):
        return str(self.value)

    def __add__(self, count):
        return Address(self.value + count)

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(self.value)


class Network:
    """What netaddr's IPNetwork shows of itself."""

    def __init__(self, text):
        self.interface = ipaddress.ip_interface(text)
        network = self.interface.network
        self.ip = Address(self.interface.ip)
        self.network = Address(network.network_address)
        self.netmask = Address(network.netmask)
        self.hostmask = Address(network.hostmask)
        self.broadcast = Address(network.broadcast_address) if network.version == 4 and network.prefixlen < 31 else None
        self.prefixlen = network.prefixlen
        self.version = network.version
        self.size = network.num_addresses
        self.cidr = self if self.interface.ip == network.network_address else Network(str(network))

    def __str__(self):
        return str(self.interface)

    def __getitem__(self, index):
        return Address(self.interface.network[index])


def build(network):
    region = Record(network["region"]["name"], **network["region"])
    site = Record(network["site"]["name"], **network["site"], region=region)
    manufacturer = Record(network["manufacturer"]["name"], **network["manufacturer"])
    kind = Record(network["type"]["model"], **network["type"], manufacturer=manufacturer)
    role = Record(network["role"]["name"], **network["role"])
    platform = Record(network["platform"]["name"], **network["platform"])
    vlans = {v["vid"]: Record(v["name"], **v) for v in network["vlans"]}
    device = Record(
        network["device"]["name"], **network["device"], site=site, device_type=kind, role=role, platform=platform,
        tenant=None, cf=network["custom_fields"], custom_field_data=network["custom_fields"],
        get_status_display=lambda: "Active",
    )
    interfaces = {}
    for each in network["interfaces"]:
        row = Record(each["name"], **{**each, "device": device})
        row.untagged_vlan = vlans.get(each["untagged_vlan"])
        row.tagged_vlans = QuerySet(vlans[vid] for vid in each["tagged_vlans"])
        row.tags = QuerySet(Record(name, name=name, slug=name) for name in each["tags"])
        row.ip_addresses = QuerySet(Record(text, address=Network(text), family=6 if ":" in text else 4) for text in each["addresses"])
        interfaces[each["name"]] = row
    for row in interfaces.values():
        row.lag = interfaces.get(row.lag)
    device.interfaces = QuerySet(interfaces.values())
    device.primary_ip4 = interfaces["Loopback0"].ip_addresses.first()
    return device


def merge(first, second):
    merged = dict(first)
    for key, value in second.items():
        old = merged.get(key)
        merged[key] = merge(old, value) if isinstance(old, dict) and value and isinstance(value, dict) else value
    return merged


def jsonb(value):
    """The value with its keys in the order in which PostgreSQL keeps them."""
    if isinstance(value, dict):
        return {key: jsonb(value[key]) for key in sorted(value, key=lambda key: (len(key.encode()), key.encode()))}
    return [jsonb(each) for each in value] if isinstance(value, list) else value


def main(target):
    network = json.loads((HERE / "network.json").read_text())
    context = {}
    for each in sorted(network["contexts"], key=lambda each: each["weight"]):
        context = merge(context, jsonb(each["data"]))
    device = build(network)
    texts = {path.stem: path.read_text() for path in sorted(HERE.glob("*.j2"))}
    options = json.loads((HERE / "options.json").read_text())
    for name in texts:
        if name.startswith("_"):
            continue
        environment = SandboxedEnvironment(
            loader=jinja2.DictLoader(texts), undefined=jinja2.StrictUndefined,
            extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"], **options.get(name, {}),
        )
        text = environment.get_template(name).render({**context, **network["extra"], "device": device, "obj": device})
        (target / f"{name}.txt").write_text(text)


main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
