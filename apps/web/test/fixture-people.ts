import { randomUUID } from 'node:crypto';
import type { SessionTokens } from '@devpulse/contracts/auth/tokens';
import { FixtureProblem } from './fixture-routes.ts';

export const PASSWORD = 'correct horse battery staple';
export const TOTP_CODE = '314159';
export const SET_UP_TOKEN = 'set-up-token-of-the-fixture';
const REFRESH_GRACE_MS = 10_000;

export type FixturePerson = {
  id: string;
  name: string;
  email: string;
  hasTotp: boolean;
  isInstanceOwner: boolean;
};
export type FixtureSession = {
  id: string;
  person: FixturePerson;
  tokens: SessionTokens;
  previous: { refreshToken: string; consumedAt: number } | null;
  isRecent: boolean;
};

export const INES: FixturePerson = {
  id: '0198c1d2-0000-7000-8000-0000000000a1',
  name: 'Ines Aguiar',
  email: 'ines.aguiar@fernhill.example',
  hasTotp: false,
  isInstanceOwner: true,
};
export const TOM: FixturePerson = {
  id: '0198c1d2-0000-7000-8000-0000000000a2',
  name: 'Tom Okafor',
  email: 'tom.okafor@fernhill.example',
  hasTotp: true,
  isInstanceOwner: false,
};

/** Sessions of the stand-in: the same rules of rotation as the API's, in memory. */
export class FixtureSessions {
  readonly all = new Map<string, FixtureSession>();
  /** How long the next access tokens are good for; milliseconds. */
  accessLifeMs = 600_000;
  rotations = 0;

  begin(person: FixturePerson): SessionTokens {
    const id = randomUUID();
    const tokens = this.#newTokens(id);
    this.all.set(id, { id, person, tokens, previous: null, isRecent: true });
    return tokens;
  }

  refresh(refreshToken: string): SessionTokens {
    for (const session of this.all.values()) {
      if (session.tokens.refreshToken === refreshToken) {
        session.previous = { refreshToken, consumedAt: Date.now() };
        session.tokens = this.#newTokens(session.id);
        this.rotations += 1;
        return session.tokens;
      }
      if (session.previous?.refreshToken !== refreshToken) continue;
      if (Date.now() - session.previous.consumedAt <= REFRESH_GRACE_MS) return session.tokens;
      this.all.delete(session.id);
    }
    throw new FixtureProblem(401, 'session_ended', 'The session has ended.', { remedy: 'Sign in again.' });
  }

  /** The session whose bearer token came along. */
  of(authorization: string | undefined): FixtureSession {
    const token = authorization?.replace(/^Bearer /, '');
    for (const session of this.all.values()) {
      const { accessToken, accessExpiresAt } = session.tokens;
      if (accessToken === token && Date.parse(accessExpiresAt) > Date.now()) return session;
    }
    throw new FixtureProblem(401, 'session_ended', 'The session has ended.', { remedy: 'Sign in again.' });
  }

  #newTokens(sessionId: string): SessionTokens {
    return {
      sessionId,
      accessToken: `fixture-access-${randomUUID()}`,
      accessExpiresAt: new Date(Date.now() + this.accessLifeMs).toISOString(),
      refreshToken: `fixture-refresh-${randomUUID()}`,
      refreshExpiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    };
  }
}
