import { entity, json, STANDARD, text } from '@plumbline/kit';
import { SyncedPrimaryObject } from '../synced.ts';

/** What the data of config contexts must look like, as a JSON Schema. */
@entity('extras.ConfigContextProfile', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'Configuration',
  features: STANDARD,
})
export class ConfigContextProfile extends SyncedPrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @json({ optional: true })
  schema!: unknown;
}
