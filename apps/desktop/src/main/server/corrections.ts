import {
  askCorrection,
  type CorrectionView,
  withdrawCorrection,
} from '@devpulse/contracts/attendance/corrections';
import type { ApiCall, ApiError } from '@devpulse/contracts/client';
import type { Problem } from '@devpulse/contracts/problem';
import { localDayOf } from '@devpulse/domain/time/local-day';
import type { CommandAnswer } from '../../ipc/commands.ts';
import type { CorrectionCommand, RequestView } from '../../ipc/requests.ts';
import { failureOf, refused } from './failure.ts';

type Request = CorrectionCommand & { type: 'request' };
type Place = { call: ApiCall; slug: string };

/** Asks the server to change a session; the server decides what that comes to. */
export async function requestCorrection(
  { call, slug }: Place,
  request: Request,
  now: number,
): Promise<CommandAnswer> {
  const { id, sessionId, startedAt, endedAt, reason } = request;
  if (endedAt <= startedAt) return refused('out_before_in', 'endedAt');
  if (endedAt > now) return refused('in_future', 'endedAt');
  const after = { startedAt: instantText(startedAt), endedAt: instantText(endedAt) };
  try {
    await call(askCorrection, {
      params: { organization: slug },
      body: { id, session: sessionId, after, reason },
    });
    return { isDone: true };
  } catch (error) {
    return problemOf(error);
  }
}

export async function takeBack(
  { call, slug }: Place,
  known: readonly CorrectionView[],
  id: string,
): Promise<CommandAnswer> {
  const request = known.find((one) => one.id === id);
  if (!request?.canWithdraw) return refused('not_found');
  try {
    const params = { organization: slug, correction: id };
    await call(withdrawCorrection, { params, body: { version: request.version } });
    return { isDone: true };
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): CommandAnswer {
  const failure = failureOf(error);
  if (failure) return failure;
  const { status, code, field, overlapped } = (error as ApiError).problem;
  if (status === 409 && field === 'body.session') return refused('not_now', 'sessionId');
  if (code === 'sessions_overlap') return { ...refused('overlaps'), range: rangeOf(overlapped) };
  if (code === 'days_locked') return refused('locked');
  if (status === 409) return refused('changed_meanwhile');
  if (status === 404) return refused('not_found');
  return refused(code === 'invalid_range' ? 'out_before_in' : 'failed', field?.split('.').at(-1) ?? null);
}

function rangeOf(overlapped: Problem['overlapped']): { startedAt: number; endedAt: number | null } | null {
  if (overlapped === undefined) return null;
  const { startedAt, endedAt } = overlapped;
  return { startedAt: Date.parse(startedAt), endedAt: endedAt === null ? null : Date.parse(endedAt) };
}

const instantText = (instant: number) => new Date(instant).toISOString();

/** Requests for other times of a session, as the windows list them; entries by hand and held events have pages on the web. */
export function requestViews(corrections: readonly CorrectionView[], zone: string): RequestView[] {
  return corrections.flatMap((correction): RequestView[] => {
    const { before, after, sessionId } = correction;
    if (correction.kind !== 'change' || !before || !after || !sessionId) return [];
    const startedAt = Date.parse(before.startedAt);
    return [
      {
        requestId: correction.id,
        sessionId,
        day: localDayOf(startedAt, zone),
        before: { startedAt, endedAt: Date.parse(before.endedAt) },
        after: { startedAt: Date.parse(after.startedAt), endedAt: Date.parse(after.endedAt) },
        reason: correction.reason,
        state: STATES[correction.state],
        askedAt: Date.parse(correction.askedAt),
        sentTo: null,
        decidedBy: correction.decidedBy,
        decidedAt: correction.decidedAt === null ? null : Date.parse(correction.decidedAt),
        answer: correction.decisionReason,
      },
    ];
  });
}

const STATES = {
  pending: 'waiting',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'taken_back',
} as const;
