import type { Problem } from '@devpulse/contracts/problem';
import { AppError, type ErrorCode, type OverlappedTime } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { HttpException } from '@nestjs/common';
import { isStoreAway } from './store-fault.ts';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** How each code is answered over HTTP. */
const ANSWERS: Record<ErrorCode, { status: number; title: string }> = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_range: { status: 400, title: 'The range is not valid' },
  unauthorized: { status: 401, title: 'Not authenticated' },
  session_ended: { status: 401, title: 'Session ended' },
  reauthentication_required: { status: 403, title: 'Confirm that it is you' },
  second_factor_required: { status: 403, title: 'Second factor required' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  sessions_overlap: { status: 409, title: 'Sessions overlap' },
  days_locked: { status: 409, title: 'Days are locked' },
  expected_seq: { status: 409, title: 'Events are missing' },
  event_changed: { status: 422, title: 'Known with another content' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
};

/** Seconds after which an unavailable part may be tried again. */
export const RETRY_AFTER_SECONDS = 10;

const NO_SUCH_ADDRESS = new AppError('not_found', 'There is nothing at this address.');
const UNKNOWN = new AppError('internal', 'Something went wrong on our side.', {
  remedy: 'Try again; if it stays, give the operator the requestId.',
});

const STORE_AWAY = new AppError('unavailable', 'The database does not answer.', { remedy: 'Try again.' });

/** The error that may be shown for anything that was thrown; `isUnexpected` when it tells nothing of what was thrown. */
export function presentableError(thrown: unknown): { error: AppError; isUnexpected: boolean } {
  if (thrown instanceof AppError) return { error: thrown, isUnexpected: thrown.code === 'internal' };
  if (thrown instanceof HttpException) return { error: fromTransport(thrown), isUnexpected: false };
  if (isStoreAway(thrown)) return { error: STORE_AWAY, isUnexpected: true };
  return { error: UNKNOWN, isUnexpected: true };
}

export function problemOf(error: AppError, requestId: string): Problem {
  const { status, title } = ANSWERS[error.code];
  return {
    type: 'about:blank',
    title,
    status,
    code: error.code,
    detail: error.detail,
    ...(error.remedy === null ? {} : { remedy: error.remedy }),
    ...(error.field === null ? {} : { field: error.field }),
    ...(error.expectedSeq === null ? {} : { expectedSeq: error.expectedSeq }),
    ...(error.overlapped === null ? {} : { overlapped: overlappedText(error.overlapped) }),
    requestId,
  };
}

function overlappedText({ startedAt, endedAt }: OverlappedTime): Problem['overlapped'] {
  return { startedAt: formatInstant(startedAt), endedAt: endedAt === null ? null : formatInstant(endedAt) };
}

/** Errors of Nest and Fastify: their own texts may quote the request, so only the status counts. */
function fromTransport(exception: HttpException): AppError {
  switch (exception.getStatus()) {
    case 404:
    case 405:
      return NO_SUCH_ADDRESS;
    case 403:
      return new AppError('forbidden', 'This is not allowed.');
    case 413:
      return new AppError('too_large', 'The body is over the limit of this address.', { field: 'body' });
    case 415:
      return new AppError(
        'unsupported_media_type',
        'The body is of a type that this address does not take.',
        {
          field: 'header.content-type',
          remedy: 'Send application/json.',
        },
      );
    default:
      return exception.getStatus() < 500
        ? new AppError('invalid_request', 'The request could not be read.', { field: 'body' })
        : UNKNOWN;
  }
}
