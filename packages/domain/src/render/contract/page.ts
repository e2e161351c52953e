import type { Registry } from '@plumbline/engine';
import type { ContractField, PathField } from '@plumbline/render';
import { contractOf, type ContractType } from './contract.ts';

const VALUES: Readonly<Record<string, string>> = {
  text: 'text',
  int: 'number',
  decimal: 'decimal',
  bool: 'yes or no',
  json: 'data',
  list: 'list',
  network: 'address',
  datetime: 'instant',
  customFields: 'dict of custom fields',
};

const shortName = (target: string): string => target.split('.')[1] ?? target;

const pathMeaning = ({ path, isOne, targets }: PathField): string => {
  const held = targets.map(shortName).join(', ') || 'value';
  return `${isOne ? `${held} or None` : `list of ${held}`}, as \`${path.join('.')}\``;
};

const meaning = (field: ContractField): string => {
  switch (field.kind) {
    case 'value':
      return `${VALUES[field.value] ?? field.value}${field.choices ? ', a choice' : ''}${field.empty === null && field.value === 'text' ? ' or None' : ''}`;
    case 'one':
      return `${shortName(field.target)} or None`;
    case 'arc':
      return `${Object.values(field.targets).map(shortName).join(', ')} or None`;
    case 'refs':
      return `list of ${field.targets.map(shortName).join(', ')}`;
    case 'many':
      return `set of ${shortName(field.target)}`;
    case 'path':
      return pathMeaning(field);
    default:
      return field satisfies never;
  }
};

/** Names every record has; said once above the types. */
const SHARED: ReadonlySet<string> = new Set([
  'display',
  'id',
  'number',
  'created',
  'last_updated',
  'custom_field_data',
  'tags',
]);

const typeText = ({ name, fields, aliases, order }: ContractType): string => {
  const rows = Object.entries(fields)
    .filter(([key]) => !SHARED.has(key))
    .map(([key, field]) => {
      const others = Object.entries(aliases).flatMap(([alias, to]) => (to === key ? [`\`${alias}\``] : []));
      return `| \`${key}\` | ${others.join(', ')} | ${meaning(field)} |`;
    });
  const sorted = order.map((key) => `\`${key}\``).join(', ');
  return `## ${name}\n\nIn order of ${sorted}.\n\n| Name | Also | Holds |\n|---|---|---|\n${rows.join('\n')}\n`;
};

const HEAD = `# Names in templates

Generated from the model; see [templates](templates.md) for how to use them. Every record also has \`display\`, \`id\` (also
\`pk\`), \`number\`, \`created\` and \`last_updated\`; those that can have them \`tags\` (a set of Tag), \`cf\` and
\`custom_field_data\`. A choice \`x\` has its label in \`get_x_display()\`. What is told \`as a.b\` is what those
names lead to, row by row.
`;

/** The page that lists what templates may name, type by type. */
export const templateNamesPage = (registry: Registry): string =>
  [HEAD, ...Object.values(contractOf(registry).types).map(typeText)].join('\n');
