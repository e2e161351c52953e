import { define, Dict, parseJson, type HostObject, type Value } from '@plumbline/jinja';
import { findField, type ContractField, type ContractType, type PathField } from '../contract.ts';
import { decode } from './decode.ts';
import { holdsObjects, objectsOf } from './custom-fields.ts';
import type { Graph, Siblings } from './graph.ts';

/** Rows of a set, or a value alone; nothing for what is empty. */
const each = (value: Value | undefined): Value[] => {
  if (value === undefined || value === null) return [];
  const iterator = typeof value === 'object' && 'iterate' in value ? value.iterate?.() : undefined;
  return iterator ? [...{ [Symbol.iterator]: () => iterator }] : [value];
};

/** References of a text: `type id` each. */
const refsIn = (text: string | null): readonly string[] => (text === null ? [] : (JSON.parse(text) as string[]));

const LABEL = /^get_(\w+)_display$/;

/** A row as a template sees it; fields are read when they are touched, for all rows that came with this one. */
export class RecordValue implements HostObject {
  readonly typeName: string;
  readonly #sets = new Map<ContractField, Value>();

  constructor(
    readonly graph: Graph,
    readonly type: ContractType,
    readonly id: string,
    readonly siblings: Siblings,
  ) {
    this.typeName = type.name.split('.').at(-1) ?? type.name;
  }

  getAttribute(name: string): Value | undefined {
    const found = findField(this.type, name);
    if (found && holdsObjects(name, found[1])) return objectsOf(this, found[1], recordOf);
    if (found) return this.read(found[1]);
    if (name === 'get_config_context' && this.graph.contextual.has(this.type.name))
      return define(name, [], () => this.#context());
    const labelled = LABEL.exec(name)?.[1];
    return labelled === undefined ? undefined : this.#label(name, labelled);
  }

  /** The value of a field. */
  read(field: ContractField): Value {
    if (field.kind === 'many') return this.#set(field);
    if (field.kind === 'path') return this.#path(field);
    const text = this.graph.text(this.type.name, this.id, this.siblings, field);
    if (field.kind === 'value') return decode(field, text);
    if (field.kind === 'refs') return this.#refs(field, text);
    if (text === null) return null;
    if (field.kind === 'one')
      return recordOf(
        this.graph,
        field.target,
        text,
        this.#targets(field, (each) => each),
      );
    const [arm = '', id = ''] = text.split(' ');
    const target = Object.hasOwn(field.targets, arm) ? field.targets[arm] : undefined;
    if (target === undefined) return null;
    const ofArm = (each: string): string | null => (each.startsWith(`${arm} `) ? each.slice(arm.length + 1) : null);
    return recordOf(this.graph, target, id, this.#targets(field, ofArm));
  }

  /** Records of several types; what siblings lead to is read with them. */
  #refs(field: ContractField & { kind: 'refs' }, text: string | null): Value {
    return refsIn(text).flatMap((ref) => {
      const [target = '', id = ''] = ref.split(' ');
      if (!field.targets.includes(target)) return [];
      return [recordOf(this.graph, target, id, () => this.#refTargets(field, target))];
    });
  }

  #refTargets(field: ContractField, target: string): Siblings {
    const ids = new Set<string>();
    for (const each of this.siblings.ids)
      for (const ref of refsIn(this.graph.text(this.type.name, each, this.siblings, field)))
        if (ref.startsWith(`${target} `)) ids.add(ref.slice(target.length + 1));
    return { ids: [...ids] };
  }

  #set(field: ContractField & { kind: 'many' }): Value {
    const known = this.#sets.get(field) ?? this.graph.setOf(this, field);
    this.#sets.set(field, known);
    return known;
  }

  /** What a path of names leads to; what is hidden or missing on the way is left out. */
  #path({ path, isOne, where }: PathField): Value {
    const counts = (value: Value): boolean => {
      if (!where || !(value instanceof RecordValue) || value.type.name !== where.type) return true;
      return value.getAttribute(where.name) === where.is;
    };
    let values: Value[] = [this];
    for (const name of path)
      values = values.flatMap((value) =>
        (value instanceof RecordValue ? each(value.getAttribute(name)) : []).filter(counts),
      );
    return isOne ? (values[0] ?? null) : values;
  }

  /** What the siblings refer to, so that their targets are siblings too. */
  #targets(field: ContractField, idOf: (text: string) => string | null): () => Siblings {
    return () => {
      const ids = new Set<string>();
      for (const each of this.siblings.ids) {
        const text = this.graph.text(this.type.name, each, this.siblings, field);
        const id = text === null ? null : idOf(text);
        if (id !== null) ids.add(id);
      }
      return { ids: [...ids] };
    };
  }

  #context(): Value {
    const text = this.graph.contextText(this.id, this.siblings);
    return text === null ? new Dict() : parseJson(text);
  }

  #label(method: string, name: string): Value | undefined {
    const field = findField(this.type, name)?.[1];
    if (field?.kind !== 'value' || !field.choices) return undefined;
    const { choices } = field;
    return define(method, [], () => {
      const value = this.graph.text(this.type.name, this.id, this.siblings, field);
      if (value === null) return field.empty;
      return Object.hasOwn(choices, value) ? (choices[value] ?? value) : value;
    });
  }

  equals(other: Value): boolean {
    return other instanceof RecordValue && other.id === this.id && other.type.name === this.type.name;
  }

  hash(): string {
    return this.id;
  }

  truth(): boolean {
    return true;
  }

  str(): string {
    const display = findField(this.type, 'display')?.[1];
    const text = display && this.graph.text(this.type.name, this.id, this.siblings, display);
    return text ?? `${this.type.label} ${this.id}`;
  }

  repr(): string {
    return `<${this.typeName}: ${this.str()}>`;
  }
}

/** The record of a row; one row is one value, whichever way led to it. */
export function recordOf(graph: Graph, typeName: string, id: string, siblings: () => Siblings): RecordValue {
  const made = graph.records.get(typeName) ?? new Map<string, RecordValue>();
  const known = made.get(id);
  if (known) return known;
  graph.records.set(typeName, made);
  const all = siblings();
  const type = graph.type(typeName);
  for (const each of all.ids) if (!made.has(each)) made.set(each, new RecordValue(graph, type, each, all));
  const own = made.get(id) ?? new RecordValue(graph, type, id, all);
  made.set(id, own);
  return own;
}
