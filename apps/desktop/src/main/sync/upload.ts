import {
  AttendanceEventBody,
  EVENTS_PER_BATCH,
  sendAttendanceEvents,
} from '@devpulse/contracts/attendance/events';
import { type ApiCall, ApiError } from '@devpulse/contracts/client';
import type { RouteResponse } from '@devpulse/contracts/route';
import { type Outbox, type WireEvent, waitingOf, wireForm } from '@devpulse/domain/attendance/device/outbox';

export type Answer = RouteResponse<typeof sendAttendanceEvents>;

/** What became of a batch. `refused` is about its form, so trying again cannot help. */
export type UploadResult =
  | { kind: 'answered'; answer: Answer }
  | { kind: 'out_of_step' }
  | { kind: 'refused'; code: 'content_differs' | 'not_accepted' }
  | { kind: 'signed_out' }
  | { kind: 'removed' }
  | { kind: 'failed'; retryAfterMs: number | null };

export type UploadTarget = { call: ApiCall; organization: string; device: string };

/** Sends a batch; an empty one is a sign of life. Never rejects. */
export async function upload(target: UploadTarget, events: readonly WireEvent[]): Promise<UploadResult> {
  const { call, organization, device } = target;
  try {
    const body = { events: [...events] };
    return {
      kind: 'answered',
      answer: await call(sendAttendanceEvents, { params: { organization, device }, body }),
    };
  } catch (error) {
    return error instanceof ApiError ? readError(error) : { kind: 'failed', retryAfterMs: null };
  }
}

function readError(error: ApiError): UploadResult {
  switch (error.problem.status) {
    case 400:
    case 413:
      return { kind: 'refused', code: 'not_accepted' };
    case 422:
      return { kind: 'refused', code: 'content_differs' };
    case 409:
      return { kind: 'out_of_step' };
    case 401:
      return { kind: 'signed_out' };
    case 403:
    case 404:
      return { kind: 'removed' };
    default:
      return {
        kind: 'failed',
        retryAfterMs: error.retryAfterSeconds === null ? null : error.retryAfterSeconds * 1000,
      };
  }
}

/**
 * The next batch in its order, and which forms of it have to be frozen before they go out. A form is what the schema makes of it, so it is
 * byte for byte the same when it is read from the journal again. `unsendable`: an event that the schema does not let out.
 */
export function nextBatch(outbox: Outbox, now: { bootId: string; frameMs: number | null; limit: number }) {
  const fresh: AttendanceEventBody[] = [];
  const forms: WireEvent[] = [];
  for (const { event, frozen } of waitingOf(outbox).slice(0, Math.min(now.limit, EVENTS_PER_BATCH))) {
    const form = AttendanceEventBody.safeParse(frozen ?? wireForm(event, now));
    if (!form.success) return { forms, fresh, unsendable: event.eventId };
    forms.push(form.data);
    if (frozen === null) fresh.push(form.data);
  }
  return { forms, fresh, unsendable: null };
}
