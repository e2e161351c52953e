/** Kinds of component in the order in which they are made; a bridge of an interface is set after all of them. */
export const STAMP_ORDER = [
  'consolePort',
  'consoleServerPort',
  'powerPort',
  'powerOutlet',
  'interface',
  'rearPort',
  'frontPort',
  'portMapping',
  'moduleBay',
  'deviceBay',
  'inventoryItem',
] as const;

/** A kind of thing that a template row becomes. */
export type ComponentKind = (typeof STAMP_ORDER)[number];

/** Kinds with a name of their own: all but port mappings. */
export type NamedKind = Exclude<ComponentKind, 'portMapping'>;

/** What every named template row has. Descriptions stay with the template. */
export interface TemplateRow {
  readonly id: string;
  readonly name: string;
  readonly label: string | null;
}

export interface PlainPortTemplate extends TemplateRow {
  readonly type: string | null;
}

export interface PowerPortTemplate extends PlainPortTemplate {
  readonly maximumDraw: number | null;
  readonly allocatedDraw: number | null;
}

export interface PowerOutletTemplate extends PlainPortTemplate {
  readonly color: string | null;
  readonly feedLeg: string | null;
  /** Id of the power port template that feeds it. */
  readonly powerPortId: string | null;
}

export interface InterfaceTemplate extends TemplateRow {
  readonly type: string;
  readonly enabled: boolean;
  readonly mgmtOnly: boolean;
  readonly poeMode: string | null;
  readonly poeType: string | null;
  readonly rfRole: string | null;
  /** Id of the interface template that it is bridged to. */
  readonly bridgeId: string | null;
}

export interface PanelPortTemplate extends TemplateRow {
  readonly type: string;
  readonly color: string | null;
  readonly positions: number;
}

export interface PortMappingTemplate {
  readonly frontPortId: string;
  readonly frontPortPosition: number;
  readonly rearPortId: string;
  readonly rearPortPosition: number;
}

export interface ModuleBayTemplate extends TemplateRow {
  readonly position: string | null;
  readonly enabled: boolean;
}

export interface DeviceBayTemplate extends TemplateRow {
  readonly enabled: boolean;
}

export interface InventoryItemTemplate extends TemplateRow {
  readonly parentId: string | null;
  readonly roleId: string | null;
  readonly manufacturerId: string | null;
  readonly partId: string | null;
  /** The component template that the item is a part of. */
  readonly component: { readonly kind: NamedKind; readonly id: string } | null;
}

/** All template rows of one device type or module type; what a type lacks may be left out. */
export interface TypeTemplates {
  readonly consolePort?: readonly PlainPortTemplate[];
  readonly consoleServerPort?: readonly PlainPortTemplate[];
  readonly powerPort?: readonly PowerPortTemplate[];
  readonly powerOutlet?: readonly PowerOutletTemplate[];
  readonly interface?: readonly InterfaceTemplate[];
  readonly rearPort?: readonly PanelPortTemplate[];
  readonly frontPort?: readonly PanelPortTemplate[];
  readonly portMapping?: readonly PortMappingTemplate[];
  readonly moduleBay?: readonly ModuleBayTemplate[];
  readonly deviceBay?: readonly DeviceBayTemplate[];
  readonly inventoryItem?: readonly InventoryItemTemplate[];
}
