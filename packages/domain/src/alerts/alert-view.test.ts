import { describe, expect, test } from 'vitest';
import type { Role } from '../access/roles.ts';
import { alertText, alertView, mayDecide } from './alert-view.ts';
import { HOUR, member, NOW, storedOf } from './alerts.fixture.ts';
import { type AlertCandidate, NO_EVIDENCE } from './candidate.ts';
import { ALERT_RULES, type AlertRuleId } from './rules.ts';
import type { StoredAlert } from './stored-alert.ts';

const words = (headline: string) => ({ headline, about: '', target: '' });

function alert(rule: AlertRuleId, changes: Partial<StoredAlert> = {}): StoredAlert {
  const candidate: AlertCandidate = {
    rule,
    subject: { type: ALERT_RULES[rule].subjects[0] ?? 'team', id: 'grace' },
    deduplicationKey: rule,
    teamId: 'platform',
    repositoryId: null,
    since: NOW,
    unit: 'count',
    target: 1,
    value: 2,
    evidence: NO_EVIDENCE,
    text: words('for all'),
    personText: words('Grace, for you'),
    managersFrom: null,
  };
  return storedOf(candidate, changes);
}

const developer = member();
const grace = member({ contributorId: 'grace' });
const stranger = member({ ownTeamIds: ['checkout'] });
const manager = member({ role: 'manager', ownTeamIds: [], managedTeamIds: ['platform'] });
const otherManager = member({ role: 'manager', ownTeamIds: [], managedTeamIds: ['checkout'] });
const administrator = member({ role: 'admin', ownTeamIds: [], contributorId: null });
const everybody = { developer, grace, stranger, manager, otherManager, administrator };

const seers = (of: StoredAlert, now = NOW) =>
  Object.entries(everybody)
    .filter(([, reader]) => alertView(of, reader, now) !== 'none')
    .map(([name]) => name);

describe('who sees an alert', () => {
  test('about delivery: everybody; about a team’s requests: who may see that team; about the connection: administrators', () => {
    expect(seers(alert('review_wait'))).toEqual(Object.keys(everybody));
    expect(seers(alert('review_load'))).toEqual(['developer', 'grace', 'manager', 'administrator']);
    expect(seers(alert('integration'))).toEqual(['administrator']);
  });

  test('an open session: nobody but its owner', () => {
    expect(seers(alert('open_session'))).toEqual(['grace']);
    expect(seers(alert('open_session', { state: 'acknowledged', managersFrom: NOW - HOUR }))).toEqual([
      'grace',
    ]);
  });

  test('a person’s inactivity: that person first, then managers of the team and administrators, logged', () => {
    const inactive = (changes: Partial<StoredAlert>) => seers(alert('contributor_inactivity', changes));
    const shared = ['grace', 'manager', 'administrator'];
    expect(inactive({ managersFrom: NOW + 1 })).toEqual(['grace']);
    expect(inactive({ managersFrom: NOW })).toEqual(shared);
    expect(inactive({ managersFrom: NOW + 1, state: 'acknowledged' })).toEqual(shared);
    expect(inactive({ managersFrom: NOW + 1, state: 'snoozed' })).toEqual(['grace']);
    expect(inactive({ managersFrom: NOW - HOUR, state: 'resolved' })).toEqual(['grace']);
    const told = alert('contributor_inactivity', { managersFrom: NOW });
    expect(alertView(told, manager, NOW)).toBe('logged');
    expect(alertView(told, grace, NOW)).toBe('self');
  });

  test.each(['manager', 'admin', 'owner'] satisfies Role[])(
    '%s sees nobody while individual views are off',
    (role) => {
      const told = alert('contributor_inactivity', { managersFrom: NOW });
      const reader = member({ role, managedTeamIds: ['platform'], isIndividualViewsOn: false });
      expect(alertView(told, reader, NOW)).toBe('none');
    },
  );
});

test('who sees it decides; of an alert about a person that person alone', () => {
  expect(mayDecide(alert('review_wait'), stranger, NOW)).toBe(true);
  expect(mayDecide(alert('review_load'), stranger, NOW)).toBe(false);
  const told = alert('contributor_inactivity', { managersFrom: NOW });
  expect(mayDecide(told, manager, NOW)).toBe(false);
  expect(mayDecide(told, grace, NOW)).toBe(true);
});

test('the person is addressed, and nobody is named to others', () => {
  expect(alertText(alert('contributor_inactivity'), 'self').headline).toBe('Grace, for you');
  expect(alertText(alert('contributor_inactivity'), 'logged').headline).toBe('for all');
  expect(alertText({ ...alert('open_session'), personText: null }, 'self').headline).toBe('for all');
});
