import type { Contract } from '../contract.ts';
import type { Fact, Question } from '../protocol.ts';
import { referencesOf, type Source, type Step } from './step.ts';

type Rows = readonly (readonly (string | null)[] | null)[];

/** What a child asks for once: rows by field, sets by query, contexts. */
const asksOnce = (question: Question): string[] => {
  if (question.ask === 'rows') return question.fields.map((field) => `rows ${question.type} ${field}`);
  if (question.ask === 'related')
    return [`related ${question.type} ${question.field} ${JSON.stringify(question.query)}`];
  return question.ask === 'contexts' ? ['contexts'] : [];
};

/** Ids of a set of parents, each once, in their order. */
const flat = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];

/** What a reference names in each row, each once, in the order of the rows. */
const column = (rows: Rows, at: number, arm: string | null): string[] => {
  const ids = new Set<string>();
  for (const row of rows) {
    const text = row?.[at] ?? null;
    if (text === null) continue;
    if (arm === null) ids.add(text);
    else if (text.startsWith(`${arm} `)) ids.add(text.slice(arm.length + 1));
  }
  return [...ids];
};

/** Questions with answers by place, as a child puts them one after the other; knows what it would not ask again. */
export class Trace {
  readonly #subjects: readonly string[];
  readonly #facts = new Map<number, Fact>();
  readonly #known = new Map<string, Set<string>>();
  readonly #hidden = new Map<string, Set<string>>();

  constructor(subjects: readonly string[]) {
    this.#subjects = subjects;
  }

  /** Ids a source names now; null when the answer it needs is not there. */
  ids(source: Source): readonly string[] | null {
    if (source.from === 'subject') return this.#subjects;
    const fact = this.#facts.get(source.step);
    if (!fact) return null;
    const [question, value] = fact;
    if (source.from === 'column') return column(value as Rows, source.column, source.arm);
    return question.ask === 'list' ? (value as readonly string[]) : flat(value as readonly (readonly string[])[]);
  }

  /** Those of the ids that a child would still ask this question for. */
  unasked(question: Question, ids: readonly string[]): readonly string[] {
    const known = this.#known.get(asksOnce(question)[0] ?? '');
    const hidden = question.ask === 'rows' ? this.#hidden.get(question.type) : undefined;
    if (!known && !hidden) return ids;
    return ids.filter((id) => known?.has(id) !== true && hidden?.has(id) !== true);
  }

  add(place: number, fact: Fact): void {
    this.#facts.set(place, fact);
    const [question, value] = fact;
    if (!('ids' in question)) return;
    for (const key of asksOnce(question)) {
      const known = this.#known.get(key) ?? new Set();
      for (const id of question.ids) known.add(id);
      this.#known.set(key, known);
    }
    if (question.ask !== 'rows') return;
    const hidden = this.#hidden.get(question.type) ?? new Set();
    for (const [i, row] of (value as Rows).entries()) if (row === null) hidden.add(question.ids[i] ?? '');
    if (hidden.size > 0) this.#hidden.set(question.type, hidden);
  }

  /** Every source of rows of a type, or of any type. */
  *sources(contract: Contract, subjectType: string, type: string | null): Generator<Source> {
    const fits = (found: string): boolean => type === null || type === found;
    if (fits(subjectType)) yield { from: 'subject' };
    for (const [step, [question]] of this.#facts) {
      if (question.ask === 'related' && fits(question.target)) yield { from: 'answer', step };
      if (question.ask === 'list' && fits(question.type)) yield { from: 'answer', step };
      if (question.ask !== 'rows') continue;
      const references = referencesOf(contract, question.type);
      for (const [at, field] of question.fields.entries())
        for (const { target, arm } of references.get(field) ?? [])
          if (fits(target)) yield { from: 'column', step, column: at, arm };
    }
  }
}

/** Place of the step whose answer a step needs, or null. */
export const needs = ({ ids }: Step): number | null => (ids === null || ids.from === 'subject' ? null : ids.step);
