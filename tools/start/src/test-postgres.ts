import { accessSync, constants, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { readPidFile } from './postgres/cluster.ts';
import { isAlive, stopProcess } from './processes.ts';

const prefix = 'devpulse-test-';

/** Durability off: a test database need not survive a crash. */
const testSettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '300',
  max_wal_size: '256MB',
};

const memoryDirectory = '/dev/shm';
/** A run fills 0.4 GB of it. */
const neededBytes = 2 * 2 ** 30;

/**
 * Where test servers live: in memory where there is plenty. Each test file copies a database of a thousand files and drops it;
 * on a disk a quarter of the time of all tests with a database goes into that.
 */
function directoryForServers(): string {
  try {
    accessSync(memoryDirectory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memoryDirectory);
    return Math.min(bavail * bsize, freemem()) > neededBytes ? memoryDirectory : tmpdir();
  } catch {
    return tmpdir();
  }
}

export interface TestPostgres extends EmbeddedPostgres {
  dataDirectory: string;
}

/** A PostgreSQL server in a temporary directory; `stop` also removes the directory. */
export async function startTestPostgres(settings: Record<string, string> = {}): Promise<TestPostgres> {
  await removeAbandoned();
  const dataDirectory = mkdtempSync(path.join(directoryForServers(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataDirectory, settings: { ...testSettings, ...settings } });
  const stop = async () => {
    await server.stop();
    removeServerFiles(dataDirectory, server.clusterDirectory);
  };
  return { ...server, dataDirectory, stop };
}

function removeServerFiles(dataDirectory: string, clusterDirectory: string): void {
  rmSync(clusterDirectory, { recursive: true, force: true });
  rmSync(dataDirectory, { recursive: true, force: true });
}

/** Stops the servers of test runs that were killed before they could do it themselves. */
async function removeAbandoned(): Promise<void> {
  for (const parent of new Set([tmpdir(), memoryDirectory])) {
    const names = existsSync(parent) ? readdirSync(parent) : [];
    for (const name of names.filter((entry) => entry.startsWith(prefix))) {
      const owner = Number(name.slice(prefix.length).split('-')[0]);
      if (Number.isInteger(owner) && !isAlive(owner)) await removeServer(path.join(parent, name));
    }
  }
}

async function removeServer(dataDirectory: string): Promise<void> {
  try {
    const clusterDirectory = path.join(dataDirectory, 'postgres');
    const found = readPidFile(clusterDirectory);
    if (found?.directory.startsWith(dataDirectory) && isAlive(found.pid)) {
      await stopProcess(found.pid, [{ signal: 'SIGQUIT', waitMilliseconds: 3_000 }]);
    }
    rmSync(dataDirectory, { recursive: true, force: true });
  } catch {
    // another user's, or another run is removing it
  }
}
