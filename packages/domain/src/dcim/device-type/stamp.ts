import { resolveName } from '../naming.ts';
import type { NamingContext } from '../naming.ts';
import type {
  ComponentKind,
  InterfaceTemplate,
  InventoryItemTemplate,
  NamedKind,
  PortMappingTemplate,
  TemplateRow,
  TypeTemplates,
} from './stamp-types.ts';
import { STAMP_ORDER } from './stamp-types.ts';

/** One component to create: its id, and the fields copied from its template with references between drafts by id. */
export interface ComponentDraft {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A component that the device has already, of any kind a module may adopt. */
export interface ExistingComponent {
  readonly kind: NamedKind;
  readonly id: string;
  readonly name: string;
  /** Module it belongs to; null when it is the device's own. */
  readonly moduleId: string | null;
  /** The actor may not see it: no message says its name. */
  readonly isHidden?: boolean;
}

/** Why a component can not be made. */
export interface StampProblem {
  readonly kind: ComponentKind;
  readonly name: string;
  readonly message: string;
}

/** How templates become components. */
export interface StampOptions extends NamingContext {
  /** Makes the id of each new component; called in the order of creation. */
  readonly newId: () => string;
  /** Components of the device before; empty for a new device. */
  readonly existing?: readonly ExistingComponent[];
  /** Take over components of the same name that belong to no module, instead of refusing the name. */
  readonly adopt?: boolean;
  /** Make components that are not there; false only adopts. Default true. */
  readonly replicate?: boolean;
}

/** The outcome: rows to create per kind, components to take over, interface bridges to set afterwards. */
export interface Stamped {
  readonly drafts: Readonly<Record<ComponentKind, readonly ComponentDraft[]>>;
  /** Components of the device that now belong to the module. */
  readonly adopted: readonly { readonly kind: NamedKind; readonly id: string }[];
  /** Set when all interfaces exist, since two may be bridged to each other. */
  readonly bridges: readonly { readonly interfaceId: string; readonly bridgeId: string }[];
  /** Empty unless names collide or tokens can not be filled; then nothing may be created. */
  readonly problems: readonly StampProblem[];
}

/**
 * Turns the templates of a type into drafts of components, in memory.
 *
 * Names, labels and bay positions get their tokens filled. References inside the type (outlet to power port,
 * mapping to ports, item to parent and component, bridge) become references between drafts; one to a component
 * that was not made becomes null, and a mapping without both ports is left out.
 */
export const stamp = (templates: TypeTemplates, options: StampOptions): Stamped => {
  const press = new Press(options);
  press.all('consolePort', templates.consolePort);
  press.all('consoleServerPort', templates.consoleServerPort);
  press.all('powerPort', templates.powerPort);
  press.all('powerOutlet', templates.powerOutlet, ({ powerPortId }) => ({
    powerPortId: press.idOf('powerPort', powerPortId),
  }));
  press.all(
    'interface',
    templates.interface?.map(({ bridgeId: _, ...rest }) => rest),
  );
  press.all('rearPort', templates.rearPort);
  press.all('frontPort', templates.frontPort);
  press.mappings(templates.portMapping ?? []);
  press.all('moduleBay', templates.moduleBay, ({ position }) => ({
    position: position === null ? null : press.fill('moduleBay', position),
  }));
  press.all('deviceBay', templates.deviceBay);
  press.all('inventoryItem', parentsFirst(templates.inventoryItem ?? []), (item) => ({
    parentId: press.idOf('inventoryItem', item.parentId),
    component: press.component(item.component),
  }));
  press.bridgeAll(templates.interface ?? []);
  return press.result();
};

const NAMES_ARE_PLAIN: ReadonlySet<ComponentKind> = new Set(['deviceBay', 'inventoryItem']);

/** Collects drafts while remembering which component each template became. */
class Press {
  private readonly options: StampOptions;
  private readonly drafts = Object.fromEntries(STAMP_ORDER.map((kind) => [kind, [] as ComponentDraft[]])) as Record<
    ComponentKind,
    ComponentDraft[]
  >; // every kind is a key
  private readonly made = new Map<string, string>();
  private readonly taken: Map<string, ExistingComponent>;
  private readonly adopted: { kind: NamedKind; id: string }[] = [];
  private readonly bridges: { interfaceId: string; bridgeId: string }[] = [];
  private readonly problems: StampProblem[] = [];

  constructor(options: StampOptions) {
    this.options = options;
    const existing = (options.existing ?? []).filter(({ kind, moduleId }) => kind !== 'moduleBay' || moduleId === null);
    this.taken = new Map(existing.map((component) => [nameKey(component), component]));
  }

