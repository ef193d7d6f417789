import {
  computeDeliveryReliabilityScore,
  type Score,
} from '@devpulse/domain/score/delivery-reliability-score';
import { type ScoreCsvRow, scoreCsvRows } from '@devpulse/domain/score/score-csv';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import type { Tenant } from '../tenant.ts';
import { readScoreInput } from './score-day.ts';
import type { ScoredScope } from './score-inputs.ts';

/** A person’s score, computed when they ask and kept nowhere. To be shown to nobody else. Null when the organization is gone. */
export async function readOwnScore(
  tenant: Tenant,
  { contributorId, day }: { contributorId: string; day: LocalDay },
): Promise<Score | null> {
  const input = await readScoreInput(tenant, { scopeType: 'contributor', scopeId: contributorId }, day);
  return input && computeDeliveryReliabilityScore(input);
}

/** Every pull request that a scope’s score of a day counts or leaves out, and how; with them it can be computed by hand. */
export async function readScoreRows(
  tenant: Tenant,
  scope: ScoredScope,
  day: LocalDay,
): Promise<ScoreCsvRow[] | null> {
  const input = await readScoreInput(tenant, scope, day);
  return input && scoreCsvRows(input);
}
