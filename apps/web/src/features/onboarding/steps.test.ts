import { expect, test } from 'vitest';
import { nextAddress, stepOf, stepsAt } from './steps.ts';

test.each([
  ['people', false, 'name'],
  [undefined, false, 'name'],
  [undefined, true, 'week'],
  ['name', true, 'week'],
  ['people', true, 'people'],
  ['github', true, 'github'],
  ['elsewhere', true, 'week'],
  [['people', 'week'], true, 'week'],
] as const)('%j with an organization %s is %s', (step, hasOrganization, expected) => {
  expect(stepOf(step as string | string[] | undefined, hasOrganization)).toBe(expected);
});

test('before there is an organization, no other step can be gone to', () => {
  expect(stepsAt('name', null).map(({ state, href }) => [state, href])).toEqual([
    ['current', undefined],
    ['ahead', undefined],
    ['ahead', undefined],
    ['ahead', undefined],
  ]);
});

test('afterwards every step but the first one and the one shown can', () => {
  expect(stepsAt('people', 'acme').map(({ state, href }) => [state, href])).toEqual([
    ['done', undefined],
    ['done', '/new?organization=acme&step=week'],
    ['current', undefined],
    ['ahead', '/new?organization=acme&step=github'],
  ]);
  expect(nextAddress('people', 'acme')).toBe('/new?organization=acme&step=github');
  expect(nextAddress('github', 'acme')).toBeNull();
});
