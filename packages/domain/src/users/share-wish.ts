import type { Model, Registry } from '@plumbline/engine';
import { didYouMean, InvalidInput, type Problem } from '@plumbline/kit';
import { isId } from './session.commands.ts';
import { isShareable, type SharedField } from './share-fields.ts';
import { chosenFields, hiddenSteps, type SharedContent } from './share-view.ts';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 366;
const LONGEST_NAME = 200;
const LONGEST_WORDS = 500;
const MOST_FIELDS = 200;

/** What a new link is made of. */
export interface ShareWish extends SharedContent {
  readonly name: string;
  /** Instant; null for 30 days from now. */
  readonly expires: string | null;
}

/** @throws InvalidInput for a type that is unknown or can't be shared */
export const shareableModel = (registry: Registry, name: string): Model => {
  const model = registry.find(name) ?? registry.byType.get(name);
  if (model && isShareable(model)) return model;
  const known = registry.models.filter(isShareable).map((one) => one.name);
  const message = model
    ? `${model.plural} can't be shared by a link.`
    : `There is no type "${name}".${didYouMean(name, known)}`;
  throw new InvalidInput([{ path: 'type', code: 'BAD_USER_INPUT', message }]);
};

/** One thing that is wrong with a wish. */
export const problem = (path: string, message: string, code = 'BAD_USER_INPUT'): Problem => ({ path, code, message });

const expiryProblem = (expires: number, now: number): Problem[] => {
  if (Number.isNaN(expires)) return [problem('expires', 'The end must be an instant such as 2030-01-31T12:00:00Z.')];
  if (expires <= now) return [problem('expires', 'The end must lie ahead.')];
  return expires - now > MOST_DAYS * DAY_MS ? [problem('expires', 'A link works for a year at most.')] : [];
};

const fieldProblems = (all: readonly SharedField[], model: Model, fields: readonly string[]): Problem[] => {
  if (fields.length === 0) return [problem('fields', 'Name at least one field, or leave the fields out to show all.')];
  if (fields.length > MOST_FIELDS) return [problem('fields', `A link shows at most ${MOST_FIELDS} fields.`)];
  const known = all.map(({ name }) => name);
  return fields.flatMap((name, at) =>
    known.includes(name)
      ? []
      : [problem(`fields.${at}`, `Links to ${model.plural} show no field "${name}".${didYouMean(name, known)}`)],
  );
};

const listProblems = ({ rowId, filter, words, orderBy }: ShareWish): Problem[] => {
  if (rowId === null) return (words?.length ?? 0) > LONGEST_WORDS ? [problem('query', 'The words are too long.')] : [];
  const given = { filter, query: words, orderBy };
  return Object.entries(given).flatMap(([path, value]) =>
    value === null ? [] : [problem(path, `"${path}" is for lists; a link to one object takes none.`)],
  );
};

const orderProblems = (all: readonly SharedField[], model: Model, wish: ShareWish): Problem[] =>
  hiddenSteps(wish.orderBy ?? [], chosenFields(all, model, wish)).map((step) =>
    problem('orderBy', `The list is sorted by fields that it shows; "${step.replace(/^-/, '')}" is not among them.`),
  );

/** The end of a link for which none is given. */
export const usualEnd = (now: number): string => new Date(now + USUAL_DAYS * DAY_MS).toISOString();

/** All that is wrong with a wish, before anything is read. */
export const wishProblems = (all: readonly SharedField[], model: Model, wish: ShareWish, now: number): Problem[] => {
  const { name, expires, fields, rowId } = wish;
  const fine = name.trim() !== '' && name.length <= LONGEST_NAME && !name.includes('\0');
  return [
    ...(fine ? [] : [problem('name', `Give the link a name of 1 to ${LONGEST_NAME} characters.`)]),
    ...(rowId === null || isId(rowId) ? [] : [problem('id', `There is no ${model.label} with this id.`, 'NOT_FOUND')]),
    ...(expires === null ? [] : expiryProblem(Date.parse(expires), now)),
    ...listProblems(wish),
    ...(fields === null ? [] : fieldProblems(all, model, fields)),
    ...orderProblems(all, model, wish),
  ];
};
