import { readOwnScore } from '@devpulse/database/analysis/own-score';
import { readScoreInput } from '@devpulse/database/analysis/score-day';
import type { ScoredScope } from '@devpulse/database/analysis/score-inputs';
import { saveTeamCalendar } from '@devpulse/database/organization/teams';
import { inOrganization } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import type { PullRequestFacts } from '@devpulse/domain/delivery/facts';
import { organizationIdFor } from '@devpulse/domain/identity';
import { computeDeliveryReliabilityScore } from '@devpulse/domain/score/delivery-reliability-score';
import type { ScoredPullRequest } from '@devpulse/domain/score/scored-pull-request';
import {
  DEFAULT_CALENDAR,
  type WorkingCalendar,
  workingSecondsBetween,
} from '@devpulse/domain/time/working-calendar';
import { simulateOrganization } from '@devpulse/github-simulator/organization';
import { fernhill } from '@devpulse/github-simulator/people';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import { refoldOrganization } from '../../apps/worker/src/ingest/refold-organization.ts';
import { openPipeline, type Pipeline } from './pipeline.ts';

const NOW = Date.parse('2026-11-20T15:00:00Z');
const WEEKS = 11;
const YESTERDAY = '2026-11-19';
/** The end of that day in Berlin. */
const END = Date.parse('2026-11-19T23:00:00Z');
const DAY = 86_400_000;
const organizationId = organizationIdFor(String(fernhill.organization.id));
const BERLIN: WorkingCalendar = { ...DEFAULT_CALENDAR, zone: 'Europe/Berlin' };
const OWN: WorkingCalendar = { ...DEFAULT_CALENDAR, zone: 'America/New_York', weekdays: [1, 2, 3, 4] };

let pipeline: Pipeline;
let ownTeam: string;
beforeAll(async () => {
  pipeline = await openPipeline({ now: () => NOW, timeZone: 'Europe/Berlin', takenAlong: 127 });
  // Pushes and comments on lines bear on nothing here.
  const told = [...simulateOrganization({ seed: 'scores', weeks: WEEKS, now: NOW })].filter(
    ({ event }) => event !== 'push' && event !== 'pull_request_review_comment',
  );
  await pipeline.store(told);
  await pipeline.drain();
  ownTeam = (await rows<{ id: string }>('SELECT id FROM team ORDER BY slug LIMIT 1'))[0]?.id ?? '';
  await inOrganization(pipeline.database, organizationId, (tenant) =>
    saveTeamCalendar(tenant, { id: ownTeam, calendar: OWN }),
  );
  await refoldOrganization(pipeline.context, { organizationId });
  await pipeline.rollup(organizationId);
  await run();
}, 400_000);
afterAll(() => pipeline?.close());

const run = () => computeScores(pipeline.context, { organizationId });
const rows = <T extends object>(text: string): Promise<T[]> =>
  transaction(pipeline.database, { organizationId }, async (tx) => (await tx.query(text)).rows as T[]);
const within = <T>(work: Parameters<typeof inOrganization<T>>[2]) =>
  inOrganization(pipeline.database, organizationId, work);

type Fact = {
  id: string;
  repositoryId: string;
  number: number;
  authorId: string | null;
  facts: PullRequestFacts;
};
type Membership = { teamId: string; contributorId: string; startsAt: number; endsAt: number | null };
type Level = { teamId: string | null; value: string | null; from: string };

