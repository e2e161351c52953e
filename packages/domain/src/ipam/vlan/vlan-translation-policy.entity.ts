import { entity, PrimaryObject, STANDARD, text } from '@plumbline/kit';

/** A set of VLAN translations. */
@entity('ipam.VlanTranslationPolicy', {
  matchBy: ['name'],
  unique: [['name']],
  navGroup: 'VLANs',
  features: STANDARD,
})
export class VlanTranslationPolicy extends PrimaryObject {
  @text({ max: 100, natural: true, search: 100, list: true })
  name!: string;
}
