import {
  askCorrection,
  type CorrectionView,
  withdrawCorrection,
} from '@devpulse/contracts/attendance/corrections';
import { ApiError } from '@devpulse/contracts/client';
import type { Problem } from '@devpulse/contracts/problem';
import { expect, test, vi } from 'vitest';
import { RequestView } from '../../ipc/requests.ts';
import { requestCorrection, requestViews, takeBack } from './corrections.ts';

const id = (number: number) => `01a00000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const at = (time: string) => Date.parse(`2026-10-22T${time}:00Z`);
const NOW = at('15:00');
const request = {
  type: 'request' as const,
  id: id(7),
  sessionId: id(1),
  startedAt: at('08:30'),
  endedAt: at('12:00'),
  reason: 'I forgot to clock in.',
  answersEventId: null,
};
const correction: CorrectionView = {
  id: id(2),
  member: { userId: id(3), name: 'Mira Okafor' },
  kind: 'change',
  sessionId: id(1),
  zone: 'Europe/Berlin',
  before: { startedAt: '2026-10-21T22:30:00.000Z', endedAt: '2026-10-22T12:00:00.000Z', breaks: [] },
  after: { startedAt: '2026-10-22T06:30:00.000Z', endedAt: '2026-10-22T12:00:00.000Z', breaks: [] },
  reason: 'I forgot to clock in.',
  heldReason: null,
  state: 'pending',
  askedAt: '2026-10-22T13:00:00.000Z',
  askedBy: 'Mira Okafor',
  decidedAt: null,
  decidedBy: null,
  decidedAs: null,
  decisionReason: null,
  version: 4,
  canDecide: false,
  canWithdraw: true,
};

function server(problem: (Partial<Problem> & { status: number }) | null = null) {
  const call = vi.fn(async () => {
    if (problem === null) return { isDone: true };
    const rest = { type: 'about:blank', title: '-', code: '-', detail: '-', requestId: '-' };
    throw new ApiError({ ...rest, ...problem });
  });
  return { place: { call: call as never, slug: 'fjordline' }, call };
}

test('the server is asked for the times and the reason, of the session alone', async () => {
  const { place, call } = server();
  expect(await requestCorrection(place, request, NOW)).toEqual({ isDone: true });
  expect(call).toHaveBeenCalledExactlyOnceWith(askCorrection, {
    params: { organization: 'fjordline' },
    body: {
      id: id(7),
      session: id(1),
      after: { startedAt: '2026-10-22T08:30:00.000Z', endedAt: '2026-10-22T12:00:00.000Z' },
      reason: 'I forgot to clock in.',
    },
  });
});

test.each([
  ['out_before_in', { endedAt: at('08:30') }],
  ['in_future', { endedAt: NOW + 1 }],
])('%s is said here, and the server is not asked', async (problem, change) => {
  const { place, call } = server();
  const answer = await requestCorrection(place, { ...request, ...change }, NOW);
  expect(answer).toMatchObject({ isDone: false, problem, field: 'endedAt' });
  expect(call).not.toHaveBeenCalled();
});

test.each([
  [{ status: 0 }, 'offline', null],
  [{ status: 503 }, 'try_later', null],
  [{ status: 401 }, 'signed_out', null],
  [{ status: 404 }, 'not_found', null],
  [{ status: 409, code: 'sessions_overlap', field: 'body.after' }, 'overlaps', null],
  [{ status: 409, code: 'days_locked', field: 'body.after' }, 'locked', null],
  [{ status: 409, field: 'body.version' }, 'changed_meanwhile', null],
  [{ status: 400, code: 'invalid_range', field: 'body.after.endedAt' }, 'out_before_in', 'endedAt'],
  [{ status: 400, code: 'invalid_request', field: 'body.reason' }, 'failed', 'reason'],
])('a refusal with %j is %s', async (given, problem, field) => {
  const answer = await requestCorrection(server(given).place, request, NOW);
  expect(answer).toMatchObject({ isDone: false, problem, field, range: null });
});

test('the session that is in the way is named by its times', async () => {
  const open = { startedAt: '2026-10-22T13:12:00Z', endedAt: null };
  const over = { ...open, endedAt: '2026-10-22T14:30:00Z' };
  const refusal = { status: 409, code: 'sessions_overlap', field: 'body.after' };
  expect(await requestCorrection(server({ ...refusal, overlapped: over }).place, request, NOW)).toMatchObject(
    { problem: 'overlaps', range: { startedAt: at('13:12'), endedAt: at('14:30') } },
  );
  expect(await requestCorrection(server({ ...refusal, overlapped: open }).place, request, NOW)).toMatchObject(
    { problem: 'overlaps', range: { startedAt: at('13:12'), endedAt: null } },
  );
});

test('a request is taken back in the version that is known, and only where that is offered', async () => {
  const { place, call } = server();
  expect(await takeBack(place, [correction], id(2))).toEqual({ isDone: true });
  expect(call).toHaveBeenCalledExactlyOnceWith(withdrawCorrection, {
    params: { organization: 'fjordline', correction: id(2) },
    body: { version: 4 },
  });
  const decided = { ...correction, canWithdraw: false };
  expect(await takeBack(place, [decided], id(2))).toMatchObject({ problem: 'not_found' });
  expect(await takeBack(place, [correction], id(9))).toMatchObject({ problem: 'not_found' });
  expect(call).toHaveBeenCalledOnce();
});

test('listed are changes of a session, on the day on which it began where the member is', () => {
  const decided = {
    ...correction,
    state: 'declined' as const,
    decidedAt: '2026-10-22T14:00:00.000Z',
    decidedBy: 'Mia',
  };
  const others = [
    { ...correction, kind: 'entry' as const, before: null, sessionId: null },
    { ...correction, kind: 'void' as const, after: null },
    { ...correction, kind: 'held_events' as const },
  ];
  const views = requestViews([correction, decided, ...others], 'Europe/Berlin');
  expect(views.map((view) => RequestView.parse(view))).toEqual(views);
  expect(views).toMatchObject([
    { requestId: id(2), day: '2026-10-22', state: 'waiting', decidedAt: null },
    { state: 'declined', decidedBy: 'Mia', decidedAt: at('14:00') },
  ]);
  expect(requestViews([correction], 'UTC')[0]?.day).toBe('2026-10-21');
});
