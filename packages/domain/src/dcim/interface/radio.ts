import { choice, decimal, int, ref, refs } from '@plumbline/kit';
import type { WirelessLan } from '../../wireless/wireless-lan.entity.ts';
import type { WirelessLink } from '../../wireless/wireless-link.entity.ts';
import { CabledComponent } from '../component.ts';
import { interfacePoeMode, interfacePoeType, wirelessRole } from './interface-choices.ts';
import { wirelessChannel } from './wireless-channels.ts';

/** Wireless and power-over-Ethernet settings of an interface. */
export abstract class RadioComponent extends CabledComponent {
  @choice(wirelessRole, { max: 30, optional: true, label: 'wireless role', group: 'Wireless' })
  rfRole!: string | null;

  @choice(wirelessChannel, { optional: true, label: 'wireless channel', group: 'Wireless' })
  rfChannel!: string | null;

  @decimal({ digits: 8, scale: 3, optional: true, unit: 'MHz', label: 'channel frequency', group: 'Wireless' })
  rfChannelFrequency!: string | null;

  @decimal({ digits: 7, scale: 3, optional: true, unit: 'MHz', label: 'channel width', group: 'Wireless' })
  rfChannelWidth!: string | null;

  @int({ optional: true, min: -40, max: 127, unit: 'dBm', label: 'transmit power', group: 'Wireless' })
  txPower!: number | null;

  @choice(interfacePoeMode, { optional: true, label: 'PoE mode', group: 'PoE' })
  poeMode!: string | null;

  @choice(interfacePoeType, { optional: true, label: 'PoE type', group: 'PoE' })
  poeType!: string | null;

  @refs('wireless.WirelessLan', { inverse: 'interfaces', group: 'Wireless', label: 'wireless LANs' })
  wirelessLans!: WirelessLan[];

  @ref('wireless.WirelessLink', { optional: true, onDelete: 'setNull', derived: true, group: 'Wireless' })
  wirelessLink!: WirelessLink | null;
}
