import type { Role } from '../access/roles.ts';
import { AppError } from '../errors.ts';
import { formatInstant, type Instant } from '../time/instant.ts';
import { SHORTEST_MS } from './ending.ts';
import { type Interval, lengthOf, openEnd, shared, union, without } from './intervals.ts';
import { ATTENDANCE_BOUNDS, type AttendanceRules } from './rules.ts';

/** Source: K1. */
export const SHORTEST_REASON = 5;
const SELF_APPLY_MS = 30 * 60_000;
const SELF_APPLY_AGE_MS = 7 * 86_400_000;
const LONGEST_MS = ATTENDANCE_BOUNDS.maximumOpenMinutes.maximum * 60_000;

/** A session as a correction sees it: its range and what in it was not worked. */
export type CorrectedTime = { startedAt: Instant; endedAt: Instant; pauses: readonly Interval[] };

/** `null` where there is no session: before an entry by hand, after a void. */
export type CorrectionChange = { before: CorrectedTime | null; after: CorrectedTime | null };

function workedIn(time: CorrectedTime | null): Interval[] {
  return time ? without({ from: time.startedAt, to: time.endedAt }, union(time.pauses)) : [];
}

/** Milliseconds that count otherwise after the change: worked only before it, or only after it. */
export function changedMs({ before, after }: CorrectionChange): number {
  const [old, next] = [workedIn(before), workedIn(after)];
  const both = old.flatMap((a) => next.flatMap((b) => shared(a, b) ?? []));
  return lengthOf(old) + lengthOf(next) - 2 * lengthOf(both);
}

/** The range that a change is about: what was and what is to be. */
export function changedRange({ before, after }: CorrectionChange): Interval | null {
  const times = [before, after].filter((time) => time !== null);
  if (times.length === 0) return null;
  return {
    from: Math.min(...times.map((one) => one.startedAt)),
    to: Math.max(...times.map((one) => one.endedAt)),
  };
}

/** Whether a member's own change takes effect at once: at most 30 minutes of at most 7 days ago, where the organization allows it. */
export function mayApplyAtOnce(change: CorrectionChange, rules: AttendanceRules, now: Instant): boolean {
  const range = changedRange(change);
  const isRecent = range !== null && now - range.from <= SELF_APPLY_AGE_MS;
  return rules.maySelfApply && isRecent && changedMs(change) <= SELF_APPLY_MS;
}

/** As whom somebody may decide. `forbidden`: their own, 403. `hidden`: they may not know of it, 404. */
export type DecisionRight = 'manager' | 'administrator' | 'self_approved' | 'forbidden' | 'hidden';

/**
 * Who may decide about somebody's correction. `reachesMember`: they are a member, and for a manager one of a team that the actor manages.
 * Source: K1.
 */
export function decisionRight(of: {
  role: Role;
  isOwn: boolean;
  reachesMember: boolean;
  isSoleOwner: boolean;
}): DecisionRight {
  if (of.isOwn) return of.role === 'owner' && of.isSoleOwner ? 'self_approved' : 'forbidden';
  if (!of.reachesMember) return 'hidden';
  if (of.role === 'owner' || of.role === 'admin') return 'administrator';
  return of.role === 'manager' ? 'manager' : 'hidden';
}

function refuse(field: string, detail: string, remedy: string): never {
  throw new AppError('invalid_request', detail, { field, remedy });
}

/** Throws AppError('invalid_request') when a reason says too little. Source: K1. */
export function checkReason(reason: string): void {
  if ([...reason.trim()].length >= SHORTEST_REASON) return;
  refuse('reason', 'The reason is too short.', `Say why in at least ${SHORTEST_REASON} characters.`);
}

function checkPauses({ startedAt, endedAt, pauses }: CorrectedTime): void {
  const field = 'after.pauses';
  const isInside = (one: Interval) => startedAt <= one.from && one.to <= endedAt;
  if (!pauses.every(isInside))
    refuse(field, 'A pause is not inside the session.', 'Move it into the session.');
  if (pauses.some((one) => one.to - one.from < SHORTEST_MS))
    refuse(field, 'A pause ends before it begins.', 'Give it an end that is at least a second later.');
  const sum = pauses.reduce((total, one) => total + (one.to - one.from), 0);
  if (sum !== lengthOf(pauses)) refuse(field, 'Two pauses overlap.', 'Join them, or move one of them.');
}

/** Throws AppError('invalid_request') for a time that nobody can have worked. */
export function checkTime(time: CorrectedTime, now: Instant): void {
  const { startedAt, endedAt } = time;
  if (endedAt - startedAt < SHORTEST_MS)
    refuse('after.endedAt', 'The session ends before it begins.', 'Give it an end after its start.');
  if (endedAt > now) refuse('after.endedAt', 'The session ends in the future.', 'Give an end that is over.');
  if (endedAt - startedAt > LONGEST_MS)
    refuse('after.endedAt', 'The session lasts more than 24 hours.', 'Enter two sessions.');
  checkPauses(time);
}

type OtherSession = { sessionId: string; startedAt: Instant; endedAt: Instant | null; state: string };

/**
 * Throws AppError('sessions_overlap') when the new range overlaps another session of the member that counts. `showsTimes`: the other's times are
 * named, to the member alone. Source: K-03.
 */
export function checkOverlap(
  time: CorrectedTime,
  others: readonly OtherSession[],
  of: { sessionId: string | null; showsTimes: boolean },
): void {
  const range = { from: time.startedAt, to: time.endedAt };
  const met = others.find(
    (one) =>
      one.state !== 'voided' &&
      one.sessionId !== of.sessionId &&
      shared(range, { from: one.startedAt, to: openEnd(one.endedAt) }),
  );
  if (!met) return;
  const { startedAt, endedAt } = met;
  const end = endedAt === null ? 'and is open' : `to ${formatInstant(endedAt)}`;
  const times = of.showsTimes ? ` from ${formatInstant(startedAt)} ${end}` : '';
  throw new AppError('sessions_overlap', `It overlaps another session${times}.`, {
    field: 'after',
    remedy: of.showsTimes
      ? 'Choose times that no other session covers, or correct the other one first.'
      : 'Decline it with that reason; the member can ask for other times.',
    overlapped: of.showsTimes ? { startedAt, endedAt } : undefined,
  });
}

/** Throws AppError('days_locked') when the change reaches into what is locked. `lockedBefore`: the first instant that is not. Source: K2. */
export function checkUnlocked(change: CorrectionChange, lockedBefore: Instant | null): void {
  const range = changedRange(change);
  if (lockedBefore === null || range === null || range.from >= lockedBefore) return;
  throw new AppError('days_locked', 'These days are locked.', {
    field: 'after',
    remedy: 'Ask an Admin to unlock them, with a reason.',
  });
}

/** Throws AppError('conflict') when somebody else was faster. Source: K-05. */
export function checkVersion(seen: number, stored: number): void {
  if (seen === stored) return;
  throw new AppError('conflict', 'It was changed or decided meanwhile.', {
    field: 'version',
    remedy: 'Load it again and look at what it says now.',
  });
}
