import { describe, expect, test } from 'vitest';
import { alertText, alertView } from './alert-view.ts';
import {
  DAY,
  HOUR,
  installation,
  member,
  NOW,
  ON,
  pullRequest,
  repository,
  requests,
  settings,
  snapshot,
  storedOf,
  team,
  unreviewedMerge,
} from './alerts.fixture.ts';
import { generateHealthAlerts } from './generate-health-alerts.ts';
import { ALERT_RULE_IDS, ALERT_RULES } from './rules.ts';
import type { AlertSnapshot } from './snapshot.ts';

const NAME = 'Ada Lovelace';
const LOGIN = 'ada-lovelace';
/** Whatever a reader of the database may pass along beside what the rules ask for. */
const named = <T extends object>(value: T): T =>
  Object.assign({}, value, {
    author: NAME,
    authorLogin: LOGIN,
    reviewer: NAME,
    name: 'name' in value ? value.name : NAME,
  });

const old = NOW - 40 * DAY;
const point = (value: number) => ({ value, interval: { width: 2 }, definitionVersion: 1 });

/** An organization in which every rule speaks, and every record knows the person. */
const everything: AlertSnapshot = snapshot({
  settings: settings({ contributor_inactivity: ON }),
  teams: [named(team({ lastMergeOrReviewAt: old, activityOf8Weeks: 3 }))],
  repositories: [named(repository({ lastMergeOrReviewAt: old, lastDeliveryAt: old }))],
  pullRequests: [
    named(pullRequest({ id: 'waiting', readyAt: old, lastHumanEventAt: old, sizeLines: 1240 })),
    named(pullRequest({ id: 'approved', state: 'approved', readyAt: old, approvedAt: old })),
    named(pullRequest({ id: 'draft', state: 'draft', readyAt: null, draftSince: old })),
  ],
  unreviewedMerges: [named(unreviewedMerge())],
  reviewRequests: requests(18, 5).map((request) => named({ ...request, reviewerId: LOGIN })),
  scores: [
    named({ scopeType: 'team', scopeId: 'platform', name: 'Platform', today: point(60), before: point(90) }),
  ],
  installations: [
    named(
      installation({ failedDeliveryCount: 2, rateLimit: { exhaustedAt: NOW - HOUR, renewedAt: NOW + HOUR } }),
    ),
  ],
  people: [named({ contributorId: 'contributor-7', name: NAME, teamId: 'platform', lastEventAt: old })],
  leaveDays: {},
  openSessions: [
    named({ id: 'session-1', contributorId: 'contributor-7', teamId: 'platform', startedAt: NOW - DAY }),
  ],
});
const { candidates } = generateHealthAlerts(everything);
const isNamedIn = (value: unknown): boolean => /ada|lovelace/i.test(JSON.stringify(value));

describe('no rule names a person as the fault', () => {
  test('every rule speaks of this organization', () => {
    expect(new Set(candidates.map((one) => one.rule))).toEqual(new Set(ALERT_RULE_IDS));
  });

  test.each(ALERT_RULE_IDS)('%s: neither words nor evidence', (id) => {
    expect(isNamedIn(ALERT_RULES[id])).toBe(false);
    const ofIt = candidates.filter((one) => one.rule === id);
    expect(ofIt.length).toBeGreaterThan(0);
    for (const { personText, ...shared } of ofIt) {
      expect(isNamedIn(shared)).toBe(false);
      expect(isNamedIn(personText)).toBe(id === 'contributor_inactivity');
    }
  });

  test('a contributor’s id is in alerts about that contributor alone', () => {
    const about = candidates
      .filter((one) => JSON.stringify(one).includes('contributor-7'))
      .map((one) => one.rule);
    expect(new Set(about)).toEqual(new Set(['contributor_inactivity', 'open_session']));
  });

  test('whoever reads: the name is read by that person alone', () => {
    const readers = {
      person: member({ contributorId: 'contributor-7' }),
      colleague: member(),
      manager: member({ role: 'manager', managedTeamIds: ['platform'] }),
      owner: member({ role: 'owner' }),
    };
    const later = NOW + 30 * DAY;
    const namedTo = Object.entries(readers).flatMap(([reader, authority]) =>
      candidates
        .map((one) => storedOf(one))
        .filter((alert) => isNamedIn(alertText(alert, alertView(alert, authority, later))))
        .map((alert) => [reader, alert.rule]),
    );
    expect(namedTo).toEqual([['person', 'contributor_inactivity']]);
  });
});

test('keys are stable: renamed, moved, later, in another order, they are the same', () => {
  const keys = (input: AlertSnapshot) =>
    generateHealthAlerts(input).candidates.map((one) => one.deduplicationKey);
  const renamed = <T extends object>(list: readonly T[]): T[] =>
    list
      .map((one) => ({ ...one, name: 'Other', title: 'Other', repositoryName: 'other', number: 1 }))
      .toReversed();
  const moved = {
    ...everything,
    now: NOW + 30 * 60_000,
    teams: renamed(everything.teams),
    repositories: renamed(everything.repositories),
    pullRequests: renamed(everything.pullRequests).map((one) => ({ ...one, teamId: null })),
    unreviewedMerges: renamed(everything.unreviewedMerges),
    scores: renamed(everything.scores),
    reviewRequests: everything.reviewRequests.toReversed(),
  };
  expect(keys(moved)).toEqual(keys(everything));
  expect(new Set(keys(everything)).size).toBe(candidates.length);
});
