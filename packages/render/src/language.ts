import { createEnvironment } from '@plumbline/jinja';

const environment = createEnvironment();

/** Names of the language, for editors. */
export const LANGUAGE: { readonly filters: readonly string[]; readonly tests: readonly string[] } = {
  filters: [...environment.filters.keys()].sort(),
  tests: [...environment.tests.keys()].sort(),
};

/** Version of what templates give for the same input; raise it with every change of the language or of the graph. */
export const RENDERER = '2';
