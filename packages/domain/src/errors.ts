import type { Instant } from './time/instant.ts';

export const ERROR_CODES = [
  'not_found',
  'invalid_request',
  'invalid_range',
  'unauthorized',
  /** The session has ended or was ended; a new sign-in is the only remedy. */
  'session_ended',
  /** Allowed, but only within five minutes of giving a factor. */
  'reauthentication_required',
  /** Withheld until the caller has set up a second factor. */
  'second_factor_required',
  'forbidden',
  'conflict',
  /** Times that were asked for lie over another session; `overlapped` is that one, where the caller may know its times. */
  'sessions_overlap',
  /** What was asked would change days that are locked. */
  'days_locked',
  /** Events of a device came with a hole before them; `expectedSeq` says from where on to send. */
  'expected_seq',
  /** A known id came with another content. */
  'event_changed',
  'too_large',
  'unsupported_media_type',
  'unavailable',
  'rate_limited',
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The session in the way; `endedAt` is null of an open one. */
export type OverlappedTime = { startedAt: Instant; endedAt: Instant | null };

/**
 * The only error that may be shown to a person. `detail` says what is wrong in one sentence, `field` names the input at
 * fault, `remedy` says what to do. One filter per transport maps the code; any other error shows no message.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly detail: string;
  readonly field: string | null;
  readonly remedy: string | null;
  /** When another try makes sense; null when waiting changes nothing. */
  readonly retryAfterSeconds: number | null;
  readonly expectedSeq: number | null;
  readonly overlapped: OverlappedTime | null;

  constructor(
    code: ErrorCode,
    detail: string,
    extra: {
      field?: string | undefined;
      remedy?: string | undefined;
      retryAfterSeconds?: number;
      expectedSeq?: number;
      overlapped?: OverlappedTime | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(`${code}: ${detail}`, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.detail = detail;
    this.field = extra.field ?? null;
    this.remedy = extra.remedy ?? null;
    this.retryAfterSeconds = extra.retryAfterSeconds ?? null;
    this.expectedSeq = extra.expectedSeq ?? null;
    this.overlapped = extra.overlapped ?? null;
  }
}
