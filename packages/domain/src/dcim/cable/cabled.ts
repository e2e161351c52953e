import { BaseObject, bool, choice, int, intList, ref } from '@plumbline/kit';
import { cableEnd } from './cable-choices.ts';
import type { Cable } from './cable.entity.ts';

/** Something a cable ends at that is no part of a device; the cable columns mirror its termination. */
export abstract class CabledObject extends BaseObject {
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
