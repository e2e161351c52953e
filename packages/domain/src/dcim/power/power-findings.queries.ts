import type { GraphSession } from '@plumbline/engine';
import { findingsSql, type FindingScope } from './finding-sql.ts';

/** What is wrong. */
export const FINDING_KINDS = ['SHARED_SOURCE', 'UNFED_INLET', 'OVERLOADED_FEED', 'OVERLOADED_LEG'] as const;

/** One of `FINDING_KINDS`. */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What is looked for, and where; what is left out does not narrow it. */
export interface FindingQuery extends Omit<FindingScope, 'devices' | 'feeds'> {
  readonly sites: readonly string[] | null;
  /** Locations with all below them. */
  readonly locations: readonly string[] | null;
  readonly racks: readonly string[] | null;
  /** Filters of the API. */
  readonly device: unknown;
  readonly feed: unknown;
}

/** One finding; ids of what the caller may see, draws in W. */
export interface Finding {
  readonly kind: FindingKind;
  readonly device: string | null;
  readonly inlets: readonly string[];
  readonly feed: string | null;
  readonly panel: string | null;
  readonly rack: string | null;
  readonly leg: string | null;
  readonly draw: number | null;
  readonly available: number | null;
}

/** A page of findings and how many there are in all. */
export interface Findings {
  readonly total: number;
  readonly findings: readonly Finding[];
}

const oneOf = (ids: readonly string[] | null, at: (condition: object) => object): object[] =>
  ids === null ? [] : [at({ id: { in: ids } })];

const inTrees = (ids: readonly string[] | null, at: (location: object) => object): object[] => {
  if (ids === null) return [];
  return ids.length === 0 ? [at({ id: { in: [] } })] : [{ or: ids.map((id) => at({ inTreeOf: { id } })) }];
};

/** All conditions; an empty filter would be refused. */
const all = (conditions: readonly object[]): object | undefined =>
  conditions.length === 0 ? undefined : { and: conditions };

const deviceFilter = ({ sites, locations, racks, device }: FindingQuery): object | undefined =>
  all([
    ...oneOf(sites, (site) => ({ site })),
    ...inTrees(locations, (location) => ({ location })),
    ...oneOf(racks, (rack) => ({ rack })),
    ...(device ? [device] : []),
  ]);

/** A feed is at the site of its panel, and where its rack is; without a rack, where its panel is. */
const feedFilter = ({ sites, locations, racks, feed }: FindingQuery): object | undefined =>
  all([
    ...oneOf(sites, (site) => ({ powerPanel: { site } })),
    ...inTrees(locations, (location) => ({
      or: [{ rack: { location } }, { rack: { isNull: true }, powerPanel: { location } }],
    })),
    ...oneOf(racks, (rack) => ({ rack })),
    ...(feed ? [feed] : []),
  ]);

/**
 * What is wrong with the power of devices and feeds that the caller may see; one statement.
 *
 * Chains are followed through the whole organization, so that what is hidden from the caller feeds devices all the same;
 * only what may be seen is handed out.
 *
 * @throws InvalidInput for filters that do not fit
 */
export const powerFindings = async (session: GraphSession, query: FindingQuery): Promise<Findings> => {
  if (query.kinds.length === 0) return { total: 0, findings: [] };
  const scope = { ...query, devices: deviceFilter(query), feeds: feedFilter(query) };
  const [row] = await session.select((sql) => findingsSql(sql, scope));
  const [total, findings] = row ?? [];
  return { total: Number(total ?? 0), findings: JSON.parse(findings ?? '[]') as Finding[] }; // as the statement builds them
};
