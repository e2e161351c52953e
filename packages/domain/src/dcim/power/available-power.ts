/** Rating of a power feed. */
export interface FeedRating {
  /** V; negative for some DC feeds. */
  readonly voltage: number;
  /** A */
  readonly amperage: number;
  /** %, 1 to 100 */
  readonly maxUtilization: number;
  readonly isThreePhase: boolean;
}

const THREE_PHASE = 1.732;

/** Halves go to the even neighbour, as in NetBox, so that imported feeds keep their figure. */
const roundHalfEven = (value: number): number => {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
};

/** Power that a feed may give, in whole watts. */
export const availablePower = ({ voltage, amperage, maxUtilization, isThreePhase }: FeedRating): number => {
  const single = Math.abs(voltage) * amperage * (maxUtilization / 100);
  return roundHalfEven(isThreePhase ? single * THREE_PHASE : single);
};
