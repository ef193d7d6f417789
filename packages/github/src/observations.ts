import type { AccountSnapshot, PullRequestSnapshot, TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { Instant } from '@devpulse/domain/time/instant';

/** What a delivery tells, freed from GitHub's shapes. Each part carries the source time by which a later one wins. */
export type AccountObservation = AccountSnapshot & { seenAt: Instant };

export type RepositoryObservation = {
  githubId: string;
  fullName: string;
  webUrl: string;
  defaultBranch: string | null;
  isPrivate: boolean;
  isArchived: boolean;
  seenAt: Instant;
};

export type PullRequestObservation = {
  kind: 'pull_request';
  repository: RepositoryObservation;
  accounts: AccountObservation[];
  githubId: string;
  number: number;
  authorId: string | null;
  snapshot: PullRequestSnapshot;
  entries: TimelineEntry[];
};

export type PushObservation = {
  kind: 'push';
  repository: RepositoryObservation;
  accounts: AccountObservation[];
  /** Full name, `refs/heads/…` or `refs/tags/…`. */
  ref: string;
  before: string;
  after: string;
  isForced: boolean;
  isCreated: boolean;
  isDeleted: boolean;
  pusherId: string | null;
  pushedAt: Instant;
  distinctCommits: number;
  earliestAuthoredAt: Instant | null;
};

export type InstallationObservation = {
  kind: 'installation';
  account: AccountSnapshot;
  state: 'active' | 'suspended' | 'deleted';
  permissions: Record<string, string>;
  /** Order of the events of one installation: GitHub's time, then the rank of the action. */
  sourceAt: Instant;
  sourceRank: number;
};

export type MembershipObservation = {
  kind: 'membership';
  isMember: boolean;
  team: { githubId: string; name: string; slug: string };
  account: AccountSnapshot;
};

export type Observation =
  | PullRequestObservation
  | PushObservation
  | InstallationObservation
  | MembershipObservation;

export type Interpretation =
  | { outcome: 'observed'; action: string | null; installationId: string; observation: Observation }
  | { outcome: 'ignored'; action: string | null; installationId: string | null; reason: string }
  | { outcome: 'rejected_shape'; reason: string };
