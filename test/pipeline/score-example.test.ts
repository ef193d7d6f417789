import { beginScores, computeScoreDay } from '@devpulse/database/analysis/score-work';
import { chooseTarget } from '@devpulse/database/analysis/targets';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { computeScores } from '../../apps/worker/src/analysis/compute-scores.ts';
import {
  type AnalysisStage,
  addOrganization,
  DAY,
  HOUR,
  killedBefore,
  openAnalysisStage,
  type Told,
} from './analysis-stage.ts';

/** A Sunday; the score speaks of its end. */
const SCORE_DAY = '2025-06-29';
const END = Date.parse('2025-06-30T00:00:00Z');
const AFTERWARDS = END + 3 * HOUR;
const ROUND_THE_CLOCK = `UPDATE organization SET working_weekdays = '{1,2,3,4,5,6,7}', working_start_minute = 0, working_end_minute = 1440 WHERE id = $1`;

/**
 * The worked example of the definitions, on a clock that never stands still and with a service level of 10 h: 34 in time and 8 late ones
 * matured in the window, 3 before it; at ends of days 22 stood open that were young and 3 that were older; one was reverted.
 */
function workedExample(): Told[] {
  const told: Told[] = [];
  const midnight = (days: number) => END - (16 + days) * DAY;
  const add = (openedAt: number, hours: number) =>
    told.push({ number: told.length + 1, openedAt, mergedAt: openedAt + hours * HOUR });
  for (let index = 0; index < 22; index += 1) add(midnight(index) - HOUR, index < 11 ? 3 : 4);
  add(midnight(1) + HOUR, 5.5);
  for (let index = 0; index < 11; index += 1) add(midnight(index) + HOUR, 6 + index / 4);
  for (let index = 0; index < 4; index += 1) add(midnight(index) + 2 * HOUR, 12 + index);
  for (let index = 0; index < 3; index += 1) add(midnight(index) - 16 * HOUR, 17);
  add(midnight(5) + HOUR, 18);
  const start = END - 56 * DAY;
  for (let index = 0; index < 3; index += 1) add(start - 11 * HOUR - index * HOUR, 20);
  const mergedAt = (told[0]?.mergedAt ?? 0) + 2 * DAY;
  // A bot reverts it: that counts, and is itself no work of a person.
  told.push({ number: told.length + 1, author: '90', openedAt: mergedAt - HOUR, mergedAt, reverts: 1 });
  return told;
}

let stage: AnalysisStage;
let other: AnalysisStage;
beforeAll(async () => {
  stage = await openAnalysisStage(AFTERWARDS);
  other = await addOrganization(stage, '42');
  for (const one of [stage, other]) await one.rows(ROUND_THE_CLOCK, [one.organizationId]);
  const choice = { teamId: null, kind: 'sle', value: 36_000, day: '2025-01-01', by: null, now: 0 } as const;
  await stage.within((tenant) => chooseTarget(tenant, choice));
  await stage.tell(...workedExample());
  await other.tell({ number: 1, openedAt: END - 10 * DAY });
});
afterAll(() => stage?.pipeline.close());

type ScoreRow = {
  scope_type: string;
  scope_id: string;
  day: string;
  value: number | null;
  low: number;
  high: number;
  confidence: string;
  matured: number;
  detail: {
    kind: string;
    printed: number;
    window: { weeks: number };
    parts: { id: string; value: number; points: number; n: number; numerator: number; denominator: number }[];
    exclusions: object[];
  };
  evidence: { hits: string[]; misses: string[]; isWhole: boolean };
};
const scores = (of = stage) =>
  of.rows<ScoreRow>('SELECT * FROM score WHERE organization_id = $1 ORDER BY day, scope_type, scope_id', [
    of.organizationId,
  ]);
const run = (of = stage) => computeScores(of.pipeline.context, { organizationId: of.organizationId });

it('gives the worked example to the digit, from rows, for the organization and its repository', async () => {
  await run();
  const ofDay = (await scores()).filter(({ day }) => day === SCORE_DAY);
  expect(ofDay.map(({ scope_type, scope_id }) => [scope_type, scope_id])).toEqual([
    ['organization', stage.organizationId],
    ['repository', stage.repositoryId()],
  ]);
  for (const { value, low, high, matured, detail, evidence } of ofDay) {
    expect(value).toBeCloseTo(87.148, 3);
    expect([detail.printed, matured, low <= 87.14, high >= 87.15]).toEqual([87.1, 42, true, true]);
    expect(
      detail.parts.map(({ id, value: of, n, numerator, denominator, points }) => [
        id,
        Math.round(of * 100) / 100,
        n,
        numerator,
        denominator,
        points,
      ]),
    ).toEqual([
      ['promise_kept', 95.24, 42, 34, 42, 38.1],
      ['predictability', 68.6, 45, 17 * 3600, 5.5 * 3600, 13.7],
      ['flow', 88, 25, 3, 25, 22],
      ['stability', 88.89, 45, 1, 45, 13.3],
    ]);
    expect([evidence.hits.length, evidence.misses.length, evidence.isWhole]).toEqual([34, 8, true]);
    expect(detail.exclusions).toContainEqual({ part: null, reason: 'author_is_bot', count: 1 });
  }
});

