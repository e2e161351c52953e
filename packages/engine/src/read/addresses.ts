import { IpCidr, NetSyntaxError } from '@plumbline/net';

/** An address or network as a network, a lone address at full length; throws NetSyntaxError. */
export const networkOf = (text: string): IpCidr =>
  IpCidr.parseLoose(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);

/** The text when it is an address or network, else null; a word such as `10` is neither. */
export const addressIn = (text: string): string | null => {
  if (!/^[0-9a-f.:]+(\/\d+)?$/i.test(text) || !/[.:]/.test(text)) return null;
  try {
    return networkOf(text).toString() === '' ? null : text;
  } catch (error) {
    if (error instanceof NetSyntaxError) return null;
    throw error;
  }
};
