import { choice, decimal, entity, PrimaryObject, ref, secret, STANDARD, text } from '@plumbline/kit';
import { linkStatus } from '../dcim/cable/cable-choices.ts';
import type { Device } from '../dcim/device/device.entity.ts';
import type { Interface } from '../dcim/interface/interface.entity.ts';
import { distanceUnit } from '../dcim/part-choices.ts';
import type { Tenant } from '../tenancy/tenant.entity.ts';
import { wirelessAuthCipher, wirelessAuthType } from './choices.ts';

/** A radio link between two interfaces. */
@entity('wireless.WirelessLink', {
  display: ['ssid'],
  order: ['number'],
  matchBy: ['interfaceA', 'interfaceB'],
  unique: [['interfaceA', 'interfaceB']],
  scope: { tenant: 'tenant' },
  navGroup: 'Wireless',
  features: STANDARD,
})
export class WirelessLink extends PrimaryObject {
  @decimal({ digits: 8, scale: 2, optional: true })
  distance!: string | null;

  @choice(distanceUnit, { optional: true })
  distanceUnit!: string | null;

  /** The distance in metres. */
  @decimal({ digits: 13, scale: 4, optional: true, derived: true, unit: 'm' })
  absDistanceM!: string | null;

  @choice(wirelessAuthType, { optional: true })
  authType!: string | null;

  @choice(wirelessAuthCipher, { optional: true })
  authCipher!: string | null;

  @secret({ optional: true })
  authPsk!: string | null;

  @ref('dcim.Interface', { inverse: 'wirelessLinksA', list: true, label: 'interface A' })
  interfaceA!: Interface;

  @ref('dcim.Interface', { inverse: 'wirelessLinksB', list: true, label: 'interface B' })
  interfaceB!: Interface;

  @text({ max: 32, optional: true, search: 100, list: true })
  ssid!: string | null;

  @choice(linkStatus, { default: 'connected', list: true })
  status!: string;

  @ref('tenancy.Tenant', { inverse: 'wirelessLinks', optional: true, list: true })
  tenant!: Tenant | null;

  @ref('dcim.Device', {
    inverse: 'wirelessLinksA',
    optional: true,
    onDelete: 'setNull',
    derived: true,
    label: 'device A',
  })
  interfaceADevice!: Device | null;

  @ref('dcim.Device', {
    inverse: 'wirelessLinksB',
    optional: true,
    onDelete: 'setNull',
    derived: true,
    label: 'device B',
  })
  interfaceBDevice!: Device | null;
}
