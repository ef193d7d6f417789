const MINUTE = 60_000;
const DAY = 86_400_000;

export const SESSION_KINDS = ['web', 'desktop', 'cli'] as const;
export type SessionKind = (typeof SESSION_KINDS)[number];

/** How long a session lives without being used, and at the most; milliseconds (ASVS 7.3.1, 7.3.2). */
export const SESSION_LIFE: Record<SessionKind, { idleMs: number; absoluteMs: number }> = {
  web: { idleMs: 7 * DAY, absoluteMs: 30 * DAY },
  desktop: { idleMs: 30 * DAY, absoluteMs: 90 * DAY },
  cli: { idleMs: 30 * DAY, absoluteMs: 90 * DAY },
};

/** The oldest session of a person ends when one more begins (ASVS 7.1.2). */
export const MAX_SESSIONS = 10;
export const ACCESS_TOKEN_MS = 10 * MINUTE;
/** A lost answer may be asked for again with the previous token this long. */
export const REFRESH_GRACE_MS = 10_000;

export type RefreshState = {
  now: number;
  session: { isRevoked: boolean; idleExpiresAt: number; absoluteExpiresAt: number };
  token: { consumedAt: number | null };
  /** Null when the token has no successor yet. */
  successor: { consumedAt: number | null } | null;
};

export type RefreshDecision = 'rotate' | 'repeat' | 'expired' | 'revoked' | 'reuse';

/**
 * What a presented refresh token leads to: a new generation, the same answer once more within ten seconds, or the end of its
 * session. Reuse ends this session alone: a family is one device session (security page, section 2).
 */
export function decideRefresh({ now, session, token, successor }: RefreshState): RefreshDecision {
  if (session.isRevoked) return 'revoked';
  if (now >= session.idleExpiresAt || now >= session.absoluteExpiresAt) return 'expired';
  if (token.consumedAt === null) return 'rotate';
  const isLostAnswer =
    now - token.consumedAt <= REFRESH_GRACE_MS && successor !== null && successor.consumedAt === null;
  return isLostAnswer ? 'repeat' : 'reuse';
}
