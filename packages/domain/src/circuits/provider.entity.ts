import { entity, PrimaryObject, refs, slug, STANDARD, text } from '@plumbline/kit';
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
}
