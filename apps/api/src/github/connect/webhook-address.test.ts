import { expect, test } from 'vitest';
import { webhookAddress } from './webhook-address.ts';

const PUBLIC = 'https://devpulse.example.com';
const CLOUD = 'https://github.com';

test.each([
  [PUBLIC, CLOUD, true],
  [PUBLIC, 'https://github.internal', true],
  ['http://localhost:3000', CLOUD, false],
  ['http://127.0.0.1:3000', 'https://github.example.com', false],
  ['http://[::1]:3000', CLOUD, false],
  ['http://localhost:3000', 'http://127.0.0.1:9000', true],
  ['http://10.0.0.7', CLOUD, false],
  ['http://10.0.0.7', 'https://10.0.0.8', true],
  ['http://10.0.0.7', 'http://localhost:9000', true],
  ['http://localhost:3000', 'https://10.0.0.8', false],
  ['https://devpulse', CLOUD, false],
  ['https://devpulse.internal', CLOUD, false],
])('from %s, webhooks of %s arrive: %s', (publicUrl, githubUrl, isReached) => {
  const address = webhookAddress({ PUBLIC_URL: publicUrl, WEBHOOK_URL: undefined }, githubUrl);
  expect(address).toBe(isReached ? `${publicUrl}/api/v1/github/webhooks` : null);
});

test('an address of its own goes before the dashboard’s', () => {
  const own = 'https://hooks.example.com/github';
  const environment = { PUBLIC_URL: 'http://localhost:3000', WEBHOOK_URL: own };
  expect(webhookAddress(environment, CLOUD)).toBe(own);
});
