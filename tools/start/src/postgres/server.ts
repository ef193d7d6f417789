import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { messageOf, StartFailure } from '../failure.ts';
import { freePort } from '../ports.ts';
import { commandLine, isAlive, waitForExit } from '../processes.ts';
import { type Account, spawnIdentity } from './account.ts';
import { type Binaries, programEnvironment } from './binaries.ts';
import { disownPidFile, ownerRole, readPidFile, removeEmptyPidFile } from './cluster.ts';

export interface ServerOptions {
  directory: string;
  account: Account;
  binaries: Binaries;
  ownerPassword: string;
  /** The port to prefer; a busy one is replaced. */
  port: number;
  settings: Record<string, string>;
  logFile: string;
  log: (line: string) => void;
}

export interface RunningServer {
  pid: number;
  port: number;
  isAdopted: boolean;
}

const readyLimitMilliseconds = 60_000;
const startAttempts = 20;
const maximumLogBytes = 10 * 1024 * 1024;

/** A failure that another attempt can cure: port taken in between, another starter, backends of a killed postmaster. */
const curable =
  /could not bind|could not create any TCP|lock file ".*" (?:already exists|is empty)|pre-existing shared memory block/;

/** Adopts the running server of the cluster or starts one, and waits until it answers queries. */
export async function runServer(options: ServerOptions): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const adopted = await adoptServer(options);
    if (adopted) return adopted;
    try {
      return await launchServer(options);
    } catch (error) {
      if (attempt >= startAttempts || !curable.test(messageOf(error))) throw error;
      await sleep(250);
    }
  }
}

async function adoptServer(options: ServerOptions): Promise<RunningServer | undefined> {
  removeEmptyPidFile(options.directory);
  const found = readPidFile(options.directory);
  if (!found || !isAlive(found.pid)) {
    if (found && processAnswers(found.pid)) disownPidFile(options.directory);
    return undefined;
  }
  if (found.directory !== options.directory || !commandLine(found.pid).includes('postgres')) {
    disownPidFile(options.directory);
    return undefined;
  }
  if (found.status === 'stopping' || !found.port) {
    await waitForExit(found.pid, 5_000);
    return undefined;
  }
  options.log(`adopting the PostgreSQL server that already runs (process ${found.pid}, port ${found.port})`);
  await waitUntilReady(found.port, options, () =>
    isAlive(found.pid) ? undefined : 'the adopted server ended',
  );
  return { pid: found.pid, port: found.port, isAdopted: true };
}

function processAnswers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function launchServer(options: ServerOptions): Promise<RunningServer> {
  const port = await freePort(options.port);
  mkdirSync(path.dirname(options.logFile), { recursive: true });
  const { descriptor, offset } = openLog(options.logFile);
  const child = spawn(options.binaries.postgres, serverArguments(options, port), {
    ...spawnIdentity(options.account),
    env: programEnvironment(),
    cwd: options.directory,
    stdio: ['ignore', descriptor, descriptor],
    detached: true, // its own process group: Ctrl-C reaches the supervisor, which stops it last
  });
  closeSync(descriptor);
  const exited = watchExit(child, () => readFileSync(options.logFile).subarray(offset).toString());
  await waitUntilReady(port, options, exited);
  child.unref();
  return { pid: child.pid ?? 0, port, isAdopted: false };
}

function openLog(file: string): { descriptor: number; offset: number } {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > maximumLogBytes) renameSync(file, `${file}.1`);
  return { descriptor: openSync(file, 'a', 0o600), offset: size > maximumLogBytes ? 0 : size };
}

function serverArguments(options: ServerOptions, port: number): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '200',
    shared_buffers: '256MB',
    log_line_prefix: '%m [%p] %q%u@%d ',
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', options.directory, ...flags];
}

function watchExit(child: ChildProcess, readLog: () => string): () => string | undefined {
  let reason: (() => string) | undefined;
  child.once('error', (error) => {
    reason = () => error.message;
  });
  child.once('exit', (code, signal) => {
    reason = () => `exit ${code ?? signal}\n${readLog().trim().split('\n').slice(-15).join('\n')}`;
  });
  return () => reason?.();
}

/** Waits through start and crash recovery; creates the application's database when it is missing. */
async function waitUntilReady(
  port: number,
  options: ServerOptions,
  exited: () => string | undefined,
): Promise<void> {
  const deadline = performance.now() + readyLimitMilliseconds;
  for (;;) {
    const reason = exited();
    if (reason) throw new StartFailure(`PostgreSQL did not start: ${reason}\nIts log: ${options.logFile}`);
    try {
      await ensureDatabase(port, options.ownerPassword);
      return;
    } catch (error) {
      rejectWrongPassword(error, options);
      if (performance.now() > deadline) {
        throw new StartFailure(`PostgreSQL did not answer: ${messageOf(error)}\nIts log: ${options.logFile}`);
      }
      await sleep(30);
    }
  }
}

function rejectWrongPassword(error: unknown, options: ServerOptions): void {
  if ((error as { code?: string }).code !== '28P01') return;
  throw new StartFailure(
    `The owner's password on file does not open the database cluster in ${options.directory}. ` +
      'Restore the file with the password, or set DEVPULSE_DATA_DIR to a new directory.',
  );
}

export const databaseName = 'devpulse';

async function ensureDatabase(port: number, password: string): Promise<void> {
  const connection = { host: '127.0.0.1', port, user: ownerRole, password, connectionTimeoutMillis: 5_000 };
  const client = new pg.Client({ ...connection, database: databaseName });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    if ((error as { code?: string }).code !== '3D000') throw error;
    await createDatabase(connection);
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    if ((error as { code?: string }).code !== '42P04') throw error;
  } finally {
    await client.end();
  }
}
