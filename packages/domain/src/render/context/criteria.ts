/** The criteria a config context may set, by the name of its field. */
export const CRITERIA = [
  'regions',
  'siteGroups',
  'sites',
  'locations',
  'deviceTypes',
  'roles',
  'platforms',
  'tenantGroups',
  'tenants',
  'withTags',
] as const;

/** Name of a criterion. */
export type Criterion = (typeof CRITERIA)[number];

/** Ids a device answers each criterion with: the row and, in trees that count so, its ancestors. */
export type Answers = Readonly<Record<Criterion, readonly string[]>>;

/** A context with the ids its criteria name; an empty criterion lets every device through. */
export interface Selective {
  readonly criteria: Answers;
}

/** Whether every criterion that names anything names something the device has. */
export const applies = ({ criteria }: Selective, device: Answers): boolean =>
  CRITERIA.every((name) => criteria[name].length === 0 || device[name].some((id) => criteria[name].includes(id)));

/** Equal for devices that no context can tell apart. */
export const signatureOf = (device: Answers): string =>
  CRITERIA.map((name) => device[name].toSorted().join(',')).join(';');
