import { ApiError } from '@devpulse/contracts/client';
import { expect, test } from 'vitest';
import { earlierEnd } from './earlier-end.ts';

const clock = {
  serverTime: '2026-11-20T17:40:00.000Z',
  zone: { zone: 'Europe/Berlin', mode: 'automatic' as const },
  session: { startedAt: '2026-11-20T08:00:00.000Z' } as never,
};

test('a time in the member’s zone that the session holds is its end', () => {
  expect(new Date(earlierEnd('2026-11-20T17:05', clock)).toISOString()).toBe('2026-11-20T16:05:00.000Z');
  expect(earlierEnd('2026-11-20T18:40', clock)).toBe(Date.parse(clock.serverTime));
});

test.each([
  ['before it began', '2026-11-20T08:59', 'between 20 Nov, 09:00 and now'],
  ['when it began', '2026-11-20T09:00', 'and now'],
  ['in what is to come', '2026-11-20T18:41', 'and now'],
  ['of no day', '2026-13-01T10:00', 'Give both'],
  ['in words', 'at noon', 'Give both'],
  ['that is empty', '', 'Give both'],
])('a time %s is refused at its field', (_name, wall, remedy) => {
  const read = () => earlierEnd(wall, clock);
  expect(read).toThrow(ApiError);
  try {
    read();
  } catch (error) {
    expect((error as ApiError).problem).toMatchObject({
      field: 'body.endedAt',
      remedy: expect.stringContaining(remedy),
    });
  }
});

test('without a session no time is one', () => {
  expect(() => earlierEnd('2026-11-20T17:05', { ...clock, session: null })).toThrow(ApiError);
});
