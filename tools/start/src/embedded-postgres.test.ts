import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive, waitForExit } from './processes.ts';

const running: EmbeddedPostgres[] = [];
const directories: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function newDirectory(name = 'data'): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'devpulse-server-'));
  directories.push(parent);
  // mkdtemp makes it 0700, which closes it to the account that root hands the server to
  if (process.getuid?.() === 0) rmSync(parent, { recursive: true });
  return path.join(parent, name);
}

async function start(dataDirectory: string, port?: number): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDirectory, ...(port === undefined ? {} : { port }) });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('a server in a path with a space answers as the owner of its database, in UTC', async () => {
  const server = await start(newDirectory('my data'));
  const rows = await query(
    server.url,
    "SELECT current_user AS role, current_database() AS database, current_setting('timezone') AS zone, current_setting('fsync') AS fsync",
  );
  expect(rows).toEqual([{ role: 'devpulse_owner', database: 'devpulse', zone: 'UTC', fsync: 'on' }]);
});

test('the generated password is kept for the owner of the directory alone, and a wrong one is refused', async () => {
  const directory = newDirectory();
  const server = await start(directory);
  expect(statSync(path.join(directory, 'owner-password')).mode & 0o777).toBe(0o600);
  expect(existsSync(path.join(directory, 'postgres.password'))).toBe(false);
  const url = new URL(server.url);
  url.password = 'wrong';
  await expect(query(url.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
});

test('a second start adopts the server that a killed process left behind', async () => {
  const directory = newDirectory();
  const first = await start(directory);
  const second = await start(directory);
  expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
  await second.stop();
  expect(isAlive(first.pid)).toBe(false);
});

test('committed rows survive kill -9 of the server', async () => {
  const directory = newDirectory();
  const first = await start(directory);
  await query(first.url, 'CREATE TABLE kept AS SELECT generate_series(1, 50000) AS number');
  process.kill(first.pid, 'SIGKILL');
  await waitForExit(first.pid, 5_000);
  const second = await start(directory);
  expect(second.adopted).toBe(false);
  expect(await query(second.url, 'SELECT count(*)::int AS rows FROM kept')).toEqual([{ rows: 50_000 }]);
});

test('a pid file that names a process of someone else does not stop the start', async () => {
  const directory = newDirectory();
  const first = await start(directory);
  process.kill(first.pid, 'SIGKILL');
  await waitForExit(first.pid, 5_000);
  const pidFile = path.join(first.clusterDirectory, 'postmaster.pid');
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n');
  writeFileSync(pidFile, [process.pid, ...rest].join('\n'));
  const second = await start(directory);
  expect(second.adopted).toBe(false);
});

test('a busy port is replaced by a free one', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => blocker.once('listening', resolve));
  const address = blocker.address();
  const busy = typeof address === 'object' && address ? address.port : 0;
  const server = await start(newDirectory(), busy);
  expect(server.port).not.toBe(busy);
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  blocker.close();
});

test('two starts at once share one server', async () => {
  const directory = newDirectory();
  await (await start(directory)).stop();
  const [one, other] = await Promise.all([start(directory), start(directory)]);
  expect(one.pid).toBe(other.pid);
});

test('an owner password that does not fit the cluster is explained', async () => {
  const directory = newDirectory();
  await (await start(directory)).stop();
  writeFileSync(path.join(directory, 'owner-password'), 'another\n');
  await expect(start(directory)).rejects.toThrow('does not open the database cluster');
});

test.runIf(process.getuid?.() === 0)(
  'as root, in a directory closed to others, the files go where the server may read them',
  async () => {
    const parent = mkdtempSync(path.join(tmpdir(), 'devpulse-closed-')); // mode 0700
    directories.push(parent);
    const server = await start(path.join(parent, 'data'));
    directories.push(server.clusterDirectory);
    expect(server.clusterDirectory).toMatch(/^\/var\/lib\/devpulse\/cluster-/);
    await server.stop();
    const again = await start(path.join(parent, 'data'));
    expect(again.clusterDirectory).toBe(server.clusterDirectory);
  },
);
