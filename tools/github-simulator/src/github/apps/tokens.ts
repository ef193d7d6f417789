import { randomBytes } from 'node:crypto';
import type { GithubAccount } from '../world/model.ts';
import type { GithubApp, GithubInstallation, Permissions } from './registry.ts';

export interface GithubToken {
  readonly text: string;
  readonly kind: 'installation' | 'user' | 'personal';
  readonly installation: GithubInstallation | null;
  readonly user: GithubAccount | null;
  /** The App that a user token was given to. */
  readonly app: GithubApp | null;
  /** Null: everything that the holder may see. */
  readonly repositoryIds: ReadonlySet<number> | null;
  readonly permissions: Permissions;
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
}

/** `classic` is short and opaque; `stateless` has two dots and about 520 characters. */
export type TokenFormat = 'classic' | 'stateless';

const hour = 3_600_000;

function alphanumeric(length: number): string {
  return randomBytes(length).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, length);
}

function statelessText(): string {
  const part = (length: number) => randomBytes(length).toString('base64url').replaceAll('-', '_');
  return `ghs_${part(24)}.${part(104)}.${part(256)}`;
}

/** Every token that counts: what is not in here is expired, revoked or was never given. */
export class TokenVault {
  readonly #tokens = new Map<string, GithubToken>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Good for one hour. */
  mintInstallation(
    installation: GithubInstallation,
    asked: { format: TokenFormat; repositoryIds?: ReadonlySet<number> | null; permissions?: Permissions },
  ): GithubToken {
    return this.#keep({
      text: asked.format === 'stateless' ? statelessText() : `ghs_${alphanumeric(36)}`,
      kind: 'installation',
      installation,
      repositoryIds: asked.repositoryIds ?? null,
      permissions: asked.permissions ?? installation.permissions,
      expiresAt: this.#now() + hour,
    });
  }

  /** Good for eight hours. */
  mintUser(user: GithubAccount, app: GithubApp): GithubToken {
    const text = `ghu_${alphanumeric(36)}`;
    const expiresAt = this.#now() + 8 * hour;
    return this.#keep({ text, kind: 'user', user, app, permissions: app.permissions, expiresAt });
  }

  /** A fine-grained personal access token. */
  mintPersonal(
    user: GithubAccount,
    asked: { repositoryIds: ReadonlySet<number>; permissions: Permissions; expiresAt?: number | null },
  ): GithubToken {
    const text = `github_pat_11${alphanumeric(20).toUpperCase()}_${alphanumeric(59)}`;
    return this.#keep({ text, kind: 'personal', user, expiresAt: null, ...asked });
  }

  /** Null for a token that is unknown, revoked or expired. */
  read(text: string): GithubToken | null {
    const token = this.#tokens.get(text);
    if (token === undefined) return null;
    return token.expiresAt !== null && token.expiresAt <= this.#now() ? null : token;
  }

  revoke(text: string): void {
    this.#tokens.delete(text);
  }

  revokeInstallation(installation: GithubInstallation): void {
    for (const [text, token] of this.#tokens)
      if (token.installation === installation) this.#tokens.delete(text);
  }

  #keep(
    token: Omit<GithubToken, 'installation' | 'user' | 'app' | 'repositoryIds'> & Partial<GithubToken>,
  ): GithubToken {
    const kept = { installation: null, user: null, app: null, repositoryIds: null, ...token };
    this.#tokens.set(kept.text, kept);
    return kept;
  }
}
