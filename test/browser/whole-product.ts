import { createServer } from 'node:net';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '@devpulse/database/testing/test-database';
import { openVault } from '@devpulse/vault/vault';
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
  outside: { now?: () => number; environment: Record<string, string> },
) => Promise<TestApi>;

export type WholeProduct = {
  api: TestApi;
  apiUrl: string;
  web: StandaloneWeb;
  database: TestDatabase;
  /** Under which the first person becomes the Owner. */
  setUpUrl: string;
  close(): Promise<void>;
};

/** The built dashboard before the real API and a database of its own; only the queue is a stand-in. */
export async function startWholeProduct(clock: { now?: () => number } = {}): Promise<WholeProduct> {
  const database = await createTestDatabase();
  const port = await freePort();
  // a name, not an address: browsers offer passkeys only there
  const publicUrl = `http://localhost:${port}`;
  const { startTestApiOver } = (await import(TEST_API)) as { startTestApiOver: StartTestApi };
  const api = await startTestApiOver(database, {
    ...clock,
    environment: { PUBLIC_URL: publicUrl, TRUSTED_PROXIES: '127.0.0.1/32' },
  });
  await api.app.listen(0, '127.0.0.1');
  const apiUrl = `http://127.0.0.1:${(api.app.getHttpServer().address() as { port: number }).port}`;
  const web = await startStandaloneWeb(apiUrl, { PORT: String(port) });
  const token = openVault(api.parts.environment.DEVPULSE_ENCRYPTION_KEY)
    .derive('set-up')
    .toString('base64url');
  return {
    api,
    apiUrl,
    web: { ...web, url: publicUrl },
    database,
    setUpUrl: `${publicUrl}/set-up?token=${token}`,
    close: async () => {
      await web.stop();
      await api.close();
      await database.drop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
