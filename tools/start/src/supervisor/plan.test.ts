import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { apiPlan, inheritedEnvironment, needsDatabase, readParts, webPlan, workerPlan } from './plan.ts';

const PORTS = { api: 4000, worker: 4001, web: 3000 };
const CONNECTIONS = {
  databaseUrl: 'postgresql://app@127.0.0.1/devpulse',
  dashboardUrl: 'postgresql://dashboard@127.0.0.1/devpulse',
  redisUrl: undefined,
  webhookSecrets: 'a-secret-that-is-long-enough',
  encryptionKey: randomBytes(32).toString('hex'),
  publicUrl: 'https://devpulse.example.com',
};
const WEB = { apiUrl: 'http://127.0.0.1:4000', publicUrl: CONNECTIONS.publicUrl };

afterEach(() => vi.unstubAllEnvs());

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

test('API and worker get the key and the public address; the dashboard gets no secret', () => {
  for (const { environment } of [apiPlan(PORTS, CONNECTIONS), workerPlan(PORTS, CONNECTIONS)]) {
    expect(environment).toMatchObject({
      DEVPULSE_ENCRYPTION_KEY: CONNECTIONS.encryptionKey,
      PUBLIC_URL: CONNECTIONS.publicUrl,
    });
  }
  vi.stubEnv('DEVPULSE_ENCRYPTION_KEY', CONNECTIONS.encryptionKey);
  vi.stubEnv('DATABASE_URL', CONNECTIONS.databaseUrl);
  vi.stubEnv('GITHUB_APP_PRIVATE_KEYS', 'a key');
  const { environment } = webPlan(PORTS, WEB);
  expect(environment.PUBLIC_URL).toBe(CONNECTIONS.publicUrl);
  for (const name of ['DEVPULSE_ENCRYPTION_KEY', 'DATABASE_URL', 'GITHUB_APP_PRIVATE_KEYS'])
    expect(environment).not.toHaveProperty(name);
});

test('only the API trusts the dashboard’s process; a proxy of the caller’s stands before both', () => {
  vi.stubEnv('TRUSTED_PROXIES', undefined);
  expect(apiPlan(PORTS, CONNECTIONS).environment.TRUSTED_PROXIES).toBe('127.0.0.1/32');
  expect(webPlan(PORTS, WEB).environment).not.toHaveProperty('TRUSTED_PROXIES');
  vi.stubEnv('TRUSTED_PROXIES', '10.0.0.0/8');
  expect(apiPlan(PORTS, CONNECTIONS).environment.TRUSTED_PROXIES).toBe('10.0.0.0/8,127.0.0.1/32');
  expect(webPlan(PORTS, WEB).environment.TRUSTED_PROXIES).toBe('10.0.0.0/8');
});

test('the GitHub of the caller reaches who asks it', () => {
  const github = {
    GITHUB_URL: 'http://127.0.0.1:4010',
    GITHUB_APP_ID: '12',
    GITHUB_APP_PRIVATE_KEYS: 'a key',
  };
  for (const [name, value] of Object.entries(github)) vi.stubEnv(name, value);
  for (const { environment } of [apiPlan(PORTS, CONNECTIONS), workerPlan(PORTS, CONNECTIONS)]) {
    expect(environment).toMatchObject(github);
  }
});

test('a local GitHub takes the place of the caller’s, for every part', () => {
  vi.stubEnv('GITHUB_URL', 'https://github.example.com');
  const githubUrl = 'http://127.0.0.1:4010';
  const connections = { ...CONNECTIONS, githubUrl };
  const plans = [
    apiPlan(PORTS, connections),
    workerPlan(PORTS, connections),
    webPlan(PORTS, { ...WEB, githubUrl }),
  ];
  for (const { environment } of plans) expect(environment.GITHUB_URL).toBe(githubUrl);
});

test('the mail server of the caller reaches who sends mails', () => {
  vi.stubEnv('SMTP_URL', 'smtp://127.0.0.1:2525');
  vi.stubEnv('MAIL_FROM', 'devpulse@example.com');
  expect(workerPlan(PORTS, CONNECTIONS).environment).toMatchObject({
    SMTP_URL: 'smtp://127.0.0.1:2525',
    MAIL_FROM: 'devpulse@example.com',
  });
});
