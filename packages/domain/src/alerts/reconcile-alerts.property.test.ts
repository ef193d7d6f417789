import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { applied, HOUR, NOW, OFF, settings } from './alerts.fixture.ts';
import { type AlertCandidate, type AlertEvaluation, NO_EVIDENCE } from './candidate.ts';
import { reconcileAlerts } from './reconcile-alerts.ts';
import type { AlertRuleId } from './rules.ts';
import { acknowledge, reopen, type StoredAlert, snooze } from './stored-alert.ts';

const RULES: AlertRuleId[] = ['review_wait', 'review_load', 'oversized', 'contributor_inactivity'];
const SUBJECTS = ['a', 'b', 'c'];

const candidate = (rule: AlertRuleId, id: string, value: number, now: number): AlertCandidate => ({
  rule,
  subject: { type: 'pull_request', id },
  deduplicationKey: `${rule}:pull_request:${id}`,
  teamId: id === 'a' ? 'platform' : null,
  repositoryId: 'ledger',
  since: now - value * 1000,
  unit: 'count',
  target: 1,
  value,
  evidence: { ...NO_EVIDENCE, figures: { value } },
  text: { headline: `${value}`, about: id, target: 'target 1' },
  personText: null,
  managersFrom: now + HOUR,
});

type Drawn = { found: number[]; held: number[]; unknown: number[]; off: AlertRuleId[] };
const drawn: fc.Arbitrary<Drawn> = fc.record({
  found: fc.array(fc.nat(4), { minLength: 12, maxLength: 12 }),
  held: fc.array(fc.nat(11), { maxLength: 3 }),
  unknown: fc.array(fc.nat(11), { maxLength: 2 }),
  off: fc.subarray([...RULES], { maxLength: 2 }),
});

const pairAt = (index: number) => {
  const rule = RULES[index % 4] ?? 'oversized';
  return { rule, id: SUBJECTS[Math.floor(index / 4)] ?? 'a' };
};

function evaluationOf({ found, held, unknown, off }: Drawn, now: number): AlertEvaluation {
  const candidates = found.flatMap((value, index) => {
    const { rule, id } = pairAt(index);
    return value < 2 || off.includes(rule) ? [] : [candidate(rule, id, value, now)];
  });
  const holding = held.map(pairAt).map(({ rule, id }) => `${rule}:pull_request:${id}`);
  const notEvaluated = unknown.map(pairAt).map(({ rule, id }) => {
    return { rule, reason: 'size_unknown' as const, subjectId: id, repositoryId: null };
  });
  const switches = { contributor_inactivity: { isEnabled: true, target: null } };
  const turnedOff = Object.fromEntries(off.map((rule) => [rule, OFF]));
  return { candidates, holding, notEvaluated, settings: settings({ ...switches, ...turnedOff }) };
}

type Step = { drawn: Drawn; minutes: number; decisions: { index: number; what: number; hours: number }[] };
const step: fc.Arbitrary<Step> = fc.record({
  drawn,
  minutes: fc.nat(600),
  decisions: fc.array(
    fc.record({ index: fc.nat(11), what: fc.nat(2), hours: fc.integer({ min: 1, max: 48 }) }),
    {
      maxLength: 3,
    },
  ),
});

