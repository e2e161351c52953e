import { choice, entity, int, longText, ref, STANDARD, text } from '@plumbline/kit';
import type { Tenant } from '../../tenancy/tenant.entity.ts';
import { CabledObject } from '../cable/cabled.ts';
import { powerFeedPhase, powerFeedStatus, powerFeedSupply, powerFeedType } from '../part-choices.ts';
import type { Rack } from '../rack/rack.entity.ts';
import type { PowerPanel } from './power-panel.entity.ts';

/** A circuit of a power panel, usually to a rack. */
@entity('dcim.PowerFeed', {
  order: ['powerPanel', 'name'],
  matchBy: ['powerPanel', 'name'],
  unique: [['powerPanel', 'name']],
  scope: { site: 'powerPanel.site', tenant: 'tenant' },
  navGroup: 'Power',
  features: STANDARD,
  actions: ['connect'],
})
export class PowerFeed extends CabledObject {
  @ref('dcim.PowerPanel', { inverse: 'powerFeeds', list: true })
  powerPanel!: PowerPanel;

  @ref('dcim.Rack', { inverse: 'powerFeeds', optional: true, list: true })
  rack!: Rack | null;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @choice(powerFeedStatus, { default: 'active', list: true })
  status!: string;

  @choice(powerFeedType, { default: 'primary', list: true })
  type!: string;

  @choice(powerFeedSupply, { default: 'ac' })
  supply!: string;

  @choice(powerFeedPhase, { default: 'single-phase' })
  phase!: string;

  @int({ not: [0], min: -32_768, max: 32_767, list: true, unit: 'V', optional: true })
  voltage!: number | null;

  @int({ min: 1, max: 32_767, list: true, unit: 'A', optional: true })
  amperage!: number | null;

  @int({ min: 1, max: 100, list: true, unit: '%', optional: true })
  maxUtilization!: number | null;

  @int({ min: 0, default: 0, derived: true, unit: 'W' })
  availablePower!: number;

  @ref('tenancy.Tenant', { inverse: 'powerFeeds', optional: true })
  tenant!: Tenant | null;

  @text({ max: 200, optional: true, search: 500 })
  description!: string | null;

  @longText({ optional: true, search: 5000 })
  comments!: string | null;
}
