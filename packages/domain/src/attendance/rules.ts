import type { Instant } from '../time/instant.ts';

const MINUTE_MS = 60_000;

/** `off`: nobody is asked about idle time. There is no policy that leaves time out unasked. Source: R7. */
export const IDLE_POLICIES = ['prompt', 'off'] as const;
export type IdlePolicy = (typeof IDLE_POLICIES)[number];

/** What an organization decides about its clock. Minutes, all whole. */
export type AttendanceRules = {
  idlePolicy: IdlePolicy;
  /** Idle for at least this long is asked about, where the member chose nothing. */
  idleThresholdMinutes: number;
  /** The range that a member may choose from. */
  idleThresholdMinimumMinutes: number;
  idleThresholdMaximumMinutes: number;
  mayMembersSwitchIdleOff: boolean;
  /** A session that is open for longer is closed at its last evidence. */
  maximumOpenMinutes: number;
  /** When a session has been open for this long the person is reminded. */
  reminderMinutes: number;
  breakReminderMinutes: number;
  /** Others than those who may see totals see in, on a break and out. */
  isPresenceShared: boolean;
  /** Managers, Admins and Owners see the times of sessions; see README, who sees. */
  areSessionTimesShown: boolean;
  /** Own small changes take effect at once; source: K1. */
  maySelfApply: boolean;
  mayManagersLock: boolean;
};

export const DEFAULT_ATTENDANCE_RULES: AttendanceRules = {
  idlePolicy: 'prompt',
  idleThresholdMinutes: 10,
  idleThresholdMinimumMinutes: 5,
  idleThresholdMaximumMinutes: 60,
  mayMembersSwitchIdleOff: true,
  maximumOpenMinutes: 14 * 60,
  reminderMinutes: 10 * 60,
  breakReminderMinutes: 120,
  isPresenceShared: false,
  areSessionTimesShown: false,
  maySelfApply: false,
  mayManagersLock: true,
};

/** Bounds of every number of the rules, both included; source: R7, M1, R8. */
export const ATTENDANCE_BOUNDS = {
  idleThresholdMinutes: { minimum: 5, maximum: 60 },
  idleThresholdMinimumMinutes: { minimum: 5, maximum: 60 },
  idleThresholdMaximumMinutes: { minimum: 5, maximum: 60 },
  maximumOpenMinutes: { minimum: 8 * 60, maximum: 24 * 60 },
  reminderMinutes: { minimum: 60, maximum: 24 * 60 },
  breakReminderMinutes: { minimum: 15, maximum: 8 * 60 },
} as const satisfies Partial<Record<keyof AttendanceRules, { minimum: number; maximum: number }>>;

type BoundedRule = keyof typeof ATTENDANCE_BOUNDS;

const held = (value: number, bounds: { minimum: number; maximum: number }): number =>
  Number.isFinite(value) ? Math.min(Math.max(value, bounds.minimum), bounds.maximum) : bounds.minimum;

/** A number of the rules, held to its bounds. */
export function boundedRule<Rule extends BoundedRule>(
  rules: Pick<AttendanceRules, Rule>,
  rule: Rule,
): number {
  return held(rules[rule], ATTENDANCE_BOUNDS[rule]);
}

/** The longest time that a session may be open, in milliseconds. */
export function maximumOpenMs(rules: Pick<AttendanceRules, 'maximumOpenMinutes'>): number {
  return boundedRule(rules, 'maximumOpenMinutes') * MINUTE_MS;
}

/** What a fold goes by: these rules are in force from `validFrom` up to the next. */
export type DatedRules = Pick<AttendanceRules, 'maximumOpenMinutes'> & { validFrom: Instant };

/**
 * The last instant that a session begun at `startedAt` may still be open at, by the rules in force when it began; before the first, by the
 * default. `rules` are in order of `validFrom`. Source: decision 0016.
 */
export function horizonOf(startedAt: Instant, rules: readonly DatedRules[]): Instant {
  const inForce = rules.findLast(({ validFrom }) => validFrom <= startedAt);
  return startedAt + maximumOpenMs(inForce ?? DEFAULT_ATTENDANCE_RULES);
}

/** What a member chose for themselves; null is the organization's. */
export type IdleChoice = { thresholdMinutes: number | null; isOn: boolean | null };

/** The idle threshold in force for a member in minutes, inside the range that the organization allows; null when nobody is asked. */
export function idleThresholdFor(rules: AttendanceRules, choice: IdleChoice): number | null {
  const isOff = choice.isOn === false && rules.mayMembersSwitchIdleOff;
  if (rules.idlePolicy === 'off' || isOff) return null;
  const minimum = boundedRule(rules, 'idleThresholdMinimumMinutes');
  const maximum = Math.max(minimum, boundedRule(rules, 'idleThresholdMaximumMinutes'));
  return held(choice.thresholdMinutes ?? rules.idleThresholdMinutes, { minimum, maximum });
}
