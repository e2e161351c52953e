import { isDraftId } from '../device-type/make-components.ts';
import type { ComponentDraft, Stamped } from '../device-type/stamp.ts';
import { STAMP_ORDER, type ComponentKind } from '../device-type/stamp-types.ts';

/** A component as the device has it; references as ids of stored rows. */
export interface Actual {
  readonly kind: ComponentKind;
  readonly id: string;
  /** What it is found by: its name, path of names for items, front port and position for mappings. */
  readonly key: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Cable that is plugged in; null when there is none. */
  readonly cable: string | null;
}

/** A field in which a component and its template differ; references as names. */
export interface FieldDrift {
  readonly field: string;
  readonly current: unknown;
  readonly expected: unknown;
}

/** What has to happen to a component for the device to be as its type. */
export interface DriftChange {
  readonly kind: ComponentKind;
  readonly action: 'ADD' | 'CHANGE' | 'REMOVE';
  readonly key: string;
  /** The component; null for one that is missing. */
  readonly id: string | null;
  /** The draft it is to be like; null for one that is to go. */
  readonly draft: ComponentDraft | null;
  readonly cable: string | null;
  readonly fields: readonly FieldDrift[];
}

/** Differences of one device or module, and which component each draft stands for. */
export interface Drift {
  readonly changes: readonly DriftChange[];
  /** Ids of components that are there, by the id of their draft. */
  readonly present: ReadonlyMap<string, string>;
}

/** Fields that say what a component is; whether it is enabled is the device's own affair. */
export const COMPARED: Readonly<Record<ComponentKind, readonly string[]>> = {
  consolePort: ['label', 'type'],
  consoleServerPort: ['label', 'type'],
  powerPort: ['label', 'type', 'maximumDraw', 'allocatedDraw'],
  powerOutlet: ['label', 'type', 'color', 'feedLeg', 'powerPortId'],
  interface: ['label', 'type', 'mgmtOnly', 'poeMode', 'poeType', 'rfRole', 'bridgeId'],
  rearPort: ['label', 'type', 'color', 'positions'],
  frontPort: ['label', 'type', 'color', 'positions'],
  portMapping: ['rearPortId', 'rearPortPosition'],
  moduleBay: ['label', 'position'],
  deviceBay: ['label'],
  inventoryItem: ['label', 'partId', 'roleId', 'manufacturerId'],
};

/** References among components, told by name. */
const SIBLINGS: ReadonlySet<string> = new Set(['powerPortId', 'bridgeId', 'rearPortId']);

/** Interfaces that are configured, not built; a device has them beside its type. */
const LOGICAL: ReadonlySet<unknown> = new Set(['virtual', 'bridge', 'lag']);

/** Items record what is inside a box beyond its type; logical interfaces are its configuration. */
const mayBeExtra = ({ kind, fields }: Actual): boolean =>
  kind !== 'inventoryItem' && !(kind === 'interface' && LOGICAL.has(fields['type']));

const placeOf = ({ kind }: Actual): number => STAMP_ORDER.indexOf(kind);

/** Drafts with what they are found by; bridges stand beside them in what was stamped. */
const expectedOf = ({ drafts, bridges }: Stamped) => {
  const bridgeOf = new Map(bridges.map(({ interfaceId, bridgeId }) => [interfaceId, bridgeId]));
  const keys = new Map<string, string>();
  const keyed = (kind: ComponentKind, { fields }: ComponentDraft): string => {
    const name = String(fields['name']);
    if (kind === 'portMapping')
      return `${keys.get(String(fields['frontPortId']))}:${String(fields['frontPortPosition'])}`;
    if (kind !== 'inventoryItem' || typeof fields['parentId'] !== 'string') return name;
    return `${keys.get(fields['parentId'])}/${name}`;
  };
  return STAMP_ORDER.flatMap((kind) =>
    drafts[kind].map((draft) => {
      const key = keyed(kind, draft);
      keys.set(draft.id, key);
      return { kind, key, draft, fields: { ...draft.fields, bridgeId: bridgeOf.get(draft.id) ?? null } };
    }),
  );
};

