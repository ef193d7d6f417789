import { describe, expect, test } from 'vitest';
import { DEFAULT_CALENDAR } from '../time/working-calendar.ts';
import {
  at,
  found,
  gaps,
  HOUR,
  installation,
  NOW,
  pullRequest,
  settings,
  snapshot,
  target,
  team,
} from './alerts.fixture.ts';
import { generateHealthAlerts } from './generate-health-alerts.ts';
import type { OpenPullRequest } from './snapshot.ts';

const THURSDAY_10 = at('2025-06-19T10:00:00Z');

/** What a timed rule says of a pull request, at an instant. */
const said = (rule: Parameters<typeof found>[0], changes: Partial<OpenPullRequest>, now: string) =>
  found(rule, { now: at(now), pullRequests: [pullRequest(changes)] });

type Case = [name: string, changes: Partial<OpenPullRequest>, exactly: string, targetHours: number];

const waits: Record<string, Case[]> = {
  review_wait: [
    ['within the week', { readyAt: at('2025-06-18T10:00:00Z') }, '2025-06-19T10:00:00Z', 8],
    ['over a weekend', { readyAt: at('2025-06-20T13:00:00Z') }, '2025-06-23T13:00:00Z', 8],
    [
      'over a return to draft',
      {
        readyAt: at('2025-06-18T10:00:00Z'),
        pausedSpans: [{ from: at('2025-06-18T11:00:00Z'), to: at('2025-06-18T14:00:00Z') }],
      },
      '2025-06-19T13:00:00Z',
      8,
    ],
  ],
  stale_pull_request: [
    [
      'since the last event of a person',
      { readyAt: at('2025-06-02T10:00:00Z'), lastHumanEventAt: at('2025-06-19T12:00:00Z') },
      '2025-06-23T12:00:00Z',
      16,
    ],
    [
      'since it was ready, whatever happened before',
      { readyAt: at('2025-06-19T12:00:00Z'), lastHumanEventAt: at('2025-06-02T10:00:00Z') },
      '2025-06-23T12:00:00Z',
      16,
    ],
    [
      'reviewed ones too',
      {
        state: 'inReview',
        readyAt: at('2025-06-02T10:00:00Z'),
        lastHumanEventAt: at('2025-06-17T09:00:00Z'),
      },
      '2025-06-18T17:00:00Z',
      16,
    ],
  ],
  approved_not_merged: [
    [
      'since the approval in force',
      { state: 'approved', readyAt: at('2025-06-02T10:00:00Z'), approvedAt: at('2025-06-20T11:45:00Z') },
      '2025-06-23T11:45:00Z',
      8,
    ],
  ],
  hidden_wip: [
    [
      'since it is a draft',
      { state: 'draft', readyAt: null, draftSince: at('2025-06-06T14:00:00Z') },
      '2025-06-20T14:00:00Z',
      80,
    ],
  ],
};

describe.each(Object.entries(waits))('%s', (name, cases) => {
  const rule = name as Parameters<typeof found>[0];

  test.each(cases)('speaks just over its target: %s', (_name, changes, exactly, targetHours) => {
    const instant = at(exactly);
    const second = (offset: number) => new Date(instant + offset * 1000).toISOString();
    expect(said(rule, changes, second(-1))).toEqual([]);
    expect(said(rule, changes, second(0))).toEqual([]);
    const now = second(3 * 86_400);
    const [candidate, ...others] = said(rule, changes, now);
    expect(others).toEqual([]);
    expect(candidate).toMatchObject({ rule, unit: 'working_seconds', target: targetHours * 3600 });
    expect(candidate?.value).toBeGreaterThan(targetHours * 3600);
    expect(candidate?.subject).toEqual({ type: 'pull_request', id: 'pr-641' });
    expect(candidate?.deduplicationKey).toBe(`${rule}:pull_request:pr-641`);
    // At the end of a day's work the target is reached, and passed when work begins again.
    const passed = exactly.endsWith('T17:00:00Z') ? at('2025-06-19T09:00:00Z') : instant;
    expect(candidate?.since).toBe(passed);
    expect(said(rule, changes, new Date(passed + 1000).toISOString())).toHaveLength(1);
  });
});

