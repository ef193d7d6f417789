import type { OrganizationSettings } from '@devpulse/database/organizations';
import type { Transaction } from '@devpulse/database/transaction';
import type { Instant } from '@devpulse/domain/time/instant';
import { openGithubAccess } from '@devpulse/github/client/access';
import type { AppCredentials, GithubAccess } from '@devpulse/github/client/client';
import { configuredAppOf } from '@devpulse/github/client/configured-app';
import { createGithubFetch } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import type { PullRequestObservation } from '@devpulse/github/observations';
import { observeGithub } from '@devpulse/observability/github-requests';
import type { Vault } from '@devpulse/vault/vault';
import type { Environment } from '../env.ts';
import type { WorkerContext } from './context.ts';

/** What the jobs of the queue `github` work with. */
export type GithubRoom = WorkerContext & {
  vault: Vault;
  github: GithubAccess;
  /** The App of the configuration, where there is one. */
  configuredApp: AppCredentials | null;
};

/** What an import works with besides: the projection that deliveries go through as well; answers whether the facts changed. */
export type ImportRoom = GithubRoom & {
  projectPullRequest(
    projection: { tx: Transaction; settings: OrganizationSettings; receivedAt: Instant | null; now: Instant },
    observation: PullRequestObservation,
  ): Promise<boolean>;
};

export function openGithubRoom(context: WorkerContext, environment: Environment, vault: Vault): GithubRoom {
  const { database, now } = context;
  const github = openGithubAccess({
    gate: createPostgresGate(database, now),
    fetchOf: createGithubFetch(environment.GITHUB_URL),
    observer: observeGithub(context),
    now,
  });
  return { ...context, vault, github, configuredApp: configuredAppOf(environment) };
}
