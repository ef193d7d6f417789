import { expect, test } from 'vitest';
import { inheritedEnvironment, needsDatabase, readParts } from './plan.ts';

test.each([
  [[], ['database', 'api', 'worker', 'web']],
  [
    ['--only', 'api,worker'],
    ['api', 'worker'],
  ],
  [['--only=web'], ['web']],
  [
    ['--only', 'worker, api'],
    ['api', 'worker'],
  ],
])('%j starts %j', (args, parts) => {
  expect(readParts(args)).toEqual(parts);
});

test.each([[['--only', 'desktop']], [['--only']], [['--ony', 'api']], [['--only', 'api', 'web']]])(
  '%j is refused',
  (args) => {
    expect(() => readParts(args)).toThrow('Unknown');
  },
);

test('everything but the dashboard needs a database', () => {
  expect(needsDatabase(['web'])).toBe(false);
  expect(needsDatabase(['api'])).toBe(true);
});

test("children do not get npm's own variables", () => {
  expect(inheritedEnvironment({ npm_config_cache: '/x', INIT_CWD: '/y', LOG_LEVEL: 'debug' })).toEqual({
    LOG_LEVEL: 'debug',
    NODE_ENV: 'production',
  });
});
