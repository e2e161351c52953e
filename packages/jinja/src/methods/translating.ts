import { raise } from '../errors.ts';
import { checkString } from '../limits.ts';
import { Callable } from '../values/callable.ts';
import { Dict } from '../values/dict.ts';
import { isText, textOf, type HostObject, type Value } from '../values/model.ts';
import { str } from '../values/text.ts';

/** Encoded text. Printed as `b'...'`; length, items and `decode` work. */
export class Bytes implements HostObject {
  readonly typeName = 'bytes';

  constructor(private readonly bytes: Uint8Array) {}

  getAttribute(name: string): Value | undefined {
    if (name === 'decode') return new Callable('decode', () => new TextDecoder().decode(this.bytes), 'method');
    if (name !== 'hex') return undefined;
    return new Callable(
      'hex',
      () => [...this.bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      'method',
    );
  }

  getItem(key: Value): Value | undefined {
    return typeof key === 'number' ? this.bytes[key < 0 ? key + this.bytes.length : key] : undefined;
  }

  iterate(): Iterator<Value> {
    return this.bytes.values();
  }

  length(): number {
    return this.bytes.length;
  }

  repr(): string {
    const text = [...this.bytes].map(printByte).join('');
    return text.includes("'") && !text.includes('"') ? `b"${text}"` : `b'${text.replaceAll("'", "\\'")}'`;
  }

  equals(other: Value): boolean {
    return other instanceof Bytes && other.repr() === this.repr();
  }

  hash(): string {
    return this.repr();
  }
}

const NAMED: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

const printByte = (byte: number): string =>
  NAMED[byte] ?? (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`);

/** `encode`: UTF-8 and ASCII. */
export function encode(text: string, encoding: Value = 'utf-8'): Value {
  const name = str(encoding).toLowerCase().replaceAll('_', '-');
  if (name === 'ascii' && /[^\0-\x7f]/.test(text)) raise('ValueError', "'ascii' codec can't encode a character");
  if (!['utf-8', 'utf8', 'ascii'].includes(name)) raise('ValueError', `unknown encoding: ${name}`);
  return new Bytes(new TextEncoder().encode(text));
}

/** `maketrans`: a dict from code points to replacements. */
export function maketrans(args: readonly Value[]): Dict {
  const [from, to, drop] = args;
  const table = new Dict();
  if (from instanceof Dict && to === undefined) {
    for (const [key, value] of from.entries()) table.set(isText(key) ? codeOf(textOf(key)) : key, value);
    return table;
  }
  const [sources, targets] = [Array.from(str(from ?? '')), Array.from(str(to ?? ''))];
  if (sources.length !== targets.length)
    raise('ValueError', 'the first two maketrans arguments must have equal length');
  for (const [at, char] of sources.entries()) table.set(codeOf(char), codeOf(targets[at] ?? ''));
  for (const char of str(drop ?? '')) table.set(codeOf(char), null);
  return table;
}

const codeOf = (char: string): number => char.codePointAt(0) ?? 0;

/** `translate`: replaces characters by a dict of code points. */
export function translate(text: string, table: Value = null): string {
  if (!(table instanceof Dict)) return text;
  let out = '';
  for (const char of text) {
    const value = table.get(codeOf(char));
    if (value === undefined) out += char;
    else if (value !== null) out += typeof value === 'number' ? String.fromCodePoint(value) : str(value);
    if (out.length > 4096) checkString(out.length);
  }
  return out;
}