it('has points for the weeks of half a year that have facts, and for the day it is compared with', async () => {
  const days = [...new Set((await scores()).map(({ day }) => day))];
  expect(days).toContain('2025-06-01');
  expect(days.at(0)).toBe('2025-05-04');
  expect(days).toHaveLength(9);
  // Too little had matured then: that is no number.
  const first = (await scores()).find(({ day }) => day === '2025-05-04');
  expect(first).toMatchObject({ value: null, confidence: null, detail: { kind: 'not_enough_data' } });
});

it('leaves every row untouched when nothing has changed, and comes to the same when all is computed anew', async () => {
  const before = await stage.rows('SELECT xmin::text, s.* FROM score s ORDER BY day, scope_type, scope_id');
  await stage.rows('UPDATE organization SET scores_dirty_since = now() WHERE id = $1', [
    stage.organizationId,
  ]);
  await run();
  expect(await stage.rows('SELECT xmin::text, s.* FROM score s ORDER BY day, scope_type, scope_id')).toEqual(
    before,
  );
  const text = `SELECT (to_jsonb(s) - 'computed_at')::text AS line FROM score s ORDER BY 1`;
  const lines = await stage.rows(text);
  await stage.rows('DELETE FROM score');
  await run();
  expect(await stage.rows(text)).toEqual(lines);
});

it('computes what lies after a day that changed, and nothing before it', async () => {
  const versions = async () =>
    new Map(
      (
        await stage.rows<{ key: string; v: string }>(
          `SELECT day || ' ' || scope_type AS key, xmin::text AS v FROM score`,
        )
      ).map(({ key, v }) => [key, v]),
    );
  const before = await versions();
  await stage.rows(
    `UPDATE organization SET scores_dirty_since = now(), scores_dirty_from = '2025-06-20' WHERE id = $1`,
    [stage.organizationId],
  );
  await stage.tell({ number: 100, openedAt: END - 9 * DAY, mergedAt: END - 8 * DAY });
  const begun = await beginScores(stage.pipeline.database, {
    organizationId: stage.organizationId,
    now: AFTERWARDS,
  });
  expect(begun.days).toEqual(['2025-06-29', '2025-06-22']);
  await run();
  const after = await versions();
  expect([...after].filter(([key, v]) => before.get(key) !== v).map(([key]) => key.slice(0, 10))).toEqual(
    expect.not.arrayContaining(['2025-06-15', '2025-06-01']),
  );
  expect(after.get('2025-06-29 organization')).not.toBe(before.get('2025-06-29 organization'));
});

it('goes on where it was ended: a day is whole or not there, and what was noted is still due', async () => {
  await stage.rows('DELETE FROM score');
  const { days } = await beginScores(stage.pipeline.database, {
    organizationId: stage.organizationId,
    now: AFTERWARDS,
  });
  expect(days).toHaveLength(9);
  const work = { organizationId: stage.organizationId, now: AFTERWARDS };
  const dying = killedBefore(stage.pipeline.database, 'stale_score_days = array_remove');
  await expect(computeScoreDay(dying, { ...work, day: SCORE_DAY })).rejects.toThrow(/terminat/);
  expect(await scores()).toEqual([]);
  const [left] = await stage.rows<{ n: number }>(
    'SELECT cardinality(stale_score_days) AS n FROM organization WHERE id = $1',
    [stage.organizationId],
  );
  expect(left).toEqual({ n: 9 });
  await run();
  expect(new Set((await scores()).map(({ day }) => day)).size).toBe(9);
  expect(
    await stage.rows('SELECT stale_score_days AS days FROM organization WHERE id = $1', [
      stage.organizationId,
    ]),
  ).toEqual([{ days: [] }]);
});

it('looks back half a year where little is merged, though the organization merges much', async () => {
  const mixed = await addOrganization(stage, '43');
  const team = await mixed.addTeam('slow', ['21']);
  const merged = (number: number, openedAt: number, more: Partial<Told>): Told => ({
    number,
    openedAt,
    mergedAt: openedAt + 2 * HOUR,
    ...more,
  });
  const quick = Array.from({ length: 30 }, (_, day) =>
    merged(day + 1, END - (day + 16) * DAY - 14 * HOUR, {}),
  );
  const slow = Array.from({ length: 24 }, (_, week) =>
    merged(week + 1, END - (7 * week + 9) * DAY - 14 * HOUR, { repository: '902', author: '21' }),
  );
  await mixed.tell(...quick, ...slow);
  await run(mixed);
  const seen = (await scores(mixed))
    .filter(({ day }) => day === SCORE_DAY)
    .map(({ scope_id, matured, detail }) => [scope_id, detail.kind, matured, detail.window.weeks]);
  expect(new Set(seen)).toEqual(
    new Set([
      [mixed.organizationId, 'score', 38, 8],
      [mixed.repositoryId(), 'score', 30, 8],
      [mixed.repositoryId('902'), 'score', 20, 20],
      [team, 'score', 20, 20],
    ]),
  );
});

it('knows nothing of another organization', async () => {
  await run(other);
  const [score] = (await scores(other)).filter(({ day }) => day === SCORE_DAY);
  expect(score).toMatchObject({ value: null, matured: 1 });
  expect(
    (await scores(other)).every(({ scope_id }) =>
      [other.organizationId, other.repositoryId()].includes(scope_id),
    ),
  ).toBe(true);
});
