import { describe, expect, test } from 'vitest';
import { alertDigest, type DigestReader } from './alert-digest.ts';
import { DAY, found, HOUR, member, NOW, pullRequest, storedOf } from './alerts.fixture.ts';
import type { StoredAlert } from './stored-alert.ts';

const YESTERDAY = NOW - DAY;
const reader = (changes: Partial<DigestReader> = {}): DigestReader => ({
  authority: member(),
  lastDigestAt: YESTERDAY,
  now: NOW,
  teamNames: { platform: 'Platform', checkout: 'Checkout' },
  ...changes,
});

function alert(id: string, changes: Partial<StoredAlert> = {}): StoredAlert {
  const [candidate] = found('review_wait', { pullRequests: [pullRequest({ id, readyAt: NOW - 3 * DAY })] });
  if (!candidate) throw new Error('no candidate');
  return storedOf(candidate, { id, openedAt: NOW - HOUR, ...changes });
}

const resolved = (id: string, changes: Partial<StoredAlert> = {}) =>
  alert(id, {
    state: 'resolved',
    openedAt: YESTERDAY - DAY,
    resolvedAt: NOW - HOUR,
    resolvedReason: 'ended',
    ...changes,
  });

const told = (alerts: StoredAlert[], changes: Partial<DigestReader> = {}) => {
  const digest = alertDigest(alerts, reader(changes));
  const ids = (entries: readonly { alertId: string }[]) => entries.map((entry) => entry.alertId);
  return digest?.groups.map((group) => ({
    team: group.teamName,
    opened: ids(group.opened.entries),
    openLongest: ids(group.openLongest.entries),
    resolved: ids(group.resolved.entries),
  }));
};

describe('a daily mail', () => {
  test('nothing to tell is no mail', () => {
    expect(alertDigest([], reader())).toBeNull();
    const known = [
      alert('acknowledged', { state: 'acknowledged' }),
      alert('snoozed', { state: 'snoozed', snoozedUntil: NOW + HOUR }),
      resolved('before the last one', { resolvedAt: YESTERDAY }),
      resolved('rule off', { resolvedReason: 'rule_off' }),
      resolved('opened and ended between', { openedAt: YESTERDAY + 1 }),
    ];
    expect(alertDigest(known, reader())).toBeNull();
  });

  test('what is new, what is open longest, and what ended since', () => {
    const alerts = [
      alert('new'),
      alert('new at the next instant', { openedAt: YESTERDAY + 1 }),
      alert('told before', { openedAt: YESTERDAY }),
      resolved('ended'),
    ];
    expect(told(alerts)).toEqual([
      {
        team: 'Platform',
        opened: ['new', 'new at the next instant'],
        openLongest: ['told before'],
        resolved: ['ended'],
      },
    ]);
    expect(alertDigest(alerts, reader())?.openCount).toBe(3);
  });

  test('by team, in the order of their names, what has none at the end', () => {
    const alerts = [alert('a', { teamId: null }), alert('b'), alert('c', { teamId: 'checkout' }), alert('d')];
    expect(told(alerts)?.map((group) => [group.team, group.opened])).toEqual([
      ['Checkout', ['c']],
      ['Platform', ['b', 'd']],
      [null, ['a']],
    ]);
    expect(told(alerts.toReversed())).toEqual(told(alerts));
  });

  test('those that hold longest, and how many more there are', () => {
    const alerts = [4, 1, 3, 5, 2].map((days) =>
      alert(`${days}`, { since: NOW - days * DAY, openedAt: YESTERDAY }),
    );
    expect(told(alerts)?.map((group) => group.openLongest)).toEqual([['5', '4', '3']]);
    expect(alertDigest(alerts, reader())?.groups[0]?.openLongest.moreCount).toBe(2);
  });

  test('the first mail calls new what opened in the last day', () => {
    const alerts = [alert('new'), alert('old', { openedAt: YESTERDAY })];
    expect(told(alerts, { lastDigestAt: null })).toMatchObject([{ opened: ['new'], openLongest: ['old'] }]);
  });

  test('only what the reader sees; nothing about other people, whose views are logged', () => {
    const about = (id: string) =>
      alert(id, {
        rule: 'contributor_inactivity',
        subject: { type: 'contributor', id },
        managersFrom: YESTERDAY,
        personText: { headline: 'For you', about: '', target: '' },
      });
    const alerts = [about('ada'), about('grace'), alert('connection', { rule: 'integration' })];
    const manager = member({ role: 'manager', contributorId: null, managedTeamIds: ['platform'] });
    expect(alertDigest(alerts, reader({ authority: manager }))).toBeNull();
    expect(told(alerts)).toMatchObject([{ opened: ['ada'] }]);
    const own = alertDigest(alerts, reader())?.groups[0]?.opened.entries;
    expect(own?.map((entry) => entry.text.headline)).toEqual(['For you']);
    expect(told(alerts, { authority: member({ role: 'admin', contributorId: null }) })).toMatchObject([
      { opened: ['connection'] },
    ]);
  });
});
