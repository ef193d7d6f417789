import type { AppCredentials, GithubAccess } from '@devpulse/github/client/client';
import type { Vault } from '@devpulse/vault/vault';
import type { WorkerContext } from './context.ts';

/** What the jobs of the queue `github` work with. */
export type GithubRoom = WorkerContext & {
  vault: Vault;
  github: GithubAccess;
  /** The App of the configuration, where there is one. */
  configuredApp: AppCredentials | null;
};
