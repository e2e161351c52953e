import type { Problem } from '@plumbline/kit';
import type { PortArm } from '../component-models.ts';

/** A port as cabling sees it. */
export interface Port {
  readonly kind: PortArm;
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly device: string | null;
  /** What the port is on: a device, of a feed its panel; null for a circuit termination, whose name says it. */
  readonly deviceName: string | null;
  readonly type: string | null;
  readonly isMarkedConnected: boolean;
  readonly isOnProviderNetwork: boolean;
  readonly cable: string | null;
  /** Whether the caller may not see it; its name is no name then. */
  readonly isHidden: boolean;
}

/** A place in a list of ports: the port, or why there is none. */
export interface Slot {
  readonly name: string;
  readonly deviceName: string | null;
  readonly port: Port | null;
  readonly problem: Omit<Problem, 'path'> | null;
}

/** A cable with the ports of its ends, in the order of their connectors. */
export interface CabledEnds {
  readonly id: string;
  readonly number: number;
  readonly label: string | null;
  readonly type: string | null;
  readonly color: string | null;
  readonly profile: string | null;
  readonly a: readonly Port[];
  readonly b: readonly Port[];
}
