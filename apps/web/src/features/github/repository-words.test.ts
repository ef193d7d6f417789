import type { RepositoryChoice } from '@devpulse/contracts/github/repositories';
import { expect, test } from 'vitest';
import { historyMonths, historyOptions, historyValue, repositoryRows } from './repository-words.ts';

const NOW = Date.parse('2026-11-20T13:00:00Z');

function choice(name: string, changes: Partial<RepositoryChoice> = {}): RepositoryChoice {
  return {
    id: `0198c1d2-0000-7000-8000-${name.length.toString().padStart(12, '0')}`,
    fullName: `fernhill/${name}`,
    webUrl: `https://github.com/fernhill/${name}`,
    isPrivate: true,
    isArchived: false,
    defaultBranch: 'main',
    pushedAt: '2026-11-19T10:00:00.000Z',
    isTracked: false,
    removedAt: null,
    removedReason: null,
    source: 'installation',
    ...changes,
  };
}

test.each([
  [{}, true, 'main'],
  [{ pushedAt: '2026-05-20T13:00:00.000Z' }, true, 'main'],
  [{ pushedAt: '2026-05-20T12:59:59.000Z' }, false, 'no push for 6 months'],
  [{ pushedAt: '2025-09-10T10:00:00.000Z' }, false, 'no push for 14 months'],
  [{ isArchived: true }, false, 'archived'],
  [{ pushedAt: null }, false, 'never pushed to'],
  [{ pushedAt: null, source: 'deliveries' }, false, 'known by its events'],
] as const)('at first %j is chosen %s, as %s', (changes, isChosen, state) => {
  expect(repositoryRows([choice('a', changes)], NOW)).toMatchObject([{ name: 'a', isChosen, state }]);
});

test('once anything is tracked, nothing else is chosen by itself', () => {
  const rows = repositoryRows([choice('a'), choice('bb', { isTracked: true, isArchived: true })], NOW);
  expect(rows.map(({ isChosen }) => isChosen)).toEqual([false, true]);
});

test('what is gone from GitHub is shown only as long as it is tracked', () => {
  const gone = { removedAt: '2026-11-01T00:00:00.000Z', removedReason: 'deleted' } as const;
  const rows = repositoryRows([choice('a', gone), choice('bb', { ...gone, isTracked: true })], NOW);
  expect(rows).toMatchObject([{ name: 'bb', isChosen: true, state: 'deleted on GitHub' }]);
});

test('owners are named only where there are several', () => {
  const other = choice('a', { fullName: 'acme/a' });
  expect(repositoryRows([choice('a'), other], NOW).map(({ name }) => name)).toEqual(['fernhill/a', 'acme/a']);
});

test('every option of the history comes back as the months it stands for', () => {
  expect(historyOptions(9).map(({ label }) => label)).toEqual([
    '1 month',
    '3 months',
    '6 months',
    '9 months',
    '12 months',
    '24 months',
    'Everything',
  ]);
  expect(historyOptions(null).map(({ value }) => historyMonths(value))).toEqual([1, 3, 6, 12, 24, null]);
  expect(historyMonths(historyValue(null))).toBeNull();
  expect(historyMonths('nonsense')).toBe(6);
});
