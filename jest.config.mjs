import { availableParallelism } from 'node:os';
import { esmOnlyPattern } from './tools/jest/esm-only.mjs';

const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: {
      target: 'es2022',
      keepClassNames: true,
      parser,
      transform: {
        legacyDecorator: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
    },
  },
];

/** Files named `*.long.*` and large counts take their time: they are for the long run. */
const isLongRun = process.env['PLUMBLINE_FULL'] === '1';

/** One jest for the whole tree: sources run without a build, through the `source` condition. */
export default {
  rootDir: import.meta.dirname,
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/plugins', '<rootDir>/tools', '<rootDir>/docker'],
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...(isLongRun ? [] : ['\\.long\\.'])],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.plumbline/'],
  watchPathIgnorePatterns: ['/dist/', '/.plumbline/'],
  globalSetup: '<rootDir>/packages/testing/src/database/global-setup.ts',
  globalTeardown: '<rootDir>/packages/testing/src/database/global-teardown.ts',
  // Tests wait for PostgreSQL and Chromium more than they compute.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'require', 'default'] },
  transform: {
    '\\.tsx$': swc({ syntax: 'typescript', tsx: true, decorators: true }),
    '\\.[cm]?[jt]s$': swc({ syntax: 'typescript', decorators: true }),
  },
  transformIgnorePatterns: [esmOnlyPattern()],
  moduleNameMapper: { '\\.(css|svg|png|woff2)$': '<rootDir>/tools/jest/asset.cjs' },
  // Ends what hangs; that a machine is slow is no failure.
  testTimeout: 240_000,
  // A worker keeps something of each file; past this, collecting its garbage takes longer than starting another.
  workerIdleMemoryLimit: '1GB',
};
