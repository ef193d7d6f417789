import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chooseAccount } from './postgres/account.ts';
import { locateBinaries } from './postgres/binaries.ts';
import { ensureCluster, ownerRole, placeCluster } from './postgres/cluster.ts';
import { databaseName, runServer } from './postgres/server.ts';
import { stopProcess } from './processes.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the cluster in `postgres/` and the server's log in `logs/postgres.log`; created when missing. */
  dataDirectory: string;
  /** The port to prefer; without it, or when it is busy, a free one is taken. */
  port?: number;
  /** Progress lines for a person. */
  log?: (line: string) => void;
  /** Further server settings, as in postgresql.conf. */
  settings?: Record<string, string>;
  /** The owner's password; without it one is generated and kept in `owner-password` (mode 0600). */
  ownerPassword?: string;
}

export interface EmbeddedPostgres {
  /** Connects as the owner, a superuser, to the database `devpulse`. */
  url: string;
  port: number;
  pid: number;
  /** True when the server was running already, left by a process that was killed. */
  adopted: boolean;
  /** Where the cluster really is: not below the data directory when that is closed to PostgreSQL's account. */
  clusterDirectory: string;
  /** Fast shutdown (SIGINT), then harder ones; resolves when the process is gone. */
  stop(): Promise<void>;
}

/** Starts PostgreSQL 18 from the npm package of this platform, or adopts the one that runs on the data directory. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port = 0, log = () => {}, settings = {} } = options;
  const dataDirectory = ensurePrivateDirectory(options.dataDirectory);
  const account = chooseAccount(path.join(dataDirectory, 'postgres'));
  const binaries = locateBinaries(account, log);
  const directory = placeCluster(dataDirectory, account, log);
  const ownerPassword = options.ownerPassword ?? keptPassword(path.join(dataDirectory, 'owner-password'));
  const cluster = { directory, account, binaries, ownerPassword, log };
  await ensureCluster(cluster);
  const logFile = path.join(dataDirectory, 'logs', 'postgres.log');
  const server = await runServer({ ...cluster, port, settings, logFile });
  return {
    url: `postgresql://${ownerRole}:${encodeURIComponent(ownerPassword)}@127.0.0.1:${server.port}/${databaseName}`,
    port: server.port,
    pid: server.pid,
    adopted: server.isAdopted,
    clusterDirectory: directory,
    stop: () => stopServer(server.pid),
  };
}

/** Creates the directory with mode 0700, its parents with the default mode; returns its real path. */
export function ensurePrivateDirectory(directory: string): string {
  mkdirSync(path.dirname(path.resolve(directory)), { recursive: true });
  if (!existsSync(directory)) mkdirSync(directory, { mode: 0o700 });
  return realpathSync(directory);
}

function keptPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function stopServer(pid: number): Promise<void> {
  const gone = await stopProcess(pid, [
    { signal: 'SIGINT', waitMilliseconds: 15_000 }, // fast: rolls open transactions back
    { signal: 'SIGQUIT', waitMilliseconds: 5_000 }, // immediate: recovers at the next start
    { signal: 'SIGKILL', waitMilliseconds: 2_000 },
  ]);
  if (!gone) throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}
