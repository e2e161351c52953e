import { BaseObject, entity, int, ref, STANDARD, text } from '@plumbline/kit';
import type { VlanTranslationPolicy } from './vlan-translation-policy.entity.ts';

/** One VLAN id changed into another. */
@entity('ipam.VlanTranslationRule', {
  display: ['number'],
  order: ['policy', 'localVid'],
  matchBy: ['policy', 'localVid'],
  unique: [
    ['policy', 'localVid'],
    ['policy', 'remoteVid'],
  ],
  navGroup: 'VLANs',
  features: STANDARD,
})
export class VlanTranslationRule extends BaseObject {
  @ref('ipam.VlanTranslationPolicy', { inverse: 'rules', onDelete: 'cascade', search: 100, list: true })
  policy!: VlanTranslationPolicy;

  @int({ min: 1, max: 4094, search: 200, list: true, label: 'local VLAN id' })
  localVid!: number;

  @int({ min: 1, max: 4094, search: 200, list: true, label: 'remote VLAN id' })
  remoteVid!: number;

  @text({ max: 200, optional: true, list: true })
  description!: string | null;
}
