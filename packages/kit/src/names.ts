/** `RackReservation` or `rackReservation` as `rack_reservation`, for tables and columns. */
export const snakeCase = (name: string): string =>
  name
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();

const CAPITALS =
  'acl api asn ca cpu dns fhrp http id ike ip l2vpn lag lan mac mime mtu nat oob poe psk rd rf rir ssid ssl svlan url vc vid vlan vm vpn vrf wwn';

/** Words that people write in their own way. */
const written: ReadonlyMap<string, string> = new Map([
  ...CAPITALS.split(' ').map((word): [string, string] => [word, word.toUpperCase()]),
  ['ids', 'IDs'],
  ['lans', 'LANs'],
  ['vlans', 'VLANs'],
  ['cvlans', 'CVLANs'],
  ['ipsec', 'IPsec'],
  ['qinq', 'Q-in-Q'],
  ['mgmt', 'management'],
]);

/** `RackReservation` or `rackReservation` as `rack reservation`, for people. */
export const words = (name: string): string => {
  const text = snakeCase(name).replaceAll('_', ' ');
  return text.replace(/\b[a-z0-9]+\b/g, (word) => written.get(word) ?? word);
};

/** `Device` as `device`; a leading acronym written as a word keeps its first letter only. */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** `device` as `Device`. */
export const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** English plural of a lower-camel or spaced name: `prefix` as `prefixes`. */
export const plural = (name: string): string => {
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return `${name}s`;
};

const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

/** The candidate closest to a mistyped word, or null when none comes near. */
export const nearest = (word: string, candidates: Iterable<string>): string | null => {
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = distance(word.toLowerCase(), candidate.toLowerCase());
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
};

/** ` Did you mean X?` for the nearest candidate, or an empty string. */
export const didYouMean = (word: string, candidates: Iterable<string>): string => {
  const match = nearest(word, candidates);
  return match === null ? '' : ` Did you mean "${match}"?`;
};
