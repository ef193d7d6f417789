import type { Figure } from '@devpulse/contracts/analytics/figures';
import type { Overview } from '@devpulse/contracts/analytics/overview';
import { expect, test } from 'vitest';
import {
  cycleTimeView,
  firstReviewView,
  mergedView,
  openReadyView,
  reviewsView,
  waitingView,
} from '../src/features/overview/figures.ts';
import { overviewOf, type RangeAsked, TODAY } from './fixture-figures.ts';

const toEvidence = (metric: string) => `/fernhill/pull-requests?metric=${metric}`;

function overview(asked: Partial<RangeAsked> = {}): Overview {
  return overviewOf({ range: '30d', compare: 'prev', today: TODAY, ...asked }, undefined, 0);
}

function withFigure(name: keyof Overview['figures'], change: Partial<Figure>): Overview {
  const usual = overview();
  return { ...usual, figures: { ...usual.figures, [name]: { ...usual.figures[name], ...change } } };
}

test('a duration has its unit, its n, its delta in words and both clocks', () => {
  const view = cycleTimeView(overview(), toEvidence);
  expect(view.figure).toEqual({ amount: '9.4', unit: 'h' });
  expect(view.qualifier).toBe('median, n 62');
  expect(view.delta?.words).toBe('12 % faster than the 30 days before (10.7 h)');
  expect(view.facts).toEqual([
    { label: 'P85', value: '3.9 working days' },
    { label: 'elapsed', value: '1 d 3 h' },
  ]);
  expect(view.evidence).toEqual({
    href: '/fernhill/pull-requests?metric=cycle_time',
    words: 'The 62 pull requests behind it',
  });
});

test('a definition says how, of how many, how exactly, when and in which version', () => {
  expect(cycleTimeView(overview(), toEvidence).definition).toMatchObject({
    label: 'Cycle time',
    sample: '62 pull requests',
    version: '1',
    details: [
      { label: 'Exactly', value: '33,840 s, working clock' },
      { label: 'Computed', value: '20 Nov 2026, 14:31' },
    ],
    href: '/fernhill/metrics#cycle-time',
  });
});

test('an absent figure is not zero, and has nothing behind it', () => {
  const absent = { value: null, n: 0, p85: null, elapsed: null } as const;
  const view = cycleTimeView(withFigure('cycleTime', absent), toEvidence);
  expect(view.figure).toBeNull();
  expect(view.qualifier).toBe('nothing merged');
  expect(view.facts).toEqual([]);
  expect(view.evidence).toBeNull();
});

test('first reviews are counted against the target that the API names', () => {
  expect(firstReviewView(overview(), toEvidence).facts).toContainEqual({
    label: 'within 8 h',
    value: '46 of 57',
  });
});

test('counts beside a count lead to what they count; nothing leads nowhere', () => {
  const [closed, reverted] = mergedView(withFigure('reverted', { value: 0, n: 0 }), toEvidence).facts;
  expect(closed).toMatchObject({ value: '5', href: '/fernhill/pull-requests?metric=closed_unmerged' });
  expect(reverted).toEqual({ label: 'reverts', value: '0' });
});

test('too few to compare gives no verdict', () => {
  const delta = { kind: 'too_few', direction: 'up', ratio: null, verdict: 'neutral' } as const;
  const few = withFigure('cycleTime', { n: 4, delta, previous: { value: 3600, n: 3 } });
  expect(cycleTimeView(few, toEvidence).delta).toEqual({
    direction: 'same',
    verdict: 'neutral',
    words: 'too few to compare (n 4 and 3)',
  });
});

test('a moment is called now while the range runs, and by its day afterwards', () => {
  expect(openReadyView(overview(), toEvidence).qualifier).toBe('now');
  expect(openReadyView(overview(), toEvidence).delta?.words).toBe('7 % fewer than 30 days earlier (15)');
  const past = overview({ range: 'custom', from: '2026-10-01', to: '2026-10-31' });
  expect(openReadyView(past, toEvidence).qualifier).toBe('at the end of 31 Oct 2026');
  expect(waitingView(past, toEvidence).facts).toEqual([]);
});

test('ages of what waits are said only when all of it is known', () => {
  expect(waitingView(overview(), toEvidence).facts).toEqual([
    { label: 'oldest', value: '22.4 h' },
    { label: 'over 8 h', value: '3' },
  ]);
  const usual = overview();
  const truncated = { ...usual, open: { ...usual.open, isTruncated: true } };
  expect(waitingView(truncated, toEvidence).facts).toEqual([]);
});

test('a withheld figure says why, compares nothing and leads nowhere', () => {
  const withheld: Partial<Figure> = {
    value: null,
    n: 0,
    previous: null,
    withheld: 'small_group',
    evidence: null,
    series: [],
    previousSeries: [],
  };
  const view = reviewsView(withFigure('reviewsSubmitted', withheld), toEvidence);
  expect(view).toMatchObject({
    figure: null,
    qualifier: 'withheld: of fewer than 5 people',
    delta: null,
    evidence: null,
    definition: { sample: 'withheld: of fewer than 5 people' },
  });
  const own = cycleTimeView(withFigure('cycleTime', { ...withheld, p85: null, elapsed: null }), toEvidence);
  expect(own.qualifier).toBe('withheld: of fewer than 5 people');
});

test('what is not made of pull requests leads to none', () => {
  expect(reviewsView(withFigure('reviewsSubmitted', { evidence: null }), toEvidence).evidence).toBeNull();
});
