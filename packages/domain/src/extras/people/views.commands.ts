import type { Actor, Model, Work, Writer } from '@plumbline/engine';
import { didYouMean, Forbidden, InvalidInput, NotFound, type Problem } from '@plumbline/kit';
import { keeperOf } from '../../users/keeper.ts';
import { personOf, type PeopleParts } from './person.ts';
import { VIEW } from './seen.queries.ts';
import { mayChangeView, mayShareViews, runView, viewById, type StoredView, type ViewQuery } from './views.queries.ts';

/** What a view is to be. */
export interface ViewWish extends ViewQuery {
  /** Id of the view that is changed; null for a new one. */
  readonly id: string | null;
  readonly type: string;
  readonly name: string;
  readonly tokens: string | null;
  readonly columns: readonly string[] | null;
  readonly density: string | null;
  readonly description: string | null;
  /** Everybody may open it who may see the type. */
  readonly shared: boolean;
  /** Lists of the type open with it: for its owner, or when it is shared for all who chose none of their own. */
  readonly isDefault: boolean;
}

/** What became of it. */
export interface ViewSaved {
  readonly id: string | null;
  readonly userErrors: readonly Problem[];
}

const DENSITIES: ReadonlySet<string> = new Set(['compact', 'regular', 'comfortable']);

const problem = (path: string, message: string): Problem => ({ path, code: 'BAD_USER_INPUT', message });

const modelOf = ({ engine: { registry } }: Writer, type: string): Model => {
  const model = registry.find(type);
  if (model) return model;
  const names = registry.models.map(({ name }) => name);
  throw new InvalidInput([problem('type', `There is no type "${type}".${didYouMean(type, names)}`)]);
};

/** Tries the view as its maker, so that none is kept that can't be opened. */
const misfits = async (parts: PeopleParts, actor: Actor, model: Model, wish: ViewWish): Promise<Problem[]> => {
  const { name, density } = wish;
  const wrong = [
    ...(name.trim() === '' ? [problem('name', 'A view has a name.')] : []),
    ...(density === null || DENSITIES.has(density)
      ? []
      : [problem('density', `Rows are ${[...DENSITIES].join(', ')}, not "${density}".`)]),
  ];
  try {
    await runView(parts, actor, model, wish, { first: 1, offset: 0 });
    return wrong;
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof Forbidden) return [...wrong, ...error.problems];
    throw error;
  }
};

/** The view that is changed. @throws NotFound, Forbidden */
const changeable = async (writer: Writer, actor: Actor, id: string): Promise<StoredView> => {
  const view = await viewById(writer, actor, id);
  if (!view) throw new NotFound('There is no saved view with this id.', 'id');
  if (!mayChangeView(writer, actor, view)) throw new Forbidden('This view is not yours to change.');
  return view;
};

/** Names and slugs are one for all, whoever owns the view; what others keep for themselves must not be in the way. */
const freeName = async (work: Work, wish: ViewWish, userId: string): Promise<{ name: string; slug: string }> => {
  const name = wish.name.trim();
  const taken = await work.sql<{ name: string; slug: string; visible: boolean }>`
    SELECT v.name, v.slug, v.shared OR v.user_id = ${userId}::uuid AS visible FROM extras_saved_filter v
    WHERE v.organization_id = ${work.org} AND v.id IS DISTINCT FROM ${wish.id}::uuid
      AND (lower(v.name) = lower(${name}) OR v.slug LIKE ${`${slugOf(name)}%`})`;
  const slugs = new Set(taken.map(({ slug }) => slug));
  const same = taken.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (same?.visible === true) work.refuse('name', 'DUPLICATE', `There is a view "${same.name}" already.`);
  const slug = numbered(slugOf(name), slugs, '-');
  return { name: same ? `${name} (${work.actor.name})` : name, slug };
};

const LONGEST_SLUG = 90;

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, LONGEST_SLUG) || 'view';

const numbered = (wanted: string, taken: ReadonlySet<string>, join: string): string => {
  if (!taken.has(wanted)) return wanted;
  const last = Array.from({ length: taken.size + 1 }, (_, at) => at + 2).find(
    (n) => !taken.has(`${wanted}${join}${n}`),
  );
  return `${wanted}${join}${last ?? taken.size + 2}`;
};

