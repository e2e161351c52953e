import type { GraphqlRequest } from '../../api/client.ts';
import type { Contract, ContractField } from './completion.ts';

type ServerField =
  | { kind: 'value'; value: string }
  | { kind: 'one' | 'many'; target: string }
  | { kind: 'arc'; targets: Readonly<Record<string, string>> }
  | { kind: 'refs'; targets: readonly string[] }
  | { kind: 'path'; isOne: boolean; targets: readonly string[] };

interface ServerType {
  label: string;
  fields: Readonly<Record<string, ServerField>>;
  aliases: Readonly<Record<string, string>>;
}

/** What templates may name, as the server tells it. */
export interface ContractAnswer {
  templateContract: {
    globals: Readonly<Record<string, string>>;
    types: Readonly<Record<string, ServerType>>;
    filters: readonly string[];
    tests: readonly string[];
  };
}

/** Asks what templates may name. */
export function contractRequest(): GraphqlRequest {
  return { query: 'query TemplateContract { templateContract }', variables: {} };
}

function pathOf(
  types: Readonly<Record<string, ServerType>>,
  name: string,
  { isOne, targets }: { isOne: boolean; targets: readonly string[] },
): ContractField {
  const held = targets.map((target) => types[target]?.label ?? target).join(' or ') || 'value';
  const [target] = targets.length === 1 ? targets : [];
  return { name, detail: isOne ? held : `${held} list`, target };
}

function fieldOf(types: Readonly<Record<string, ServerType>>, name: string, field: ServerField): ContractField {
  if (field.kind === 'value') return { name, detail: field.value };
  if (field.kind === 'path') return pathOf(types, name, field);
  if (field.kind === 'refs') return pathOf(types, name, { isOne: false, targets: field.targets });
  if (field.kind === 'arc') {
    const labels = Object.values(field.targets).map((target) => types[target]?.label ?? target);
    return { name, detail: labels.join(' or ') };
  }
  const label = types[field.target]?.label ?? field.target;
  return { name, detail: field.kind === 'one' ? label : `${label} set`, target: field.target };
}

/** Turns the server's contract into what completion offers; aliases stand beside the names they mean. */
export function contractOf({ templateContract: { globals, types, filters, tests } }: ContractAnswer): Contract {
  const shown = Object.entries(types).map(([name, { fields, aliases }]): [string, ContractField[]] => [
    name,
    [
      ...Object.entries(fields).map(([key, field]) => fieldOf(types, key, field)),
      ...Object.entries(aliases).flatMap(([alias, key]) => {
        const field = fields[key === 'cf' ? 'custom_field_data' : key];
        return field && !alias.startsWith('_') ? [{ ...fieldOf(types, alias, field), detail: `same as ${key}` }] : [];
      }),
    ],
  ]);
  return { globals, types: Object.fromEntries(shown), filters, tests };
}
