const MAX_LENGTH = 100;

const INTERFACE_NAME = new RegExp(
  [
    /^(?<type>[^\d.:]+)?/,
    /(?:(?<slot>\d+)\/)?(?:(?<subslot>\d+)\/)?(?:(?<position>\d+)\/)?(?:(?<subposition>\d+)\/)?/,
    /(?<id>\d+)?(?::(?<channel>\d+))?(?:\.(?<vc>\d+))?(?<remainder>.*)/,
  ]
    .map((part) => part.source)
    .join(''),
);

const KNOWN = 10_000;

/** Keys made lately: devices of one type have ports of the same names. */
const known = new Map<string, string>();

const keyOf = (name: string): string => {
  const parts = INTERFACE_NAME.exec(name)?.groups ?? {};
  const { slot, subslot, position, subposition, type = '', id, channel, vc, remainder = '' } = parts;
  const slots = [slot, subslot, position, subposition].map((part) => part?.padStart(4, '0') ?? '9999');
  const numbers = [id, channel, vc].map((part) => part?.padStart(6, '0') ?? '......');
  const rest = remainder.replace(/\d+/g, (digits) => digits.padStart(8, '0'));
  const key = [...slots, type, ...numbers, rest].join('');
  return key.length <= MAX_LENGTH ? key : Array.from(key).slice(0, MAX_LENGTH).join('');
};

/**
 * Text that sorts interface names by slot, then type, then number when compared bytewise.
 *
 * Slots come first, padded to 4 digits and 9999 when absent, so that all ports of slot 1 stand together and
 * logical interfaces last; then the type; then id, channel and subinterface padded to 6 (six dots when absent);
 * then the rest with numbers padded to 8. Cut at 100 characters. Same key as NetBox's, so an import sorts alike.
 *
 * `GigabitEthernet0/1/2` gives `0000000199999999GigabitEthernet000002............`.
 */
export const interfaceSortKey = (name: string): string => {
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.size >= KNOWN) known.clear();
  const key = keyOf(name);
  known.set(name, key);
  return key;
};
