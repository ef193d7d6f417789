import { ACCESS_TOKEN_MS } from '@devpulse/domain/access/session-rules';
import type { Instant } from '@devpulse/domain/time/instant';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { ProcessParts } from '../process-parts.ts';
import { KeyRing, SIGNING_ALGORITHM } from './key-ring.ts';

export const ACCESS_TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_AUDIENCE = 'devpulse-api';
const LEEWAY_SECONDS = 30;

/**
 * Access tokens (RFC 9068): EdDSA alone, ten minutes. A token names a session and no role; what the session may do is looked up for
 * each request, so that a change holds at once.
 */
@Injectable()
export class AccessTokens {
  readonly #issuer: string;
  readonly #now: () => number;
  readonly #keys: KeyRing;

  constructor(parts: ProcessParts, keys: KeyRing) {
    this.#issuer = parts.environment.PUBLIC_URL;
    this.#now = parts.now;
    this.#keys = keys;
  }

  async issue(session: { id: string; userId: string }): Promise<{ token: string; expiresAt: Instant }> {
    const now = this.#now();
    const expiresAt = now + ACCESS_TOKEN_MS;
    const { kid, key } = await this.#keys.signingKey();
    const token = await new SignJWT({ sid: session.id })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid })
      .setIssuer(this.#issuer)
      .setAudience(ACCESS_TOKEN_AUDIENCE)
      .setSubject(session.userId)
      .setIssuedAt(Math.floor(now / 1000))
      .setExpirationTime(Math.floor(expiresAt / 1000))
      .sign(key);
    return { token, expiresAt };
  }

  /** The session a token names; null for anything that this instance did not issue, or that has ended. */
  async sessionOf(token: string): Promise<{ sessionId: string; userId: string } | null> {
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? null : await this.#keys.verifyingKey(kid);
          if (key === null) throw new UnknownKey();
          return key;
        },
        {
          algorithms: [SIGNING_ALGORITHM],
          typ: ACCESS_TOKEN_TYPE,
          issuer: this.#issuer,
          audience: ACCESS_TOKEN_AUDIENCE,
          clockTolerance: LEEWAY_SECONDS,
          requiredClaims: ['sub', 'sid', 'iat', 'exp'],
          currentDate: new Date(this.#now()),
        },
      );
      const { sub, sid } = payload;
      return typeof sid === 'string' && sub !== undefined ? { sessionId: sid, userId: sub } : null;
    } catch (error) {
      if (error instanceof UnknownKey || isJoseError(error)) return null;
      throw error;
    }
  }
}

class UnknownKey extends Error {}

function isJoseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J');
}
