import { spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';

const WEB = path.join(import.meta.dirname, '../../apps/web');
const STANDALONE = path.join(WEB, '.next/standalone/apps/web');
const PATIENCE_MILLISECONDS = 20_000;

export type StandaloneWeb = { url: string; stop(): Promise<void> };

/** Starts the built web process on a free loopback port, as it is shipped. Needs `npm run build` before. */
export async function startStandaloneWeb(apiUrl: string): Promise<StandaloneWeb> {
  if (!existsSync(path.join(STANDALONE, 'server.js')))
    throw new Error('apps/web is not built: npm run build');
  cpSync(path.join(WEB, '.next/static'), path.join(STANDALONE, '.next/static'), { recursive: true });
  const port = await freePort();
  const child = spawn(process.execPath, ['server.js'], {
    cwd: STANDALONE,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      API_URL: apiUrl,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  await waitFor(`${url}/api/health`, () => child.exitCode !== null);
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitFor(url: string, hasExited: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (Date.now() < deadline && !hasExited()) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer`);
}
