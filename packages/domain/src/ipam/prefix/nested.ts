import { int, ref, text } from '@plumbline/kit';
import { PlacedObject } from '../../dcim/site/placed.ts';
import type { Prefix } from './prefix.entity.ts';

const SAME_TABLE =
  '{rows}.vrf_id IS NOT DISTINCT FROM {own}.vrf_id AND {rows}.address_space_id IS NOT DISTINCT FROM {own}.address_space_id';

/** The place of a prefix among those of its VRF, kept with each write. */
export abstract class NestedPrefix extends PlacedObject {
  /** Smallest prefix of the same VRF that holds this one. */
  @ref('ipam.Prefix', { inverse: 'children', optional: true, onDelete: 'setNull', derived: true })
  parent!: Prefix | null;

  /** Number of distinct networks of the VRF that hold this one. */
  @int({
    derived: true,
    default: 0,
    min: 0,
    counts: { of: 'ipam.Prefix', where: `{rows}.prefix >> {own}.prefix AND ${SAME_TABLE}`, distinct: 'prefix' },
  })
  depth!: number;

  /** Number of prefixes of the VRF inside this one, at any depth. */
  @int({
    derived: true,
    default: 0,
    min: 0,
    list: true,
    counts: { of: 'ipam.Prefix', where: `{rows}.prefix << {own}.prefix AND ${SAME_TABLE}` },
  })
  childCount!: number;

  /** Where equal prefixes are refused; null when they are allowed. */
  @text({ max: 80, optional: true, derived: true, filter: false, sort: false })
  uniqueScope!: string | null;
}
