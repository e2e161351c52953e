import { bool, entity, int, json, ref, refs, text } from '@plumbline/kit';
import { CriteriaObject } from './criteria.ts';
import type { ConfigContextProfile } from './config-context-profile.entity.ts';
import type { Tag } from '../tag.entity.ts';

/** Data handed to the templates of all devices and virtual machines that match its criteria. */
@entity('extras.ConfigContext', {
  matchBy: ['name'],
  unique: [['name']],
  order: ['weight', 'name'],
  navGroup: 'Configuration',
  features: ['owner'],
})
export class ConfigContext extends CriteriaObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @int({ min: 0, default: 1000, list: true })
  weight!: number;

  @bool({ default: true, list: true })
  isActive!: boolean;

  @ref('extras.ConfigContextProfile', {
    inverse: 'configContexts',
    optional: true,
    help: 'What the data must look like',
  })
  profile!: ConfigContextProfile | null;

  @json()
  data!: unknown;

  @text({ max: 200, optional: true, list: true, search: 500 })
  description!: string | null;

  @refs('extras.Tag', { group: 'Applies to' })
  withTags!: Tag[];
}
