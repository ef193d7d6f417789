import type { Transaction } from '../transaction.ts';

/** SQL: the first merged pull request that reverts the one with these; the earlier id where two were merged at once. */
export const firstRevert = (pull: { organization: string; repository: string; number: string; id: string }) =>
  `(SELECT v.id, v.merged_at FROM pull_request v
    WHERE v.organization_id = ${pull.organization} AND v.repository_id = ${pull.repository}
      AND v.reverts_number = ${pull.number} AND v.state = 'merged' AND v.id <> ${pull.id}
    ORDER BY v.merged_at, v.id LIMIT 1)`;

const OF_ROW = { organization: '$1', repository: 'p.repository_id', number: 'p.number', id: 'p.id' };

/** Keeps on pull requests of a repository, by their numbers, which merge reverted them first, or that none has. */
export async function saveReverts(
  tx: Transaction,
  organizationId: string,
  pulls: { repositoryId: string; numbers: readonly number[] },
): Promise<void> {
  await tx.query({
    name: 'save_reverts',
    text: `WITH kept AS (
        SELECT p.id, v.id AS by_id, v.merged_at FROM pull_request p LEFT JOIN LATERAL ${firstRevert(OF_ROW)} AS v ON true
        WHERE p.organization_id = $1 AND p.repository_id = $2 AND p.number = ANY ($3::int[]) ORDER BY p.id)
      UPDATE pull_request p SET reverted_at = kept.merged_at, reverted_by_id = kept.by_id FROM kept
      WHERE p.organization_id = $1 AND p.id = kept.id
        AND (p.reverted_at, p.reverted_by_id) IS DISTINCT FROM (kept.merged_at, kept.by_id)`,
    values: [organizationId, pulls.repositoryId, pulls.numbers],
  });
}
