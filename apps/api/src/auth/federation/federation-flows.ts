import { issueOneTimeToken, useOneTimeToken } from '@devpulse/database/access/one-time-tokens';
import type { Database } from '@devpulse/database/connection';
import { transaction } from '@devpulse/database/transaction';
import { AppError } from '@devpulse/domain/errors';
import { hashSecret, newSecret } from '@devpulse/vault/secrets';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE, VAULT } from '../../platform/tokens.ts';

const FLOW_MS = 10 * 60_000;

const FlowData = z.object({
  provider: z.enum(['github', 'sso']),
  /** Whose single sign-on it is. */
  organizationId: z.uuid().nullable(),
  /** Hash of the invitation that is accepted with it, in hex. */
  invitationSha256: z.string().nullable(),
});

export type Flow = z.output<typeof FlowData> & {
  /** Null for signing in; the person who links an identity otherwise. */
  userId: string | null;
};

/** What binds the provider's answer to the browser that asked. */
export type FlowSecrets = { verifier: string; state: string; nonce: string };

/**
 * Ways to another site and back. The flow's secret stays with the browser that began; verifier, state and nonce are computed from it
 * under the instance's key, so that none of them is kept. A flow is good once and for ten minutes, whatever comes back.
 */
@Injectable()
export class FederationFlows {
  readonly #now: () => number;
  readonly #database: Database;
  readonly #vault: Vault;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database, @Inject(VAULT) vault: Vault) {
    this.#now = parts.now;
    this.#database = database;
    this.#vault = vault;
  }

  async begin({ userId, ...data }: Flow): Promise<{ flow: string; secrets: FlowSecrets }> {
    const flow = newSecret();
    await transaction(this.#database, { identity: true }, (tx) =>
      issueOneTimeToken(tx, {
        tokenSha256: hashSecret(flow),
        purpose: 'federation',
        userId,
        data,
        expiresAt: this.#now() + FLOW_MS,
      }),
    );
    return { flow, secrets: this.#secretsOf(flow) };
  }

  /**
   * Uses a flow up. Throws AppError('invalid_request') for one that is unknown, used, over, or not what it is given for: of another
   * person, of another provider, or for linking instead of signing in.
   */
  async finish(
    flow: string,
    expected: { userId: string | null; provider?: Flow['provider'] },
  ): Promise<{ flow: Flow; secrets: FlowSecrets }> {
    const token = await transaction(this.#database, { identity: true }, (tx) =>
      useOneTimeToken(tx, { tokenSha256: hashSecret(flow), purpose: 'federation', now: this.#now() }),
    );
    if (token === null || token.userId !== expected.userId) throw flowIsOver();
    const data = FlowData.parse(token.data);
    if (expected.provider !== undefined && data.provider !== expected.provider) throw flowIsOver();
    return { flow: { ...data, userId: token.userId }, secrets: this.#secretsOf(flow) };
  }

  #secretsOf(flow: string): FlowSecrets {
    const derive = (name: string) => this.#vault.derive('federation', name, flow).toString('base64url');
    return { verifier: derive('verifier'), state: derive('state'), nonce: derive('nonce') };
  }
}

function flowIsOver(): AppError {
  return new AppError('invalid_request', 'This sign-in has run out, or was completed already.', {
    field: 'body.flow',
    remedy: 'Begin anew.',
  });
}
