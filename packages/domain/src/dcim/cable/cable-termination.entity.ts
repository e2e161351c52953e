import { arc, BaseObject, choice, entity, int, intList, ref } from '@plumbline/kit';
import type { CircuitTermination } from '../../circuits/circuit-termination.entity.ts';
import type { PowerFeed } from '../power/power-feed.entity.ts';
import { PORT_MODELS } from '../component-models.ts';
import type { Device } from '../device/device.entity.ts';
import type { Interface } from '../interface/interface.entity.ts';
import type { Location } from '../location/location.entity.ts';
import type { ConsolePort } from '../ports/console-port.entity.ts';
import type { ConsoleServerPort } from '../ports/console-server-port.entity.ts';
import type { FrontPort } from '../ports/front-port.entity.ts';
import type { PowerOutlet } from '../ports/power-outlet.entity.ts';
import type { PowerPort } from '../ports/power-port.entity.ts';
import type { RearPort } from '../ports/rear-port.entity.ts';
import type { Rack } from '../rack/rack.entity.ts';
import type { Site } from '../site/site.entity.ts';
import { cableEnd } from './cable-choices.ts';
import type { Cable } from './cable.entity.ts';

/** One port plugged into one end of a cable. */
@entity('dcim.CableTermination', {
  readOnly: true,
  display: ['cableEnd'],
  order: ['cable', 'cableEnd', 'connector'],
  matchBy: ['termination'],
  unique: [
    { fields: ['termination'], nullsEqual: true, code: 'PORT_TAKEN', message: 'The port already has a cable.' },
    ['cable', 'cableEnd', 'connector'],
  ],
  scope: { site: 'site' },
  navGroup: 'Connections',
})
export class CableTermination extends BaseObject {
  @ref('dcim.Cable', { inverse: 'terminations', onDelete: 'cascade', immutable: true, list: true })
  cable!: Cable;

  @choice(cableEnd, { max: 1, immutable: true, list: true })
  cableEnd!: string;

  @int({ min: 1, max: 256, optional: true, derived: true, list: true })
  connector!: number | null;

  @intList({ optional: true, derived: true })
  positions!: readonly number[] | null;

  @ref('dcim.Device', { optional: true, onDelete: 'setNull', derived: true, list: true })
  device!: Device | null;

  @ref('dcim.Rack', { optional: true, onDelete: 'setNull', derived: true })
  rack!: Rack | null;

  @ref('dcim.Location', { optional: true, onDelete: 'setNull', derived: true })
  location!: Location | null;

  @ref('dcim.Site', { optional: true, onDelete: 'setNull', derived: true })
  site!: Site | null;

  @arc(PORT_MODELS, { onDelete: 'cascade', immutable: true, list: true })
  termination!:
    | Interface
    | ConsolePort
    | ConsoleServerPort
    | PowerPort
    | PowerOutlet
    | FrontPort
    | RearPort
    | PowerFeed
    | CircuitTermination;
}
