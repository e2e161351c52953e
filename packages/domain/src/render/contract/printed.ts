import type { Registry } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { rootsOf } from '../run/roots.ts';
import { OPTION_NAMES } from '../template/options.ts';
import { contractOf, type ContextContract } from './contract.ts';

/** The contract as clients read it. */
export interface PrintedContract extends ContextContract {
  /** SHA-256 of the types; changes with the model. */
  readonly hash: string;
  /** Type of the record or of the records in the set, by name of the top level. */
  readonly globals: Readonly<Record<string, string>>;
  /** Which of `globals` are sets. */
  readonly sets: readonly string[];
  readonly options: readonly string[];
}

const made = new WeakMap<Registry, PrintedContract>();

const globalsOf = ({ types }: ContextContract): Record<string, string> =>
  Object.fromEntries(
    Object.entries(rootsOf('')).map(([name, root]) => {
      const field = root.kind === 'related' ? types[root.type]?.fields[root.name] : undefined;
      return [name, field?.kind === 'many' ? field.target : root.type];
    }),
  );

/** What templates may name, for editors and scripts; made once per registry. */
export const printedContract = (registry: Registry): PrintedContract => {
  const known = made.get(registry);
  if (known) return known;
  const contract = contractOf(registry);
  const hash = createHash('sha256').update(JSON.stringify(contract.types)).digest('hex');
  const sets = Object.entries(rootsOf('')).flatMap(([name, { kind }]) => (kind === 'record' ? [] : [name]));
  const printed = { ...contract, hash, globals: globalsOf(contract), sets, options: OPTION_NAMES };
  made.set(registry, printed);
  return printed;
};
