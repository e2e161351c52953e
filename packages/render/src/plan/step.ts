import type { Contract } from '../contract.ts';
import type { Question, SetQuery } from '../protocol.ts';

/** Where the ids of a question come from. Rows that the same question was answered for before are left out. */
export type Source =
  /** The rows that are rendered. */
  | { readonly from: 'subject' }
  /** The rows an earlier answer names. */
  | { readonly from: 'answer'; readonly step: number }
  /** The rows that a reference of earlier rows names; `arm` for references to several types. */
  | { readonly from: 'column'; readonly step: number; readonly column: number; readonly arm: string | null };

/** A question of a template, told so that it fits other rows too. */
export type Step =
  | { readonly ask: 'rows'; readonly type: string; readonly fields: readonly string[]; readonly ids: Source }
  | {
      readonly ask: 'related';
      readonly type: string;
      readonly field: string;
      readonly target: string;
      readonly ids: Source;
      readonly query: SetQuery;
    }
  | { readonly ask: 'list'; readonly type: string; readonly query: SetQuery; readonly ids: null }
  | { readonly ask: 'contexts'; readonly ids: Source }
  | { readonly ask: 'template'; readonly name: string; readonly ids: null }
  | { readonly ask: 'objectFields'; readonly type: string; readonly ids: null };

/** Stands for the row that is rendered in conditions. */
const SUBJECT = '\u0000subject';
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

const replaced = (query: SetQuery, from: string, to: string): SetQuery => ({
  calls: query.calls.map(({ negated, conditions }) => ({
    negated,
    conditions: conditions.map(({ path, value }) => ({ path, value: value === from ? to : value })),
  })),
  order: query.order,
});

/** A query for any subject; null when it names rows that other subjects hardly share. */
const generalQuery = (query: SetQuery, subject: string): SetQuery | null => {
  const general = replaced(query, subject, SUBJECT);
  return ID.test(JSON.stringify(general)) ? null : general;
};

/** Whether a step's query names the subject, so that it can't be asked for many at once. */
export const isAboutSubject = (step: Step): boolean =>
  (step.ask === 'list' || step.ask === 'related') && JSON.stringify(step.query).includes(JSON.stringify(SUBJECT));

/** A question without its ids, for any subject; null when it fits this one only. */
export const generalised = (question: Question, subject: string): ((ids: Source) => Step) | null => {
  switch (question.ask) {
    case 'rows':
      return (ids) => ({ ask: 'rows', type: question.type, fields: question.fields, ids });
    case 'related': {
      const query = generalQuery(question.query, subject);
      const { type, field, target } = question;
      return query && ((ids) => ({ ask: 'related', type, field, target, ids, query }));
    }
    case 'list': {
      const query = generalQuery(question.query, subject);
      return query && (() => ({ ask: 'list', type: question.type, query, ids: null }));
    }
    case 'contexts':
      return (ids) => ({ ask: 'contexts', ids });
    case 'objectFields':
      return () => ({ ask: 'objectFields', type: question.type, ids: null });
    case 'template':
      return () => ({ ask: 'template', name: question.name, ids: null });
    default:
      return question satisfies never;
  }
};

/** The question of a step for a subject and ids, as a child puts it. */
export const questionOf = (step: Step, subject: string, ids: readonly string[]): Question => {
  switch (step.ask) {
    case 'rows':
      return { ask: 'rows', type: step.type, fields: step.fields, ids };
    case 'related': {
      const { type, field, target, query } = step;
      return { ask: 'related', type, field, target, ids, query: replaced(query, SUBJECT, subject) };
    }
    case 'list':
      return { ask: 'list', type: step.type, query: replaced(step.query, SUBJECT, subject) };
    case 'contexts':
      return { ask: 'contexts', ids };
    case 'objectFields':
      return { ask: 'objectFields', type: step.type };
    case 'template':
      return { ask: 'template', name: step.name };
    default:
      return step satisfies never;
  }
};

const references = new WeakMap<Contract, Map<string, ReadonlyMap<string, readonly Reference[]>>>();

/** A type that a field refers to; `arm` when there are several. */
export interface Reference {
  readonly target: string;
  readonly arm: string | null;
}

/** What the fields of a type refer to, by the host's names of them. */
export const referencesOf = (contract: Contract, type: string): ReadonlyMap<string, readonly Reference[]> => {
  const ofContract = references.get(contract) ?? new Map<string, ReadonlyMap<string, readonly Reference[]>>();
  references.set(contract, ofContract);
  const known = ofContract.get(type);
  if (known) return known;
  const made = new Map<string, readonly Reference[]>();
  for (const field of Object.values(contract.types[type]?.fields ?? {})) {
    if (field.kind === 'one') made.set(field.field, [{ target: field.target, arm: null }]);
    if (field.kind === 'refs')
      made.set(
        field.field,
        field.targets.map((target) => ({ target, arm: target })),
      );
    if (field.kind === 'arc')
      made.set(
        field.field,
        Object.entries(field.targets).map(([arm, target]) => ({ target, arm })),
      );
  }
  ofContract.set(type, made);
  return made;
};
