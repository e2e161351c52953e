import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/** A component that is loaded when it is first shown; modules here have no default export. */
export function lazyPart<P extends object>(
  load: () => Promise<ComponentType<P>>,
): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => ({ default: await load() }));
}
