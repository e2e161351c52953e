import { BaseObject, bool, choice, int, intList, ref, text } from '@plumbline/kit';
import { cableEnd } from './cable/cable-choices.ts';
import type { Cable } from './cable/cable.entity.ts';
import type { Location } from './location/location.entity.ts';
import type { Rack } from './rack/rack.entity.ts';
import type { Site } from './site/site.entity.ts';

/** A part of a device: port, interface, socket. Place columns mirror the device, so that parts are found by place. */
export abstract class Component extends BaseObject {
  @text({ max: 64, natural: true, search: 100, list: true })
  name!: string;

  @text({ max: 64, optional: true, search: 200, list: true, help: 'What is printed on the box' })
  label!: string | null;

  @text({ max: 200, optional: true, search: 500, list: true })
  description!: string | null;

  @ref('dcim.Site', { optional: true, onDelete: 'setNull', derived: true })
  site!: Site | null;

  @ref('dcim.Location', { optional: true, onDelete: 'setNull', derived: true })
  location!: Location | null;

  @ref('dcim.Rack', { optional: true, onDelete: 'setNull', derived: true })
  rack!: Rack | null;
}

/** A component that takes a cable; the cable columns mirror its termination. */
export abstract class CabledComponent extends Component {
  @bool({ default: false, help: 'Treat as connected although no cable is recorded' })
  markConnected!: boolean;

  @ref('dcim.Cable', { optional: true, onDelete: 'setNull', derived: true, list: true })
  cable!: Cable | null;

  @choice(cableEnd, { max: 1, optional: true, derived: true })
  cableEnd!: string | null;

  /** Connector of the cable's profile, from 1. */
  @int({ optional: true, derived: true, min: 1, max: 256 })
  cableConnector!: number | null;

  /** Positions of the connector, from 1. */
  @intList({ optional: true, derived: true, min: 1, max: 1024 })
  cablePositions!: readonly number[] | null;
}
