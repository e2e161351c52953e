import type { InputRow, Row, Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, rowsOf, textOf } from '../../lookup.queries.ts';
import type { LibraryType } from './document.ts';
import type { Places } from './places.ts';
import { saveParts } from './save-parts.queries.ts';
import { saveRows, type SavedType } from './save-rows.ts';
import { slugOf, TYPES, type TypeKind } from './shape.ts';

/** Ids of manufacturers by name; those that are missing are created. */
export const manufacturerIds = async (
  work: Work,
  types: readonly LibraryType[],
): Promise<ReadonlyMap<string, string>> => {
  const names = distinct(
    types.flatMap(({ manufacturer, lists }) => [
      manufacturer,
      ...(lists.get('inventory-items') ?? []).map((part) => part.manufacturer),
    ]),
  );
  const fields = ['id', 'name', 'slug'];
  const stored = [
    ...(await work.read.rows('dcim.Manufacturer', { where: { slug: names.map(slugOf) }, fields })),
    ...(await work.read.rows('dcim.Manufacturer', { where: { name: names }, fields })),
  ];
  const byName = new Map(stored.map((row) => [textOf(row, 'name'), String(row['id'])]));
  const bySlug = new Map(stored.map((row) => [textOf(row, 'slug'), String(row['id'])]));
  const ids = new Map<string, string>();
  const missing = names.filter((name) => {
    const id = byName.get(name) ?? bySlug.get(slugOf(name));
    if (id !== undefined) ids.set(name, id);
    return id === undefined;
  });
  const fresh = [...groupBy(missing, slugOf)];
  const made = await work.create(
    'dcim.Manufacturer',
    fresh.map(([slug, [name]]) => ({ name, slug })),
  );
  for (const [at, [, same]] of fresh.entries()) for (const name of same) ids.set(name, made[at] ?? '');
  return ids;
};

const profileIds = async (work: Work, types: readonly LibraryType[]): Promise<ReadonlyMap<string, string>> => {
  const names = distinct(types.map(({ profile }) => profile));
  if (names.length === 0) return new Map();
  const rows = await work.read.rows('dcim.ModuleTypeProfile', { where: { name: names }, fields: ['id', 'name'] });
  return new Map(rows.map((row) => [textOf(row, 'name') ?? '', String(row['id'])]));
};

const keyOf = (manufacturer: string, model: unknown): string => `${manufacturer}\n${String(model)}`;

interface Known {
  readonly manufacturers: ReadonlyMap<string, string>;
  readonly profiles: ReadonlyMap<string, string>;
  readonly stored: ReadonlyMap<string, Row>;
  /** Slugs in use, with the manufacturer's id before them. */
  readonly slugs: Set<string>;
}

/** A slug that no other type of the manufacturer has; files may leave theirs out. */
const freeSlug = (manufacturer: string, name: string, slugs: Set<string>): string => {
  const stem = slugOf(name);
  let slug = stem;
  for (let n = 2; slugs.has(keyOf(manufacturer, slug)); n++) slug = `${stem.slice(0, 95)}-${n}`;
  slugs.add(keyOf(manufacturer, slug));
  return slug;
};

const inputOf = (work: Work, type: LibraryType, known: Known, path: string): InputRow => {
  const manufacturer = known.manufacturers.get(type.manufacturer) ?? '';
  const row = known.stored.get(keyOf(manufacturer, type.values['model']));
  const profile = type.profile === null ? undefined : known.profiles.get(type.profile);
  if (type.profile !== null && profile === undefined)
    work.refuse(`${path}.profile`, 'NOT_FOUND', `There is no module type profile "${type.profile}"; create it first.`);
  const values = { ...type.values, ...(profile !== undefined && { profile: { id: profile } }) };
  if (row) return { id: String(row['id']), ...values };
  const fresh = { manufacturer: { id: manufacturer }, ...values };
  if (type.kind === 'module' || type.hasSlug) return fresh;
  const name = `${type.manufacturer} ${String(type.values['model'])}`;
  return { ...fresh, slug: freeSlug(manufacturer, name, known.slugs) };
};

const extrasOf = ({ extras, hasSlug, kind }: LibraryType): unknown => {
  const all = { ...extras, ...(!hasSlug && kind !== 'module' && { slug: null }) };
  return Object.keys(all).length === 0 ? null : all;
};

const saveKind = async (
  work: Work,
  kind: TypeKind,
  types: readonly LibraryType[],
  known: Pick<Known, 'manufacturers' | 'profiles'>,
  places: Places,
): Promise<SavedType[]> => {
  const { model } = TYPES[kind];
  const manufacturers = distinct(types.map(({ manufacturer }) => known.manufacturers.get(manufacturer) ?? null));
  const fields = kind === 'module' ? ['model'] : ['model', 'slug'];
  const rows = await rowsOf(work, model, 'manufacturer', manufacturers, fields);
  const stored = new Map(rows.map((row) => [keyOf(textOf(row, 'manufacturer') ?? '', row['model']), row]));
  const slugs = new Set(rows.map((row) => keyOf(textOf(row, 'manufacturer') ?? '', row['slug'])));
  const inputs = types.map((type) => {
    const path = places.add(type.file, type.line);
    return { path, input: inputOf(work, type, { ...known, stored, slugs }, path) };
  });
  const ids = await saveRows(work, model, inputs);
  const saved = types.flatMap((type, i): SavedType[] => {
    const id = ids[i];
    return id === null || id === undefined ? [] : [{ type, id }];
  });
  if (saved.length > 0)
    await work.setDerived(
      model,
      saved.map(({ type, id }) => ({ id, libraryExtras: extrasOf(type) })),
    );
  return saved;
};

/**
 * Writes types with their templates: what is stored is brought in line with the files, nothing is removed.
 *
 * The number of statements depends on the kinds of parts alone. Refusals have paths of `places`.
 */
export const saveTypes = async (work: Work, types: readonly LibraryType[], places: Places): Promise<void> => {
  const known = { manufacturers: await manufacturerIds(work, types), profiles: await profileIds(work, types) };
  for (const [kind, own] of groupBy(types, (type) => type.kind)) {
    const saved = await saveKind(work, kind, own, known, places);
    const { parent } = TYPES[kind];
    if (parent !== null) await saveParts(work, parent, saved, { ...known, places });
  }
};
