import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { StartFailure } from '../failure.ts';
import { type Account, closedAncestor, handOver, spawnIdentity } from './account.ts';
import { type Binaries, programEnvironment, sharedDirectory } from './binaries.ts';

export const ownerRole = 'devpulse_owner';

/**
 * The directory of the cluster below the data directory, as PostgreSQL will see it.
 * When root's data directory is closed to the account, the cluster lives under /var/lib/devpulse and a link points to it.
 */
export function placeCluster(dataDirectory: string, account: Account, log: (line: string) => void): string {
  const wanted = path.join(dataDirectory, 'postgres');
  if (existsSync(wanted)) return realpathSync(wanted);
  if (account.isDropped) chmodSync(dataDirectory, 0o711);
  const closed = closedAncestor(wanted, account);
  if (!closed) return path.join(realpathSync(dataDirectory), 'postgres');
  const target = path.join(sharedDirectory, `cluster-${randomBytes(6).toString('hex')}`);
  log(`${closed} is closed to user ${account.name}, which PostgreSQL runs as: its files go to ${target}`);
  mkdirSync(target, { recursive: true });
  chmodSync(sharedDirectory, 0o755);
  handOver(target, account, 0o700);
  rmSync(wanted, { force: true });
  symlinkSync(target, wanted);
  return target;
}

export interface ClusterOptions {
  directory: string;
  account: Account;
  binaries: Binaries;
  ownerPassword: string;
  log: (line: string) => void;
}

/** Creates the cluster when it does not exist; an interrupted creation leaves nothing that counts as one. */
export async function ensureCluster(options: ClusterOptions): Promise<void> {
  const versionFile = path.join(options.directory, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const found = readFileSync(versionFile, 'utf8').trim();
    if (found === options.binaries.major) return;
    throw new StartFailure(
      `${options.directory} was made by PostgreSQL ${found}, but this is ${options.binaries.major}. ` +
        'Dump it with that version, or set DEVPULSE_DATA_DIR to a new directory.',
    );
  }
  options.log(`creating a PostgreSQL ${options.binaries.major} cluster in ${options.directory}`);
  const partial = `${options.directory}.partial`;
  const passwordFile = `${options.directory}.password`;
  try {
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial);
    handOver(partial, options.account, 0o700);
    writeFileSync(passwordFile, `${options.ownerPassword}\n`, { mode: 0o600 });
    handOver(passwordFile, options.account, 0o600);
    await runInitdb(options, partial, passwordFile);
    rmSync(options.directory, { recursive: true, force: true });
    renameSync(partial, options.directory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

function runInitdb(options: ClusterOptions, directory: string, passwordFile: string): Promise<void> {
  const settings = [
    `--username=${ownerRole}`,
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
  const access = ['--auth-local=scram-sha-256', '--auth-host=scram-sha-256', '--no-instructions'];
  return new Promise((resolve, reject) => {
    const child = spawn(options.binaries.initdb, ['-D', directory, ...settings, ...access], {
      ...spawnIdentity(options.account),
      env: programEnvironment(),
      cwd: path.dirname(directory),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new StartFailure(`initdb failed (${code ?? signal}):\n${output.trim()}`));
    });
  });
}

/** What a postmaster wrote into postmaster.pid. */
export interface PidFile {
  pid: number;
  directory: string;
  port: number;
  status: string;
}

const pidFileName = 'postmaster.pid';

export function readPidFile(clusterDirectory: string): PidFile | undefined {
  try {
    const lines = readFileSync(path.join(clusterDirectory, pidFileName), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    return { pid, directory: lines[1] ?? '', port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/** After a power cut the pid file can be empty, and PostgreSQL then refuses to start; a starter fills it at once. */
export function removeEmptyPidFile(clusterDirectory: string): void {
  const file = path.join(clusterDirectory, pidFileName);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.size === 0 && Date.now() - found.mtimeMs > 3_000) rmSync(file, { force: true });
}

const pidOfNobody = 2 ** 31 - 1;

/**
 * Marks the pid file of a postmaster that is gone although its pid still answers (zombie, or taken by another program).
 * The file stays, because its shared memory key is how PostgreSQL notices backends that outlived the postmaster.
 */
export function disownPidFile(clusterDirectory: string): void {
  const file = path.join(clusterDirectory, pidFileName);
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [pidOfNobody, ...rest].join('\n'));
}
