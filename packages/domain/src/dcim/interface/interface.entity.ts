import { bigint, bool, choice, entity, int, ref, refs, STANDARD, text, wwn } from '@plumbline/kit';
import type { VirtualDeviceContext } from '../device/virtual-device-context.entity.ts';
import type { MacAddress } from './mac-address.entity.ts';
import type { Module } from '../module/module.entity.ts';
import type { Vrf } from '../../ipam/vrf/vrf.entity.ts';
import type { Device } from '../device/device.entity.ts';
import { interfaceDuplex, interfaceType } from './interface-choices.ts';
import { SwitchedComponent } from './switched.ts';

/** A port or logical interface of a device. */
@entity('dcim.Interface', {
  order: ['device', 'sortKey'],
  matchBy: ['device', 'name'],
  unique: [['device', 'name'], ['primaryMacAddress']],
  scope: { site: 'site', tenant: 'device.tenant' },
  navGroup: 'Components',
  features: STANDARD,
  actions: ['connect'],
})
export class Interface extends SwitchedComponent {
  @ref('dcim.Device', { inverse: 'interfaces', onDelete: 'cascade', immutable: true, list: true })
  device!: Device;

  @choice(interfaceType, { list: true })
  type!: string;

  @bool({ default: true, list: true })
  enabled!: boolean;

  @bool({ default: false, label: 'management only' })
  mgmtOnly!: boolean;

  @ref('dcim.Interface', { inverse: 'memberInterfaces', optional: true, onDelete: 'setNull', label: 'LAG', list: true })
  lag!: Interface | null;

  @ref('dcim.Interface', { inverse: 'childInterfaces', optional: true })
  parent!: Interface | null;

  @ref('dcim.Interface', { inverse: 'bridgeInterfaces', optional: true, onDelete: 'setNull' })
  bridge!: Interface | null;

  @ref('ipam.Vrf', { inverse: 'interfaces', optional: true, onDelete: 'setNull', label: 'VRF' })
  vrf!: Vrf | null;

  @bigint({ min: 0, optional: true, search: 2000, unit: 'kbit/s', list: true })
  speed!: string | null;

  @choice(interfaceDuplex, { optional: true })
  duplex!: string | null;

  @int({ min: 1, max: 65_536, optional: true, search: 2000, label: 'MTU', unit: 'B', list: true })
  mtu!: number | null;

  @wwn({ optional: true, search: 300, label: 'WWN' })
  wwn!: string | null;

  /** Orders by slot before type; see sort-key.ts. */
  @text({ max: 100, bytewise: true, derived: true, filter: false })
  sortKey!: string;

  @ref('dcim.Module', {
    inverse: 'interfaces',
    optional: true,
    onDelete: 'cascade',
    help: 'The module that brought it',
  })
  module!: Module | null;

  @ref('dcim.MacAddress', { optional: true, onDelete: 'setNull', label: 'primary MAC address', list: true })
  primaryMacAddress!: MacAddress | null;

  @refs('dcim.VirtualDeviceContext', { inverse: 'interfaces', label: 'virtual device contexts' })
  vdcs!: VirtualDeviceContext[];
}
