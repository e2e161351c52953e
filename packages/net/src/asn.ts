import { Asn } from 'ip-num';
import { syntaxErrors } from './net-syntax-error.ts';

const refuse = syntaxErrors('an AS number', 'a number from 1 to 4294967295 such as 65536, or asdot such as 1.0');

/** Lowest AS number; 0 is reserved and never assigned. Source: RFC 7607. */
export const ASN_MIN = 1;

/** Highest AS number, 32 bits. Source: RFC 6793. */
export const ASN_MAX = 4_294_967_295;

/**
 * Reads an AS number: plain `65536`, asdot `1.0`, either with `AS` in front, or a number. Source: RFC 5396.
 *
 * @throws NetSyntaxError when it is none, or not from 1 to 4294967295.
 */
export const parseAsn = (input: string | number): number => {
  const text = String(input);
  const digits = text.replace(/^AS/i, '');
  const parts = /^(\d{1,20})(?:\.(\d{1,20}))?$/.exec(digits);
  if (!parts) throw refuse(text, 'only digits, one dot and "AS" in front may occur');
  const [, high = '', low] = parts;
  if (low !== undefined && (Number(high) > 65535 || Number(low) > 65535))
    throw refuse(text, 'each half of asdot is at most 65535');
  const asn = Number(low === undefined ? BigInt(high) : Asn.fromString(`${Number(high)}.${Number(low)}`).getValue());
  if (asn < ASN_MIN) throw refuse(text, '0 is reserved');
  if (asn > ASN_MAX) throw refuse(text, `it is more than ${ASN_MAX}`);
  return asn;
};

/** asdot text: `1.0` from 65536 up, plain below. Source: RFC 5396 section 2. */
export const formatAsdot = (asn: number): string => {
  const value = Asn.fromNumber(asn);
  return asn > 65535 ? value.toASDotPlus() : value.getValue().toString();
};

/** Whether the AS number is for private use: 64512-65534 and 4200000000-4294967294. Source: RFC 6996 section 5. */
export const isPrivateAsn = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);
