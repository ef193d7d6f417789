import type { OrganizationSettings } from '@devpulse/database/organizations';
import type { Transaction } from '@devpulse/database/transaction';
import type { Instant } from '@devpulse/domain/time/instant';
import { openGithubAccess } from '@devpulse/github/client/access';
import type { AppCredentials, GithubAccess } from '@devpulse/github/client/client';
import { configuredAppOf } from '@devpulse/github/client/configured-app';
import { createGithubFetch } from '@devpulse/github/client/fetching';
import { createPostgresGate } from '@devpulse/github/client/postgres-gate';
import type {
  MembershipObservation,
  PullRequestObservation,
  PushObservation,
  TeamObservation,
} from '@devpulse/github/observations';
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

/** A transaction of an organization that something is projected in, beside any delivery. */
type Beside = { tx: Transaction; settings: OrganizationSettings; receivedAt: Instant | null; now: Instant };

/** What an import works with besides: the projection that deliveries go through as well; answers whether the facts changed. */
export type ImportRoom = GithubRoom & {
  projectPullRequest(projection: Beside, observation: PullRequestObservation): Promise<boolean>;
};

/** What reads pushes works with besides. */
export type PushRoom = GithubRoom & {
  projectPush(projection: Beside, observation: PushObservation): Promise<void>;
};

/** What follows teams works with besides; they are dated by when they are heard of. */
export type TeamRoom = GithubRoom & {
  projectTeam(projection: Beside & { receivedAt: Instant }, observation: TeamObservation): Promise<void>;
  projectMembership(
    projection: Beside & { receivedAt: Instant },
    observation: MembershipObservation,
  ): Promise<void>;
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
