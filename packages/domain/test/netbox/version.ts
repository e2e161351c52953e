/** Releases of NetBox whose tables differ, as numbers that compare. */
export const VERSIONS = [3.7, 4, 4.1, 4.2, 4.5] as const;

/** One of the releases. */
export type Version = (typeof VERSIONS)[number];
