import { describe, expect, test } from 'vitest';
import {
  applied,
  DAY,
  found,
  HOUR,
  NOW,
  OFF,
  pullRequest,
  requests,
  settings,
  snapshot,
  storedOf,
  target,
} from './alerts.fixture.ts';
import type { AlertEvaluation } from './candidate.ts';
import { generateHealthAlerts } from './generate-health-alerts.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';
import type { AlertSnapshot, OpenPullRequest } from './snapshot.ts';
import type { StoredAlert } from './stored-alert.ts';

const evaluation = (changes: Partial<AlertSnapshot> = {}): AlertEvaluation =>
  generateHealthAlerts(snapshot(changes));

const late = (changes: Partial<OpenPullRequest> = {}) => ({
  pullRequests: [pullRequest({ readyAt: NOW - 2 * DAY, ...changes })],
});

const only = <T>(list: readonly T[]): T => {
  const [first, ...others] = list;
  if (first === undefined || others.length > 0) throw new Error(`${list.length} where one was expected`);
  return first;
};

const waiting = (changes: Partial<StoredAlert> = {}): StoredAlert =>
  storedOf(only(found('review_wait', late())), changes);

const kinds = (stored: StoredAlert[], changes: Partial<AlertSnapshot>, now = NOW) =>
  reconcileAlerts(stored, evaluation({ ...changes, now }), now).map((one) => one.kind);

describe('a condition', () => {
  test('opens one alert, is kept while it holds, and resolves by itself', () => {
    const opened = applied([], reconcileAlerts([], evaluation(late()), NOW));
    expect(opened).toMatchObject([{ state: 'open', openedAt: NOW, rule: 'review_wait' }]);
    expect(reconcileAlerts(opened, evaluation(late()), NOW)).toEqual([]);
    const answered = reconcileAlerts(opened, evaluation(late({ state: 'inReview' })), NOW + HOUR);
    expect(answered).toEqual([
      { kind: 'resolve', alertId: only(opened).id, at: NOW + HOUR, reason: 'ended' },
    ]);
  });

  test('that returns is a new alert', () => {
    const resolved = waiting({ state: 'resolved', resolvedAt: NOW - HOUR, resolvedReason: 'ended' });
    const transitions = reconcileAlerts([resolved], evaluation(late()), NOW);
    expect(transitions.map((one) => one.kind)).toEqual(['open']);
    const [before, after] = applied([resolved], transitions);
    expect(before).toBe(resolved);
    expect(after).toMatchObject({ state: 'open', deduplicationKey: resolved.deduplicationKey });
    expect(after?.id).not.toBe(resolved.id);
  });

  test('is told anew when its words change, and not because a second passed', () => {
    expect(kinds([waiting()], late(), NOW + 1000)).toEqual([]);
    expect(kinds([waiting()], late(), NOW + HOUR / 2)).toEqual(['update']);
    expect(kinds([waiting()], late({ title: 'Another title' }))).toEqual(['update']);
    expect(kinds([waiting()], { ...late(), settings: settings({ review_wait: target(3_600) }) })).toEqual([
      'update',
    ]);
    expect(kinds([waiting()], late({ teamId: null }))).toEqual(['update']);
  });

  test('whose rule is turned off is resolved for that reason, for a team too', () => {
    const reason = (of: AlertSnapshot['settings']) =>
      reconcileAlerts([waiting()], evaluation({ ...late(), settings: of }), NOW);
    const off = [{ kind: 'resolve', alertId: waiting().id, at: NOW, reason: 'rule_off' }];
    expect(reason(settings({ review_wait: OFF }))).toEqual(off);
    expect(reason(settings({}, { platform: { review_wait: OFF } }))).toEqual(off);
    expect(reason(settings({}, { checkout: { review_wait: OFF } }))).toEqual([]);
  });

  test('that cannot be judged any more is resolved for that reason, of that subject alone', () => {
    const oversized = { ...late({ sizeLines: 900, readyAt: NOW - HOUR }) };
    const alert = storedOf(only(found('oversized', oversized)));
    const reasons = (unknown: string) => {
      const pullRequests = [pullRequest({ id: unknown, sizeLines: null })];
      return reconcileAlerts([alert], evaluation({ pullRequests }), NOW);
    };
    expect(reasons('pr-641')).toMatchObject([{ kind: 'resolve', reason: 'not_evaluated' }]);
    expect(reasons('pr-642')).toMatchObject([{ kind: 'resolve', reason: 'ended' }]);
  });
});

describe('decisions of people', () => {
  test('acknowledged stays so until it resolves', () => {
    const alert = waiting({ state: 'acknowledged' });
    const later = evaluation({ ...late(), now: NOW + 4 * DAY });
    const [after] = applied([alert], reconcileAlerts([alert], later, NOW + 4 * DAY));
    expect(after).toMatchObject({
      state: 'acknowledged',
      text: { headline: 'Ready and not reviewed for 4 working days' },
    });
    expect(kinds([alert], {})).toEqual(['resolve']);
  });

  test('snoozed until its time, then open again if the condition holds', () => {
    const alert = waiting({ state: 'snoozed', snoozedUntil: NOW + 1000 });
    expect(kinds([alert], late(), NOW + 999)).toEqual([]);
    expect(kinds([alert], late(), NOW + 1000)).toEqual(['wake']);
    expect(kinds([alert], {}, NOW + 999)).toEqual(['resolve']);
    expect(kinds([alert], {}, NOW + 1000)).toEqual(['resolve']);
    const [after] = applied([alert], reconcileAlerts([alert], evaluation(late()), NOW + 1000));
    expect(after).toMatchObject({ state: 'open', snoozedUntil: null, openedAt: NOW });
  });
});

describe('what is held', () => {
  const load = (...counts: number[]) => ({ reviewRequests: requests(...counts) });
  const alert = storedOf(only(found('review_load', load(13, 8))), { since: NOW - 3 * DAY });

  test('a share just under its target ends nothing and opens nothing', () => {
    expect(kinds([alert], load(12, 8))).toEqual([]);
    expect(kinds([], load(12, 8))).toEqual([]);
    expect(kinds([alert], load(11, 9))).toEqual(['resolve']);
    expect(kinds([alert], { ...load(12, 8), settings: settings({ review_load: OFF }) })).toEqual(['resolve']);
  });

  test('a rule that is off holds nothing', () => {
    const off = { ...evaluation(load(12, 8)), settings: settings({ review_load: OFF }) };
    expect(off.holding).toEqual([alert.deduplicationKey]);
    expect(reconcileAlerts([alert], off, NOW)).toMatchObject([{ kind: 'resolve', reason: 'rule_off' }]);
  });

  test('what was first found is not found again', () => {
    const later = evaluation({ ...load(14, 8), now: NOW + HOUR / 4 });
    const transitions = reconcileAlerts([alert], later, NOW + HOUR / 4);
    expect(transitions).toMatchObject([{ kind: 'update', found: { since: NOW - 3 * DAY } }]);
  });

  test('a held alert that is snoozed wakes at its time', () => {
    const snoozed: StoredAlert = { ...alert, state: 'snoozed', snoozedUntil: NOW };
    expect(kinds([snoozed], load(12, 8))).toEqual(['wake']);
  });

  test('what a person was promised stays', () => {
    const promised = waiting({ managersFrom: NOW + HOUR });
    const [after] = applied([promised], reconcileAlerts([promised], evaluation(late({ title: 'New' })), NOW));
    expect(after).toMatchObject({ managersFrom: NOW + HOUR, text: { about: 'ledger #641, New' } });
  });
});
