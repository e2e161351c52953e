import { IpCidr, IpHost } from '@plumbline/net';
import { networkOf } from '../../src/read/addresses.ts';

type Value = unknown;

const text = (value: Value): string => String(value);

const compare = (kind: string, a: Value, b: Value): number => {
  if (kind === 'ipHost') return IpHost.parse(text(a)).compare(IpHost.parse(text(b)));
  if (kind === 'ipCidr') return IpCidr.parseLoose(text(a)).compare(IpCidr.parseLoose(text(b)));
  if (kind === 'dateTime') return Date.parse(text(a)) - Date.parse(text(b));
  if (['int', 'bigint', 'decimal', 'asn', 'intChoice'].includes(kind)) return Number(a) - Number(b);
  return text(a) < text(b) ? -1 : Number(text(a) > text(b));
};

const contains = (net: IpCidr, address: string): boolean => net.contains(networkOf(address));

const hostOf = (value: Value): IpHost => {
  const host = IpHost.parse(text(value));
  return host.withLength(host.family === 4 ? 32 : 128);
};

const inRanges = (ranges: string, n: number): boolean =>
  ranges.split(',').some((part) => {
    const [low, high] = part.split('-').map(Number);
    return n >= (low ?? 0) && n <= (high ?? low ?? 0);
  });

const network = (kind: string, operator: string, value: Value, operand: Value): boolean | null => {
  const own = kind === 'ipHost' ? hostOf(value).network : IpCidr.parseLoose(text(value));
  const net = () => networkOf(text(operand));
  switch (operator) {
    case 'within':
      return net().contains(own) && !net().equals(own);
    case 'withinOrEqual':
      return net().contains(own);
    case 'containsAddress':
      return contains(own, text(operand).replace(/\/.*/, ''));
    case 'containsOrEqual':
      return own.contains(net());
    case 'overlaps':
      return own.overlaps(net());
    case 'host':
      return hostOf(value).isSameAddress(hostOf(operand));
    case 'family':
      return own.family === operand;
    case 'length':
      return (kind === 'ipHost' ? IpHost.parse(text(value)).length : own.length) === operand;
    default:
      return null;
  }
};

const textual = (operator: string, value: string, operand: Value): boolean | null => {
  const part = text(operand);
  const [low, lowPart] = [value.toLowerCase(), part.toLowerCase()];
  switch (operator) {
    case 'contains':
      return value.includes(part);
    case 'startsWith':
      return value.startsWith(part);
    case 'endsWith':
      return value.endsWith(part);
    case 'icontains':
      return low.includes(lowPart);
    case 'istartsWith':
      return low.startsWith(lowPart);
    case 'iendsWith':
      return low.endsWith(lowPart);
    case 'ieq':
      return low === lowPart;
    case 'regex':
      return new RegExp(part, 'u').test(value);
    case 'iregex':
      return new RegExp(part, 'iu').test(value);
    default:
      return null;
  }
};

const ordered = (kind: string, operator: string, value: Value, operand: Value): boolean | null => {
  const list = operand as readonly Value[];
  switch (operator) {
    case 'eq':
      return compare(kind, value, operand) === 0;
    case 'in':
      return list.some((one) => compare(kind, value, one) === 0);
    case 'lt':
      return compare(kind, value, operand) < 0;
    case 'lte':
      return compare(kind, value, operand) <= 0;
    case 'gt':
      return compare(kind, value, operand) > 0;
    case 'gte':
      return compare(kind, value, operand) >= 0;
    case 'between':
      return compare(kind, value, list[0]) >= 0 && compare(kind, value, list[1]) <= 0;
    default:
      return null;
  }
};

/** Whether a value passes an operator, by the documented meaning and without SQL. */
export const holds = (kind: string, operator: string, value: Value, operand: Value): boolean => {
  if (operator === 'isNull') return (value === null) === operand;
  if (operator === 'ne') return value === null || !holds(kind, 'eq', value, operand);
  if (operator === 'notIn') return value === null || !holds(kind, 'in', value, operand);
  if (value === null) return false;
  if (operator === 'has')
    return kind === 'idRanges' ? inRanges(text(value), Number(operand)) : (value as readonly Value[]).includes(operand);
  const isAddress = kind === 'ipHost' || kind === 'ipCidr';
  const known =
    (isAddress ? network(kind, operator, value, operand) : null) ??
    textual(operator, text(value), operand) ??
    ordered(kind, operator, value, operand);
  if (known === null) throw new Error(`${operator} is not known`);
  return known;
};

/** An operand that some of the values pass. */
export const operandFor = (kind: string, operator: string, sample: Value, other: Value): Value => {
  const sampleText = text(sample);
  switch (operator) {
    case 'isNull':
      return true;
    case 'in':
    case 'notIn':
      return [sample, other];
    case 'between':
      return compare(kind, sample, other) <= 0 ? [sample, other] : [other, sample];
    case 'contains':
    case 'icontains':
      return sampleText.slice(1, 3);
    case 'startsWith':
    case 'istartsWith':
      return sampleText.slice(0, Math.ceil(sampleText.length / 2));
    case 'endsWith':
    case 'iendsWith':
      return sampleText.slice(-1);
    case 'ieq':
      return sampleText.toUpperCase();
    case 'regex':
    case 'iregex':
      return '^.*[13]($|\\b)';
    case 'within':
    case 'withinOrEqual':
      return kind === 'ipHost' ? `${sampleText.replace(/\/.*/, '')}/30` : '10.0.0.0/22';
    case 'containsAddress':
      return sampleText.replace(/\.0\/24$/, '.7');
    case 'containsOrEqual':
    case 'overlaps':
      return sampleText.replace(/\/24$/, '/25');
    case 'host':
      return sampleText.replace(/\/.*/, '');
    case 'family':
      return 4;
    case 'length':
      return 24;
    case 'has':
      if (kind === 'idRanges') return Number(sampleText.split('-')[0]);
      return (sample as readonly Value[])[0];
    default:
      return sample;
  }
};
