/**
 * English is named because its order is ICU's root order; "und" would fall back to the locale of the browser.
 */
const collator = new Intl.Collator('en-u-kn-true');

/**
 * Order of names as people count: `Gi1/0/2` before `Gi1/0/10`, like the ICU collation `und-u-kn-true`.
 *
 * Names that sort alike but differ in code units are told apart by these, as PostgreSQL does.
 */
export const naturalCompare = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
