import { describe, expect, test } from 'vitest';
import type { FactReason } from './facts.ts';
import { firstAuthoredAmong } from './first-commit.ts';
import { fold, h, merged, opened, push, snapshot } from './timeline.fixture.ts';
import type { HeadPush } from './timeline.ts';

describe('first commit', () => {
  test.each<[string, HeadPush[], number | null, FactReason | null]>([
    ['earliest author date before opening', [push(-3, -5, true), push(-1, -9)], -9, null],
    [
      'only since the branch was last created',
      [push(-90, -99, true), push(-3, -5, true), push(-1, -4)],
      -5,
      null,
    ],
    ['frozen: a later push cannot move it', [push(-1, -2), push(3, -50)], -2, null],
    ['else the first push after opening', [push(2, -4), push(3, -8)], -4, null],
    ['unknown', [], null, 'first_commit_unknown'],
    ['unknown where pushes carry no commit', [push(-1, null, true)], null, 'first_commit_unknown'],
    ['after ready', [push(-1, 1)], 1, 'first_commit_after_ready'],
    ['90 days before', [push(-1, -90 * 24)], -90 * 24, null],
    ['over 90 days before', [push(-1, -90 * 24 - 1)], -90 * 24 - 1, 'first_commit_too_old'],
  ])('%s', (_name, pushes, expected, reason) => {
    const facts = fold([opened(0), merged(5)], { pushes });
    expect(facts.firstCommitAt).toBe(expected === null ? null : h(expected));
    const isAbsent = reason !== null;
    expect(facts.durations.coding === undefined).toBe(isAbsent);
    expect(facts.durations.lead?.elapsed).toBe((isAbsent ? 5 : 5 - (expected ?? 0)) * 3600);
    expect(facts.reasons.filter((text) => text.startsWith('first_commit'))).toEqual(reason ? [reason] : []);
  });

  test.each<[string, HeadPush[], number, number]>([
    ['a list of commits tells it where no push did', [], -4, -4],
    ['a list tells of commits before the first push that was heard of', [push(-1, -2)], -4, -4],
    ['a push tells of a commit that the list has lost', [push(-1, -6)], -4, -6],
  ])('%s', (_name, pushes, listed, expected) => {
    const known = { ...snapshot(), firstAuthoredAt: h(listed) };
    expect(fold([opened(0), merged(5)], { pushes, snapshot: known }).firstCommitAt).toBe(h(expected));
  });
});

describe('the first commit of a list', () => {
  const commit = (authored: number, committed: number) => ({
    authoredAt: h(authored),
    committedAt: h(committed),
  });
  test.each([
    ['none', [], false, null],
    ['the earliest author date', [commit(-3, -3), commit(-5, -4)], false, -5],
    ['one picked in later does not count', [commit(-3, -3), commit(-50, 2)], false, -3],
    ['nor does one that follows a later one', [commit(-3, -3), commit(1, 1), commit(-5, -4)], false, -3],
    ['in a rewritten history author dates decide', [commit(-3, -3), commit(-5, 2)], true, -5],
    ['where none was there before, all count', [commit(3, 3), commit(2, 4)], false, 2],
  ])('%s', (_name, commits, isRewritten, expected) => {
    const first = firstAuthoredAmong(commits, { openedAt: h(0), isRewritten });
    expect(first).toBe(expected === null ? null : h(expected));
  });
});
