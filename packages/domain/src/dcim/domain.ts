import { defineDomain, type DomainRule } from '@plumbline/engine';
import { cableCommands } from './cable/cable.commands.ts';
import { cableRules } from './cable/cable.rules.ts';
import { cableTerminationRules } from './cable/cable-termination.rules.ts';
import { portGoneRules } from './cable/port-gone.rules.ts';
import { CablingResolver } from './cabling/cabling.resolver.ts';
import { componentRules } from './component.rules.ts';
import { deviceBayRules } from './device/device-bay.rules.ts';
import { contextDataRule } from '../extras/config-context/config-context.rules.ts';
import { customFieldValueRules } from '../extras/custom-field/check.rules.ts';
import { deviceCommands } from './device/device.commands.ts';
import { deviceRules } from './device/device.rules.ts';
import { deviceSettings } from './device/device.settings.ts';
import { deviceTypeRules } from './device-type/device-type.rules.ts';
import { ComponentDriftResolver } from './drift/drift.resolver.ts';
import { inventoryRules } from './inventory/inventory-item.rules.ts';
import { interfaceRules } from './interface/interface.rules.ts';
import { locationRules } from './location/location.rules.ts';
import { macAddressRules } from './interface/mac-address.rules.ts';
import { mappingRules } from './ports/mapping.rules.ts';
import { measureRules } from './measure.rules.ts';
import { moduleCommands } from './module/module.commands.ts';
import { moduleRules } from './module/module.rules.ts';
import { moduleTypeRules } from './module/module-type.rules.ts';
import { PathResolver } from './path/api/paths.resolver.ts';
import { powerFeedRules } from './power/power-feed.rules.ts';
import { PowerRedundancyResolver } from './power/power-redundancy.resolver.ts';
import { powerSettings } from './power/power.settings.ts';
import { powerRules } from './ports/power.rules.ts';
import { rackReservationRules } from './rack/rack-reservation.rules.ts';
import { rackRules } from './rack/rack.rules.ts';
import { rackTypeRules } from './rack/rack-type.rules.ts';
import { virtualChassisRules } from './device/virtual-chassis.rules.ts';
import { tagRules } from '../extras/tag.rules.ts';
import { entities } from './index.gen.ts';

const rules: readonly DomainRule[] = [
  ...locationRules,
  ...rackTypeRules,
  ...rackRules,
  ...rackReservationRules,
  ...measureRules,
  ...deviceTypeRules,
  ...deviceRules,
  ...virtualChassisRules,
  ...deviceBayRules,
  contextDataRule('dcim.Device', 'localContextData'),
  ...deviceCommands,
  ...componentRules,
  ...powerRules,
  ...powerFeedRules,
  ...moduleTypeRules,
  ...moduleRules,
  ...moduleCommands,
  ...inventoryRules,
  ...interfaceRules,
  ...macAddressRules,
  ...mappingRules,
  ...cableRules,
  ...cableTerminationRules,
  ...portGoneRules,
  ...cableCommands,
  ...tagRules(entities),
  ...customFieldValueRules(entities),
];

/** Sites, racks, devices, their parts and cables. */
export const dcim = defineDomain({
  name: 'dcim',
  entities,
  rules,
  resolvers: [CablingResolver, ComponentDriftResolver, PathResolver, PowerRedundancyResolver],
  settings: [...deviceSettings, ...powerSettings],
});
