import { expect, test } from 'vitest';
import { appManifest } from './manifest.ts';

const parts = { publicUrl: 'https://devpulse.example.com', webhookUrl: null };

test('a name has at most 34 characters, ends in something unique, and differs each time', () => {
  const names = Array.from({ length: 40 }, () => {
    const manifest = appManifest({ ...parts, organization: 'an-organization-with-a-long-name-of-its-own' });
    return JSON.parse(manifest).name as string;
  });
  for (const name of names) expect(name).toMatch(/^DevPulse an-organization-\S* [0-9a-z]{4}$/);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(34);
  expect(new Set(names).size).toBeGreaterThan(30);
});

test('without an address that GitHub can reach there is neither a webhook nor an event', () => {
  const manifest = JSON.parse(appManifest({ ...parts, organization: 'fernhill' }));
  expect(manifest).not.toHaveProperty('hook_attributes');
  expect(manifest).not.toHaveProperty('default_events');
  expect(manifest.default_permissions).toMatchObject({ pull_requests: 'read' });
});
