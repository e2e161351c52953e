/** Order of the domains: each may use itself and those before it. */
const DOMAINS = [
  'core',
  'users',
  'tenancy',
  'extras',
  'dcim',
  'ipam',
  'virtualization',
  'circuits',
  'wireless',
  'vpn',
  'monitoring',
  'discovery',
  'automation',
  'render',
];

const SERVING = ['net', 'kit', 'engine', 'domain', 'jinja', 'render', 'plugin', 'postgres', 'backup'].map(
  (name) => `packages/${name}`,
);

/** What each part of the tree may import besides itself; `@plumbline/testing` is ruled apart. */
const MAY_IMPORT = {
  'packages/net': [],
  'packages/jinja': [],
  'packages/postgres': [],
  'packages/backup': [],
  'packages/kit': ['packages/net'],
  'packages/render': ['packages/jinja', 'packages/net'],
  'packages/engine': ['packages/kit', 'packages/net'],
  'packages/domain': ['packages/net', 'packages/kit', 'packages/engine', 'packages/render'],
  'packages/plugin': ['packages/kit', 'packages/engine', 'packages/domain'],
  'packages/testing': [...SERVING, 'apps/server'],
  'apps/server': SERVING,
  'apps/cli': [...SERVING, 'apps/server'],
  'apps/web': ['packages/kit'],
};

const TESTS = '(\\.test\\.tsx?$|^(apps|packages|plugins)/[^/]+/(test|e2e)/)';
const ORMS = '(^|/)node_modules/(typeorm|type-graphql|pg|pg-copy-streams)/';
const IO = '^(node:)?(fs|net|http|https|http2|child_process|dgram|dns|tls|worker_threads|cluster)(/|$)';
const VALUE = { dependencyTypesNot: ['type-only'] };

const anyOf = (names) => `^(${names.join('|')})/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = Object.entries(MAY_IMPORT).map(([part, others]) =>
  forbid(
    `layer-${part.split('/')[1]}`,
    `${part} may import ${others.join(', ') || 'nothing of ours'}`,
    { path: anyOf([part]) },
    { path: '^(apps|packages|plugins|tools)/', pathNot: anyOf([part, 'packages/testing', ...others]) },
  ),
);

const domainOrder = DOMAINS.slice(0, -1).map((domain, index) =>
  forbid(
    `domain-order-${domain}`,
    `${domain} may import itself and earlier domains; a later one only by \`import type\``,
    { path: `^packages/domain/src/${domain}/`, pathNot: TESTS },
    { path: `^packages/domain/src/(${DOMAINS.slice(index + 1).join('|')})/`, ...VALUE },
  ),
);

const suffixes = [
  forbid(
    'entity-imports-kit',
    'an entity takes values from the kit and from plain modules (bases, choice sets); all else by `import type`',
    { path: '^packages/domain/src/.*\\.entity\\.ts$' },
    { pathNot: ['^packages/kit/', '^packages/domain/src/[^.]+\\.ts$'], ...VALUE },
  ),
  forbid(
    'type-graphql-in-resolvers',
    'type-graphql is spoken by resolvers and by the binding only',
    { path: '^packages/(domain|engine)/src/', pathNot: '(\\.resolver\\.ts$|^packages/engine/src/bind/|\\.test\\.ts$)' },
    { path: '/node_modules/type-graphql/' },
  ),
  forbid(
    'typeorm-in-binding',
    'the engine speaks TypeORM in its binding only; other places take types',
    { path: '^packages/engine/src/', pathNot: '(^packages/engine/src/bind/|\\.test\\.ts$)' },
    { path: '/node_modules/typeorm/', ...VALUE },
  ),
  forbid(
    'queries-through-work',
    'queries read through `work.read` or the `sql` tag',
    { path: '^packages/domain/src/.*\\.queries\\.ts$' },
    { path: ORMS, ...VALUE },
  ),
  forbid(
    'plain-modules-are-pure',
    'a plain module of a domain computes: no database, no I/O',
    { path: '^packages/domain/src/[^.]+\\.ts$', pathNot: ['/domain\\.ts$', '^packages/domain/src/[^/]+$'] },
    { path: [ORMS, IO], ...VALUE },
  ),
  forbid(
    'pure-packages',
    'net, jinja and kit know neither a database nor I/O',
    { path: '^packages/(net|jinja|kit)/src/', pathNot: '\\.test\\.ts$' },
    { path: [ORMS, IO] },
  ),
];

const others = [
  forbid(
    'testing-in-tests',
    '@plumbline/testing is imported by tests only',
    { pathNot: `(${TESTS}|^packages/testing/|^tools/)` },
    { path: '^packages/testing/' },
  ),
  forbid(
    'plugins-use-the-plugin-package',
    'a plugin imports the plugin package and itself; its tests may start the product',
    { path: '^plugins/([^/]+)/', pathNot: TESTS },
    { path: '^(apps|packages|plugins|tools)/', pathNot: '^(packages/plugin|plugins/$1)/' },
  ),
  forbid(
    'plugins-need-no-library-of-the-product',
    'a plugin gets ORM and schema library through the plugin package, in the copy that the product uses',
    { path: '^plugins/', pathNot: TESTS },
    { path: ORMS },
  ),
  forbid(
    'nobody-knows-plugins',
    'the product knows plugins by their names in the configuration only',
    { path: '^(apps|packages)/', pathNot: TESTS },
    { path: '^plugins/' },
  ),
  forbid(
    'no-value-cycles',
    'modules load in one order',
    {},
    { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
  ),
  forbid('resolvable', 'every import leads somewhere', {}, { couldNotResolve: true, pathNot: '\\.css$' }),
];

/** All rules of the tree in dependency-cruiser's form. */
export const forbidden = [...layers, ...domainOrder, ...suffixes, ...others];