  all<T extends TemplateRow>(
    kind: NamedKind,
    rows: readonly T[] = [],
    references: (row: T) => Record<string, unknown> = () => ({}),
  ): void {
    const names = new Set<string>();
    for (const row of rows) {
      const name = this.fill(kind, row.name);
      const scope =
        kind === 'inventoryItem'
          ? `${this.idOf(kind, (row as { parentId?: string | null }).parentId ?? null)} ${name}`
          : name; // items may repeat names under other parents
      if (names.has(scope))
        this.problems.push({ kind, name, message: `Two templates give the name "${name}"; rename one.` });
      else this.one(kind, name, row, references);
      names.add(scope);
    }
  }

  mappings(rows: readonly PortMappingTemplate[]): void {
    for (const { frontPortId, rearPortId, frontPortPosition, rearPortPosition } of rows) {
      const ports = { frontPortId: this.idOf('frontPort', frontPortId), rearPortId: this.idOf('rearPort', rearPortId) };
      if (ports.frontPortId === null || ports.rearPortId === null) continue;
      this.drafts.portMapping.push({
        id: this.options.newId(),
        fields: { ...ports, frontPortPosition, rearPortPosition },
      });
    }
  }

  bridgeAll(rows: readonly InterfaceTemplate[]): void {
    for (const row of rows) {
      const [interfaceId, bridgeId] = [this.idOf('interface', row.id), this.idOf('interface', row.bridgeId)];
      if (interfaceId !== null && bridgeId !== null) this.bridges.push({ interfaceId, bridgeId });
    }
  }

  /** Text with its tokens filled; plain for kinds whose names take none. */
  fill(kind: NamedKind, template: string): string {
    if (NAMES_ARE_PLAIN.has(kind)) return template;
    const resolved = resolveName(template, this.options);
    if ('text' in resolved) return resolved.text;
    this.problems.push({ kind, name: template, message: resolved.problem });
    return template;
  }

  idOf(kind: NamedKind, templateId: string | null): string | null {
    return (templateId !== null && this.made.get(`${kind} ${templateId}`)) || null;
  }

  component(of: InventoryItemTemplate['component']): { kind: NamedKind; id: string } | null {
    const id = of && this.idOf(of.kind, of.id);
    return of && id !== null ? { kind: of.kind, id } : null;
  }

  result(): Stamped {
    const { drafts, adopted, bridges, problems } = this;
    return { drafts, adopted, bridges, problems };
  }

  private one<T extends TemplateRow>(
    kind: NamedKind,
    name: string,
    row: T,
    references: (row: T) => Record<string, unknown>,
  ): void {
    const found = this.taken.get(nameKey({ kind, name }));
    if (found && this.options.adopt && found.moduleId === null) {
      this.adopted.push({ kind, id: found.id });
      this.made.set(`${kind} ${row.id}`, found.id);
    } else if (found && kind !== 'moduleBay') {
      this.problems.push({ kind, name, message: collision(name, found, this.options.adopt ?? false) });
    } else if (this.options.replicate ?? true) {
      const { id: templateId, ...copied } = row;
      const id = this.options.newId();
      const label = row.label === null ? null : this.fill(kind, row.label);
      this.drafts[kind].push({ id, fields: { ...copied, name, label, ...references(row) } });
      this.made.set(`${kind} ${templateId}`, id);
    }
  }
}

const nameKey = ({ kind, name }: { kind: NamedKind; name: string }): string => `${kind} ${name}`;

const collision = (name: string, found: ExistingComponent, adopt: boolean): string => {
  if (found.isHidden === true)
    return 'A name that this brings is taken by a component that you may not see; have it renamed first.';
  return adopt || found.moduleId !== null
    ? `"${name}" belongs to another module of the device; rename it first.`
    : `The device has "${name}" already; adopt it or rename it.`;
};

/** Items with each parent before its children, otherwise in the order given. */
const parentsFirst = (rows: readonly InventoryItemTemplate[]): InventoryItemTemplate[] => {
  const known = new Set(rows.map(({ id }) => id));
  const children = new Map<string | null, InventoryItemTemplate[]>();
  for (const row of rows) {
    const parentId = row.parentId !== null && known.has(row.parentId) ? row.parentId : null;
    const siblings = children.get(parentId);
    if (siblings) siblings.push(row);
    else children.set(parentId, [row]);
  }
  const ordered = [...(children.get(null) ?? [])];
  for (const row of ordered) ordered.push(...(children.get(row.id) ?? [])); // grows while it runs, level by level
  return ordered;
};
