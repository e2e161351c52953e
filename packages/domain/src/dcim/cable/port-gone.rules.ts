import { afterSave, type Draft, type DomainRule, type Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct, HIDDEN_NAME, rowsById, rowsOf, textOf } from '../../lookup.queries.ts';
import { COMPONENTS, PORT_MODELS } from '../component-models.ts';
import { cableCalled, type CableName } from './cable-name.ts';
import { cableNames } from './cable-names.queries.ts';

const MOST_NAMED = 5;

const cableOf = (draft: Draft): string | null => textOf(draft.after, 'cable');

const ids = (drafts: readonly Draft[], field: string): string[] =>
  distinct(drafts.map((draft) => textOf(draft.after, field)));

/** Parts that go because their module does, while the device stays. */
const leftWithModule = async (drafts: readonly Draft[], work: Work): Promise<readonly Draft[]> => {
  const parts = drafts.filter((draft) => textOf(draft.after, 'module') !== null && cableOf(draft) !== null);
  const modules = await rowsById(work, 'dcim.Module', ids(parts, 'module'), []);
  const orphans = parts.filter((draft) => !modules.has(textOf(draft.after, 'module') ?? ''));
  const devices = await rowsById(work, 'dcim.Device', ids(orphans, 'device'), []);
  return orphans.filter((draft) => devices.has(textOf(draft.after, 'device') ?? ''));
};

const partOf = (draft: Draft, cables: ReadonlyMap<string, CableName>) => ({
  id: draft.id,
  name: textOf(draft.after, 'name'),
  cable: cables.get(cableOf(draft) ?? '') ?? null,
});

const askAbout = (
  drafts: readonly Draft[],
  cables: ReadonlyMap<string, CableName>,
  seen: ReadonlySet<string>,
): void => {
  const parts = drafts.filter(({ id }) => seen.has(id)).map((draft) => partOf(draft, cables));
  const named = parts.slice(0, MOST_NAMED).map(({ name, cable }) => (cable ? `${name} (${cableCalled(cable)})` : name));
  if (parts.length === 0) named.push(HIDDEN_NAME);
  const more = parts.length > MOST_NAMED ? ` and ${parts.length - MOST_NAMED} more` : '';
  drafts[0]?.refuse(
    '',
    'CABLED_PARTS',
    `Cables are plugged into parts of this module: ${named.join(', ')}${more}. They go along when you accept CABLED_PARTS.`,
    { acceptable: true, parts },
  );
};

/** A module is not pulled out with its cables plugged in unless the caller says so; a dry run shows what would go all the same. */
const askForModules = async (model: string, drafts: readonly Draft[], work: Work): Promise<void> => {
  if (work.trusted || work.accepts('CABLED_PARTS')) return;
  const left = await leftWithModule(drafts, work);
  const cables = await cableNames(work, left.map(cableOf));
  const seen = await work.read.seen(
    model,
    left.map(({ id }) => id),
  );
  for (const own of groupBy(left, (draft) => textOf(draft.after, 'module')).values()) askAbout(own, cables, seen);
};

/** Cables of gone ports that have nothing left at one end. */
const halfCables = async (drafts: readonly Draft[], work: Work): Promise<string[]> => {
  const cables = ids(drafts, 'cable');
  const there = await rowsById(work, 'dcim.Cable', cables, []);
  const left = await rowsOf(work, 'dcim.CableTermination', 'cable', [...there.keys()], ['cableEnd']);
  const ends = groupBy(left, (row) => textOf(row, 'cable'));
  return [...there.keys()].filter((cable) => new Set(ends.get(cable)?.map((row) => row['cableEnd'])).size < 2);
};

/** A cable needs a port at each end: the last port of an end takes it along. */
const takeCables = (model: string): DomainRule =>
  afterSave(model, {
    name: 'dcim.cable.gone',
    on: ['delete'],
    run: async (drafts, work) => {
      const cabled = drafts.filter((draft) => cableOf(draft) !== null);
      if (cabled.length === 0) return;
      if ((COMPONENTS as readonly string[]).includes(model)) await askForModules(model, cabled, work);
      const half = await halfCables(cabled, work);
      if (half.length > 0) await work.delete('dcim.Cable', { ids: half });
    },
  });

/** What follows when ports with cables are deleted. */
export const portGoneRules: readonly DomainRule[] = Object.values(PORT_MODELS).map(takeCables);
