import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { recordAudit } from '@devpulse/database/access/audit';
import {
  lockFamily,
  revokeSessions,
  rotateFamily,
  type SessionFamily,
} from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { decideRefresh, SESSION_LIFE } from '@devpulse/domain/access/session-rules';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { hashSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import { AccessTokens } from '../../platform/access/access-tokens.ts';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { RefreshTokens } from './refresh-tokens.ts';
import { ReuseNotice } from './reuse-notice.ts';

type Outcome =
  | { kind: 'tokens'; session: SessionFamily['session']; refreshToken: string; idleExpiresAt: Instant }
  | { kind: 'unknown' }
  | { kind: 'ended' }
  | { kind: 'reuse'; sessionId: string; mailId: string };

/** Exchanges refresh tokens, one transaction each, under a lock on the session. */
@Injectable()
export class SessionRefresh {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #refreshTokens: RefreshTokens;
  readonly #accessTokens: AccessTokens;
  readonly #reader: AccessReader;
  readonly #throttle: Throttle;
  readonly #notice: ReuseNotice;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    refreshTokens: RefreshTokens,
    accessTokens: AccessTokens,
    reader: AccessReader,
    throttle: Throttle,
    notice: ReuseNotice,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#refreshTokens = refreshTokens;
    this.#accessTokens = accessTokens;
    this.#reader = reader;
    this.#throttle = throttle;
    this.#notice = notice;
  }

  /** Throws AppError('unauthorized') for a token that never was, and AppError('session_ended') otherwise. */
  async exchange(refreshToken: string, origin: RequestOrigin): Promise<SessionTokens> {
    const address = { rule: 'token_address', of: networkKey(origin.ipAddress) } as const;
    const sessionId = this.#refreshTokens.sessionOf(refreshToken);
    const outcome: Outcome =
      sessionId === null
        ? { kind: 'unknown' }
        : await transaction(this.#database, { identity: true }, (tx) =>
            this.#decide(tx, { sessionId, sha256: hashSecret(refreshToken), origin }),
          );
    switch (outcome.kind) {
      case 'tokens':
        return this.#answer(outcome);
      case 'unknown':
        await this.#throttle.take(address);
        throw new AppError('unauthorized', 'This is not a refresh token of this instance.', {
          field: 'body.refreshToken',
          remedy: 'Sign in again.',
        });
      case 'reuse':
        this.#reader.forgetSession(outcome.sessionId);
        this.#notice.send(outcome.mailId);
        throw ended();
      default:
        throw ended();
    }
  }

  async #decide(
    tx: Transaction,
    presented: { sessionId: string; sha256: Buffer; origin: RequestOrigin },
  ): Promise<Outcome> {
    const now = this.#now();
    const family = await lockFamily(tx, presented.sessionId, presented.sha256);
    if (family === null || family.token === null) return { kind: 'unknown' };
    const { session, token, successor } = family;
    const idleExpiresAt = Math.min(now + SESSION_LIFE[session.kind].idleMs, session.absoluteExpiresAt);
    switch (decideRefresh({ now, session, token, successor })) {
      case 'rotate': {
        const next = this.#refreshTokens.of(session.id, token.generation + 1);
        await rotateFamily(tx, {
          sessionId: session.id,
          generation: token.generation,
          nextTokenSha256: next.sha256,
          now,
          idleExpiresAt,
          ...presented.origin,
        });
        return { kind: 'tokens', session, refreshToken: next.token, idleExpiresAt };
      }
      case 'repeat': {
        const next = this.#refreshTokens.of(session.id, token.generation + 1);
        return { kind: 'tokens', session, refreshToken: next.token, idleExpiresAt: session.idleExpiresAt };
      }
      case 'reuse': {
        const { id, userId } = session;
        await revokeSessions(tx, { userId, only: id, reason: 'refresh_reuse', now });
        await recordAudit(tx, {
          organizationId: null,
          actorUserId: null,
          subjectUserId: userId,
          action: 'session.refresh_reuse',
          target: id,
          at: now,
        });
        return { kind: 'reuse', sessionId: id, mailId: await this.#notice.write(tx, userId) };
      }
      default:
        return { kind: 'ended' };
    }
  }

  /** 50 at once get 50 access tokens and one refresh token. */
  async #answer(outcome: Extract<Outcome, { kind: 'tokens' }>): Promise<SessionTokens> {
    const { session, refreshToken, idleExpiresAt } = outcome;
    const access = await this.#accessTokens.issue(session);
    return {
      sessionId: session.id,
      accessToken: access.token,
      accessExpiresAt: formatInstant(access.expiresAt),
      refreshToken,
      refreshExpiresAt: formatInstant(idleExpiresAt),
    };
  }
}

function ended(): AppError {
  return new AppError('session_ended', 'This session has ended.', { remedy: 'Sign in again.' });
}
