import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tools/start/src/test-run/longest-first.ts';

const globalSetup = ['tools/start/src/test-global-setup.ts'];
const sources = (...rooms: string[]) => rooms.map((room) => `${room}/**/*.test.{ts,tsx}`);

/** One project per kind of test; `npm test` runs them one after the other. */
export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    passWithNoTests: true,
    exclude: ['**/node_modules/**', '**/dist/**', '**/.next/**', '.cache/**', '.devpulse*/**'],
    projects: [
      {
        extends: true,
        test: {
          name: 'domain',
          include: sources(
            'packages/{domain,contracts,ui,github,outbound,vault}',
            'apps/web',
            'apps/desktop/src',
          ),
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'medium',
          include: sources('packages/{database,jobs,observability}', 'apps/{api,worker}', 'tools'),
          globalSetup,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'desktop',
          include: sources('apps/desktop/test'),
          // the built app runs as it is, not as a module of the test
          server: { deps: { external: [/\/apps\/desktop\/dist\//] } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'pipeline',
          include: sources('test/pipeline'),
          globalSetup,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: sources('test/faults'),
          globalSetup,
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: sources('test/desktop/electron'),
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: sources('test/browser'),
          globalSetup,
          server: { deps: { external: [/\/apps\/desktop\/dist\//] } },
          testTimeout: 300_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
