import type { InputRow, Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { STAMP_ORDER, type ComponentKind } from './stamp-types.ts';
import type { ComponentDraft, Stamped } from './stamp.ts';

/** Model of each kind of component. */
export const COMPONENT_MODELS: Readonly<Record<ComponentKind, string>> = {
  consolePort: 'dcim.ConsolePort',
  consoleServerPort: 'dcim.ConsoleServerPort',
  powerPort: 'dcim.PowerPort',
  powerOutlet: 'dcim.PowerOutlet',
  interface: 'dcim.Interface',
  rearPort: 'dcim.RearPort',
  frontPort: 'dcim.FrontPort',
  portMapping: 'dcim.PortMapping',
  moduleBay: 'dcim.ModuleBay',
  deviceBay: 'dcim.DeviceBay',
  inventoryItem: 'dcim.InventoryItem',
};

/** What gets components: a device, or a module in one. */
export interface Stamping {
  readonly device: string;
  /** The module that brings them; null for those of the device itself. */
  readonly module: string | null;
  /** Input path that errors are told at. */
  readonly path: string;
  readonly stamped: Stamped;
}

const DRAFT = 'stamp:';

/** Gives ids to drafts that are told from ids of stored rows. */
export const draftIds = (): (() => string) => {
  let count = 0;
  return () => `${DRAFT}${++count}`;
};

/** Whether an id is that of a draft. */
export const isDraftId = (id: string): boolean => id.startsWith(DRAFT);

/** Ids in the database by id of the draft. */
export type Made = ReadonlyMap<string, string>;

/** Id in the database of a draft, or of a stored row as it is. */
export const storedId = (id: unknown, made: Made): string | null => {
  if (typeof id !== 'string') return null;
  return isDraftId(id) ? (made.get(id) ?? null) : id;
};

const referred = (kind: ComponentKind, key: string, value: unknown, made: Made): unknown => {
  const isSibling = kind === 'inventoryItem' && key === 'parentId' && typeof value === 'string' && isDraftId(value);
  return isSibling ? { ref: value } : storedId(value, made);
};

const componentInput = (value: unknown, made: Made): InputRow | null => {
  const component = value as { readonly kind: string; readonly id: string } | null; // as the stamp gives it
  const id = component && storedId(component.id, made);
  return component && id !== null ? { [component.kind]: { id } } : null;
};

/** `powerPortId: x` as `powerPort: id`, with the id the component got in the database. */
const inputOf = ({ device, module }: Stamping, kind: ComponentKind, draft: ComponentDraft, made: Made): InputRow => {
  const entries = Object.entries(draft.fields).map(([key, value]): [string, unknown] => {
    if (key === 'component') return [key, componentInput(value, made)];
    return key.endsWith('Id') && key !== 'partId' ? [key.slice(0, -2), referred(kind, key, value, made)] : [key, value];
  });
  return {
    ...Object.fromEntries(entries),
    ...(kind === 'inventoryItem' && { ref: draft.id }),
    ...(kind !== 'portMapping' && { device }),
    ...(kind !== 'portMapping' && module !== null && { module }),
  };
};

/** Creates one kind of component for all at once and notes the ids it got. */
const makeKind = async (
  work: Work,
  kind: ComponentKind,
  stampings: readonly Stamping[],
  made: Map<string, string>,
): Promise<void> => {
  const drafts = stampings.flatMap((stamping) =>
    stamping.stamped.drafts[kind].map((draft) => ({
      draft,
      path: stamping.path,
      input: inputOf(stamping, kind, draft, made),
    })),
  );
  if (drafts.length === 0) return;
  const ids = await work.create(
    COMPONENT_MODELS[kind],
    drafts.map(({ input }) => input),
    { path: (at) => drafts[at]?.path ?? '' },
  );
  drafts.forEach(({ draft }, at) => {
    const id = ids[at];
    if (id) made.set(draft.id, id);
  });
};

/** Components of the device that a module takes over. */
const adopt = async (work: Work, stampings: readonly Stamping[]): Promise<void> => {
  const adopted = stampings.flatMap(({ stamped, module, path }) =>
    stamped.adopted.map(({ kind, id }) => ({ kind, path, row: { id, module } })),
  );
  for (const [kind, own] of groupBy(adopted, (one) => one.kind))
    await work.update(
      COMPONENT_MODELS[kind],
      own.map(({ row }) => row),
      { path: (at) => own[at]?.path ?? '' },
    );
};

/** Bridges are set when all interfaces exist, since two may be bridged to each other. */
const setBridges = async (work: Work, stampings: readonly Stamping[], made: Made): Promise<void> => {
  const bridges = stampings.flatMap(({ stamped, path }) => stamped.bridges.map((bridge) => ({ ...bridge, path })));
  const rows = bridges.flatMap(({ interfaceId, bridgeId, path }) => {
    const [id, bridge] = [storedId(interfaceId, made), storedId(bridgeId, made)];
    return id !== null && bridge !== null ? [{ path, row: { id, bridge } }] : [];
  });
  if (rows.length > 0)
    await work.update(
      COMPONENT_MODELS.interface,
      rows.map(({ row }) => row),
      { path: (at) => rows[at]?.path ?? '' },
    );
};

/**
 * Makes what was stamped: one statement per kind of component and chunk, however many devices or modules.
 *
 * Where names collide or tokens can't be filled in, that is refused at the path and nothing is made there.
 */
export const makeComponents = async (work: Work, stampings: readonly Stamping[]): Promise<Made> => {
  for (const { path, stamped } of stampings)
    for (const problem of stamped.problems) work.refuse(path, 'TEMPLATE_CONFLICT', problem.message);
  const whole = stampings.filter(({ stamped }) => stamped.problems.length === 0);
  const made = new Map<string, string>();
  await adopt(work, whole);
  for (const kind of STAMP_ORDER) await makeKind(work, kind, whole, made);
  await setBridges(work, whole, made);
  return made;
};
