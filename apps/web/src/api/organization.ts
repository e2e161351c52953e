/** Header that names the organization of a request, by slug. */
const organizationHeader = 'x-plumbline-organization';

const storageKey = 'plumbline.organization';

/** Undefined until it is asked for first. */
let chosen: string | null | undefined;

function read(storage: () => Storage): string | null {
  try {
    return storage().getItem(storageKey);
  } catch {
    return null; // storage may be denied: the choice then holds for this page only
  }
}

function write(storage: () => Storage, slug: string | null): void {
  try {
    if (slug === null) storage().removeItem(storageKey);
    else storage().setItem(storageKey, slug);
  } catch (error) {
    console.warn('The organization is kept for this page only:', error);
  }
}

/**
 * Slug of the organization this tab works in; null for the default one of who is signed in.
 *
 * Each tab keeps its own; a new tab starts with what was chosen last.
 */
export function activeOrganization(): string | null {
  if (chosen === undefined) {
    chosen = read(() => sessionStorage) ?? read(() => localStorage);
    if (chosen !== null) write(() => sessionStorage, chosen);
  }
  return chosen;
}

/** Works in another organization from now on, in this tab; null for the default one. */
export function setActiveOrganization(slug: string | null): void {
  chosen = slug;
  write(() => sessionStorage, slug);
  write(() => localStorage, slug);
}

/** The headers that say in which organization a request works. */
export function organizationHeaders(): Record<string, string> {
  const slug = activeOrganization();
  return slug === null ? {} : { [organizationHeader]: slug };
}
