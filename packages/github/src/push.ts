import type { PushObservation } from './observations.ts';
import type { PushPayload } from './payload-schemas.ts';
import { observeAccounts, observeRepository } from './repository.ts';

/** The time of a push is its repository's `pushed_at`; payloads without it fall back to the newest commit's date. */
export function observePush(payload: PushPayload): PushObservation {
  const distinct = (payload.commits ?? []).filter((commit) => commit.distinct);
  const authored = distinct.flatMap((commit) => (commit.timestamp == null ? [] : [commit.timestamp]));
  const pushedAt =
    payload.repository.pushed_at ??
    payload.repository.updated_at ??
    Math.max(Date.UTC(2000, 0, 1), ...authored);
  return {
    kind: 'push',
    repository: observeRepository(payload.repository, pushedAt),
    accounts: observeAccounts([payload.sender], pushedAt),
    ref: payload.ref,
    before: payload.before,
    after: payload.after,
    isForced: payload.forced,
    isCreated: payload.created,
    isDeleted: payload.deleted,
    pusherId: payload.sender?.id ?? null,
    pushedAt,
    distinctCommits: distinct.length,
    earliestAuthoredAt: authored.length > 0 ? Math.min(...authored) : null,
    authors: distinct.flatMap(({ author }) =>
      author == null || author.email === ''
        ? []
        : {
            email: author.email,
            name: author.name,
            accountId: null,
            login: author.username ?? null,
            seenAt: pushedAt,
          },
    ),
  };
}
