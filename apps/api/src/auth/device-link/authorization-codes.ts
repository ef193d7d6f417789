import { createHash, timingSafeEqual } from 'node:crypto';
import type { authorizeDevice, exchangeCode } from '@devpulse/contracts/auth/device-link';
import { DeviceDescription } from '@devpulse/contracts/auth/tokens';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import {
  findOneTimeToken,
  issueOneTimeToken,
  keepWithOneTimeToken,
  type OneTimeToken,
  useOneTimeToken,
} from '@devpulse/database/access/one-time-tokens';
import { revokeSessions } from '@devpulse/database/access/sessions';
import type { Database } from '@devpulse/database/connection';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AccessReader } from '../../platform/access/access-reader.ts';
import type { Caller, RequestOrigin } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { networkKey } from '../throttle/network-key.ts';
import { Throttle } from '../throttle/throttle.ts';
import { DeviceLinking, type LinkedDevice } from './device-linking.ts';
import { requireBrowser } from './require-browser.ts';

const CODE_MS = 60_000;

/** What a code stands for; `begun` is the session that came of it. */
const CodeData = z.object({
  redirectUri: z.string(),
  codeChallenge: z.string(),
  device: DeviceDescription,
  sessionId: z.string(),
  begun: z.string().optional(),
});

type Exchange = RouteBody<typeof exchangeCode>;
type Outcome = { linked: LinkedDevice } | { linked: null; revoked: readonly string[] };

/** Authorization codes of programs on the same computer as the browser: RFC 6749 with PKCE (RFC 7636) and a loopback address (RFC 8252). */
@Injectable()
export class AuthorizationCodes {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #linking: DeviceLinking;
  readonly #throttle: Throttle;
  readonly #reader: AccessReader;

  constructor(
    parts: ProcessParts,
    @Inject(APP_DATABASE) database: Database,
    linking: DeviceLinking,
    throttle: Throttle,
    reader: AccessReader,
  ) {
    this.#now = parts.now;
    this.#database = database;
    this.#linking = linking;
    this.#throttle = throttle;
    this.#reader = reader;
  }

  /** Where the browser goes with the code, which is good once and for 60 seconds. */
  async authorize(
    caller: Caller,
    given: RouteBody<typeof authorizeDevice>,
  ): Promise<RouteResponse<typeof authorizeDevice>> {
    requireBrowser(caller);
    const { redirectUri, codeChallenge, device, state } = given;
    const code = newSecret();
    const data: z.output<typeof CodeData> = {
      redirectUri,
      codeChallenge,
      device,
      sessionId: caller.sessionId,
    };
    await transaction(this.#database, { identity: true }, (tx) =>
      issueOneTimeToken(tx, {
        tokenSha256: hashSecret(code),
        purpose: 'authorization_code',
        userId: caller.userId,
        data,
        expiresAt: this.#now() + CODE_MS,
      }),
    );
    const url = new URL(redirectUri);
    url.searchParams.set('code', code);
    url.searchParams.set('state', state);
    return { redirectTo: url.href };
  }

  /**
   * Exchanges a code. Any try uses it up; a second one ends the session that the first one began (RFC 6749, section 4.1.2). Throws
   * AppError('unauthorized'), the same for every reason.
   */
  async exchange(given: Exchange, origin: RequestOrigin): Promise<RouteResponse<typeof exchangeCode>> {
    const outcome = await transaction(this.#database, { identity: true }, (tx) =>
      this.#decide(tx, given, origin),
    );
    if (outcome.linked === null) {
      for (const sessionId of outcome.revoked) this.#reader.forgetSession(sessionId);
      await this.#throttle.take({ rule: 'token_address', of: networkKey(origin.ipAddress) });
      throw codeRefused();
    }
    this.#linking.announce(outcome.linked);
    return { ...outcome.linked.session, deviceId: outcome.linked.deviceId };
  }

  async #decide(tx: Transaction, given: Exchange, origin: RequestOrigin): Promise<Outcome> {
    const tokenSha256 = hashSecret(given.code);
    const purpose = 'authorization_code';
    const code = await findOneTimeToken(tx, { tokenSha256, purpose });
    if (code === null || code.userId === null) return { linked: null, revoked: [] };
    const data = CodeData.parse(code.data);
    if (code.usedAt !== null) return { linked: null, revoked: await this.#endBegun(tx, code, data.begun) };
    const isInTime = (await useOneTimeToken(tx, { tokenSha256, purpose, now: this.#now() })) !== null;
    if (!isInTime || given.redirectUri !== data.redirectUri || !isVerifierOf(data.codeChallenge, given)) {
      return { linked: null, revoked: [] };
    }
    const { device, sessionId } = data;
    const linked = await this.#linking.link(tx, { userId: code.userId, sessionId, device, origin });
    if (linked === null) return { linked: null, revoked: [] };
    await keepWithOneTimeToken(tx, { tokenSha256, data: { ...data, begun: linked.session.sessionId } });
    return { linked };
  }

  /** Two who have the same code: one of them is a thief, and nobody can tell which. */
  async #endBegun(
    tx: Transaction,
    { userId }: OneTimeToken,
    begun: string | undefined,
  ): Promise<readonly string[]> {
    if (userId === null || begun === undefined) return [];
    const now = this.#now();
    const ended = await revokeSessions(tx, { userId, only: begun, reason: 'code_reuse', now });
    if (ended.length === 0) return [];
    await recordAudit(tx, {
      organizationId: null,
      actorUserId: null,
      subjectUserId: userId,
      action: 'session.code_reuse',
      target: begun,
      at: now,
    });
    return ended;
  }
}

function isVerifierOf(codeChallenge: string, { codeVerifier }: Exchange): boolean {
  const challenge = Buffer.from(codeChallenge, 'base64url');
  const computed = createHash('sha256').update(codeVerifier).digest();
  return challenge.length === computed.length && timingSafeEqual(challenge, computed);
}

function codeRefused(): AppError {
  return new AppError('unauthorized', 'This code is not good, or not any more.', {
    field: 'body.code',
    remedy: 'Begin the sign-in anew in the program.',
  });
}
