/** The criteria a config context may set, by the name of its field. */
export const CRITERIA = [
  'regions',
  'siteGroups',
  'sites',
  'locations',
  'deviceTypes',
  'roles',
  'platforms',
  'clusterTypes',
  'clusterGroups',
  'clusters',
  'tenantGroups',
  'tenants',
  'withTags',
] as const;

/** Name of a criterion. */
export type Criterion = (typeof CRITERIA)[number];

/** Ids a device or virtual machine answers each criterion with: the row and, in trees that count so, its ancestors. */
export type Answers = Readonly<Record<Criterion, readonly string[]>>;

/** A context with the ids its criteria name; an empty criterion lets everything through. */
export interface Selective {
  readonly criteria: Answers;
}

/** Whether every criterion that names anything names something the subject has. */
export const applies = ({ criteria }: Selective, subject: Answers): boolean =>
  CRITERIA.every((name) => criteria[name].length === 0 || subject[name].some((id) => criteria[name].includes(id)));

/** Equal for subjects that no context can tell apart. */
export const signatureOf = (subject: Answers): string =>
  CRITERIA.map((name) => subject[name].toSorted().join(',')).join(';');
