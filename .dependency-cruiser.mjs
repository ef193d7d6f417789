// The house's floors as allow-lists: an import that no line below allows is an error.

/** Room → the rooms it may import. Floors lead one way down; apps never meet. */
const rooms = {
  'packages/domain': [],
  'packages/contracts': ['packages/domain'],
  'packages/database': ['packages/domain'],
  'packages/ui': ['packages/domain'],
  'packages/jobs': ['packages/contracts', 'packages/database', 'packages/domain'],
  'packages/github': [
    'packages/contracts',
    'packages/database',
    'packages/domain',
    'packages/outbound',
    'packages/vault',
  ],
  'packages/outbound': [],
  'packages/vault': [],
  'packages/observability': ['packages/contracts', 'packages/domain', 'packages/vault'],
  'apps/api': server(),
  'apps/worker': server(),
  'apps/web': ['packages/contracts', 'packages/domain', 'packages/ui'],
  'apps/desktop': ['packages/contracts', 'packages/domain', 'packages/ui'],
  'tools/start': [
    'packages/contracts',
    'packages/database',
    'packages/domain',
    'packages/jobs',
    'packages/vault',
  ],
  'tools/github-simulator': ['packages/contracts', 'packages/domain'],
  'tools/bench': [
    'packages/contracts',
    'packages/database',
    'packages/domain',
    'packages/github',
    'packages/jobs',
    'packages/vault',
    'tools/github-simulator',
    'tools/start',
  ],
  'tools/boundary-canary': [],
};

/** Apps whose features are peers: a feature imports itself and what the app shares, never another feature. */
const features = [
  { app: 'apps/api/src', feature: '[^/]+', shared: ['platform/', 'env[.]ts$'] },
  { app: 'apps/worker/src', feature: '[^/]+', shared: ['platform/', 'env[.]ts$'] },
  { app: 'apps/web/src/features', feature: '[^/]+', shared: [] },
];

const testFile = '([.](test|arbitrary|fixture)[.]tsx?$|/testing/)';
const npmPackage = '(^|/)node_modules/';

function server() {
  return ['contracts', 'database', 'domain', 'github', 'jobs', 'observability', 'outbound', 'vault'].map(
    (name) => `packages/${name}`,
  );
}

function escaped(text) {
  return text.replaceAll('.', '[.]');
}

/**
 * A room with features: files outside of them may import the whole app, files inside only their own and what is shared.
 * What only tests use lies in `testing/` or `test/`, outside of the features.
 */
function insideApp({ app, feature, shared }) {
  const root = app.split('/').slice(0, 2).join('/');
  const below = `^${app}/(${feature})/`;
  const support = `^${root}/(src/)?test(ing)?/`;
  const open = shared.map((entry) => `^${app}/${entry}`);
  const lib = root === 'apps/web' ? ['^apps/web/src/lib/', '^apps/web/src/env[.]ts$'] : [];
  return [
    { from: { path: `^${root}/`, pathNot: below }, to: { path: `^${root}/`, pathNot: support } },
    { from: { path: support }, to: { path: `^${root}/` } },
    { from: { path: `^${root}/.*${testFile}` }, to: { path: support } },
    { from: { path: below }, to: { path: [`^${app}/$1/`, ...open, ...lib] } },
  ];
}

function allowedOf(room, reachable) {
  const own = features.find(({ app }) => app.startsWith(`${room}/`));
  const from = { path: `^${escaped(room)}/` };
  return [
    ...(own ? insideApp(own) : [{ from, to: { path: `^${escaped(room)}/` } }]),
    ...reachable.map((other) => ({ from, to: { path: `^${escaped(other)}/` } })),
    ...outside(room, from),
  ];
}

/** Node's own modules and npm packages; the domain is pure and takes `uuid` alone. */
function outside(room, from) {
  if (room === 'tools/boundary-canary') return [];
  if (room !== 'packages/domain') {
    return [
      { from, to: { path: npmPackage } },
      { from, to: { dependencyTypes: ['core'] } },
    ];
  }
  const test = { path: `^packages/domain/.*${testFile}` };
  return [
    { from, to: { path: `${npmPackage}uuid/` } },
    { from: test, to: { path: `${npmPackage}(vitest|fast-check)/` } },
    { from: test, to: { dependencyTypes: ['core'] } },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Files that need each other are one file, or there is a third thing below both.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-listed',
      severity: 'error',
      comment: "The room's package.json (or the root's) must list every npm package that it imports.",
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'A misspelled path, a missing `exports` entry, or generated code that is not generated yet.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-package-at-run-time',
      severity: 'error',
      comment:
        'An installation without development packages must be able to run the apps; Electron itself is what the desktop app is packed in.',
      from: { path: '^(packages|apps)/[^/]+/src/', pathNot: [testFile, '/development/'] },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only', 'npm'],
        pathNot: `${npmPackage}electron/`,
      },
    },
  ],
  allowed: [
    ...Object.entries(rooms).flatMap(([room, reachable]) => allowedOf(room, reachable)),
    // whole-system tests look at the house from outside
    { from: { path: '^test/' }, to: {} },
    { from: { path: '^[^/]+[.]ts$' }, to: { path: npmPackage } },
    { from: { path: '^vitest[.]config[.]ts$' }, to: { path: '^tools/start/src/test-run/' } },
  ],
  allowedSeverity: 'error',
  options: {
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: ['node_modules', '/generated/'] },
    exclude: { path: ['/dist/', '[.]next/', 'next-env[.]d[.]ts$'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
