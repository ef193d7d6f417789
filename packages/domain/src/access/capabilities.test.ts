import { expect, test } from 'vitest';
import { CAPABILITY_IDS, capabilityOf, type Reach, reachOf } from './capabilities.ts';
import {
  isWithheldForFactor,
  type MemberAuthority,
  mayReadTeam,
  mayUse,
  personView,
  secondFactorDue,
} from './member-authority.ts';
import { isRole, mayChangeRole, ROLES, rolesGivenBy } from './roles.ts';

const WIDTH: Record<Reach, number> = { none: 0, self: 1, own_teams: 2, managed_teams: 3, everything: 4 };
const DAY = 86_400_000;

const authority = (change: Partial<MemberAuthority> = {}): MemberAuthority => ({
  organizationId: 'o',
  userId: 'u',
  role: 'developer',
  roleSince: 0,
  ownTeamIds: ['own'],
  managedTeamIds: ['managed'],
  contributorId: 'me',
  isIndividualViewsOn: false,
  secondFactorPolicy: 'administrators',
  hasSecondFactor: false,
  ...change,
});

test('a wider role reaches at least as far as a narrower one, in every capability', () => {
  for (const id of CAPABILITY_IDS) {
    const widths = ROLES.map((role) => WIDTH[reachOf(id, role)]);
    expect([id, widths]).toEqual([id, widths.toSorted((a, b) => b - a)]);
  }
});

test('what only an Owner may do is sensitive', () => {
  const ownerAlone = CAPABILITY_IDS.filter((id) => reachOf(id, 'admin') === 'none');
  expect(ownerAlone).toEqual([
    'switch_individual_views',
    'export_organization',
    'transfer_ownership',
    'delete_organization',
  ]);
  for (const id of ownerAlone) expect([id, capabilityOf(id).isSensitive]).toEqual([id, true]);
});

test('every member reaches what is about themselves', () => {
  for (const role of ROLES) {
    for (const id of ['own_record', 'read_person', 'read_audit', 'read_organization'] as const) {
      expect(mayUse(authority({ role }), id)).toBe(true);
    }
  }
});

test.each([
  ['developer', true, false, false],
  ['manager', true, true, false],
  ['admin', true, true, true],
  ['owner', true, true, true],
] as const)('%s: own team %s, managed team %s, another %s', (role, own, managed, other) => {
  const member = authority({ role });
  expect(['own', 'managed', 'other'].map((team) => mayReadTeam(member, team))).toEqual([own, managed, other]);
});

test.each([
  ['developer', 'none', 'none'],
  ['manager', 'logged', 'none'],
  ['admin', 'logged', 'logged'],
  ['owner', 'logged', 'logged'],
] as const)(
  'a %s sees a person of a managed team: %s, of another: %s, oneself always',
  (role, managed, other) => {
    const on = authority({ role, isIndividualViewsOn: true });
    const off = authority({ role });
    const views = (member: MemberAuthority) =>
      [
        { contributorId: 'x', teamIds: ['managed'] },
        { contributorId: 'x', teamIds: ['other'] },
        { contributorId: 'me', teamIds: [] },
      ].map((person) => personView(member, person));
    expect(views(on)).toEqual([managed, other, 'self']);
    expect(views(off)).toEqual(
      [managed, other, 'self'].map((view) => (view === 'logged' ? 'switched_off' : view)),
    );
  },
);

test('being in one team with somebody shows nothing of that person', () => {
  const manager = authority({ role: 'manager', isIndividualViewsOn: true });
  expect(personView(manager, { contributorId: 'x', teamIds: ['own'] })).toBe('none');
});

test('nobody gives more than they hold, and nobody gives ownership', () => {
  expect(rolesGivenBy('owner')).toEqual(['admin', 'manager', 'developer']);
  expect(rolesGivenBy('admin')).toEqual(['admin', 'manager', 'developer']);
  expect(rolesGivenBy('manager')).toEqual(['manager', 'developer']);
  expect(mayChangeRole('admin', 'developer', 'admin')).toBe(true);
  expect(mayChangeRole('admin', 'owner', 'developer')).toBe(false);
  expect(mayChangeRole('owner', 'admin', 'owner')).toBe(false);
  expect(mayChangeRole('manager', 'admin', 'developer')).toBe(false);
  expect(isRole('root')).toBe(false);
});

test('an administrator without a second factor keeps a developer’s reach after seven days', () => {
  const owner = authority({ role: 'owner' });
  expect(secondFactorDue(owner)).toBe(7 * DAY);
  expect(isWithheldForFactor(owner, 'manage_members', 7 * DAY - 1)).toBe(false);
  expect(isWithheldForFactor(owner, 'manage_members', 7 * DAY)).toBe(true);
  expect(isWithheldForFactor(owner, 'read_team', 7 * DAY)).toBe(true);
  expect(isWithheldForFactor(owner, 'own_record', 8 * DAY)).toBe(false);
  expect(isWithheldForFactor(owner, 'read_delivery', 8 * DAY)).toBe(false);
  expect(secondFactorDue(authority({ role: 'owner', hasSecondFactor: true }))).toBeNull();
  expect(secondFactorDue(authority({ role: 'manager' }))).toBeNull();
  expect(secondFactorDue(authority({ role: 'manager', secondFactorPolicy: 'everyone' }))).toBe(7 * DAY);
});
