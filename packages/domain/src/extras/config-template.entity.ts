import { bool, entity, json, longText, text, textList } from '@plumbline/kit';
import { SyncedObject } from './synced.ts';

/** A template from which device configurations are rendered. */
@entity('extras.ConfigTemplate', {
  matchBy: ['name'],
  navGroup: 'Configuration',
  features: ['tags', 'owner'],
})
export class ConfigTemplate extends SyncedObject {
  @longText({ help: 'Jinja' })
  templateCode!: string;

  @json({ optional: true, help: 'Options of the template language, such as { "trim_blocks": true }' })
  environmentParams!: unknown;

  @longText({
    optional: true,
    help: 'GraphQL query whose result the template finds at its top level; may take $device',
  })
  dataQuery!: string | null;

  /** Types whose rows the template names; kept when the template is saved. */
  @textList({ optional: true, derived: true, help: 'Types the template uses' })
  usesTypes!: readonly string[] | null;

  @text({ max: 50, optional: true, list: true })
  mimeType!: string | null;

  @text({ max: 200, optional: true })
  fileName!: string | null;

  @text({ max: 15, optional: true })
  fileExtension!: string | null;

  @bool({ default: true })
  asAttachment!: boolean;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @bool({ default: false })
  debug!: boolean;

  @text({ max: 200, optional: true, list: true, search: 500 })
  description!: string | null;
}
