import type { Fact, Question } from '../protocol.ts';

const keyOf = (question: Question): string => {
  switch (question.ask) {
    case 'rows':
      return `rows ${question.type} ${question.fields.join(' ')}`;
    case 'related':
      return `related ${question.type} ${question.field} ${JSON.stringify(question.query)}`;
    case 'list':
      return `list ${question.type} ${JSON.stringify(question.query)}`;
    case 'contexts':
      return 'contexts';
    case 'objectFields':
      return `objectFields ${question.type}`;
    case 'template':
      return `template ${question.name}`;
    default:
      return question satisfies never;
  }
};

const NO_IDS: readonly string[] = [];
const idsOf = (question: Question): readonly string[] => ('ids' in question ? question.ids : NO_IDS);

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);

/** Answers the parent gave before they were asked for. A question that is not among them, to the letter, is asked. */
export class Facts {
  readonly #byKey = new Map<string, { readonly fact: Fact; readonly at: number }[]>();
  #used: number[] = [];

  constructor(facts: readonly Fact[]) {
    for (const [at, fact] of facts.entries()) {
      const key = keyOf(fact[0]);
      const own = this.#byKey.get(key);
      if (own) own.push({ fact, at });
      else this.#byKey.set(key, [{ fact, at }]);
    }
  }

  /** The answer to a question, or undefined; notes that it was used. */
  find(question: Question): unknown {
    const ids = idsOf(question);
    const found = this.#byKey.get(keyOf(question))?.find(({ fact }) => isSame(idsOf(fact[0]), ids));
    if (!found) return undefined;
    this.#used.push(found.at);
    return found.fact[1];
  }

  /** Places of the facts that were used since this was last asked, in their order. */
  takeUsed(): number[] {
    const used = this.#used;
    this.#used = [];
    return used;
  }
}
