import { expect, test } from 'vitest';
import { isFreeSlug, slugOf } from './reserved-slugs.ts';

test.each([
  ['Fernhill', 'fernhill'],
  ['Café & Söhne GmbH', 'cafe-sohne-gmbh'],
  ['  --  ', 'organization'],
  ['日本', 'organization'],
  ['API', 'api-team'],
  ['Sign in', 'sign-in-team'],
  ['a'.repeat(200), 'a'.repeat(60)],
])('%s becomes %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(isFreeSlug(slugOf(name))).toBe(true);
});
