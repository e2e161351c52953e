/** A row that claims a value inside a table of addresses. */
export interface Claim {
  readonly id: string;
  /** Table of addresses and value, as one text. */
  readonly key: string;
  /** May stand beside equal claims that may too. */
  readonly isShared: boolean;
  /** Position inside the request; null for a stored row. */
  readonly index: number | null;
}

/**
 * For each claim of the request that may not be, the claim it repeats.
 *
 * Equal claims may stand together only if all of them are shared. A stored row is never to blame; of two new ones the later is.
 */
export const repeatedClaims = (claims: readonly Claim[]): ReadonlyMap<string, Claim> => {
  const groups = new Map<string, Claim[]>();
  for (const claim of claims) groups.set(claim.key, [...(groups.get(claim.key) ?? []), claim]);
  const repeated = new Map<string, Claim>();
  for (const group of groups.values()) {
    const [first, ...later] = group.toSorted((a, b) => (a.index ?? -1) - (b.index ?? -1));
    if (!first || later.length === 0 || group.every((claim) => claim.isShared)) continue;
    for (const claim of later) if (claim.index !== null) repeated.set(claim.id, first);
  }
  return repeated;
};
