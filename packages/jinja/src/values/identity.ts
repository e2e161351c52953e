const identities = new WeakMap<object, number>();
let counted = 0;

/** A number that stays with an object; for `id`-like text and hashes by identity. */
export function identity(object: object): number {
  const known = identities.get(object);
  if (known !== undefined) return known;
  counted += 1;
  identities.set(object, counted);
  return counted;
}
