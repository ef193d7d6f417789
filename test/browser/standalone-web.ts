import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const WEB = path.join(import.meta.dirname, '../../apps/web');
const STANDALONE = path.join(WEB, '.next/standalone');
const PATIENCE_MILLISECONDS = 20_000;

export type StandaloneWeb = { url: string; stop(): Promise<void> };

/**
 * Starts the built web process on a free loopback port, from a copy of its own, so that a build meanwhile does not take its
 * files away. Needs `npm run build` before.
 */
export async function startStandaloneWeb(
  apiUrl: string,
  environment: Record<string, string> = {},
): Promise<StandaloneWeb> {
  const copy = copyBuild();
  const port = environment.PORT === undefined ? await freePort() : Number(environment.PORT);
  const child = spawn(process.execPath, ['server.js'], {
    cwd: path.join(copy, 'apps/web'),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      API_URL: apiUrl,
      ...environment,
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
      rmSync(copy, { recursive: true, force: true });
    },
  };
}

function copyBuild(): string {
  if (!existsSync(path.join(STANDALONE, 'apps/web/server.js'))) {
    throw new Error('apps/web is not built: npm run build');
  }
  const copy = mkdtempSync(path.join(tmpdir(), 'devpulse-web-'));
  cpSync(STANDALONE, copy, { recursive: true, verbatimSymlinks: true });
  cpSync(path.join(WEB, '.next/static'), path.join(copy, 'apps/web/.next/static'), { recursive: true });
  return copy;
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
