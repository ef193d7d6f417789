import type { Instant } from '@devpulse/domain/time/instant';
import type { z } from 'zod';
import type {
  AccountObservation,
  RepositoryEventObservation,
  RepositoryObservation,
} from './observations.ts';
import type { RepositoryEventPayload } from './organization-schemas.ts';
import type { Account, RepositoryPayload } from './payload-schemas.ts';

/** `at` stands in where a payload does not tell when the repository was last changed. */
export function observeRepository(
  repository: z.output<typeof RepositoryPayload>,
  at: Instant,
): RepositoryObservation {
  return {
    githubId: repository.id,
    fullName: repository.full_name,
    webUrl: webAddress(repository.html_url) ?? `https://github.com/${repository.full_name}`,
    defaultBranch: repository.default_branch ?? null,
    isPrivate: repository.private ?? false,
    isArchived: repository.archived ?? false,
    seenAt: repository.updated_at ?? at,
  };
}

const CHANGES: Record<string, RepositoryEventObservation['change']> = {
  created: 'created',
  transferred: 'transferred',
  deleted: 'deleted',
};

export function observeRepositoryEvent(payload: RepositoryEventPayload): RepositoryEventObservation {
  const { repository } = payload;
  return {
    kind: 'repository',
    change: CHANGES[payload.action] ?? 'changed',
    ownerId: repository.owner.id,
    repository: observeRepository(repository, 0),
  };
}

/** The distinct accounts of a payload, as they were named at `at`. */
export function observeAccounts(
  accounts: readonly (z.output<typeof Account> | null | undefined)[],
  at: Instant,
): AccountObservation[] {
  const byId = new Map<string, AccountObservation>();
  for (const account of accounts) {
    if (account) byId.set(account.id, { ...account, seenAt: at });
  }
  return [...byId.values()];
}

/** An address that a page may link to; anything else that a payload calls one is left out. */
export function webAddress(text: string | null | undefined): string | null {
  if (!text || !URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}
