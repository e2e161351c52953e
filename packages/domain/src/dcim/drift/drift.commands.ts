import type { InputRow, Work } from '@plumbline/engine';
import { groupBy } from '../../group.ts';
import { distinct } from '../../lookup.queries.ts';
import { COMPONENT_MODELS, makeComponents, storedId, type Made } from '../device-type/make-components.ts';
import { STAMP_ORDER } from '../device-type/stamp-types.ts';
import { missingOf, type DriftChange } from './compare.ts';
import type { Instance } from './drift.queries.ts';

/** What a caller agrees to. */
export interface Consent {
  /** Components that the type does not have go. */
  readonly remove: boolean;
  /** Those with a cable go as well, and the cable with them. */
  readonly dropCabled: boolean;
}

/** Whether a change is among what the caller agrees to. */
export const isAgreed = ({ action, cable }: DriftChange, { remove, dropCabled }: Consent): boolean =>
  action !== 'REMOVE' || (remove && (cable === null || dropCabled));

interface Agreed {
  readonly change: DriftChange;
  readonly path: string;
}

/** A cable with one end is none; so the cables of what goes are deleted first. */
const removeExtra = async (work: Work, agreed: readonly Agreed[]): Promise<void> => {
  const gone = agreed.map(({ change }) => change).filter(({ action }) => action === 'REMOVE');
  const cables = distinct(gone.map(({ cable }) => cable));
  if (cables.length > 0) await work.delete('dcim.Cable', { ids: cables });
  for (const kind of [...STAMP_ORDER].reverse()) {
    const ids = distinct(gone.filter((change) => change.kind === kind).map(({ id }) => id));
    if (ids.length > 0) await work.delete(COMPONENT_MODELS[kind], { ids });
  }
};

/** A bridge is set with the missing interfaces, everything else here. */
const changedFields = ({ id, draft, fields }: DriftChange, present: Made, made: Made): InputRow => {
  const entries = fields.flatMap(({ field }): [string, unknown][] => {
    if (field === 'bridgeId') return [];
    const value = draft?.fields[field] ?? null;
    if (field === 'partId' || !field.endsWith('Id')) return [[field, value]];
    const known = typeof value === 'string' ? (present.get(value) ?? value) : value;
    return [[field.slice(0, -2), storedId(known, made)]];
  });
  return { id, ...Object.fromEntries(entries) };
};

const changeDiffering = async (
  work: Work,
  agreed: readonly (Agreed & { readonly present: Made })[],
  made: Made,
): Promise<void> => {
  const rows = agreed.flatMap(({ change, path, present }) => {
    const row = change.action === 'CHANGE' ? changedFields(change, present, made) : { id: null };
    return Object.keys(row).length > 1 ? [{ kind: change.kind, path, row }] : [];
  });
  for (const [kind, own] of groupBy(rows, (one) => one.kind))
    await work.update(
      COMPONENT_MODELS[kind],
      own.map(({ row }) => row),
      { path: (at) => own[at]?.path ?? '' },
    );
};

/**
 * Brings devices or modules in line with their type, as far as the caller agrees: extra components go, missing ones are
 * made, differing ones are changed. The number of statements follows from the kinds, not from the devices.
 *
 * Refusals name the instance, `instances.0`.
 */
export const applyDrift = async (work: Work, instances: readonly Instance[], consent: Consent): Promise<void> => {
  const agreed = instances.flatMap(({ drift }, index) =>
    drift.changes
      .filter((change) => isAgreed(change, consent))
      .map((change) => ({ change, path: `instances.${index}`, present: drift.present })),
  );
  await removeExtra(work, agreed);
  const made = await makeComponents(
    work,
    instances.map(({ device, module, stamped, drift }, index) => ({
      device,
      module,
      path: `instances.${index}`,
      stamped: { ...missingOf(stamped, drift), problems: stamped.problems },
    })),
  );
  await changeDiffering(work, agreed, made);
};
