import { createServer } from 'node:net';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { openVault } from '@devpulse/vault/vault';
import { startWorkerProcess, type WorkerProcess } from '../faults/worker-process.ts';
import { type StandaloneWeb, startStandaloneWeb } from './standalone-web.ts';

/** The API is compiled with decorators, under settings of its own, so it is imported by its path and typed by what is used of it. */
const TEST_API = path.join(import.meta.dirname, '../../apps/api/testing/test-api.ts');
type TestApi = {
  app: {
    listen(port: number, host: string): Promise<unknown>;
    getHttpServer(): { address(): unknown };
  };
  parts: { environment: { DEVPULSE_ENCRYPTION_KEY: Buffer } };
  logLines: string[];
  close(): Promise<void>;
};
type StartTestApi = (
  database: TestDatabase,
  outside: { now?: () => number; hasRealQueue: boolean; environment: Record<string, string> },
) => Promise<TestApi>;

export type ProductOptions = {
  now?: () => number;
  /** Beside the API a worker takes what is queued; else the queue is a stand-in. */
  hasWorker?: boolean;
  /** What else the API and the worker are told. */
  environment?: Record<string, string>;
  /** Stands between the dashboard and the API; answers where the dashboard finds the API. */
  between?: (apiUrl: string) => Promise<string>;
};

export type WholeProduct = {
  api: TestApi;
  apiUrl: string;
  web: StandaloneWeb;
  database: TestDatabase;
  /** Under which the first person becomes the Owner. */
  setUpUrl: string;
  close(): Promise<void>;
};

/** The built dashboard before the real API and a database of its own, with a worker where one is asked for. */
export async function startWholeProduct(options: ProductOptions = {}): Promise<WholeProduct> {
  const { now, hasWorker = false, environment = {}, between } = options;
  const database = await createTestDatabase();
  const port = await freePort();
  // a name, not an address: browsers offer passkeys only there
  const publicUrl = `http://localhost:${port}`;
  const { startTestApiOver } = (await import(TEST_API)) as { startTestApiOver: StartTestApi };
  const api = await startTestApiOver(database, {
    ...(now !== undefined && { now }),
    hasRealQueue: hasWorker,
    environment: { ...environment, PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1/32' },
  });
  await api.app.listen(0, '127.0.0.1');
  const apiUrl = `http://127.0.0.1:${(api.app.getHttpServer().address() as { port: number }).port}`;
  const web = await startStandaloneWeb((await between?.(apiUrl)) ?? apiUrl, { PORT: String(port) });
  const key = api.parts.environment.DEVPULSE_ENCRYPTION_KEY;
  const token = openVault(key).derive('set-up').toString('base64url');
  const worker = hasWorker ? await startWorkerOver(database, { environment, key }) : null;
  return {
    api,
    apiUrl,
    web: { ...web, url: publicUrl },
    database,
    setUpUrl: `${publicUrl}/set-up?token=${token}`,
    close: async () => {
      await web.stop();
      await worker?.stop();
      await api.close();
      await database.drop();
    },
  };
}

function startWorkerOver(
  { appUrl }: TestDatabase,
  { environment, key }: { environment: Record<string, string>; key: Buffer },
): Promise<WorkerProcess> {
  return startWorkerProcess({
    databaseUrl: appUrl,
    redisUrl: undefined,
    environment: { ...environment, DEVPULSE_ENCRYPTION_KEY: key.toString('hex') },
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
