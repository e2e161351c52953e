import type { Registry } from '@plumbline/engine';
import { createHash } from 'node:crypto';
import { rootsOf } from '../run/roots.ts';
import { SUBJECTS, type Subject } from '../subject.ts';
import { OPTION_NAMES } from '../template/options.ts';
import { contractOf, type ContextContract } from './contract.ts';

/** Type of the record or of the records in the set, by name of the top level. */
export type Globals = Readonly<Record<string, string>>;

/** The contract as clients read it. */
export interface PrintedContract extends ContextContract {
  /** SHA-256 of the types; changes with the model. */
  readonly hash: string;
  /** All names of the top level; those that differ by what is rendered as they are for devices. */
  readonly globals: Globals;
  /** Names of the top level by the type that is rendered. */
  readonly subjects: Readonly<Record<string, Globals>>;
  /** Which of `globals` are sets. */
  readonly sets: readonly string[];
  readonly options: readonly string[];
}

const made = new WeakMap<Registry, PrintedContract>();

const globalsOf = ({ types }: ContextContract, subject: Subject): Globals =>
  Object.fromEntries(
    Object.entries(rootsOf(subject, '')).map(([name, root]) => {
      const field = root.kind === 'related' ? types[root.type]?.fields[root.name] : undefined;
      return [name, field?.kind === 'many' ? field.target : root.type];
    }),
  );

const setsOf = (subject: Subject): string[] =>
  Object.entries(rootsOf(subject, '')).flatMap(([name, { kind }]) => (kind === 'record' ? [] : [name]));

/** What templates may name, for editors and scripts; made once per registry. */
export const printedContract = (registry: Registry): PrintedContract => {
  const known = made.get(registry);
  if (known) return known;
  const contract = contractOf(registry);
  const hash = createHash('sha256').update(JSON.stringify(contract.types)).digest('hex');
  const subjects = Object.fromEntries(SUBJECTS.map((each) => [each.type, globalsOf(contract, each)]));
  const globals = Object.assign({}, ...Object.values(subjects).toReversed()) as Globals;
  const sets = [...new Set(SUBJECTS.flatMap(setsOf))];
  const printed = { ...contract, hash, globals, subjects, sets, options: OPTION_NAMES };
  made.set(registry, printed);
  return printed;
};
