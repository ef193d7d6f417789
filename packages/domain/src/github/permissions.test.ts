import { expect, test } from 'vitest';
import { APP_EVENTS, APP_PERMISSIONS, isGranted } from './permissions.ts';

test('DevPulse asks for nothing but reading', () => {
  expect(new Set(APP_PERMISSIONS.map(({ level }) => level))).toEqual(new Set(['read']));
});

test('every event needs a permission that is asked for', () => {
  const asked = APP_PERMISSIONS.map(({ name }) => name);
  expect(APP_EVENTS.filter(({ needs }) => !asked.includes(needs))).toEqual([]);
});

test.each([
  [{ contents: 'read' }, true],
  [{ contents: 'write' }, true],
  [{ contents: 'none' }, false],
  [{}, false],
])('%j grants contents: %s', (granted, expected) => {
  expect(isGranted(granted as Record<string, string>, 'contents')).toBe(expected);
});
