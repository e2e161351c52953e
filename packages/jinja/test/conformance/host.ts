import { readAddress, printAddress, maskOf, type Address } from '../../src/filters/address.ts';
import { TemplateError, toValue, type HostObject, type Value } from '../../src/index.ts';

/** An address of the host with a prefix length, as a record's field. */
export class IpNetwork implements HostObject {
  readonly typeName = 'IPNetwork';
  private readonly address: Address;

  constructor(private readonly text: string) {
    const address = readAddress(text);
    if (!address) throw new Error(`${text} is no address.`);
    this.address = address;
  }

  private get first(): bigint {
    return this.address.value & maskOf(this.address.length, this.address.bits);
  }

  private get last(): bigint {
    return this.first + this.size - 1n;
  }

  private get size(): bigint {
    return 1n << BigInt(this.address.bits - this.address.length);
  }

  private ip(value: bigint): IpAddress {
    return new IpAddress(value, this.address.bits);
  }

  getAttribute(name: string): Value | undefined {
    const { value, length, bits } = this.address;
    switch (name) {
      case 'ip':
        return this.ip(value);
      case 'network':
        return this.ip(this.first);
      case 'netmask':
        return this.ip(maskOf(length, bits));
      case 'hostmask':
        return this.ip(this.size - 1n);
      case 'broadcast':
        return bits === 128 || length > 30 ? null : this.ip(this.last);
      case 'prefixlen':
        return length;
      case 'version':
        return bits === 32 ? 4 : 6;
      case 'cidr':
        return new IpNetwork(`${printAddress(this.first, bits)}/${length}`);
      case 'size':
        return toValue(this.size);
      default:
        return undefined;
    }
  }

  getItem(key: Value): Value | undefined {
    if (typeof key !== 'number') return undefined;
    return this.ip(key < 0 ? this.last + 1n + BigInt(key) : this.first + BigInt(key));
  }

  str(): string {
    return this.text;
  }
}

/** One address of the host. */
export class IpAddress implements HostObject {
  readonly typeName = 'IPAddress';

  constructor(
    private readonly value: bigint,
    private readonly bits: 32 | 128,
  ) {}

  getAttribute(name: string): Value | undefined {
    return name === 'version' ? (this.bits === 32 ? 4 : 6) : undefined;
  }

  add(other: Value): Value | undefined {
    return typeof other === 'number' ? new IpAddress(this.value + BigInt(other), this.bits) : undefined;
  }

  equals(other: Value): boolean {
    return other instanceof IpAddress && other.value === this.value && other.bits === this.bits;
  }

  str(): string {
    return printAddress(this.value, this.bits);
  }
}

/** A callable of the host without arguments. */
export class Returning implements HostObject {
  readonly typeName = 'function';

  constructor(private readonly value: Value) {}

  getAttribute(): undefined {
    return undefined;
  }

  call(): Value {
    return this.value;
  }
}

/** A record of the host: attributes, and its printed text. */
export class HostRecord implements HostObject {
  readonly typeName = 'Record';

  constructor(
    private readonly text: string,
    readonly attributes: ReadonlyMap<string, Value>,
  ) {}

  getAttribute(name: string): Value | undefined {
    return this.attributes.get(name);
  }

  getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.attributes.get(key) : undefined;
  }

  str(): string {
    return this.text;
  }

  repr(): string {
    return `<Record: ${this.text}>`;
  }

  equals(other: Value): boolean {
    if (!(other instanceof HostRecord)) return false;
    return other === this || (other.attributes.get('id') === this.attributes.get('id') && other.text === this.text);
  }

  hash(): string {
    return this.text;
  }
}

/** Refusal of a query set, under the name Django gives it. */
export const refuse = (kind: string, message: string): never => {
  throw new TemplateError(kind, message);
};
