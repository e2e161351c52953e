import { BaseObject, bool, choice, int, intList, ref } from '@plumbline/kit';
import { cableEnd } from './cable-choices.ts';
import type { Cable } from './cable.entity.ts';

type Base = abstract new () => BaseObject;

/** Adds to a class what everything has that a cable ends at; the cable columns mirror its termination. */
export const withCable = <T extends Base>(base: T) => {
  abstract class Cabled extends (base as Base) {
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
  // it extends the base, which the compiler does not see behind the variable
  return Cabled as unknown as abstract new () => Cabled & InstanceType<T>;
};

/** Something a cable ends at that is no part of a device. */
export abstract class CabledObject extends withCable(BaseObject) {}
