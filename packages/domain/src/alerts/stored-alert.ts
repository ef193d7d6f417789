import { AppError } from '../errors.ts';
import type { Instant } from '../time/instant.ts';
import type { AlertCandidate } from './candidate.ts';

export const ALERT_STATES = ['open', 'acknowledged', 'snoozed', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** `ended`: its condition. `rule_off`: the rule, for its team. `not_evaluated`: it can no longer be judged. `gone`: its subject. */
export type ResolvedReason = 'ended' | 'rule_off' | 'not_evaluated' | 'gone';

/** An alert as it is kept: what was last found of its condition, and what became of it. */
export type StoredAlert = AlertCandidate & {
  readonly id: string;
  readonly state: AlertState;
  readonly openedAt: Instant;
  /** Set exactly while snoozed. */
  readonly snoozedUntil: Instant | null;
  /** Set exactly when resolved, as is its reason. */
  readonly resolvedAt: Instant | null;
  readonly resolvedReason: ResolvedReason | null;
};

export type AlertDecision = Pick<StoredAlert, 'state' | 'snoozedUntil'>;

const LONGEST_SNOOZE_DAYS = 30;
const DAY_MILLISECONDS = 86_400_000;

function refuseResolved(alert: Pick<StoredAlert, 'state'>): void {
  if (alert.state !== 'resolved') return;
  throw new AppError('conflict', 'This alert has ended by itself.', {
    field: 'state',
    remedy: 'Load the alerts again; if its condition returns, a new alert opens.',
  });
}

/** The team has seen it. Throws AppError('conflict') for a resolved alert; again changes nothing. */
export function acknowledge(alert: Pick<StoredAlert, 'state'>): AlertDecision {
  refuseResolved(alert);
  return { state: 'acknowledged', snoozedUntil: null };
}

/**
 * Silent until an instant after `now`, at most 30 days ahead; from an acknowledged alert too. Throws AppError('conflict') for a
 * resolved alert and AppError('invalid_request') for another instant.
 */
export function snooze(alert: Pick<StoredAlert, 'state'>, until: Instant, now: Instant): AlertDecision {
  refuseResolved(alert);
  if (until > now && until - now <= LONGEST_SNOOZE_DAYS * DAY_MILLISECONDS) {
    return { state: 'snoozed', snoozedUntil: until };
  }
  throw new AppError('invalid_request', 'An alert cannot be snoozed until then.', {
    field: 'until',
    remedy: `Choose a time after now and at most ${LONGEST_SNOOZE_DAYS} days ahead.`,
  });
}

/** Back to open, from acknowledged or snoozed. Throws AppError('conflict') for a resolved alert. */
export function reopen(alert: Pick<StoredAlert, 'state'>): AlertDecision {
  refuseResolved(alert);
  return { state: 'open', snoozedUntil: null };
}
