import { expect, test } from 'vitest';
import type { DatedTarget } from '../score/targets.ts';
import { targetsOf } from './targets.ts';

const organization = { reviewWorkingSeconds: 100, cycleWorkingSeconds: 1_000 };
const row = (teamId: string | null, value: number | null, extra: Partial<DatedTarget> = {}): DatedTarget => ({
  teamId,
  kind: 'sle',
  value,
  source: 'computed',
  effectiveFrom: '2026-01-01',
  setAt: 0,
  ...extra,
});
const cycleOf = (dated: DatedTarget[], teamId: string | null = 'red', isCycleTargetChosen = false) =>
  targetsOf({ organization, isCycleTargetChosen, dated }, { teamId, day: '2026-04-01' }).cycleWorkingSeconds;

test('without any, the settings speak', () => {
  expect(cycleOf([])).toBe(1_000);
  expect(cycleOf([row('blue', 5)])).toBe(1_000);
});

test('a computed one of the organization goes before the settings, unless a person has chosen those', () => {
  expect(cycleOf([row(null, 700)])).toBe(700);
  expect(cycleOf([row(null, 700)], 'red', true)).toBe(1_000);
  expect(cycleOf([row(null, 700, { source: 'chosen' })], 'red', true)).toBe(700);
});

test('a team’s own goes before the organization’s, chosen before computed', () => {
  const dated = [row(null, 700, { source: 'chosen' }), row('red', 600)];
  expect(cycleOf(dated)).toBe(600);
  expect(cycleOf(dated, null)).toBe(700);
  expect(cycleOf([...dated, row('red', 500, { source: 'chosen' })])).toBe(500);
});

test('one that was taken back leaves what was before it', () => {
  const back = row('red', null, { source: 'chosen', effectiveFrom: '2026-03-01' });
  expect(cycleOf([row('red', 500, { source: 'chosen' }), row('red', 600), back])).toBe(600);
});