/**
 * Compares the components of a device or module with what its type would give it now.
 *
 * A field that the template leaves empty is not compared. Components are found by name, so that a renamed template
 * shows as one missing and one extra component.
 */
export const compare = (stamped: Stamped, actuals: readonly Actual[]): Drift => {
  const found = new Map(actuals.map((actual) => [`${actual.kind} ${actual.key}`, actual]));
  const names = new Map(actuals.map(({ id, key }) => [id, key]));
  const expected = expectedOf(stamped);
  for (const { draft, key } of expected) names.set(draft.id, key);
  const shown = (field: string, value: unknown): unknown =>
    SIBLINGS.has(field) && typeof value === 'string' ? (names.get(value) ?? null) : (value ?? null);
  const present = new Map<string, string>();
  const changes = expected.flatMap(({ kind, key, draft, fields }): DriftChange[] => {
    const actual = found.get(`${kind} ${key}`);
    found.delete(`${kind} ${key}`);
    if (!actual) return [{ kind, action: 'ADD', key, id: null, draft, cable: null, fields: [] }];
    present.set(draft.id, actual.id);
    const differing = COMPARED[kind].flatMap((field): FieldDrift[] => {
      const [wanted, current] = [
        shown(field, fields[field as keyof typeof fields]),
        shown(field, actual.fields[field]),
      ];
      return wanted === null || wanted === current ? [] : [{ field, current, expected: wanted }];
    });
    const { id, cable } = actual;
    return differing.length === 0 ? [] : [{ kind, action: 'CHANGE', key, id, draft, cable, fields: differing }];
  });
  const extra = [...found.values()]
    .filter(mayBeExtra)
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.key < b.key ? -1 : 1))
    .map(
      ({ kind, key, id, cable }): DriftChange => ({ kind, action: 'REMOVE', key, id, draft: null, cable, fields: [] }),
    );
  return { changes: [...changes, ...extra], present };
};

/** What is missing, ready to be made: references to components that are there as their ids. */
export const missingOf = (stamped: Stamped, { changes, present }: Drift): Stamped => {
  const added = new Set(changes.flatMap(({ action, draft }) => (action === 'ADD' && draft ? [draft.id] : [])));
  const known = (id: unknown): unknown => (typeof id === 'string' && isDraftId(id) ? (present.get(id) ?? id) : id);
  const settled = ({ id, fields }: ComponentDraft): ComponentDraft => {
    const entries = Object.entries(fields).map(([key, value]): [string, unknown] => {
      if (key !== 'component' || value === null) return [key, key === 'partId' ? value : known(value)];
      const component = value as { readonly kind: string; readonly id: string }; // as the stamp gives it
      return [key, { ...component, id: known(component.id) }];
    });
    return { id, fields: Object.fromEntries(entries) };
  };
  const drafts = Object.fromEntries(
    STAMP_ORDER.map((kind) => [kind, stamped.drafts[kind].filter(({ id }) => added.has(id)).map(settled)]),
  ) as Record<ComponentKind, ComponentDraft[]>; // every kind is a key
  const bridged = new Set(
    changes.flatMap(({ kind, fields, draft }) =>
      kind === 'interface' && draft && (added.has(draft.id) || fields.some(({ field }) => field === 'bridgeId'))
        ? [draft.id]
        : [],
    ),
  );
  const bridges = stamped.bridges
    .filter(({ interfaceId }) => bridged.has(interfaceId))
    .map(({ interfaceId, bridgeId }) => ({
      interfaceId: present.get(interfaceId) ?? interfaceId,
      bridgeId: present.get(bridgeId) ?? bridgeId,
    }));
  return { drafts, bridges, adopted: [], problems: [] };
};
