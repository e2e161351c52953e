import { type Catalogue, capital, isCommonField } from '../../catalogue/catalogue.ts';
import type { UiEntity, UiField } from '../../catalogue/types.ts';
import { type FilterOperator, operatorsOf } from '../../widgets/operators.ts';
import { customPrefix, resolvePath } from '../query/filter.ts';
import type { FilterToken } from '../query/tokens.ts';

/** Something the filter bar can filter by. */
export interface FilterField {
  path: string;
  label: string;
  /** The field as its widget takes it; edges and custom fields get one made up. */
  field: UiField;
  operators: FilterOperator[];
}

function madeField(name: string, kind: string, label: string, target?: string): UiField {
  return {
    name,
    kind,
    label,
    required: false,
    list: false,
    filter: true,
    sort: false,
    input: false,
    immutable: false,
    operators: ['eq', 'ne', 'in', 'contains', 'startsWith', 'isNull'],
    ...(target ? { target } : {}),
  };
}

/** What a filter path means; undefined when it names nothing that can be filtered. */
export function filterField(catalogue: Catalogue, entity: UiEntity, path: string): FilterField | undefined {
  const end = resolvePath(catalogue, entity, path);
  if (!end) return undefined;
  const before = end.through.length > 0 ? `${capital(end.through.join(' '))} ` : '';
  if (end.customField !== undefined) {
    const known = entity.custom?.find(({ name }) => name === end.customField);
    const field = known ?? madeField(end.customField, 'text', end.customField.replaceAll('_', ' '));
    return { path, label: capital(field.label), field, operators: operatorsOf(field, undefined) };
  }
  const source = end.field ?? end.edge;
  if (!source || (end.field && !end.field.filter)) return undefined;
  const field = end.field ?? madeField(source.name, 'refs', source.label, source.target);
  const operators = operatorsOf(source, catalogue.byName.get(source.target ?? ''));
  if (operators.length === 0) return undefined;
  const label = before ? `${before}${source.label}` : capital(source.label);
  return { path, label, field, operators };
}

/** Paths offered for an entity: own fields, edges, and the fields of what its references name. */
export function filterPaths(catalogue: Catalogue, entity: UiEntity): string[] {
  const own = entity.fields.filter((field) => field.filter);
  const plain = own.filter((field) => !isCommonField(field.name)).map((field) => field.name);
  const common = own.filter((field) => isCommonField(field.name)).map((field) => field.name);
  const hops = own
    .filter((field) => field.kind === 'ref')
    .flatMap((field) => {
      const target = catalogue.byName.get(field.target ?? '');
      const refs = target?.fields.filter((inner) => inner.kind === 'ref' && inner.filter) ?? [];
      return refs.map((inner) => `${field.name}.${inner.name}`);
    });
  const custom = (entity.custom ?? []).filter((field) => field.filter).map(({ name }) => customPrefix + name);
  return [...plain, ...custom, ...entity.edges.map((edge) => edge.name), ...hops, ...common];
}

/** One line of the suggestions below the filter input. */
export interface Suggestion {
  id: string;
  label: string;
  hint: string;
  /** A finished token, or the path whose editor opens. */
  token?: FilterToken;
  path?: string;
  text?: string;
}

function choiceSuggestions(fields: readonly FilterField[], words: string): Suggestion[] {
  return fields.flatMap(({ path, label, field }) =>
    (field.choices ?? [])
      .filter((choice) => choice.label.toLowerCase().includes(words))
      .map((choice) => ({
        id: `${path}=${choice.value}`,
        label: `${label} is ${choice.label}`,
        hint: 'filter',
        token: { path, op: 'in', values: [String(choice.value)] },
      })),
  );
}

/** What typed words may mean: free text, a field to filter by, or a value of a set. */
export function suggestions(fields: readonly FilterField[], typed: string): Suggestion[] {
  const words = typed.trim().toLowerCase();
  const named = fields
    .filter(({ label, path }) => label.toLowerCase().includes(words) || path.toLowerCase().includes(words))
    .map(({ path, label }) => ({ id: path, label, hint: path, path }));
  if (words === '') return named.slice(0, 60);
  const text = { id: ' text', label: `Contains “${typed.trim()}”`, hint: 'Enter', text: typed.trim() };
  return [text, ...named.slice(0, 10), ...choiceSuggestions(fields, words).slice(0, 8)];
}

/** The field that a pasted list of values belongs to: MAC addresses, else what names a row. */
export function pasteField(entity: UiEntity, values: readonly string[]): UiField | undefined {
  const mac = entity.fields.find((field) => field.kind === 'mac' && field.filter);
  if (mac && values.every((value) => /^[0-9a-f]{2}([:.-]?[0-9a-f]{2}){5}$/i.test(value.replaceAll('.', '')))) {
    return mac;
  }
  return entity.fields.find((field) => entity.display.includes(field.name) && field.operators.includes('in'));
}
