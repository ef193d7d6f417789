import { pushIdFor, repositoryIdFor } from '@devpulse/domain/identity';
import type { Tenant } from '../tenant.ts';

type Named = { ref: string; before: string; after: string };

/** Those of the pushes to a repository, by GitHub's number, that are not stored. */
export async function unknownPushes<T extends Named>(
  tenant: Tenant,
  repositoryGithubId: string,
  pushes: readonly T[],
): Promise<T[]> {
  const repositoryId = repositoryIdFor(tenant.organizationId, repositoryGithubId);
  const idOf = ({ ref, before, after }: Named) =>
    pushIdFor(tenant.organizationId, { repositoryId, ref, before, after });
  const { rows } = await tenant.query<{ id: string }>({
    text: 'SELECT id FROM push WHERE organization_id = $1 AND id = ANY ($2::uuid[])',
    values: [pushes.map(idOf)],
  });
  const known = new Set(rows.map((row) => row.id));
  return pushes.filter((push) => !known.has(idOf(push)));
}
