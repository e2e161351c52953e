import { bool, entity, json, longText, text, textList } from '@plumbline/kit';
import { SyncedObject } from '../synced.ts';

/** A template for exports of lists. */
@entity('extras.ExportTemplate', {
  matchBy: ['name'],
  navGroup: 'Customization',
  features: ['owner'],
})
export class ExportTemplate extends SyncedObject {
  @longText({ help: 'Jinja' })
  templateCode!: string;

  @json({ optional: true })
  environmentParams!: unknown;

  @text({ max: 50, optional: true, list: true })
  mimeType!: string | null;

  @text({ max: 200, optional: true })
  fileName!: string | null;

  @text({ max: 15, optional: true, list: true })
  fileExtension!: string | null;

  @bool({ default: true })
  asAttachment!: boolean;

  @textList({ help: 'Full type names such as dcim.Device', list: true })
  objectTypes!: readonly string[];

  @text({ max: 100, natural: true, list: true })
  name!: string;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
