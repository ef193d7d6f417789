import { cpSync, existsSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '../failure.ts';
import { type ProgramResult, runNode } from '../program.ts';
import { inRepository, roomClosure } from '../repository.ts';
import { bundleApp } from './bundle.ts';
import type { BuildTarget } from './staleness.ts';

const prismaClient: BuildTarget = {
  name: 'prisma-client',
  title: 'the database client',
  inputs: ['packages/database/prisma/schema.prisma', 'packages/database/prisma.config.ts'],
  outputs: ['packages/database/generated/prisma/client.ts'],
  async build() {
    const cwd = inRepository('packages/database');
    await requireSuccess(runNode([inRepository('node_modules/prisma/build/index.js'), 'generate'], { cwd }));
  },
};

/** A thread is started from a file of its own. */
const apiEntries = {
  main: 'src/main.ts',
  'hashing-thread': 'src/auth/passwords/hashing-thread.ts',
};

const api: BuildTarget = {
  name: 'api',
  title: 'the API',
  inputs: [...roomClosure('apps/api'), 'tsconfig.base.json', 'packages/database/prisma/schema.prisma'],
  outputs: Object.keys(apiEntries).map((name) => `apps/api/dist/${name}.js`),
  build: () => bundleApp({ app: 'apps/api', entries: apiEntries, hasDecoratorMetadata: true }),
};

const worker: BuildTarget = {
  name: 'worker',
  title: 'the worker',
  inputs: [...roomClosure('apps/worker'), 'tsconfig.base.json', 'packages/database/prisma/schema.prisma'],
  outputs: Object.keys(workerEntries()).map((name) => `apps/worker/dist/${name}.js`),
  build: () => bundleApp({ app: 'apps/worker', entries: workerEntries(), hasDecoratorMetadata: false }),
};

function workerEntries(): Record<string, string> {
  const entries = ['main', 'dead-letters', 'rebuild'].map((name) => [name, `src/${name}.ts`] as const);
  return Object.fromEntries(entries.filter(([, file]) => existsSync(inRepository('apps/worker', file))));
}

const standalone = 'apps/web/.next/standalone/apps/web';

const web: BuildTarget = {
  name: 'web',
  title: 'the dashboard',
  inputs: [...roomClosure('apps/web'), 'tsconfig.base.json'],
  outputs: [`${standalone}/server.js`, `${standalone}/.next/static`],
  async build() {
    const cwd = inRepository('apps/web');
    rmSync(inRepository('apps/web/.next/standalone'), { recursive: true, force: true });
    const environment = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
    await requireSuccess(buildWithNext(cwd, environment));
    // the standalone folder holds neither of these
    cpSync(inRepository('apps/web/.next/static'), inRepository(standalone, '.next/static'), {
      recursive: true,
    });
    const publicFiles = inRepository('apps/web/public');
    if (existsSync(publicFiles)) cpSync(publicFiles, inRepository(standalone, 'public'), { recursive: true });
  },
};

const otherBuildLimitMilliseconds = 180_000;

/** Next refuses to build while another build runs, for example one that a killed start left: waits for its end. */
async function buildWithNext(cwd: string, environment: NodeJS.ProcessEnv): Promise<ProgramResult> {
  const deadline = performance.now() + otherBuildLimitMilliseconds;
  for (;;) {
    const result = await runNode([inRepository('node_modules/next/dist/bin/next'), 'build'], {
      cwd,
      environment,
    });
    const isOther = result.output.includes('Another next build process is already running');
    if (!isOther || performance.now() > deadline) return result;
    await sleep(1_000);
  }
}

/** Main, preload and windows of the desktop app. Nothing but its own tests and its packing asks for it. */
const desktop: BuildTarget = {
  name: 'desktop',
  title: 'the desktop app',
  inputs: [...roomClosure('apps/desktop'), 'tsconfig.base.json'],
  outputs: ['main/index.js', 'preload/index.cjs', 'renderer/index.html'].map(
    (file) => `apps/desktop/dist/${file}`,
  ),
  async build() {
    const cwd = inRepository('apps/desktop');
    // the package is there without its program, which nothing here may fetch
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: '/none', NODE_ENV: 'production' };
    const builder = inRepository('node_modules/electron-vite/bin/electron-vite.js');
    await requireSuccess(runNode([builder, 'build'], { cwd, environment }));
  },
};

async function requireSuccess(running: Promise<ProgramResult>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new StartFailure(output.trim());
}

export const buildTargets = { 'prisma-client': prismaClient, api, worker, web, desktop } as const;

export type BuildTargetName = keyof typeof buildTargets;
