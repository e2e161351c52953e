import { answerOf, sentFact, type SentFact } from '../answers.ts';
import type { Contract } from '../contract.ts';
import type { GraphHost } from '../host.ts';
import type { Fact, Question } from '../protocol.ts';
import { generalised, isAboutSubject, questionOf, type Step } from './step.ts';
import { needs, Trace } from './trace.ts';

/** Steps a plan keeps. */
const MOST_STEPS = 64;
/** Ways through a template that a plan keeps. */
const MOST_WAYS = 8;
/** Rows the answers of a plan may name for one subject. */
const MOST_ROWS = 20_000;

/** What a plan reads for. */
export interface PlanScope {
  readonly contract: Contract;
  /** Type of the rows that are rendered. */
  readonly subjectType: string;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);

const rowsOf = (question: Question, value: unknown): number => {
  if (question.ask === 'rows') return question.ids.length;
  if (question.ask === 'list') return (value as readonly string[]).length;
  return 0;
};

/**
 * What a template asked in earlier renders, told so that it can be asked for other rows before a template is run.
 *
 * A plan is a guess and never more: its answers go to the child as facts, which the child uses for exactly the questions
 * it would have asked, and what it asks beyond them is answered as ever.
 */
export class ReadPlan {
  readonly #scope: PlanScope;
  readonly #steps: Step[] = [];
  readonly #places = new Map<string, number>();
  /** Places of steps in the order in which renders took them; the last used first. */
  #ways: (readonly number[])[] = [];

  constructor(scope: PlanScope) {
    this.#scope = scope;
  }

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  /** Learns from what a render of a subject used, in its order. */
  learn(subject: string, transcript: readonly Fact[]): void {
    const trace = new Trace([subject]);
    const way: number[] = [];
    let isWhole = true;
    for (const fact of transcript) {
      const place = this.#placeOf(trace, subject, fact[0]);
      if (place === null) isWhole = false;
      else {
        trace.add(place, fact);
        way.push(place);
      }
    }
    if (isWhole) this.#keepWay(way);
  }

