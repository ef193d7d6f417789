import type { ScoreSummary } from '@devpulse/contracts/analytics/score';
import type { Score } from '@devpulse/domain/score/delivery-reliability-score';
import { addDays } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import type { DashboardReads } from '../../platform/dashboard-reads.ts';
import { DASHBOARD_READS } from '../../platform/tokens.ts';
import { scoreSummary } from '../score-summary.ts';

const COMPARED_DAYS = 28;

/** People's own scores: computed when they ask, kept nowhere, and shown to nobody else. */
@Injectable()
export class OwnScores {
  readonly #reads: DashboardReads;

  constructor(@Inject(DASHBOARD_READS) reads: DashboardReads) {
    this.#reads = reads;
  }

  async read(
    organizationId: string,
    { contributorId, day }: { contributorId: string; day: string },
  ): Promise<ScoreSummary | null> {
    const before = addDays(day, -COMPARED_DAYS);
    const [own, earlier] = [
      await this.#reads.readOwnScore(organizationId, { contributorId, day }),
      await this.#reads.readOwnScore(organizationId, { contributorId, day: before }),
    ];
    return scoreSummary({
      score: own === null ? null : lineOf(own),
      scoreBefore: earlier === null ? null : lineOf(earlier),
    });
  }
}

function lineOf(score: Score) {
  const { day, n: matured } = score;
  if (score.kind !== 'score') return { day, matured, value: null, low: null, high: null, confidence: null };
  const { value, interval, confidence } = score;
  return { day, matured, value, low: interval.low, high: interval.high, confidence };
}
