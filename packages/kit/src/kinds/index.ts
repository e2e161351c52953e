import type { Kind } from '../kind.ts';
import { asn } from './asn.ts';
import { bigint } from './bigint.ts';
import { bool } from './bool.ts';
import { choice, intChoice } from './choice.ts';
import { color } from './color.ts';
import { dateTime } from './date-time.ts';
import { date } from './date.ts';
import { decimal } from './decimal.ts';
import { idRanges } from './id-ranges.ts';
import { intRange } from './int-range.ts';
import { int } from './int.ts';
import { ipCidr } from './ip-cidr.ts';
import { ipHost } from './ip-host.ts';
import { json } from './json.ts';
import { intList, textList } from './lists.ts';
import { longText } from './long-text.ts';
import { mac, wwn } from './mac.ts';
import { secret } from './secret.ts';
import { slug } from './slug.ts';
import { text } from './text.ts';
import { timeZone } from './time-zone.ts';
import { url } from './url.ts';
import { uuid } from './uuid.ts';

const all: readonly Kind[] = [
  asn,
  bigint,
  bool,
  choice,
  color,
  date,
  dateTime,
  decimal,
  idRanges,
  int,
  intChoice,
  intList,
  intRange,
  ipCidr,
  ipHost,
  json,
  longText,
  mac,
  secret,
  slug,
  text,
  textList,
  timeZone,
  url,
  uuid,
  wwn,
];

/** Every kind of stored value by name; relations (`ref`, `arc`, `refs`) are not kinds. */
export const kinds: ReadonlyMap<string, Kind> = new Map(all.map((kind) => [kind.name, kind]));

/** The kind of a stored field; throws on a name that no kind has, which is a defect in a declaration. */
export const kindOf = (name: string): Kind => {
  const kind = kinds.get(name);
  if (!kind) throw new Error(`There is no field kind "${name}".`);
  return kind;
};