/** What the score is made of, by loops over the facts: for one scope, everything that lies within half a year and a month. */
async function oracle(): Promise<(scope: ScoredScope) => ScoredPullRequest[]> {
  const facts = await rows<Fact>(
    `SELECT id, repository_id AS "repositoryId", number, author_contributor_id AS "authorId", facts FROM pull_request`,
  );
  const memberships = await rows<Membership>(
    `SELECT team_id AS "teamId", contributor_id AS "contributorId", starts_at AS "startsAt", ends_at AS "endsAt" FROM team_membership`,
  );
  const levels = await rows<Level>(
    `SELECT team_id AS "teamId", value, effective_from AS "from" FROM target WHERE kind = 'sle' AND source = 'computed'`,
  );
  const teamOf = ({ authorId, facts: { readyAt, openedAt } }: Fact): string | null => {
    const at = readyAt ?? openedAt;
    const held = memberships.filter(
      (one) =>
        one.contributorId === authorId && one.startsAt <= at && (one.endsAt === null || at < one.endsAt),
    );
    held.sort((a, b) =>
      a.startsAt === b.startsAt ? (a.teamId < b.teamId ? -1 : 1) : a.startsAt - b.startsAt,
    );
    return held[0]?.teamId ?? null;
  };
  const levelOf = (teamId: string | null): number => {
    for (const holder of [teamId, null]) {
      const own = levels.filter((level) => level.teamId === holder && level.from <= YESTERDAY);
      own.sort((a, b) => (a.from < b.from ? 1 : -1));
      if (own[0]?.value != null) return Number(own[0].value);
    }
    throw new Error('no level of the organization');
  };
  const revertedAt = (one: Fact): number | null => {
    const merges = facts.filter(
      ({ repositoryId, facts: { revertsNumber, mergedAt }, id }) =>
        repositoryId === one.repositoryId &&
        revertsNumber === one.number &&
        mergedAt !== null &&
        id !== one.id,
    );
    return merges.length === 0 ? null : Math.min(...merges.map((merge) => merge.facts.mergedAt as number));
  };
  const scored = (one: Fact): ScoredPullRequest => {
    const { state, readyAt, openUntil: endedAt, spans } = one.facts;
    const teamId = teamOf(one);
    const calendar = teamId === ownTeam ? OWN : BERLIN;
    const ready = [...spans.waiting, ...spans.inReview, ...spans.approved].sort((a, b) => a.from - b.from);
    return {
      id: one.id,
      teamId,
      state,
      readyAt,
      endedAt,
      workingSecondsToEnd:
        readyAt === null || endedAt === null ? null : workingSecondsBetween(calendar, readyAt, endedAt),
      revertedAt: revertedAt(one),
      sleWorkingSeconds: levelOf(teamId),
      readySpans: joined(ready),
      draftSpans: joined(spans.draft),
    };
  };
  const counted = facts
    .filter(({ facts: { isCounted, openedAt } }) => isCounted && openedAt < END)
    .map((fact) => ({ fact, one: scored(fact) }));
  return ({ scopeType, scopeId }) =>
    counted
      .filter(({ fact, one }) => {
        if (scopeType === 'organization') return true;
        if (scopeType === 'repository') return fact.repositoryId === scopeId;
        return scopeType === 'team' ? one.teamId === scopeId : fact.authorId === scopeId;
      })
      .map(({ one }) => one)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function joined(spans: PullRequestFacts['spans']['draft']): ScoredPullRequest['readySpans'] {
  const apart: { from: number; to: number | null }[] = [];
  for (const { from, to } of spans) {
    if (to !== null && to <= from) continue;
    const last = apart.at(-1);
    if (last && last.to === from) last.to = to;
    else apart.push({ from, to });
  }
  return apart;
}

type ScoreRow = ScoredScope & { value: number | null; low: number | null; matured: number; kind: string };
const stored = () =>
  rows<ScoreRow>(
    `SELECT scope_type AS "scopeType", scope_id AS "scopeId", value, low, matured, detail->>'kind' AS kind FROM score
     WHERE day = '${YESTERDAY}' ORDER BY 1, 2`,
  );

describe('the scores of the sample organization', () => {
  it('are there for the organization, each team and each tracked repository', async () => {
    const scopes = await rows<ScoredScope>(`SELECT 'team' AS "scopeType", id AS "scopeId" FROM team
      UNION ALL SELECT 'repository', id FROM repository WHERE is_tracked AND removed_at IS NULL
      UNION ALL SELECT 'organization', id FROM organization ORDER BY 1, 2`);
    const scores = await stored();
    expect(scores.map(({ scopeType, scopeId }) => ({ scopeType, scopeId }))).toEqual(scopes);
    expect(scores.filter(({ value }) => value !== null).length).toBeGreaterThan(5);
    for (const { value, low, kind } of scores) {
      expect(kind).toBe(value === null ? 'not_enough_data' : 'score');
      if (value !== null && low !== null) expect([low <= value, value <= 100]).toEqual([true, true]);
    }
  });

  it('are made of what plain loops over the facts find, scope by scope', async () => {
    const find = await oracle();
    const seen = { near: 0, breaks: 0, drafts: 0, reverts: 0, teams: new Set<string | null>() };
    for (const { scopeType, scopeId, value, matured } of await stored()) {
      const scope = { scopeType, scopeId };
      const input = await within((tenant) => readScoreInput(tenant, scope, YESTERDAY));
      if (input === null) throw new Error('no organization');
      const wanted = find(scope);
      const read = [...input.pullRequests].sort((a, b) => (a.id < b.id ? -1 : 1));
      const known = new Set(read.map(({ id }) => id));
      expect([scopeType, read]).toEqual([scopeType, wanted.filter(({ id }) => known.has(id))]);
      // What was not read had ended before the window began; that it was not needed is what the score says.
      const unread = wanted.filter(({ id }) => !known.has(id));
      expect(unread.filter(({ endedAt }) => endedAt === null || endedAt >= END - 56 * DAY)).toEqual([]);
      if (unread.length > 0) seen.near += 1;
      const score = computeDeliveryReliabilityScore({ ...input, pullRequests: wanted });
      expect([scopeId, score.n, score.kind === 'score' ? score.value : null]).toEqual([
        scopeId,
        matured,
        value,
      ]);
      for (const one of wanted) {
        if (one.readySpans.length > 1) seen.breaks += 1;
        if (one.draftSpans.length > 0) seen.drafts += 1;
        if (one.revertedAt !== null) seen.reverts += 1;
        seen.teams.add(one.teamId);
      }
    }
    expect(Math.min(seen.near, seen.breaks, seen.drafts, seen.reverts)).toBeGreaterThan(0);
    expect(seen.teams.has(ownTeam)).toBe(true);
  });

  it('are byte for byte the same when all of them are computed again', async () => {
    const text = `SELECT (to_jsonb(s) - 'computed_at')::text AS line FROM score s ORDER BY 1`;
    const before = await rows(text);
    await rows('DELETE FROM score');
    await run();
    expect(await rows(text)).toEqual(before);
    expect(before.length).toBeGreaterThan(50);
  });

  it('are those of a person only where that person asks', async () => {
    const find = await oracle();
    const [person] = await rows<{ id: string }>(
      `SELECT author_contributor_id AS id FROM pull_request WHERE is_counted GROUP BY 1 ORDER BY count(*) DESC LIMIT 1`,
    );
    const contributorId = person?.id ?? '';
    const own = await within((tenant) => readOwnScore(tenant, { contributorId, day: YESTERDAY }));
    const wanted = find({ scopeType: 'contributor', scopeId: contributorId });
    expect(wanted.length).toBeGreaterThan(20);
    expect(own?.n).toBeGreaterThanOrEqual(20);
    const ids = new Set(wanted.map(({ id }) => id));
    expect(own?.kind === 'score' && own.hits.every((id) => ids.has(id))).toBe(true);
    expect(await rows(`SELECT 1 FROM score WHERE scope_type = 'contributor'`)).toEqual([]);
  });

  it('have set service levels by the quarter, and how long teams usually let lie', async () => {
    const levels = await rows<{ from: string; n: number; own: number }>(
      `SELECT effective_from::text AS "from", count(*)::int AS n, (count(*) FILTER (WHERE basis->>'source' = 'own'))::int AS own
       FROM target WHERE kind = 'sle' AND source = 'computed' GROUP BY 1 ORDER BY 1`,
    );
    const [teams] = await rows<{ n: number }>('SELECT count(*)::int AS n FROM team');
    expect(levels.map(({ from, n }) => [from, n])).toEqual([
      ['2026-07-01', (teams?.n ?? 0) + 1],
      ['2026-10-01', (teams?.n ?? 0) + 1],
    ]);
    const gaps = await rows<{ gap: string | null }>('SELECT idle_gap_seconds AS gap FROM team');
    expect(gaps.some(({ gap }) => Number(gap) > 0)).toBe(true);
  });
});
