import { CAPABILITY_IDS, reachOf } from '@devpulse/domain/access/capabilities';
import type { Role } from '@devpulse/domain/access/roles';
import { expect, test } from 'vitest';
import { currentPlace, placesOf } from './places.ts';

function placesFor(role: Role, contributorId: string | null = 'c1') {
  const capabilities = CAPABILITY_IDS.filter((id) => reachOf(id, role) !== 'none');
  return placesOf({ slug: 'fernhill', role, capabilities, contributorId });
}

test.each([
  [
    'developer',
    ['overview', 'pull-requests', 'teams', 'attendance', 'definitions', 'own-figures', 'own-record'],
  ],
  [
    'manager',
    ['overview', 'pull-requests', 'teams', 'attendance', 'definitions', 'own-figures', 'own-record'],
  ],
  [
    'admin',
    [
      'overview',
      'pull-requests',
      'teams',
      'attendance',
      'definitions',
      'own-figures',
      'own-record',
      'people',
      'github',
      'settings',
      'audit',
    ],
  ],
  [
    'owner',
    [
      'overview',
      'pull-requests',
      'teams',
      'attendance',
      'definitions',
      'own-figures',
      'own-record',
      'people',
      'github',
      'settings',
      'audit',
    ],
  ],
] as const)('a %s sees what the role opens', (role, expected) => {
  expect(placesFor(role).map(({ id }) => id)).toEqual(expected);
});

test('somebody whom nobody has linked has no figures of their own to go to', () => {
  expect(placesFor('owner', null).map(({ id }) => id)).not.toContain('own-figures');
});

test('what is withheld is not listed', () => {
  const places = placesOf({
    slug: 'fernhill',
    role: 'admin',
    capabilities: ['own_record'],
    contributorId: null,
  });
  expect(places.map(({ id }) => id)).toEqual(['attendance', 'own-record']);
});

test.each([
  ['/fernhill', 'overview'],
  ['/fernhill/pull-requests', 'pull-requests'],
  ['/fernhill/teams/t1', 'teams'],
  ['/fernhill/attendance/days/2026-11-20', 'attendance'],
  ['/fernhill/settings/attendance', 'settings'],
  ['/fernhill/metrics', 'definitions'],
  ['/fernhill/people', 'people'],
  ['/fernhill/people/c1', 'own-figures'],
  ['/fernhill/people/c2', 'people'],
  ['/fernhill/github', 'github'],
  ['/fernhill/settings/trust', 'settings'],
  ['/fernhill/elsewhere', null],
])('%s belongs to %s', (path, expected) => {
  expect(currentPlace(placesFor('owner'), path)).toBe(expected);
});
