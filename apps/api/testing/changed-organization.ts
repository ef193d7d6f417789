import type { Transaction } from '@devpulse/database/transaction';
import { ChangeCounts } from '../src/analytics/answers/change-counts.ts';
import type { TestApi } from './test-api.ts';

/** Counts a change that a test wrote by itself, as every writer does; the API looks it up as if it had heard of it. */
export async function countChange(api: TestApi, tx: Pick<Transaction, 'query'>, organizationId: string) {
  await tx.query('UPDATE organization SET change_count = change_count + 1 WHERE id = $1', [organizationId]);
  api.app.get(ChangeCounts).forget(organizationId);
}
