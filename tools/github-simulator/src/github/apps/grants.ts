import { createHash, randomBytes } from 'node:crypto';
import type { GithubAccount } from '../world/model.ts';
import type { GithubApp } from './registry.ts';

interface ManifestGrant {
  readonly app: GithubApp;
  readonly privateKey: string;
  readonly endsAt: number;
}

interface UserGrant {
  readonly app: GithubApp;
  readonly user: GithubAccount;
  readonly challenge: string | null;
  readonly endsAt: number;
}

const minute = 60_000;

/** The codes that a browser carries back: each works once. Those of manifests last an hour, those of users ten minutes. */
export class Grants {
  readonly #manifests = new Map<string, ManifestGrant>();
  readonly #users = new Map<string, UserGrant>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  giveManifest(app: GithubApp, privateKey: string): string {
    const code = randomBytes(20).toString('hex');
    this.#manifests.set(code, { app, privateKey, endsAt: this.#now() + 60 * minute });
    return code;
  }

  takeManifest(code: string): ManifestGrant | null {
    return this.#take(this.#manifests, code);
  }

  /** @param challenge the S256 code challenge, when the App sent one */
  giveUser(app: GithubApp, user: GithubAccount, challenge: string | null): string {
    const code = randomBytes(10).toString('hex');
    this.#users.set(code, { app, user, challenge, endsAt: this.#now() + 10 * minute });
    return code;
  }

  takeUser(code: string, app: GithubApp, verifier: string | null): GithubAccount | null {
    const grant = this.#take(this.#users, code);
    if (grant === null || grant.app !== app) return null;
    const proof = createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url');
    return grant.challenge === null || grant.challenge === proof ? grant.user : null;
  }

  #take<Grant extends { readonly endsAt: number }>(grants: Map<string, Grant>, code: string): Grant | null {
    const grant = grants.get(code);
    grants.delete(code);
    return grant !== undefined && grant.endsAt > this.#now() ? grant : null;
  }
}
