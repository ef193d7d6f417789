import { askCorrection, withdrawCorrection } from '@devpulse/contracts/attendance/corrections';
import { ApiError } from '@devpulse/contracts/client';
import { expect, test, vi } from 'vitest';
import { CommandAnswer } from '../../ipc/commands.ts';
import { answerCorrection } from './account-answers.ts';
import type { Shell } from './shell.ts';

const id = (number: number) => `0198c1d2-0000-4000-8000-0000000000${number}`;
const NOW = Date.parse('2026-10-22T15:00:00Z');
const [REQUEST, SESSION, ENTRY] = [id(10), id(11), id(12)];
const request = {
  type: 'request',
  id: REQUEST,
  sessionId: SESSION,
  startedAt: NOW - 7_200_000,
  endedAt: NOW - 3_600_000,
  reason: 'Forgot to clock in',
  answersEventId: ENTRY,
} as const;

type Answer = { status: number; field?: string; code?: string; wait?: number } | null;

/** A shell whose server gives these answers in turn; null: done. */
function shellWith(answers: Answer[], states: string[] = []) {
  const call = vi.fn(async () => {
    const answer = answers.shift() ?? null;
    if (answer === null) return {};
    const { status, field, code = '-', wait = null } = answer;
    const problem = { type: 'about:blank', title: '-', status, code, detail: '-', requestId: '-' };
    throw new ApiError(field ? { ...problem, field } : problem, wait);
  });
  const corrections = [{ id: REQUEST, version: 3, canWithdraw: true, state: 'pending' }];
  const refreshFacts = vi.fn(async () => {
    corrections[0] = { ...(corrections[0] as (typeof corrections)[0]), state: states.shift() ?? 'pending' };
  });
  const clock = { sendNow: vi.fn(async () => {}), leaveOut: vi.fn(() => true) };
  const shell = {
    session: { call },
    organization: { slug: 'fjordline' },
    signIn: { state: { name: 'signed_in' } },
    facts: { known: { organization: { corrections } } },
    view: () => ({ sentAt: NOW }),
    clock,
    refreshFacts,
  };
  return { shell: shell as unknown as Shell, call, clock, refreshFacts };
}

test('a lost answer and a second try carry the id and the content of the first', async () => {
  const { shell, call, clock } = shellWith([{ status: 0 }, null]);
  expect(await answerCorrection(shell, request)).toMatchObject({ isDone: false, problem: 'offline' });
  expect(clock.leaveOut).not.toHaveBeenCalled();
  expect(await answerCorrection(shell, request)).toEqual({ isDone: true });
  expect(clock.leaveOut).toHaveBeenCalledExactlyOnceWith(ENTRY);
  const sent = {
    params: { organization: 'fjordline' },
    body: {
      id: REQUEST,
      session: SESSION,
      after: { startedAt: '2026-10-22T13:00:00.000Z', endedAt: '2026-10-22T14:00:00.000Z' },
      reason: 'Forgot to clock in',
    },
  };
  expect(call.mock.calls).toEqual([
    [askCorrection, sent],
    [askCorrection, sent],
  ]);
});

test('without a connection the clock asks for it too, so that the windows know when it is back', async () => {
  const { shell, clock } = shellWith([{ status: 0 }]);
  await answerCorrection(shell, request);
  expect(clock.sendNow).toHaveBeenCalledOnce();
});

test.each<[NonNullable<Answer>, string, number | null]>([
  [{ status: 429, wait: 40 }, 'try_later', 40],
  [{ status: 503, wait: 0 }, 'try_later', 1],
  [{ status: 503, wait: 1e9 }, 'try_later', 86_400],
  [{ status: 500 }, 'try_later', null],
  [{ status: 401 }, 'signed_out', null],
  [{ status: 409, code: 'sessions_overlap', field: 'body.after' }, 'overlaps', null],
  [{ status: 409, code: 'days_locked', field: 'body.after' }, 'locked', null],
  [{ status: 409, field: 'body.session' }, 'not_now', null],
  [{ status: 404 }, 'not_found', null],
  [{ status: 400, field: 'body.reason' }, 'failed', null],
])('%o is %s', async (answer, problem, retryAfterSeconds) => {
  const { shell, clock } = shellWith([answer]);
  const told = CommandAnswer.parse(await answerCorrection(shell, request));
  expect(told).toMatchObject({ isDone: false, problem, retryAfterSeconds });
  expect(clock.leaveOut).not.toHaveBeenCalled();
});

test.each([
  [{ endedAt: request.startedAt }, 'out_before_in'],
  [{ endedAt: NOW + 1 }, 'in_future'],
] as const)('%o is not asked of the server: %s', async (change, problem) => {
  const { shell, call } = shellWith([]);
  expect(await answerCorrection(shell, { ...request, ...change })).toMatchObject({
    problem,
    field: 'endedAt',
  });
  expect(call).not.toHaveBeenCalled();
});

test('taken back by a try whose answer was lost is taken back', async () => {
  const takeBack = { type: 'take_back', requestId: REQUEST } as const;
  const { shell, call } = shellWith([{ status: 0 }, { status: 409 }], ['withdrawn']);
  expect(await answerCorrection(shell, takeBack)).toMatchObject({ problem: 'offline' });
  expect(await answerCorrection(shell, takeBack)).toEqual({ isDone: true });
  expect(call).toHaveBeenLastCalledWith(withdrawCorrection, {
    params: { organization: 'fjordline', correction: REQUEST },
    body: { version: 3 },
  });
});

test('decided meanwhile is not taken back', async () => {
  const { shell } = shellWith([{ status: 409 }], ['approved']);
  const answer = await answerCorrection(shell, { type: 'take_back', requestId: REQUEST });
  expect(answer).toMatchObject({ isDone: false, problem: 'changed_meanwhile' });
});
