import type { Instant } from '@devpulse/domain/time/instant';
import { z } from 'zod';
import type { GithubClient } from '../client/client.ts';
import type { RepositoryObservation } from '../observations.ts';
import { InstantField, RepositoryPayload } from '../payload-schemas.ts';
import { observeRepository } from '../repository.ts';

const Page = z.array(
  z.object({ updated_at: InstantField, base: z.object({ repo: RepositoryPayload.nullish() }) }),
);

export type NewestChange = {
  /** Of the pull request that was changed last; null when there is none. */
  updatedAt: Instant | null;
  /** As it is now; its name may be a new one. */
  repository: RepositoryObservation | null;
  etag: string | null;
};

/** When any pull request of a repository was last changed; null when that is as it was at the ETag. Rejects with a GithubFault. */
export async function readNewestChange(
  client: GithubClient,
  { fullName, etag }: { fullName: string; etag: string | null },
): Promise<NewestChange | null> {
  const answer = await client.rest('GET', `/repos/${fullName}/pulls`, {
    schema: Page,
    query: { state: 'all', sort: 'updated', direction: 'desc', per_page: 1 },
    etag,
  });
  if (answer.data === null) return null;
  const [newest] = answer.data;
  const repository = newest?.base.repo;
  return {
    updatedAt: newest?.updated_at ?? null,
    repository: repository
      ? { ...observeRepository(repository, answer.answeredAt), seenAt: answer.answeredAt }
      : null,
    etag: answer.etag,
  };
}
