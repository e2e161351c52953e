import { order, toValue, type HostObject, type Value } from '@plumbline/jinja';
import { IpCidr, IpHost, type AddressBits } from '@plumbline/net';

const widthOf = ({ family }: AddressBits): number => (family === 4 ? 32 : 128);

/** An address of a template, as netaddr's IPAddress. */
export class IpAddressValue implements HostObject {
  readonly typeName = 'IPAddress';

  constructor(private readonly at: AddressBits) {}

  static of(family: 4 | 6, bits: bigint): IpAddressValue {
    return new IpAddressValue(IpHost.of({ family, bits }));
  }

  getAttribute(name: string): Value | undefined {
    if (name === 'version') return this.at.family;
    return name === 'value' ? toValue(this.at.bits) : undefined;
  }

  private moved(by: Value, sign: bigint): Value | undefined {
    if (typeof by !== 'number' && typeof by !== 'bigint') return undefined;
    const bits = this.at.bits + sign * BigInt(by);
    return bits < 0n || bits >> BigInt(widthOf(this.at)) !== 0n ? undefined : IpAddressValue.of(this.at.family, bits);
  }

  add(other: Value): Value | undefined {
    return this.moved(other, 1n);
  }

  subtract(other: Value): Value | undefined {
    return this.moved(other, -1n);
  }

  equals(other: Value): boolean {
    if (typeof other === 'string') return other === this.str();
    return other instanceof IpAddressValue && other.str() === this.str();
  }

  compare(other: Value): number | undefined {
    if (!(other instanceof IpAddressValue)) return undefined;
    return this.at.family - other.at.family || order(toValue(this.at.bits), toValue(other.at.bits), '<');
  }

  hash(): string {
    return this.str();
  }

  str(): string {
    return IpHost.of(this.at).address;
  }

  repr(): string {
    return `IPAddress('${this.str()}')`;
  }

  /** For networks that are asked whether they hold it. */
  get bits(): AddressBits {
    return this.at;
  }
}

type Part = (host: IpHost) => Value;

const mask = (host: IpHost): bigint => {
  const width = BigInt(widthOf(host));
  return ((1n << width) - 1n) ^ ((1n << (width - BigInt(host.length))) - 1n);
};

const hasBroadcast = (host: IpHost): boolean => host.family === 4 && host.length < 31;

const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  ['ip', (host) => new IpAddressValue(host)],
  ['network', (host) => IpAddressValue.of(host.family, host.network.first)],
  ['netmask', (host) => IpAddressValue.of(host.family, mask(host))],
  ['hostmask', (host) => IpAddressValue.of(host.family, host.network.size - 1n)],
  ['broadcast', (host) => (hasBroadcast(host) ? IpAddressValue.of(host.family, host.network.last) : null)],
  ['prefixlen', (host) => host.length],
  ['version', (host) => host.family],
  ['cidr', (host) => new IpNetworkValue(IpHost.parse(host.network.toString()))],
  ['size', (host) => toValue(host.network.size)],
  ['first', (host) => toValue(host.network.first)],
  ['last', (host) => toValue(host.network.last)],
]);

/** An address with its mask, or a prefix, as netaddr's IPNetwork. IPv6 has no broadcast address here (RFC 4291). */
export class IpNetworkValue implements HostObject {
  readonly typeName = 'IPNetwork';

  /** The text of an IPv4 network is what it prints; it is read when something else is asked. */
  readonly #text: string | null;
  #host: IpHost | null;

  constructor(given: IpHost | string) {
    const isPrinted = typeof given === 'string' && given.includes('/') && !given.includes(':');
    this.#text = isPrinted ? given : null;
    this.#host = typeof given === 'string' ? null : given;
    if (typeof given === 'string' && !isPrinted) this.#host = IpHost.parse(given);
  }

  /** A network of a stored text, as PostgreSQL prints it. @throws NetSyntaxError */
  static parse(text: string): IpNetworkValue {
    return new IpNetworkValue(text);
  }

  private get host(): IpHost {
    this.#host ??= IpHost.parse(this.#text ?? '');
    return this.#host;
  }

  getAttribute(name: string): Value | undefined {
    return PARTS.get(name)?.(this.host);
  }

  getItem(key: Value): Value | undefined {
    if (typeof key !== 'number') return undefined;
    const { first, last, family } = this.host.network;
    const bits = key < 0 ? last + 1n + BigInt(key) : first + BigInt(key);
    return bits < first || bits > last ? undefined : IpAddressValue.of(family, bits);
  }

  length(): number {
    return Number(this.host.network.size);
  }

  contains(item: Value): boolean {
    if (item instanceof IpAddressValue) return this.host.network.contains(IpHost.of(item.bits));
    if (item instanceof IpNetworkValue) return this.host.network.contains(item.host.network);
    return typeof item === 'string' && this.host.network.contains(IpCidr.parseLoose(withLength(item)));
  }

  equals(other: Value): boolean {
    if (typeof other === 'string') return other === this.str();
    return other instanceof IpNetworkValue && this.host.equals(other.host);
  }

  compare(other: Value): number | undefined {
    return other instanceof IpNetworkValue ? this.host.compare(other.host) : undefined;
  }

  truth(): boolean {
    return true;
  }

  hash(): string {
    return this.str();
  }

  str(): string {
    return this.#text ?? this.host.toString();
  }

  repr(): string {
    return `IPNetwork('${this.str()}')`;
  }
}

const withLength = (text: string): string => (text.includes('/') ? text : IpHost.parse(text).toString());
