import type { Actor, Reader } from '@plumbline/engine';
import { parse } from 'graphql';
import type { Pool } from 'pg';

/** Times of one sort of search, in milliseconds. */
export interface SearchFigure {
  readonly name: string;
  readonly median: number;
  readonly p95: number;
  /** Hits of the last one. */
  readonly hits: number;
}

const place = (site: number): string => String(site).padStart(3, '0');

/** Texts of one sort; `n` counts up, so that no two are the same. */
const TEXTS: Readonly<Record<string, (n: number) => string>> = {
  'a device by its name': (n) => `s${place(10 + 10 * (n % 20))}-leaf-${String(n % 10).padStart(4, '0')}`,
  'the beginning of names': (n) => `s${place(1 + 10 * (n % 20))}-sp`,
  'a part of names': (n) => `pine-${String(n % 10).padStart(4, '0')}`,
  'an asset tag': (n) => `AT${2 * n}`,
  'a name a million objects begin with': (n) => `xe-0/0/${1 + (n % 48)}`,
  'a part of a million names': (n) => `net1/0/${1 + (n % 48)}`,
  'a text that is nowhere': (n) => `zzq${n * 7919}`,
  'a MAC address with dots': (n) =>
    `0200.${(1_000 + n * 13)
      .toString(16)
      .padStart(8, '0')
      .replace(/(....)(....)/, '$1.$2')}`,
  'an octet triple of MAC addresses': (n) => `02-00-0${n % 2}`,
  'an address in use': (n) => `10.0.${2 * (n % 90)}.${1 + (n % 200)}`,
  'an address not in use': (n) => `10.19.${n % 200}.${1 + (n % 250)}`,
  'a network': (n) => `10.0.${n % 190}.0/26`,
};

const DOCUMENT = parse(
  'query S($text: String!) { search(text: $text, first: 20) { type field value reason score object { display url } } }',
);

const at = (sorted: readonly number[], part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;

/** Measures searches over all types, in process, each text once after a few to warm up. */
export const measureSearch = async (
  reader: Reader,
  pool: Pool,
  actor: Actor,
  rounds: number,
): Promise<SearchFigure[]> => {
  const figures: SearchFigure[] = [];
  for (const [name, textOf] of Object.entries(TEXTS)) {
    const times: number[] = [];
    let hits = 0;
    for (let n = 0; n < rounds + 5; n++) {
      const started = performance.now();
      const answer = await reader.respond({ document: DOCUMENT, variables: { text: textOf(n) }, actor }, pool);
      if (n >= 5) times.push(performance.now() - started);
      hits = (JSON.parse(answer?.text ?? '{"search":[]}') as { search: unknown[] }).search.length;
    }
    times.sort((a, b) => a - b);
    figures.push({ name, median: at(times, 0.5), p95: at(times, 0.95), hits });
  }
  return figures;
};
