import { command, type DomainRule, type InputRow, type SavedIds, type Work } from '@plumbline/engine';
import { distinct } from '../../lookup.queries.ts';
import { draftIds, makeComponents, type Stamping } from '../device-type/make-components.ts';
import { stamp, type ExistingComponent, type Stamped } from '../device-type/stamp.ts';
import type { NamedKind } from '../device-type/stamp-types.ts';
import { STAMP_ORDER } from '../device-type/stamp-types.ts';
import { templatesOf } from '../templates/templates.queries.ts';
import { componentsOf, installedModules } from './module.queries.ts';

/** A module to equip: where its input stands, and what the caller asked for. */
interface Equipping {
  readonly index: number;
  readonly adopt: boolean;
  readonly replicate: boolean;
}

const isNamed = (kind: (typeof STAMP_ORDER)[number]): kind is NamedKind => kind !== 'portMapping';

/** Components of a device once a module is stamped, so that the next module of the batch sees them. */
const afterwards = (
  existing: readonly ExistingComponent[],
  { adopted, drafts }: Stamped,
  module: string,
): readonly ExistingComponent[] => {
  const taken = new Set(adopted.map(({ id }) => id));
  const fresh = STAMP_ORDER.filter(isNamed).flatMap((kind) =>
    drafts[kind].map(({ id, fields }) => ({ kind, id, name: String(fields['name']), moduleId: module })),
  );
  const kept = existing.map((component) => (taken.has(component.id) ? { ...component, moduleId: module } : component));
  return [...kept, ...fresh];
};

/**
 * Gives modules the components of their types: one statement per kind of template, kind of component and chunk.
 *
 * Modules of one batch are taken in the order of their inputs, so that the second sees what the first brought.
 */
const equipModules = async (work: Work, modules: ReadonlyMap<string, Equipping>): Promise<void> => {
  const installed = await installedModules(work, [...modules.keys()]);
  const templates = await templatesOf(work, 'moduleType', distinct(installed.map(({ type }) => type)));
  const existing = new Map(await componentsOf(work, distinct(installed.map(({ device }) => device))));
  const newId = draftIds();
  const stampings = installed.flatMap(({ id, device, type, vcPosition, bayPositions }): Stamping[] => {
    const asked = modules.get(id);
    if (!asked) return [];
    const before = existing.get(device) ?? [];
    const { adopt, replicate, index } = asked;
    const stamped = stamp(templates.get(type) ?? {}, {
      vcPosition,
      bayPositions,
      newId,
      adopt,
      replicate,
      existing: before,
    });
    existing.set(device, afterwards(before, stamped, id));
    return [{ device, module: id, path: `input.${index}.moduleType`, stamped }];
  });
  await makeComponents(work, stampings);
};

/** Installs modules, and makes or adopts the components of their types as the inputs say. */
const createModules = async (
  work: Work,
  inputs: readonly InputRow[],
  next: (inputs: readonly InputRow[]) => Promise<SavedIds>,
): Promise<SavedIds> => {
  const ids = await next(inputs);
  const equipped = inputs.flatMap((input, index): [string, Equipping][] => {
    const id = ids[index] ?? null;
    const [adopt, replicate] = [input['adoptComponents'] === true, input['replicateComponents'] !== false];
    return id === null || !(adopt || replicate) ? [] : [[id, { index, adopt, replicate }]];
  });
  if (equipped.length > 0) await equipModules(work, new Map(equipped));
  return ids;
};

/** Verbs of modules that do more than the generic ones. */
export const moduleCommands: readonly DomainRule[] = [
  command('dcim.Module', 'create', createModules, {
    replicateComponents: {
      kind: 'bool',
      default: true,
      help: 'Make the components of the module type; false leaves them out',
    },
    adoptComponents: {
      kind: 'bool',
      default: false,
      help: 'Take over components of the device that have the same names and belong to no module',
    },
  }),
];
