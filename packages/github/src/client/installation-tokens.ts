import type { Instant } from '@devpulse/domain/time/instant';
import { z } from 'zod';
import { InstantField } from '../payload-schemas.ts';

/** Of either form: 40 characters, or some 520. */
export const MintedToken = z.object({ token: z.string().min(1).max(4_000), expires_at: InstantField });
export type MintedToken = z.infer<typeof MintedToken>;

const RENEWED_BEFORE_END_MS = 600_000;

/** Tokens of installations, in the memory of this process alone. */
export class InstallationTokens {
  readonly #kept = new Map<string, MintedToken>();
  readonly #minting = new Map<string, Promise<MintedToken>>();

  /** The token of an installation with more than ten minutes left; of many who need a new one at once, one mints it for all. */
  async take(key: string, githubNow: Instant, mint: () => Promise<MintedToken>): Promise<string> {
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.expires_at - githubNow > RENEWED_BEFORE_END_MS) return kept.token;
    const minting = this.#minting.get(key) ?? this.#renew(key, mint);
    return (await minting).token;
  }

  #renew(key: string, mint: () => Promise<MintedToken>): Promise<MintedToken> {
    const minting = mint()
      .then((minted) => {
        this.#kept.set(key, minted);
        return minted;
      })
      .finally(() => this.#minting.delete(key));
    this.#minting.set(key, minting);
    return minting;
  }

  /** Forgets a token that GitHub refused, unless another has taken its place. */
  drop(key: string, token: string): void {
    if (this.#kept.get(key)?.token === token) this.#kept.delete(key);
  }
}
