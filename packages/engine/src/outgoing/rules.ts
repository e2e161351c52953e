import { isIP, type BlockList } from 'node:net';
import { embeddedIpv4, isMetadataAddress, isPublicAddress, networkSet } from './addresses.ts';

/** What requests to others may do; set by whoever runs the product. */
export interface OutgoingRules {
  /** Beyond the public internet: addresses and networks, and hosts as `name` or `name:port`. */
  readonly allow: readonly string[];
  /** Ports that may be asked; a host that is allowed with its port needs none here. */
  readonly ports: readonly number[];
}

/** Only the public internet, on the ports of the web. */
export const STRICT: OutgoingRules = { allow: [], ports: [80, 443, 8080, 8443] };

/** A request that is not made, or whose answer is not taken; the message is for whoever gave the address. */
export class OutgoingRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'OutgoingRefused';
  }
}

/** Rules, read once. */
export interface OutgoingPolicy {
  /** Checks what an address looks like. @throws OutgoingRefused */
  assertUrl(url: URL): void;
  /** Whether a connection may be made to an address that the host of a URL has. */
  admits(url: URL, address: string): boolean;
}

const HOST = /^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i;

const isNetwork = (entry: string): boolean => isIP(entry.split('/')[0] ?? '') !== 0;

interface Allowed {
  readonly networks: BlockList;
  /** Addresses given one by one, which alone open what gives away credentials. */
  readonly single: ReadonlySet<string>;
  readonly hosts: ReadonlySet<string>;
}

const allowedOf = (allow: readonly string[]): Allowed => {
  const entries = allow.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '');
  const [networks, hosts] = [entries.filter(isNetwork), entries.filter((entry) => !isNetwork(entry))];
  const odd = hosts.find((host) => !HOST.test(host.replace(/:\d{1,5}$/, '')));
  if (odd !== undefined) throw new Error(`"${odd}" is no address, network, host or host:port.`);
  return {
    networks: networkSet(networks),
    single: new Set(networks.map((network) => network.replace(/\/(32|128)$/, ''))),
    hosts: new Set(hosts),
  };
};

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === 'https:' ? 443 : 80));

/** Host of a URL without brackets, in lower case, without the dot of a full name. */
export const hostOf = ({ hostname }: URL): string =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

const LOOPBACK = '127.0.0.1';

/** The address that a host stands for without asking anybody: itself, or loopback for names that are (RFC 6761). */
const plainHost = (url: URL): string | null => {
  const host = hostOf(url);
  if (isIP(host) !== 0) return host;
  return host === 'localhost' || host.endsWith('.localhost') ? LOOPBACK : null;
};

/**
 * Why an address would never be asked, as far as can be told without resolving its name; null when it may be.
 *
 * For addresses that are kept to be asked later: the guard checks again what the name stands for then.
 */
export const refusalOf = (policy: OutgoingPolicy, url: URL): string | null => {
  try {
    policy.assertUrl(url);
  } catch (error) {
    if (error instanceof OutgoingRefused) return error.message;
    throw error;
  }
  const host = plainHost(url);
  return host === null || policy.admits(url, host) ? null : 'The address lies in a network that may not be asked.';
};

/** Reads rules. @throws Error that names the entry which is none */
export const createOutgoingPolicy = (rules: OutgoingRules): OutgoingPolicy => {
  const { networks, single, hosts } = allowedOf(rules.allow);
  const named = (url: URL): boolean => hosts.has(`${hostOf(url)}:${portOf(url)}`);
  return {
    assertUrl: (url) => {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new OutgoingRefused(`Only http and https are spoken, not "${url.protocol}".`);
      if (url.username !== '' || url.password !== '')
        throw new OutgoingRefused('An address may carry no user name and no password.');
      if (!rules.ports.includes(portOf(url)) && !named(url))
        throw new OutgoingRefused(`Port ${portOf(url)} may not be asked.`);
    },
    admits: (url, address) => {
      const plain = embeddedIpv4(address) ?? address;
      if (isMetadataAddress(plain)) return single.has(plain);
      if (isPublicAddress(address)) return true;
      if (named(url) || hosts.has(hostOf(url))) return true;
      return [address, plain].some((own) => isIP(own) !== 0 && networks.check(own, isIP(own) === 6 ? 'ipv6' : 'ipv4'));
    },
  };
};
