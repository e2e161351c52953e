import { choice, choiceSet, entity, int, PrimaryObject, ref, text } from '@plumbline/plugin';

const status = choiceSet('BatteryStatus', [
  ['active', 'Active', 'green'],
  ['spent', 'Spent', 'red'],
]);

/** A battery that bridges power cuts at a site. */
@entity('example.Battery', {
  table: 'plugin_example_battery',
  display: ['name'],
  matchBy: ['site', 'name'],
  unique: [['site', 'name']],
  features: ['tags', 'customFields'],
  navGroup: 'Power',
})
export class Battery extends PrimaryObject {
  @ref('dcim.Site', { inverse: 'batteries', list: true })
  site!: object;

  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @choice(status, { default: 'active', list: true })
  status!: string;

  @int({ optional: true, min: 1, unit: 'Wh', list: true })
  capacityWh!: number | null;
}