describe('the working clock', () => {
  const readyAt = THURSDAY_10;
  const late = { pullRequests: [pullRequest({ readyAt, lastHumanEventAt: readyAt })] };

  test('a holiday of the calendar is no waiting', () => {
    const now = at('2025-06-20T10:00:01Z');
    expect(found('review_wait', { ...late, now })).toHaveLength(1);
    const calendar = { ...DEFAULT_CALENDAR, holidays: ['2025-06-20'] };
    expect(found('review_wait', { ...late, now, calendar })).toEqual([]);
    expect(found('review_wait', { ...late, now: at('2025-06-23T10:00:00Z'), calendar })).toEqual([]);
    expect(found('review_wait', { ...late, now: at('2025-06-23T10:00:01Z'), calendar })).toHaveLength(1);
  });

  test.each([
    ['forward, a day of 23 hours', '2025-03-08T23:00:00Z', '2025-03-10T03:00:00Z'],
    ['back, a day of 25 hours', '2025-11-01T22:00:00Z', '2025-11-03T04:00:00Z'],
  ])('clocks go %s: a day of round-the-clock work is a whole local day', (_name, from, to) => {
    const calendar = {
      ...DEFAULT_CALENDAR,
      zone: 'America/New_York',
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      startMinute: 0,
      endMinute: 1440,
    };
    // 28 and 30 elapsed hours: one of 23 or 25 hours between two local times.
    const hours = (at(to) - at(from)) / HOUR;
    const pullRequests = [pullRequest({ readyAt: at(from) })];
    const limits = settings({ review_wait: target(hours * 3600) });
    expect(found('review_wait', { pullRequests, calendar, settings: limits, now: at(to) })).toEqual([]);
    expect(
      found('review_wait', { pullRequests, calendar, settings: limits, now: at(to) + 1000 }),
    ).toHaveLength(1);
  });

  test.each([
    ['before the change, 14:00 UTC', '2025-03-06T15:00:00Z', '2025-03-07T15:00:00Z'],
    ['over the change, an hour earlier in UTC', '2025-03-07T15:00:00Z', '2025-03-10T14:00:00Z'],
  ])('office hours of New York %s', (_name, from, exactly) => {
    const calendar = { ...DEFAULT_CALENDAR, zone: 'America/New_York' };
    const input = { calendar, pullRequests: [pullRequest({ readyAt: at(from) })] };
    expect(found('review_wait', { ...input, now: at(exactly) })).toEqual([]);
    expect(found('review_wait', { ...input, now: at(exactly) + 1000 })).toHaveLength(1);
  });

  test('a pull request is judged on the calendar of its own team', () => {
    const weekend = { ...DEFAULT_CALENDAR, weekdays: [6, 7] };
    const now = at('2025-06-20T16:00:00Z');
    expect(found('review_wait', { ...late, now })).toHaveLength(1);
    expect(found('review_wait', { ...late, now, teams: [team({ calendar: weekend })] })).toEqual([]);
    const other = [pullRequest({ readyAt, teamId: null })];
    const input = { now, teams: [team({ calendar: weekend })], pullRequests: other };
    expect(found('review_wait', input)).toHaveLength(1);
  });

  test('a working day is as long as the hours of the calendar', () => {
    const calendar = { ...DEFAULT_CALENDAR, endMinute: 540 + 4 * 60 };
    const approved = pullRequest({ state: 'approved', approvedAt: at('2025-06-19T10:00:00Z') });
    const [candidate] = found('approved_not_merged', {
      calendar,
      pullRequests: [{ ...approved, readyAt: at('2025-06-18T10:00:00Z') }],
      now: at('2025-06-20T10:30:00Z'),
    });
    expect(candidate).toMatchObject({ target: 4 * 3600, value: 4.5 * 3600 });
  });

  test('a calendar without hours judges nothing and says so', () => {
    const calendar = { ...DEFAULT_CALENDAR, weekdays: [] };
    expect(found('review_wait', { ...late, calendar })).toEqual([]);
    expect(gaps('review_wait', { ...late, calendar })).toEqual(['no_working_hours']);
  });
});