  #keepWay(way: readonly number[]): void {
    const others = this.#ways.filter((known) => known.join() !== way.join());
    this.#ways = [way, ...others].slice(0, MOST_WAYS);
  }

  /** Place of the step that leads to a question; null when none can. */
  #placeOf(trace: Trace, subject: string, question: Question): number | null {
    const stepFrom = generalised(question, subject);
    if (!stepFrom) return null;
    if (!('ids' in question)) return this.#place(stepFrom({ from: 'subject' }));
    const { contract, subjectType } = this.#scope;
    const type = question.ask === 'contexts' ? null : question.type;
    for (const source of trace.sources(contract, subjectType, type)) {
      const ids = trace.ids(source);
      if (ids && isSame(trace.unasked(question, ids), question.ids)) return this.#place(stepFrom(source));
    }
    return null;
  }

  #place(step: Step): number | null {
    const key = JSON.stringify(step);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    if (this.#steps.length >= MOST_STEPS) return null;
    this.#steps.push(step);
    this.#places.set(key, this.#steps.length - 1);
    return this.#steps.length - 1;
  }

  /** Reads for many subjects at once, so that the host has the answers for each. */
  async prefetch(host: GraphHost, subjects: readonly string[]): Promise<void> {
    const steps = [...this.#steps.entries()].filter(([, step]) => !isAboutSubject(step));
    await new Reading(host, this.#steps, subjects).all(steps.map(([place]) => place));
  }

  /** Answers for one subject, to be sent along with its render. */
  async facts(host: GraphHost, subject: string): Promise<SentFact[]> {
    const facts = await new Reading(host, this.#steps, [subject]).all([...this.#steps.keys()]);
    return facts.map(([question, value]) => sentFact(question, value));
  }

  /**
   * Whether `isEqual` holds for what some known way through the template reads now, in its order.
   *
   * A render that reads this gives what it gave before.
   */
  async matches(host: GraphHost, subject: string, isEqual: (facts: readonly SentFact[]) => boolean): Promise<boolean> {
    for (const way of this.#ways) {
      const facts = await new Reading(host, this.#steps, [subject]).all(way);
      if (!isEqual(facts.map(([question, value]) => sentFact(question, value)))) continue;
      this.#keepWay(way);
      return true;
    }
    return false;
  }
}

/** One run through steps; those that do not wait for each other are asked at once. */
class Reading {
  readonly #host: GraphHost;
  readonly #steps: readonly Step[];
  readonly #subjects: readonly string[];
  readonly #trace: Trace;
  readonly #facts = new Map<number, Fact>();
  readonly #started = new Set<number>();
  readonly #done = new Set<number>();
  readonly #early = new Map<number, Promise<unknown>>();
  #rows = 0;

  constructor(host: GraphHost, steps: readonly Step[], subjects: readonly string[]) {
    this.#host = host;
    this.#steps = steps;
    this.#subjects = subjects;
    this.#trace = new Trace(subjects);
  }

  /** Facts of the steps at these places, in their order; steps that have nothing to ask give none. */
  async all(places: readonly number[]): Promise<Fact[]> {
    await this.#go(places);
    return places.map((place) => this.#facts.get(place)).filter((fact) => fact !== undefined);
  }

  /** Asks what can be asked now, and then what waited for it. */
  async #go(places: readonly number[]): Promise<void> {
    if (this.#rows > MOST_ROWS * this.#subjects.length) return;
    const open = places.filter((place) => !this.#done.has(place));
    const waiting = open.filter((place) => !this.#started.has(place));
    const ready = waiting.filter((place) => this.#isReady(place, open.slice(0, open.indexOf(place))));
    const asked = ready.map((place) => this.#take(place, places));
    for (const place of waiting) if (!ready.includes(place)) this.#readEarly(place);
    await Promise.all(asked);
  }

  async #take(place: number, places: readonly number[]): Promise<void> {
    this.#started.add(place);
    const early = this.#early.get(place);
    if (early) await early;
    const fact = await this.#answer(place, places);
    this.#done.add(place);
    if (fact) {
      this.#facts.set(place, fact);
      this.#trace.add(place, fact);
    }
    await this.#go(places);
  }

  /**
   * Lets the host read rows that are known while it is open which of them will be asked for.
   *
   * What the host has read it answers without waiting, so that steps that share rows cost one round trip.
   */
  #readEarly(place: number): void {
    const step = this.#step(place);
    if (step.ask !== 'rows' || step.ids === null || this.#early.has(place)) return;
    const ids = this.#trace.ids(step.ids);
    if (ids === null || ids.length === 0) return;
    const [subject = ''] = this.#subjects;
    const read = answerOf(this.#host, questionOf(step, subject, ids)).catch(() => undefined); // the step will be told
    this.#early.set(place, read);
  }

  /** Whether nothing before a step, and still open, could change what it asks. */
  #isReady(place: number, before: readonly number[]): boolean {
    const step = this.#step(place);
    const needed = needs(step);
    return before.every((other) => other !== needed && !shares(this.#step(other), step));
  }

  async #answer(place: number, places: readonly number[]): Promise<Fact | null> {
    const step = this.#step(place);
    const [subject = ''] = this.#subjects;
    const ids = step.ids === null ? [] : (this.#trace.ids(step.ids) ?? []);
    const asked = this.#trace.unasked(questionOf(step, subject, ids), ids);
    if (step.ids !== null && asked.length === 0) return null;
    const question = questionOf(step, subject, asked);
    const value = await answerOf(this.#host, question, this.#next(place, places));
    this.#rows += rowsOf(question, value);
    return [question, value];
  }

  /** Fields that a later step asks of the rows behind a set. */
  #next(place: number, places: readonly number[]): readonly string[] | undefined {
    const { ask } = this.#step(place);
    if (ask !== 'related' && ask !== 'list') return undefined;
    const isNext = ({ ids }: Step): boolean => ids?.from === 'answer' && ids.step === place;
    const next = places.map((each) => this.#step(each)).find((step) => step.ask === 'rows' && isNext(step));
    return next?.ask === 'rows' ? next.fields : undefined;
  }

  #step(place: number): Step {
    return this.#steps[place] as Step; // places come from the plan itself
  }
}

/** Whether the answer of one step can leave the other less to ask. */
const shares = (one: Step, other: Step): boolean => {
  if (one.ask === 'rows' && other.ask === 'rows') return one.type === other.type;
  if (one.ask === 'related' && other.ask === 'related') return one.type === other.type && one.field === other.field;
  return one.ask === 'contexts' && other.ask === 'contexts';
};
