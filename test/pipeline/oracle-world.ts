import type { TimelineEntry } from '@devpulse/domain/delivery/timeline';
import type { DatedTarget } from '@devpulse/domain/score/targets';
import type { WorkingCalendar } from '@devpulse/domain/time/working-calendar';

/** Everything that the figures of an organization are made of, and nothing that was made of it. Instants are milliseconds. */
export type World = {
  organizationId: string;
  calendar: WorkingCalendar;
  botLogins: readonly string[];
  now: number;
  targets: { review: number; cycle: number; isCycleChosen: boolean; dated: readonly DatedTarget[] };
  teams: readonly { id: string; calendar: WorkingCalendar | null }[];
  memberships: readonly { contributorId: string; teamId: string; from: number; to: number | null }[];
  accounts: readonly WorldAccount[];
  repositories: readonly { id: string; githubId: string; goneAt: number | null }[];
  pulls: readonly WorldPull[];
  pushes: readonly WorldPush[];
};

export type WorldAccount = { id: string; login: string; type: string; contributorId: string };

export type WorldPull = {
  id: string;
  number: number;
  repositoryId: string;
  authorId: string | null;
  /** One for each fact. */
  entries: readonly TimelineEntry[];
  headRef: string;
  /** GitHub's number; null where the fork was gone from the beginning. */
  headRepository: string | null;
  /** Of the newest payload. */
  shown: { at: number; isOpen: boolean; isDraft: boolean | null };
  size: { additions: number; deletions: number; commits: number } | null;
  /** That it says to revert; a branch may say it too. */
  revertsNumber: number | null;
  firstAuthoredAt: number | null;
};

export type WorldPush = {
  repositoryId: string;
  repository: string;
  ref: string;
  at: number;
  /** The account; null is nobody known. */
  pusherId: string | null;
  isCreated: boolean;
  isDeleted: boolean;
  authoredAt: number | null;
};
