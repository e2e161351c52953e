import { defineDomain, definePlugin } from '@plumbline/plugin';
import { batteryCheck } from './battery-check.job.ts';
import { Battery } from './battery.entity.ts';
import { BatteryResolver } from './battery.resolver.ts';
import { batteryRules } from './battery.rules.ts';
import { migrations } from './migrations.ts';
import { siteComputed } from './site.computed.ts';

const domain = defineDomain({
  name: 'example',
  entities: [Battery],
  rules: batteryRules,
  computed: [siteComputed],
  resolvers: [BatteryResolver],
  jobs: [batteryCheck],
});

/** Batteries at sites: an entity, a rule, a job, a field of sites, a question, a verb, and panels on their pages. */
export const plugin = definePlugin({
  name: 'example',
  label: 'Batteries',
  needs: ['dcim'],
  domain,
  migrations,
  web: {
    folder: new URL('../web/', import.meta.url),
    panels: [
      { slot: 'detail', entity: 'dcim.Site', title: 'Batteries', module: 'site-batteries.js' },
      { slot: 'detailTab', entity: 'dcim.Site', title: 'Power reserve', module: 'power-reserve.js' },
    ],
  },
});