describe('which pull requests are looked at', () => {
  const old = at('2025-05-01T10:00:00Z');

  test('a draft never counts as waiting, whatever it was before', () => {
    const draft = pullRequest({ state: 'draft', readyAt: old, draftSince: NOW - HOUR, approvedAt: old });
    const said = generateHealthAlerts(
      snapshot({ pullRequests: [{ ...draft, lastHumanEventAt: old, sizeLines: 9_000 }] }),
    );
    expect(said.candidates).toEqual([]);
  });

  test('an approval waits from when it is ready, not while it was a draft', () => {
    const early = pullRequest({ state: 'approved', approvedAt: old, readyAt: at('2025-06-20T12:00:00Z') });
    expect(found('approved_not_merged', { pullRequests: [early] })).toEqual([]);
  });

  test('the review, the withdrawn approval and the ready mark end their alerts', () => {
    const states = (rule: Parameters<typeof found>[0], changes: Partial<OpenPullRequest>) =>
      (['waiting', 'inReview', 'approved', 'draft'] as const).filter(
        (state) => found(rule, { pullRequests: [pullRequest({ ...changes, state })] }).length > 0,
      );
    expect(states('review_wait', { readyAt: old })).toEqual(['waiting']);
    expect(states('approved_not_merged', { readyAt: old, approvedAt: old })).toEqual(['approved']);
    expect(states('hidden_wip', { draftSince: old })).toEqual(['draft']);
    const idle = { readyAt: old, lastHumanEventAt: old };
    expect(states('stale_pull_request', idle)).toEqual(['waiting', 'inReview', 'approved']);
    expect(states('oversized', { readyAt: old, sizeLines: 601 })).toEqual([
      'waiting',
      'inReview',
      'approved',
    ]);
  });

  test('idle for longer than two working days, but not than the team’s usual gap', () => {
    const idle = pullRequest({ readyAt: old, lastHumanEventAt: at('2025-06-18T09:00:00Z') });
    const usual = (hours: number | null) =>
      found('stale_pull_request', {
        pullRequests: [idle],
        teams: [team({ idleGapP85Seconds: hours === null ? null : hours * 3600 })],
      }).map((candidate) => candidate.target / 3600);
    expect([usual(null), usual(3), usual(21.5), usual(23)]).toEqual([[16], [16], [21.5], []]);
  });

  test('lines: at the target is not over it, and an unknown size is said', () => {
    const sized = (sizeLines: number | null) => ({ pullRequests: [pullRequest({ sizeLines })] });
    expect(found('oversized', sized(600))).toEqual([]);
    expect(found('oversized', sized(601))).toMatchObject([
      { unit: 'lines', target: 600, value: 601, since: NOW - HOUR, text: { headline: '601 lines' } },
    ]);
    expect(gaps('oversized', sized(null))).toEqual(['size_unknown']);
    expect(gaps('oversized', sized(601))).toEqual([]);
  });

  test('oversized since it was ready again', () => {
    const again = NOW - HOUR / 2;
    const one = pullRequest({ sizeLines: 700, readyAt: old, pausedSpans: [{ from: old + HOUR, to: again }] });
    expect(found('oversized', { pullRequests: [one] })).toMatchObject([{ since: again }]);
  });

  test('silence of a suspended installation is no waiting: alerts stand, none opens, and it is said', () => {
    const input = {
      pullRequests: [pullRequest({ readyAt: old, lastHumanEventAt: old })],
      installations: [installation({ suspendedAt: NOW - HOUR })],
    };
    const said = generateHealthAlerts(snapshot(input));
    expect(said.candidates.map((one) => one.rule)).toEqual(['integration']);
    expect(said.holding).toContain('review_wait:pull_request:pr-641');
    expect(gaps('review_wait', input)).toEqual(['installation_suspended']);
  });
});

describe('settings', () => {
  const input = { pullRequests: [pullRequest({ readyAt: THURSDAY_10, lastHumanEventAt: THURSDAY_10 })] };

  test('a team’s own target goes before the organization’s, and its own switch too', () => {
    const heard = (...of: Parameters<typeof settings>) =>
      found('review_wait', { ...input, settings: settings(...of) }).map((one) => one.target);
    expect(heard()).toEqual([28_800]);
    expect(heard({ review_wait: target(72_000) })).toEqual([]);
    expect(heard({ review_wait: target(72_000) }, { platform: { review_wait: target(3_600) } })).toEqual([
      3_600,
    ]);
    expect(heard({ review_wait: target(72_000) }, { checkout: { review_wait: target(3_600) } })).toEqual([]);
    const off = { isEnabled: false, target: null };
    expect(heard({}, { platform: { review_wait: off } })).toEqual([]);
    expect(heard({ review_wait: off })).toEqual([]);
    expect(heard({ review_wait: off }, { platform: { review_wait: { ...off, isEnabled: true } } })).toEqual([
      28_800,
    ]);
  });
});

test('words: what, for how long, which, and the target', () => {
  const readyAt = at('2025-06-17T16:10:00Z');
  const [candidate] = found('review_wait', {
    pullRequests: [pullRequest({ readyAt })],
    now: at('2025-06-20T14:32:00Z'),
  });
  expect(candidate?.text).toEqual({
    headline: 'Ready and not reviewed for 22.4 h',
    about: 'ledger #641, Nightly settlement: batch by currency',
    target: 'target 8 h',
  });
  expect(candidate?.evidence).toEqual({
    ids: { pullRequestId: 'pr-641', repositoryId: 'ledger' },
    figures: { sizeLines: 228 },
    instants: { startedAt: readyAt, targetPassedAt: at('2025-06-18T16:10:00Z') },
  });
});
