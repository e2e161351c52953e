import { BaseObject, ref, text } from '@plumbline/kit';
import { withCable } from './cable/cabled.ts';
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

/** A component that takes a cable. */
export abstract class CabledComponent extends withCable(Component) {}
