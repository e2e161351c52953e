import { registry } from '../../src/index.ts';

/** Their rows need more than a sample has; they have cases of their own. */
const ELSEWHERE = new Set([
  'uniqueScope',
  'connector',
  'primaryIp4',
  'primaryIp6',
  'oobIp',
  'frontPort',
  'rearPort',
  'primaryMacAddress',
  'master',
]);

/** Written as parts of other objects, with cases of their own. */
const NOT_DIRECT = new Set(['core.Organization', 'users.ApiToken', 'dcim.CableTermination']);

/** Uniqueness that is tested with two samples of a model. */
export const sampledUniques = registry.models
  .filter((model) => !model.readOnly && !NOT_DIRECT.has(model.name))
  .flatMap((model) => model.unique.map((unique) => ({ model, unique })))
  .filter(({ unique }) => !unique.fields.some((field) => field === 'number' || ELSEWHERE.has(field)));
