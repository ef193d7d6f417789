import { expect, test } from 'vitest';
import { candidateOf, candidateOptions, candidateValue, lookOf, namesText, teamText } from './team-words.ts';

const people = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `P${index + 1}` }));

test.each([
  [0, 'nobody yet'],
  [2, 'P1, P2'],
  [6, 'P1, P2, P3, P4, P5, P6'],
  [8, 'P1, P2, P3, P4, P5, P6 and 2 more'],
])('%i names', (count, text) => {
  expect(namesText(people(count))).toBe(text);
});

test('a team in words', () => {
  expect(teamText({ people: people(1), managers: [], isFromGithub: false })).toBe('1 person, no manager');
  expect(teamText({ people: people(8), managers: people(2), isFromGithub: true })).toBe(
    '8 people, managed by P1 and P2, from GitHub',
  );
});

test('a candidate goes through the form and back', () => {
  expect(candidateOf(candidateValue({ contributorId: 'c1', userId: 'u1' }))).toEqual({ contributorId: 'c1' });
  expect(candidateOf(candidateValue({ contributorId: null, userId: 'u1' }))).toEqual({ userId: 'u1' });
  for (const text of ['', 'contributor:', 'other:x']) expect(candidateOf(text)).toBeNull();
});

test('candidates are those who are not in the team', () => {
  const person = (contributorId: string | null, login: string | null) => ({
    contributorId,
    userId: 'u1',
    name: 'Amira',
    login,
  });
  expect(
    candidateOptions(
      [person('c1', null), person('c2', 'amira-k'), person(null, null)],
      [{ contributorId: 'c1' }],
    ),
  ).toEqual([
    { value: 'contributor:c2', label: 'Amira (amira-k)' },
    { value: 'user:u1', label: 'Amira' },
  ]);
});

test.each([
  ['developer', true, true, 'no'],
  ['manager', true, true, 'logged'],
  ['manager', true, false, 'no'],
  ['manager', false, true, 'no'],
  ['admin', true, false, 'logged'],
  ['owner', false, false, 'no'],
] as const)('a %s, switch %s, manager of the team %s: %s', (role, isIndividualViewsOn, isManager, look) => {
  const membership = {
    role,
    isIndividualViewsOn,
    contributorId: 'me',
    capabilities: ['read_person' as const],
  };
  expect(lookOf(membership, { contributorId: 'other', isManager })).toBe(look);
  expect(lookOf(membership, { contributorId: 'me', isManager })).toBe('self');
});
