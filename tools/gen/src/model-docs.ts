import type { ComputedField, DerivedField, Edge, Model, Registry } from '@plumbline/engine';

const limits = (model: Model, key: string): string => {
  const spec = model.scalars.get(key)?.spec;
  const parts = [
    spec?.max === undefined ? '' : `max ${spec.max}`,
    spec?.min === undefined ? '' : `min ${spec.min}`,
    spec?.unit ?? '',
    spec?.choiceSet ? spec.choiceSet.choices.slice(0, 12).map((c) => `\`${c.value}\``).join(' ') : '',
    spec?.choiceSet && spec.choiceSet.choices.length > 12 ? `... ${spec.choiceSet.choices.length} values` : '',
    spec?.derived ? 'derived' : '',
    spec?.help ?? '',
  ];
  return parts.filter((part) => part !== '').join(', ');
};

const fieldRow = (model: Model, key: string): string => {
  const scalar = model.scalars.get(key);
  if (!scalar) return '';
  return `| \`${key}\` | ${scalar.spec.kind} | ${scalar.nullable ? '' : 'yes'} | ${limits(model, key).replaceAll('|', '\\|')} |`;
};

const edgeTarget = (edge: Edge): string =>
  edge.kind === 'arc' ? edge.arms.map((arm) => `${arm.arm}: ${arm.target}`).join(', ') : edge.target;

const edgeRow = (edge: Edge): string => {
  const required = edge.kind === 'one' || edge.kind === 'arc' ? (edge.nullable ? '' : 'yes') : '';
  const onDelete = edge.kind === 'one' || edge.kind === 'arc' ? edge.onDelete : '';
  return `| \`${edge.name}\` | ${edge.kind} | ${edgeTarget(edge)} | ${required} | ${onDelete} |`;
};

const escaped = (text: string): string => text.replaceAll('|', '\\|');

const computedRow = ({ name, spec, arguments: given }: ComputedField): string => {
  const kind = spec.target === undefined ? spec.kind : `ref to ${spec.target}`;
  const takes = given.map((one) => `\`${one.key}\` (${one.kind})${one.help === undefined ? '' : `: ${one.help.replace(/\.$/, '')}`}`).join('; ');
  return `| \`${name}\` | ${kind} | ${spec.unit ?? ''} | ${escaped(takes)} | ${escaped(spec.help ?? '')} |`;
};

/** Fields that are worked out while rows are read, or nothing. */
const computedPart = ({ computed }: Model): string =>
  computed.size === 0
    ? ''
    : `
Worked out on reading, from rows that the caller may see; neither written, filtered nor sorted by:

| Field | Kind | Unit | Takes | What |
|---|---|---|---|---|
${[...computed.values()].map(computedRow).join('\n')}
`;

const derivedRow = (field: DerivedField): string => {
  const kind = field.kind === 'edge' ? `list of ${field.union}` : field.type.name;
  return `| \`${field.name}\` | ${kind} | ${escaped(field.help)} |`;
};

/** Fields that a loader fills while rows are read, or nothing. */
const derivedPart = ({ derived }: Model): string =>
  derived.size === 0
    ? ''
    : `
Found on reading, by following what the row is connected to; neither written, filtered nor sorted by:

| Field | Kind | What |
|---|---|---|
${[...derived.values()].map(derivedRow).join('\n')}
`;

const page = (model: Model): string => {
  const unique = model.unique.map((rule) => `- ${rule.fields.join(', ')}${rule.where ? ` where \`${rule.where}\`` : ''}`);
  return `# ${model.type}

\`${model.name}\`, table \`${model.table}\`. One: \`${model.one}\`, list: \`${model.many}\`.
${model.features.size > 0 ? `Features: ${[...model.features].sort().join(', ')}.\n` : ''}
| Field | Kind | Required | Notes |
|---|---|---|---|
${[...model.scalars.keys()].map((key) => fieldRow(model, key)).join('\n')}

| Relation | Kind | To | Required | On delete |
|---|---|---|---|---|
${[...model.edges.values()].map(edgeRow).join('\n')}
${computedPart(model)}${derivedPart(model)}
Unique, within the organization:

${unique.join('\n')}
`;
};

/** Reference pages, one per entity and an index, by path below `docs/models`. */
export const modelDocs = (registry: Registry): Map<string, string> => {
  const rows = registry.models.map((m) => `| [${m.type}](${m.name}.md) | ${m.domain} | ${m.label} | \`${m.many}\` |`);
  const index = `# Models\n\nGenerated from the declarations.\n\n| Type | Domain | What | List |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  return new Map([
    ['README.md', index],
    ...registry.models.map((model): [string, string] => [`${model.name}.md`, page(model)]),
  ]);
};
