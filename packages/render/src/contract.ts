import { createHash } from 'node:crypto';

/** How a stored value looks to a template. */
export type ValueKind = 'text' | 'int' | 'decimal' | 'bool' | 'json' | 'list' | 'network' | 'datetime' | 'customFields';

/** A field of a record as templates see it; `field` is the host's name of it. */
export type ContractField =
  | {
      readonly kind: 'value';
      readonly field: string;
      readonly value: ValueKind;
      /** What templates see for null: `None`, or an empty text. */
      readonly empty: null | '';
      /** Labels by value, for `get_X_display()`. */
      readonly choices?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'one'; readonly field: string; readonly target: string }
  | { readonly kind: 'arc'; readonly field: string; readonly targets: Readonly<Record<string, string>> }
  | { readonly kind: 'many'; readonly field: string; readonly target: string }
  /** A list of records of several types; its text is a JSON list of `type id`. */
  | { readonly kind: 'refs'; readonly field: string; readonly targets: readonly string[] }
  | PathField;

/** What other fields lead to, followed in the template's process; hosts know no such field. */
export interface PathField {
  readonly kind: 'path';
  /** A name of its own, which no other field has. */
  readonly field: string;
  /** Names from field to field, and through sets to each row of them. */
  readonly path: readonly string[];
  /** Whether it is the first of what the path leads to, or None; else it is a list. */
  readonly isOne: boolean;
  /** Types of the records it leads to; none when it leads to values. */
  readonly targets: readonly string[];
  /** Rows of a type on the way count when a field has this value. */
  readonly where?: { readonly type: string; readonly name: string; readonly is: string };
}

/** One type of record. */
export interface ContractType {
  readonly name: string;
  readonly label: string;
  /** Fields by the name templates use. */
  readonly fields: Readonly<Record<string, ContractField>>;
  /** Name of a field by its other names; `cf` means the custom fields. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** Everything templates may read. Plain data; this package knows no type by name. */
export interface Contract {
  readonly types: Readonly<Record<string, ContractType>>;
}

/** A field by name or alias, with its own name. Data of objects is never read by a template's name. */
export function findField(type: ContractType, name: string): FoundField | null {
  const ofType = found.get(type) ?? new Map<string, FoundField>();
  found.set(type, ofType);
  const known = ofType.get(name);
  if (known) return known;
  const field = lookUp(type, name);
  if (field) ofType.set(name, field); // names that are not there are the template's to invent, and without end
  return field;
}

type FoundField = readonly [name: string, field: ContractField];

const found = new WeakMap<ContractType, Map<string, FoundField>>();

function lookUp(type: ContractType, name: string): FoundField | null {
  const own = Object.hasOwn(type.aliases, name) ? (type.aliases[name] ?? name) : name;
  const canonical = own === 'cf' ? 'custom_field_data' : own;
  const field = Object.hasOwn(type.fields, canonical) ? type.fields[canonical] : undefined;
  return field ? [canonical, field] : null;
}

const digests = new WeakMap<Contract, string>();

/** SHA-256 of a contract; worked out once. */
export function contractDigest(contract: Contract): string {
  const known = digests.get(contract) ?? createHash('sha256').update(JSON.stringify(contract)).digest('hex');
  digests.set(contract, known);
  return known;
}
