import { ApiError } from '@devpulse/contracts/client';
import { expect, test } from 'vitest';
import { refusalWords, tellingRefusals } from './correction-refusals.ts';

const ZONE = 'Europe/Berlin';
const overlapped = { startedAt: '2026-10-22T11:12:00Z', endedAt: '2026-10-22T15:41:00Z' };

test('a session in the way is told by its times, where the member is', () => {
  expect(refusalWords({ code: 'sessions_overlap', overlapped }, ZONE)).toEqual({
    detail: 'These times overlap your session 13:12–17:41, begun on Thu 22 Oct.',
    remedy: 'Change one of the two.',
  });
  const open = { ...overlapped, endedAt: null };
  expect(refusalWords({ code: 'sessions_overlap', overlapped: open }, ZONE)).toEqual({
    detail: 'These times overlap your session that is open since Thu 22 Oct, 13:12.',
    remedy: 'Choose times before it.',
  });
  expect(refusalWords({ code: 'sessions_overlap' }, ZONE)?.detail).toBe(
    'These times overlap another session of yours.',
  );
});

test('locked days are told as such, with who can open them', () => {
  const told = refusalWords({ code: 'days_locked' }, ZONE);
  expect(told?.detail).toContain('locked');
  expect(told?.detail).not.toContain('overlap');
  expect(told?.remedy).toContain('Admin');
});

test('anything else is told as the API tells it', async () => {
  const rest = { type: 'about:blank', title: '-', status: 409, requestId: '-' };
  const known = new ApiError({ ...rest, code: 'days_locked', detail: 'Theirs.', field: 'body.after' }, 7);
  const other = new ApiError({ ...rest, code: 'conflict', detail: 'Theirs.' });
  const refuse = (error: unknown) => tellingRefusals(ZONE, () => Promise.reject(error));
  await expect(refuse(other)).rejects.toBe(other);
  await expect(refuse(new TypeError('x'))).rejects.toThrow(TypeError);
  await expect(refuse(known)).rejects.toMatchObject({
    problem: { code: 'days_locked', field: 'body.after', detail: expect.not.stringContaining('Theirs') },
    retryAfterSeconds: 7,
  });
});
