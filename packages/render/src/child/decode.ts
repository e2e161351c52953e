import { Float, parseJson, type Value } from '@plumbline/jinja';
import type { ContractField, ValueKind } from '../contract.ts';
import { IpNetworkValue } from './address.ts';

function integer(text: string): Value {
  const n = Number(text);
  return Number.isSafeInteger(n) ? n : BigInt(text);
}

const QUOTED = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g;

/** Items of a PostgreSQL array of one dimension, or of a JSON list. */
function list(text: string): Value {
  if (!text.startsWith('{')) return parseJson(text);
  return [...text.matchAll(QUOTED)].map(([, quoted, plain]): Value => {
    if (plain === undefined) return (quoted ?? '').replaceAll(/\\(.)/g, '$1');
    if (plain === 'NULL') return null;
    return /^-?\d+$/.test(plain) ? integer(plain) : plain;
  });
}

const DECODERS: Readonly<Record<ValueKind, (text: string) => Value>> = {
  text: (text) => text,
  datetime: (text) => text,
  int: integer,
  decimal: (text) => new Float(Number(text)),
  bool: (text) => text === 't' || text === 'true',
  json: parseJson,
  customFields: parseJson,
  list,
  network: IpNetworkValue.parse,
};

/** A stored text as a template sees it. */
export function decode(field: ContractField & { kind: 'value' }, text: string | null): Value {
  return text === null ? field.empty : DECODERS[field.value](text);
}

/** Kinds that are read when they are touched; all other values of a record are read together. */
export const HEAVY: ReadonlySet<ValueKind> = new Set<ValueKind>(['json', 'customFields', 'list']);
