import { EnvironmentError } from '@devpulse/observability/environment';
import { describe, expect, test } from 'vitest';
import { environment, readEnvironment } from './env.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7));
const VALID = {
  DATABASE_URL: 'postgresql://app@db/devpulse',
  DASHBOARD_DATABASE_URL: 'postgresql://dashboard@db/devpulse',
  GITHUB_WEBHOOK_SECRETS: 'a-secret-that-is-long-enough',
  DEVPULSE_ENCRYPTION_KEY: KEY.toString('hex'),
};

test('fills in what has a default, and reads the queue from the database unless told otherwise', () => {
  const read = readEnvironment({ ...VALID, REDIS_URL: '', TRUSTED_PROXIES: '10.0.0.0/8, ::1' });
  expect(read).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 4000,
    QUEUE_DATABASE_URL: VALID.DATABASE_URL,
    DEVPULSE_ENCRYPTION_KEY: KEY,
    PUBLIC_URL: 'http://localhost:3000',
    GITHUB_WEBHOOK_SECRETS: [VALID.GITHUB_WEBHOOK_SECRETS],
    TRUSTED_PROXIES: ['10.0.0.0/8', '::1'],
  });
  expect(read.REDIS_URL).toBeUndefined();
});

describe('refuses to start', () => {
  const wrong = {
    'without a database': { DATABASE_URL: undefined },
    'with another kind of database': { DATABASE_URL: 'mysql://db' },
    'with a port that is none': { PORT: '70000' },
    'with a short secret': { GITHUB_WEBHOOK_SECRETS: 'short' },
    'with three secrets': { GITHUB_WEBHOOK_SECRETS: Array(3).fill('a-secret-that-is-long-enough').join(',') },
    'with a secret from a manual': { GITHUB_WEBHOOK_SECRETS: 'CHANGEME-CHANGEME-CHANGEME' },
    'with a secret of one letter': { GITHUB_WEBHOOK_SECRETS: 'aaaaaaaaaaaaaaaaaaaa' },
    'trusting every proxy': { TRUSTED_PROXIES: 'true' },
    'trusting a number of hops': { TRUSTED_PROXIES: '1' },
    'trusting an impossible range': { TRUSTED_PROXIES: '10.0.0.0/33' },
    'without a key': { DEVPULSE_ENCRYPTION_KEY: undefined },
    'with a key of 31 bytes': { DEVPULSE_ENCRYPTION_KEY: KEY.subarray(1).toString('hex') },
    'with a key that nobody rolled': { DEVPULSE_ENCRYPTION_KEY: 'ab'.repeat(32) },
    'with a public address that has a path': { PUBLIC_URL: 'https://devpulse.example.com/app' },
    'with a public address that is none': { PUBLIC_URL: 'devpulse.example.com' },
    'with a mail server that is none': { SMTP_URL: 'https://mail.example.com' },
    'with an App that is no number': { GITHUB_APP_ID: 'devpulse' },
    'with an App whose key is none': { GITHUB_APP_PRIVATE_KEYS: '-----BEGIN PRIVATE KEY-----canary' },
    'with an unknown log level': { LOG_LEVEL: 'loud' },
  };
  test.each(Object.entries(wrong))('%s, naming the variable and not its value', (_, change) => {
    const [[name, value]] = Object.entries(change) as [[string, string | undefined]];
    const read = () => readEnvironment({ ...VALID, ...change });
    expect(read).toThrow(EnvironmentError);
    expect(read).toThrow(`- ${name} is`);
    if (value !== undefined && value.length > 3) expect(read).not.toThrow(value);
  });
});

test('every variable is described', () => {
  for (const field of Object.values(environment.shape)) expect(field.description).toMatch(/\w+/);
});
