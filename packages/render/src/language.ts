import { createEnvironment } from '@plumbline/jinja';

const environment = createEnvironment();

/** Names of the language, for editors. */
export const LANGUAGE: { readonly filters: readonly string[]; readonly tests: readonly string[] } = {
  filters: [...environment.filters.keys()].sort(),
  tests: [...environment.tests.keys()].sort(),
};