/** Lists of a type open with one view: those that were the default for the same people are none any more. */
const endOtherDefaults = async (work: Work, { type, shared }: ViewWish, id: string, userId: string): Promise<void> => {
  const others = await work.sql<{ id: string }>`
    SELECT v.id FROM extras_saved_filter v
    WHERE v.organization_id = ${work.org} AND v.is_default AND v.id <> ${id}::uuid AND ${type} = ANY (v.object_types)
      AND v.shared = ${shared} AND (v.shared OR v.user_id = ${userId}::uuid)`;
  if (others.length > 0)
    await work.update(
      VIEW,
      others.map((view) => ({ id: view.id, isDefault: false })),
    );
};

const store = async (work: Work, wish: ViewWish, userId: string): Promise<string | null> => {
  const { id, type, filter, words, orderBy, columns, tokens, density, description, shared, isDefault } = wish;
  await work.lock([`${VIEW} ${work.actor.organizationId}`]);
  const named = await freeName(work, wish, userId);
  const shown = { filter, words, orderBy, columns, tokens, density, description, shared, isDefault };
  const atRoot = { path: () => '' };
  const [saved = null] =
    id === null
      ? await work.create(
          VIEW,
          [{ ...named, ...shown, objectTypes: [type], parameters: {}, user: { id: userId } }],
          atRoot,
        )
      : await work.update(VIEW, [{ id, name: named.name, ...shown }], atRoot);
  if (saved !== null && isDefault) await endOtherDefaults(work, wish, saved, userId);
  return saved;
};

/**
 * Keeps a view of a list under a name: anybody for themselves, for everybody who may add saved filters.
 *
 * @throws InvalidInput for a type that there is not; NotFound and Forbidden for views of others
 */
export const saveView = async (parts: PeopleParts, actor: Actor, wish: ViewWish): Promise<ViewSaved> => {
  const { writer } = parts;
  const userId = personOf(actor);
  const model = modelOf(writer, wish.type);
  const before = wish.id === null ? null : await changeable(writer, actor, wish.id);
  if (wish.shared && before?.shared !== true && !mayShareViews(writer, actor))
    throw new Forbidden('Views are shared by those who may add saved filters.');
  const problems = await misfits(parts, actor, model, wish);
  if (problems.length > 0) return { id: null, userErrors: problems };
  const { result, errors } = await writer.run(keeperOf(actor), { duringMaintenance: true }, (work) =>
    store(work, wish, before?.ownerId ?? userId),
  );
  return { id: errors.length > 0 ? null : (result ?? null), userErrors: errors };
};

/** Deletes a view with the wishes to hear of it. @throws NotFound, Forbidden */
export const deleteView = async (writer: Writer, actor: Actor, id: string): Promise<readonly Problem[]> => {
  const view = await changeable(writer, actor, id);
  const { errors } = await writer.run(keeperOf(actor), { duringMaintenance: true }, (work) =>
    work.delete(VIEW, { ids: [view.id] }),
  );
  return errors;
};

const SUBSCRIPTION = 'extras.FilterSubscription';

/**
 * Lets the person hear of changes of what a view shows, or no longer.
 *
 * @throws NotFound; InvalidInput for a view without a filter that the server knows
 */
export const watchView = async (writer: Writer, actor: Actor, id: string, on: boolean): Promise<readonly Problem[]> => {
  const userId = personOf(actor);
  const view = await viewById(writer, actor, id);
  if (!view) throw new NotFound('There is no saved view with this id.', 'id');
  if (on && view.parameters !== null && view.filter === null)
    throw new InvalidInput([
      problem(
        'id',
        'This view came with an import and has no filter of this product yet; open it, save it, then watch it.',
      ),
    ]);
  const { errors } = await writer.run(keeperOf(actor), { duringMaintenance: true }, async (work) => {
    if (on) return work.upsert(SUBSCRIPTION, [{ user: { id: userId }, savedFilter: { id } }], { path: () => 'id' });
    const rows = await work.sql<{ id: string }>`
      SELECT s.id FROM extras_filter_subscription s WHERE s.organization_id = ${work.org}
        AND s.saved_filter_id = ${id}::uuid AND s.user_id = ${userId}::uuid`;
    return rows.length === 0 ? [] : work.delete(SUBSCRIPTION, { ids: rows.map((row) => row.id) });
  });
  return errors;
};
