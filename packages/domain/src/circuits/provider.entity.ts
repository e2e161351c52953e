import { entity, longText, PrimaryObject, refs, slug, STANDARD, text, url } from '@plumbline/kit';
import type { Asn } from '../ipam/asn/asn.entity.ts';

/** A company that sells circuits. */
@entity('circuits.Provider', {
  matchBy: ['slug'],
  unique: [['name'], ['slug']],
  navGroup: 'Circuits',
  features: [...STANDARD, 'contacts'],
})
export class Provider extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;

  @slug()
  slug!: string;

  @refs('ipam.Asn', { inverse: 'providers', list: true, label: 'ASNs' })
  asns!: Asn[];

  @url({ optional: true, help: 'Where the provider lets its customers look' })
  portalUrl!: string | null;

  @longText({ optional: true, label: 'NOC contact', help: 'How to reach the operations centre, day and night' })
  nocContact!: string | null;
}
