import type { Model, Registry } from '@plumbline/engine';
import { FILE } from './format.ts';

/** Types whose rows an archive does not hold, with the reason. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'core.ChangeRecord': 'History stays where it happened; an import writes its own.',
  'core.ChangeSet': 'History stays where it happened; an import writes its own.',
  'core.Job': 'Runs of jobs belong to where they ran.',
  'core.Organization': 'The rows go into an organization that is there.',
  'extras.WebhookDelivery': 'What was sent stays where it was sent.',
  'render.ConfigArtefact': 'Configurations are rendered again.',
  'users.ApiToken': 'Tokens are secrets; issue new ones.',
  'users.ShareLink': 'Links are secrets; share again.',
  'users.SecurityEvent': 'What happened to accounts stays where it happened.',
};

/** Derived fields that nothing works out again, for they tell what happened; by key, or by type and key. */
const KEPT: ReadonlySet<string> = new Set([
  'core.DataSource.lastSynced',
  'core.DataSource.status',
  'dataPath',
  'dataSynced',
  'dcim.CableTermination.connector',
  'dcim.CableTermination.positions',
  'imagePath',
  'importedConflict',
  'libraryExtras',
  'users.User.lastLogin',
]);

/** Models whose rows an archive holds; files come apart. */
export const archivedModels = (registry: Registry): Model[] =>
  registry.models.filter(({ name }) => LEFT_OUT[name] === undefined && name !== FILE);

/** Secret fields of a model. */
export const secretsOf = (model: Model): string[] =>
  [...model.scalars.values()].flatMap(({ name, spec }) => (spec.secret ? [name] : []));

const BOOKKEEPING = new Set(['rowVersion']);

const isScalarKept = (model: Model, name: string): boolean => {
  const field = model.scalars.get(name);
  if (!field || BOOKKEEPING.has(name) || field.spec.secret || field.spec.generated !== undefined) return false;
  return field.system || !field.spec.derived || KEPT.has(name) || KEPT.has(`${model.name}.${name}`);
};

/** Fields and references of a model that an archive holds: all but secrets and what is worked out from others. */
export const archivedFields = (model: Model): string[] => [
  ...[...model.scalars.keys()].filter((name) => isScalarKept(model, name)),
  ...[...model.edges.values()].flatMap((edge) => {
    if (edge.kind === 'many' || (edge.kind === 'manyToMany' && !edge.owner) || edge.spec?.derived) return [];
    return [edge.name];
  }),
];

/** Keys of a file's row. */
export const FILE_FIELDS = ['id', 'number', 'name', 'contentType', 'sizeBytes', 'sha256', 'created', 'createdBy'];

/** References of a model to files. */
export const fileFields = (model: Model): string[] =>
  [...model.edges.values()].flatMap((edge) => (edge.kind === 'one' && edge.target === FILE ? [edge.name] : []));
