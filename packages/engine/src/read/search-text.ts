import { IpCidr, IpHost } from '@plumbline/net';
import { addressIn } from './addresses.ts';

/** One way a searched text may stand in a value. */
export interface TextForm {
  /** Lower case. */
  readonly text: string;
  /** The text is a whole value up to its end, as `10.0.0.1/` is the whole address of `10.0.0.1/24`. */
  readonly isWhole: boolean;
}

/** What a text stands for: the forms to compare values with, and the network it names. */
export interface SearchText {
  readonly forms: readonly TextForm[];
  /** Canonical network, a lone address at full length; null for other texts. */
  readonly network: string | null;
  /** Whether the text names a network to look into; a lone address is compared as a value. */
  readonly isNetwork: boolean;
}

const PAIRS = /^[0-9a-f]{2}([:-]?[0-9a-f]{2}){2,7}[:-]?$/;
const QUADS = /^[0-9a-f]{4}([.:-][0-9a-f]{1,4}){1,3}$/;

/**
 * A hardware address, or three octets and more of its beginning, with colons; null for other texts.
 *
 * Octets with colons or dashes, groups of four with dots, colons or dashes, or bare digits: IEEE 802-2014 clause 8.1
 * and the notations of vendors.
 */
export const macForm = (text: string): string | null => {
  const lower = text.toLowerCase();
  if (!PAIRS.test(lower) && !QUADS.test(lower)) return null;
  const digits = lower.replace(/[^0-9a-f]/g, '');
  if (digits.length < 6 || digits.length > 16) return null;
  return (digits.match(/..?/g) ?? []).join(':');
};

/** Reads a searched text. */
export const searchText = (text: string): SearchText => {
  const lower = text.toLowerCase();
  const address = addressIn(lower);
  const isNetwork = address?.includes('/') === true;
  const mac = macForm(lower);
  const forms: TextForm[] = [{ text: lower, isWhole: false }];
  if (address !== null && !isNetwork)
    forms.push({ text: `${IpHost.parse(address).toString().split('/')[0]}/`, isWhole: true });
  if (mac !== null && mac !== lower) forms.push({ text: mac, isWhole: false });
  const network = address === null ? null : isNetwork ? IpCidr.parseLoose(address).toString() : address;
  return { forms, network, isNetwork };
};
