import { BlockList, isIP } from 'node:net';

/** Networks that no request of the product's own leads to. Source: IANA special-purpose registries, RFC 6890 and its updates. */
const CLOSED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
] as const;

/** Of IPv6 only global unicast is open, 2000::/3, and of that not what serves protocols, documentation or old tunnels. */
const CLOSED_V6 = ['2001::/23', '2001:db8::/32', '3fff::/20'] as const;
const OPEN_V6 = ['2000::/3'] as const;

/** Where clouds tell machines their credentials; a wider network that is allowed does not open them. */
const METADATA = [
  '169.254.169.254/32',
  '169.254.170.2/32',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
] as const;

/** Family of an address as the block list names it. */
const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** A set of addresses and networks. @throws Error for text that is neither */
export const networkSet = (networks: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', length] = network.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    const size = length === undefined ? bits : Number(length);
    if (isIP(address) === 0 || !Number.isInteger(size) || size < 0 || size > bits)
      throw new Error(`"${network}" is no address or network.`);
    list.addSubnet(address, size, familyOf(address));
  }
  return list;
};

const closedV4 = networkSet(CLOSED_V4);
const closedV6 = networkSet(CLOSED_V6);
const openV6 = networkSet(OPEN_V6);
const metadata = networkSet(METADATA);

/** The 16 bytes of an IPv6 address as eight words. */
const wordsOf = (address: string): number[] => {
  const plain = new URL(`http://[${address.replace(/%.*$/, '')}]/`).hostname.slice(1, -1); // one spelling, without dotted tail
  const [left = '', right] = plain.split('::');
  const parse = (text: string) => (text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16)));
  const [head, tail] = [parse(left), parse(right ?? '')];
  return right === undefined ? head : [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');

const EMBEDDED: readonly { readonly start: readonly number[]; readonly at: number }[] = [
  { start: [0, 0, 0, 0, 0, 0xffff], at: 6 }, // ::ffff:0:0/96, mapped, RFC 4291
  { start: [0, 0, 0, 0, 0xffff, 0], at: 6 }, // ::ffff:0:0:0/96, translated, RFC 2765
  { start: [0, 0, 0, 0, 0, 0], at: 6 }, // ::/96, compatible, RFC 4291
  { start: [0x64, 0xff9b, 0, 0, 0, 0], at: 6 }, // 64:ff9b::/96, NAT64, RFC 6052
  { start: [0x2002], at: 1 }, // 2002::/16, 6to4, RFC 3056
];

/** The IPv4 address that an IPv6 address stands for, by mapping, translation or 6to4; null for others. */
export const embeddedIpv4 = (address: string): string | null => {
  if (isIP(address) !== 6) return null;
  const words = wordsOf(address);
  const form = EMBEDDED.find(({ start }) => start.every((word, i) => words[i] === word));
  return form ? dotted(words[form.at] ?? 0, words[form.at + 1] ?? 0) : null;
};

/** Whether an address belongs to the public internet; forms that carry an IPv4 address are judged by it. */
export const isPublicAddress = (address: string): boolean => {
  const carried = embeddedIpv4(address);
  if (carried !== null) return isPublicAddress(carried);
  if (isIP(address) === 4) return !closedV4.check(address, 'ipv4') && !metadata.check(address, 'ipv4');
  if (isIP(address) !== 6 || address.includes('%')) return false;
  return openV6.check(address, 'ipv6') && !closedV6.check(address, 'ipv6');
};

/** Whether an address is one under which clouds give away credentials. */
export const isMetadataAddress = (address: string): boolean => {
  const plain = embeddedIpv4(address) ?? address;
  return isIP(plain) !== 0 && metadata.check(plain, familyOf(plain));
};
