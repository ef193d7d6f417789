import { readFileSync, writeFileSync } from 'node:fs';
import { runCommand, StartFailure } from '../failure.ts';
import { inRepository } from '../repository.ts';

interface LockEntry {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}
type Packages = Record<string, LockEntry>;

const file = inRepository('package-lock.json');
const systems = [
  'darwin',
  'win32',
  'linux',
  'android',
  'freebsd',
  'openbsd',
  'netbsd',
  'sunos',
  'openharmony',
  'aix',
];
const processors: Record<string, string> = {
  arm64: 'arm64',
  aarch64: 'arm64',
  x64: 'x64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  s390x: 's390x',
  riscv64: 'riscv64',
  loong64: 'loong64',
  wasm32: 'wasm32',
  arm: 'arm',
};

/** Where Node would find the package from `parent`: innermost node_modules first. */
function lookUp(packages: Packages, parent: string, name: string): string | undefined {
  for (
    let at = parent;
    ;
    at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : ''
  ) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[candidate]) return candidate;
    if (at === '') return undefined;
  }
}

/** What platform a package is for, by its name: `@scope/part-linux-x64-gnu`. */
function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.replace(/^.*\//, '').replace('linuxmusl', 'linux-musl').split(/[-_.]/);
  const os = systems.find((system) => words.includes(system));
  const key = Object.keys(processors).find((processor) => words.some((word) => word.startsWith(processor)));
  const cpu = key && processors[key];
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(libc && os === 'linux' ? { libc: [libc] } : {}),
    ...(os ? { os: [os] } : {}),
  };
}

/** Entries for exactly pinned optional packages that the lock file names but does not describe. */
function missingEntries(packages: Packages): Packages {
  const missing: Packages = {};
  for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies)) {
      if (!/^\d/.test(version)) continue;
      const found = lookUp(packages, parent, name);
      if (found && packages[found]?.version === version) continue;
      const place = packages[`node_modules/${name}`]
        ? `${parent}/node_modules/${name}`
        : `node_modules/${name}`;
      missing[place] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true };
    }
  }
  return missing;
}

/**
 * Completes package-lock.json with the packages of other platforms. npm leaves them out when the registry it sees lacks
 * them or node_modules is there already, and `npm ci` then refuses the lock file. `--check` only tells.
 */
await runCommand(async () => {
  const lock: { packages: Packages } = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingEntries(lock.packages);
  const names = Object.keys(missing);
  if (names.length === 0) return 0;
  if (process.argv.includes('--check')) {
    throw new StartFailure(
      `package-lock.json lacks ${names.length} packages (${names[0]}, …): run \`npm run generate\`.`,
    );
  }
  const sorted = Object.entries({ ...lock.packages, ...missing }).sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`package-lock.json: ${names.length} packages of other platforms added`);
  return 0;
});
