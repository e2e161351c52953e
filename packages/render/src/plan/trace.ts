import type { Contract } from '../contract.ts';
import type { Fact, Question } from '../protocol.ts';
import { referencesOf, type Source, type Step } from './step.ts';

type Rows = readonly (readonly (string | null)[] | null)[];

type AboutRows = Extract<Question, { readonly ids: readonly string[] }>;

/** Rows a question was answered for; the sets are made when another question could be about the same rows. */
class Answered {
  readonly #question: AboutRows;
  readonly #rows: Rows | null;
  #ids: ReadonlySet<string> | null = null;
  #hidden: ReadonlySet<string> | null = null;

  constructor(question: AboutRows, value: unknown) {
    this.#question = question;
    this.#rows = question.ask === 'rows' ? (value as Rows) : null;
  }

  /** Whether the answer is about rows that another question could be about. */
  concerns(question: Question): boolean {
    const own = this.#question;
    if (own.ask !== question.ask) return false;
    return own.ask === 'contexts' || ('type' in question && own.type === question.type);
  }

  /** Whether a child that has this answer would not ask another question for a row. */
  covers(question: Question, id: string): boolean {
    if (question.ask !== this.#question.ask) return false;
    return (this.#isSame(question) && this.#all().has(id)) || this.#isHidden(question, id);
  }

  #isSame(question: Question): boolean {
    const own = this.#question;
    if (own.ask === 'rows' && question.ask === 'rows')
      return own.type === question.type && own.fields.includes(question.fields[0] ?? '');
    if (own.ask !== 'related' || question.ask !== 'related') return own.ask === 'contexts';
    const isSameSet = own.type === question.type && own.field === question.field;
    return isSameSet && JSON.stringify(own.query) === JSON.stringify(question.query);
  }

  #all(): ReadonlySet<string> {
    this.#ids ??= new Set(this.#question.ids);
    return this.#ids;
  }

  /** A row that is hidden is hidden for all fields. */
  #isHidden(question: Question, id: string): boolean {
    if (this.#rows === null || question.ask !== 'rows' || this.#question.ask !== 'rows') return false;
    if (question.type !== this.#question.type) return false;
    this.#hidden ??= new Set(this.#question.ids.filter((_, i) => this.#rows?.[i] === null));
    return this.#hidden.has(id);
  }
}

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
    else if (text.startsWith('['))
      for (const ref of JSON.parse(text) as string[]) if (ref.startsWith(`${arm} `)) ids.add(ref.slice(arm.length + 1));
  }
  return [...ids];
};

const namedBy = (source: Exclude<Source, { from: 'subject' }>, [question, value]: Fact): readonly string[] => {
  if (source.from === 'column') return column(value as Rows, source.column, source.arm);
  return question.ask === 'list' ? (value as readonly string[]) : flat(value as readonly (readonly string[])[]);
};

/** Questions with answers by place, as a child puts them one after the other; knows what it would not ask again. */
export class Trace {
  readonly #subjects: readonly string[];
  readonly #facts = new Map<number, Fact>();
  readonly #answered: Answered[] = [];
  readonly #named = new Map<string, readonly string[]>();

  constructor(subjects: readonly string[]) {
    this.#subjects = subjects;
  }

  /** Ids a source names now; null when the answer it needs is not there. */
  ids(source: Source): readonly string[] | null {
    if (source.from === 'subject') return this.#subjects;
    const fact = this.#facts.get(source.step);
    if (!fact) return null;
    const key = source.from === 'answer' ? `${source.step}` : `${source.step} ${source.column} ${source.arm ?? ''}`;
    const known = this.#named.get(key) ?? namedBy(source, fact);
    this.#named.set(key, known);
    return known;
  }

  /** Those of the ids that a child would still ask this question for. */
  unasked(question: Question, ids: readonly string[]): readonly string[] {
    const about = this.#answered.filter((answer) => answer.concerns(question));
    return about.length === 0 ? ids : ids.filter((id) => !about.some((answer) => answer.covers(question, id)));
  }

  add(place: number, fact: Fact): void {
    this.#facts.set(place, fact);
    const [question, value] = fact;
    if ('ids' in question) this.#answered.push(new Answered(question, value));
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
