const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export type ThrottleRule = {
  /** Failures allowed inside the window. */
  limit: number;
  windowMs: number;
  /** First wait after the limit; it doubles with each further failure up to `longestWaitMs`. Without it, the window has to end. */
  firstWaitMs?: number;
  longestWaitMs?: number;
};

/** What is counted, and how much of it is let through (security page, section 2; ASVS 6.1.1, 6.3.1). */
export const THROTTLE_RULES = {
  /** Failed sign-ins of one account from one address. */
  sign_in_account: { limit: 5, windowMs: 15 * MINUTE, firstWaitMs: SECOND, longestWaitMs: 15 * MINUTE },
  /** Failed sign-ins from one IPv4 address, or one IPv6 /64, over all accounts. */
  sign_in_address: { limit: 50, windowMs: HOUR },
  /** Wrong second factors of one account, wherever they come from. */
  second_factor: { limit: 5, windowMs: 5 * MINUTE },
  /** Mails with a link to one address. */
  mail_recipient: { limit: 3, windowMs: HOUR },
  /** Requests for mails with a link from one network address. */
  mail_address: { limit: 20, windowMs: HOUR },
  /** Unknown refresh tokens, codes and invitations from one address. */
  token_address: { limit: 100, windowMs: HOUR },
  /** Ceremonies that anybody may begin (passkey, federation, device code), from one address. */
  flow_address: { limit: 600, windowMs: HOUR },
  /** Device codes typed by one person. */
  device_code: { limit: 5, windowMs: 10 * MINUTE },
} as const satisfies Record<string, ThrottleRule>;
export type ThrottleName = keyof typeof THROTTLE_RULES;

export type ThrottleState = { windowStart: number; failures: number; lastFailureAt: number };

/** Milliseconds until another try is allowed; 0 when it is allowed now. */
export function waitOf(rule: ThrottleRule, state: ThrottleState | null, now: number): number {
  if (state === null || now >= state.windowStart + rule.windowMs) return 0;
  if (state.failures < rule.limit) return 0;
  if (rule.firstWaitMs === undefined) return state.windowStart + rule.windowMs - now;
  const doublings = Math.min(30, state.failures - rule.limit);
  const wait = Math.min(rule.longestWaitMs ?? rule.windowMs, rule.firstWaitMs * 2 ** doublings);
  return Math.max(0, state.lastFailureAt + wait - now);
}

/** The state after one more failure; a window that has ended begins anew. */
export function countFailure(rule: ThrottleRule, state: ThrottleState | null, now: number): ThrottleState {
  const isOver = state === null || now >= state.windowStart + rule.windowMs;
  if (isOver) return { windowStart: now, failures: 1, lastFailureAt: now };
  return { windowStart: state.windowStart, failures: state.failures + 1, lastFailureAt: now };
}
