import { hashSecret } from '@devpulse/vault/secrets';
import type { Vault } from '@devpulse/vault/vault';
import { Inject, Injectable } from '@nestjs/common';
import { VAULT } from '../../platform/tokens.ts';

const FORM = /^dpr_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.[\w-]{43}$/;

/**
 * Refresh tokens: the session, and 256 bits that are computed from it and the generation under the instance's key. So an answer that
 * was lost can be given again without the token being kept anywhere; what is stored is its hash.
 */
@Injectable()
export class RefreshTokens {
  readonly #vault: Vault;

  constructor(@Inject(VAULT) vault: Vault) {
    this.#vault = vault;
  }

  of(sessionId: string, generation: number): { token: string; sha256: Buffer } {
    const secret = this.#vault.derive('refresh', sessionId, String(generation)).toString('base64url');
    const token = `dpr_${sessionId}.${secret}`;
    return { token, sha256: hashSecret(token) };
  }

  /** The session that a token names; null for what is no refresh token. */
  sessionOf(token: string): string | null {
    return FORM.exec(token)?.[1] ?? null;
  }
}
