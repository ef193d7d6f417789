import { randomUUID } from 'node:crypto';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { recordAudit } from '@devpulse/database/access/audit';
import { insertSession } from '@devpulse/database/access/sessions';
import type { Transaction } from '@devpulse/database/transaction';
import { SESSION_LIFE, type SessionKind } from '@devpulse/domain/access/session-rules';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Injectable } from '@nestjs/common';
import { AccessReader } from '../../platform/access/access-reader.ts';
import { AccessTokens } from '../../platform/access/access-tokens.ts';
import type { RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { RefreshTokens } from './refresh-tokens.ts';

/** How a person proved who they are; the names are short as in RFC 8176. */
export type SignInMethod = 'pwd' | 'otp' | 'rcv' | 'pky' | 'ghb' | 'sso';

export type SessionStart = {
  userId: string;
  kind: SessionKind;
  deviceId?: string;
  methods: readonly SignInMethod[];
  origin: RequestOrigin;
};

/** Begins sessions. A session always has an id and tokens of its own: nothing a caller brings along becomes one (C18). */
@Injectable()
export class SessionStarter {
  readonly #now: () => number;
  readonly #refreshTokens: RefreshTokens;
  readonly #accessTokens: AccessTokens;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    refreshTokens: RefreshTokens,
    accessTokens: AccessTokens,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#refreshTokens = refreshTokens;
    this.#accessTokens = accessTokens;
    this.#reader = reader;
  }

  /** Inside a transaction of identity work; the tokens count once it is committed. */
  async begin(
    tx: Transaction,
    { userId, kind, deviceId, methods, origin }: SessionStart,
  ): Promise<SessionTokens> {
    const now = this.#now();
    const { idleMs, absoluteMs } = SESSION_LIFE[kind];
    const id = randomUUID();
    const first = this.#refreshTokens.of(id, 1);
    const ended = await insertSession(
      tx,
      {
        id,
        userId,
        deviceId: deviceId ?? null,
        kind,
        methods,
        ...origin,
        now,
        idleExpiresAt: now + idleMs,
        absoluteExpiresAt: now + absoluteMs,
      },
      first.sha256,
    );
    await recordAudit(tx, {
      organizationId: null,
      actorUserId: userId,
      subjectUserId: userId,
      action: 'session.begun',
      target: id,
      detail: { kind, methods: methods.join(' ') },
      at: now,
    });
    for (const sessionId of ended) this.#reader.forgetSession(sessionId);
    const access = await this.#accessTokens.issue({ id, userId });
    return {
      sessionId: id,
      accessToken: access.token,
      accessExpiresAt: formatInstant(access.expiresAt),
      refreshToken: first.token,
      refreshExpiresAt: formatInstant(now + idleMs),
    };
  }
}
