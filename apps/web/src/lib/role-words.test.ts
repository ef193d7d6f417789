import { expect, test } from 'vitest';
import { whoMayText } from './role-words.ts';

test.each([
  ['export_organization', 'Owners'],
  ['manage_members', 'Owners and Admins'],
  ['read_team', 'Owners, Admins, Managers and Developers'],
] as const)('%s: %s may', (capability, words) => {
  expect(whoMayText(capability)).toBe(words);
});
