import { ACCESS_TOKEN_MS } from '@devpulse/domain/access/session-rules';
import type { Instant } from '@devpulse/domain/time/instant';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { ProcessParts } from '../process-parts.ts';
import { KeyRing, SIGNING_ALGORITHM } from './key-ring.ts';

export const ACCESS_TOKEN_TYPE = 'at+jwt';
export const ACCESS_TOKEN_AUDIENCE = 'devpulse-api';
const LEEWAY_SECONDS = 30;
/** A token is believed again without its signature for as long as what its session may do is kept. */
const KEPT_MS = 2_000;
const MOST_KEPT = 20_000;

export type NamedSession = { sessionId: string; userId: string };
type Verified = NamedSession & { verifiedAt: Instant; expiresAt: Instant };

/**
 * Access tokens (RFC 9068): EdDSA alone, ten minutes. A token names a session and no role; what the session may do is looked up for
 * each request, so that a change holds at once.
 */
@Injectable()
export class AccessTokens {
  readonly #issuer: string;
  readonly #now: () => number;
  readonly #keys: KeyRing;
  readonly #verified = new Map<string, Verified>();

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
  async sessionOf(token: string): Promise<NamedSession | null> {
    const now = this.#now();
    const known = this.#verified.get(token);
    if (known !== undefined && isFresh(known, now)) return known;
    const verified = await this.#verify(token, now);
    if (this.#verified.size >= MOST_KEPT) this.#verified.clear();
    if (verified !== null) this.#verified.set(token, verified);
    return verified;
  }

  async #verify(token: string, now: Instant): Promise<Verified | null> {
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
          currentDate: new Date(now),
        },
      );
      const { sub, sid, exp } = payload;
      if (typeof sid !== 'string' || sub === undefined || exp === undefined) return null;
      return { sessionId: sid, userId: sub, verifiedAt: now, expiresAt: exp * 1_000 };
    } catch (error) {
      if (error instanceof UnknownKey || isJoseError(error)) return null;
      throw error;
    }
  }
}

function isFresh({ verifiedAt, expiresAt }: Verified, now: Instant): boolean {
  return now >= verifiedAt && now - verifiedAt < KEPT_MS && now < expiresAt;
}

class UnknownKey extends Error {}

function isJoseError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_J');
}