function decide(alert: StoredAlert, decision: { what: number; hours: number }, now: number): StoredAlert {
  try {
    if (decision.what === 0) return { ...alert, ...acknowledge(alert) };
    if (decision.what === 1) return { ...alert, ...snooze(alert, now + decision.hours * HOUR, now) };
    return { ...alert, ...reopen(alert) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict' && alert.state === 'resolved') return alert;
    throw error;
  }
}

function checkStep(before: readonly StoredAlert[], after: readonly StoredAlert[], now: number): void {
  const byId = new Map(after.map((alert) => [alert.id, alert]));
  for (const was of before) {
    const is = byId.get(was.id);
    if (was.state === 'resolved') expect(is).toBe(was);
    if (was.state === 'acknowledged') expect(['acknowledged', 'resolved']).toContain(is?.state);
    if (was.state === 'snoozed' && (was.snoozedUntil ?? 0) > now)
      expect(['snoozed', 'resolved']).toContain(is?.state);
    if (was.state === 'snoozed' && (was.snoozedUntil ?? 0) <= now)
      expect(['open', 'resolved']).toContain(is?.state);
    if (was.state === 'open') expect(['open', 'resolved']).toContain(is?.state);
    expect(is?.managersFrom).toBe(was.managersFrom);
  }
  for (const alert of after) {
    expect(alert.resolvedAt === null).toBe(alert.state !== 'resolved');
    expect(alert.resolvedReason === null).toBe(alert.state !== 'resolved');
    expect(alert.snoozedUntil === null).toBe(alert.state !== 'snoozed');
  }
  const live = after.filter((alert) => alert.state !== 'resolved').map((alert) => alert.deduplicationKey);
  expect(new Set(live).size).toBe(live.length);
}

describe('lives of alerts', () => {
  test('idempotent, free of order, and no way back from resolved', () => {
    let resolvedSeen = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), fc.boolean(), (steps, isReversed) => {
        let stored: StoredAlert[] = [];
        let now = NOW;
        for (const { drawn: what, minutes, decisions } of steps) {
          now += minutes * 60_000;
          for (const decision of decisions) {
            stored = stored.map((alert, index) =>
              index === decision.index ? decide(alert, decision, now) : alert,
            );
          }
          const evaluation = evaluationOf(what, now);
          const transitions = reconcileAlerts(stored, evaluation, now);
          const mirrored = {
            ...evaluation,
            candidates: evaluation.candidates.toReversed(),
            holding: evaluation.holding.toReversed(),
            notEvaluated: evaluation.notEvaluated.toReversed(),
          };
          expect(reconcileAlerts(stored.toReversed(), mirrored, now)).toEqual(transitions);
          const unresolved = stored.filter((alert) => alert.state !== 'resolved');
          expect(reconcileAlerts(unresolved, isReversed ? mirrored : evaluation, now)).toEqual(transitions);
          const after = applied(stored, transitions);
          checkStep(stored, after, now);
          expect(reconcileAlerts(after, evaluation, now)).toEqual([]);
          const live = new Set(
            after.filter((one) => one.state !== 'resolved').map((one) => one.deduplicationKey),
          );
          expect(evaluation.candidates.filter((one) => !live.has(one.deduplicationKey))).toEqual([]);
          stored = after;
        }
        resolvedSeen += stored.filter((alert) => alert.state === 'resolved').length;
      }),
      { numRuns: 200 },
    );
    expect(resolvedSeen).toBeGreaterThan(200);
  });
});

describe('decisions', () => {
  const resolved = { state: 'resolved' } as const;

  test('a resolved alert is neither acknowledged nor snoozed nor opened again', () => {
    const conflict = expect.objectContaining({ code: 'conflict' });
    expect(() => acknowledge(resolved)).toThrow(conflict);
    expect(() => snooze(resolved, NOW + HOUR, NOW)).toThrow(conflict);
    expect(() => reopen(resolved)).toThrow(conflict);
  });

  test('a snooze ends after now and within 30 days', () => {
    const open = { state: 'open' } as const;
    const month = 30 * 24 * HOUR;
    const refused = expect.objectContaining({ code: 'invalid_request', field: 'until' });
    expect(snooze(open, NOW + month, NOW)).toEqual({ state: 'snoozed', snoozedUntil: NOW + month });
    expect(snooze(open, NOW + 1, NOW)).toEqual({ state: 'snoozed', snoozedUntil: NOW + 1 });
    expect(() => snooze(open, NOW, NOW)).toThrow(refused);
    expect(() => snooze(open, NOW + month + 1, NOW)).toThrow(refused);
    expect(() => snooze(open, Number.NaN, NOW)).toThrow(refused);
  });

  test('acknowledging ends a snooze, and reopening ends both', () => {
    expect(acknowledge({ state: 'snoozed' })).toEqual({ state: 'acknowledged', snoozedUntil: null });
    expect(reopen({ state: 'acknowledged' })).toEqual({ state: 'open', snoozedUntil: null });
  });
});
