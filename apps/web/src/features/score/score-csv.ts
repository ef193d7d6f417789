import { getScoreEvidence, type ScorePartName } from '@devpulse/contracts/analytics/score';
import type { RouteResponse } from '@devpulse/contracts/route';
import { PART_IDS } from '@devpulse/domain/score/parts';
import { callApi } from '../../lib/api.ts';
import { toCsv } from '../../lib/csv.ts';

type Part = (typeof ScorePartName)['options'][number];
type Page = RouteResponse<typeof getScoreEvidence>;
export type ScoreCsvRow = { part: Part; item: Page['items'][number] };

const LARGEST_PAGE = 200;

const HEADER = [
  'part',
  'outcome',
  'reason',
  'repository',
  'number',
  'title',
  'author',
  'team',
  'state',
  'ready_at',
  'ended_at',
  'working_seconds_to_end',
  'service_level_seconds',
  'is_abandoned',
  'cycle_working_seconds',
  'open_days',
  'older_days',
  'revert_weight',
  'url',
];

/**
 * Every pull request that the score counts or leaves out, once for each part: with these anybody can compute it by hand. All pages are of
 * the day of the first.
 */
export async function readScoreRows(
  organization: string,
  asked: { day?: string; team?: string },
): Promise<{ day: string; rows: ScoreCsvRow[] }> {
  let day = asked.day;
  const rows: ScoreCsvRow[] = [];
  for (const part of PART_IDS) {
    let cursor: string | undefined;
    do {
      const page: Page = await callApi(getScoreEvidence, {
        params: { organization },
        query: { ...asked, ...(day && { day }), part, limit: LARGEST_PAGE, ...(cursor && { cursor }) },
      });
      day = page.day;
      for (const item of page.items) rows.push({ part, item });
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return { day: day as string, rows };
}

export function scoreCsv(rows: readonly ScoreCsvRow[]): string {
  return toCsv(
    HEADER,
    rows.map(({ part, item }) => [
      part,
      item.outcome,
      item.reason,
      item.repository,
      item.number,
      item.title,
      item.author,
      item.team?.name ?? null,
      item.state,
      item.readyAt,
      item.endedAt,
      item.workingSeconds,
      item.serviceLevelSeconds,
      item.isAbandoned ? 1 : 0,
      item.cycleWorkingSeconds,
      item.openDays,
      item.olderDays,
      item.revertWeight,
      item.url,
    ]),
  );
}
