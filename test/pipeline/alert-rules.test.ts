import type { AlertEvidenceColumn } from '@devpulse/database/analysis/alert-rows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateAlerts } from '../../apps/worker/src/analysis/evaluate-alerts.ts';
import { ALERT_CASES, at, NOW } from './alert-cases.ts';
import { type AnalysisStage, HOUR, openAnalysisStage } from './analysis-stage.ts';

let stage: AnalysisStage;
let team: string;
beforeAll(async () => {
  stage = await openAnalysisStage(NOW);
  team = await stage.addTeam('core', ['31', '32', '33', '34', '35']);
  await set('merged_without_review', true);
  await stage.rows(
    `INSERT INTO installation (github_id, organization_id, account_id, account_login, account_type, state, source_at, source_rank)
     VALUES (41, $1, 41, 'told', 'Organization', 'active', now(), 0)`,
    [stage.organizationId],
  );
});
afterAll(() => stage?.pipeline.close());

const set = (rule: string, isEnabled: boolean) =>
  stage.rows(
    'INSERT INTO alert_setting (id, organization_id, rule, is_enabled, set_at) VALUES (gen_random_uuid(), $1, $2, $3, now())',
    [stage.organizationId, rule, isEnabled],
  );
const evaluate = () => evaluateAlerts(stage.pipeline.context, { organizationId: stage.organizationId });

type Row = {
  id: string;
  state: string;
  since: number;
  reason: string | null;
  updated: number;
  evidence: AlertEvidenceColumn;
};
const alerts = (key: string) =>
  stage.rows<Row>(
    `SELECT id, state, since, resolved_reason AS reason, updated_at AS updated, evidence FROM health_alert
     WHERE deduplication_key = $1 ORDER BY opened_at`,
    [key],
  );
describe.each(ALERT_CASES)('$name', ({ key, begin, end, headline, since, reason = 'ended' }) => {
  it('opens, is kept while it holds, and ends by itself', async () => {
    const told = { stage, team };
    stage.clock.now = NOW;
    await evaluate();
    expect(await alerts(key(told))).toEqual([]);
    await begin(told);
    await evaluate();
    const [opened, ...more] = await alerts(key(told));
    expect(more).toEqual([]);
    expect(opened).toMatchObject({
      state: 'open',
      evidence: { text: { headline: expect.stringMatching(headline) } },
    });
    if (since !== undefined) expect(new Date(opened?.since ?? 0)).toEqual(new Date(since));
    // Nothing that people read has changed a second later, so nothing is written.
    stage.clock.now = NOW + 1_000;
    await evaluate();
    expect(await alerts(key(told))).toEqual([opened]);
    stage.clock.now = NOW + 2 * HOUR;
    await evaluate();
    expect(await alerts(key(told))).toMatchObject([{ id: opened?.id, state: 'open', since: opened?.since }]);
    await end(told);
    await evaluate();
    expect(await alerts(key(told))).toMatchObject([{ id: opened?.id, state: 'resolved', reason }]);
    await evaluate();
    expect(await alerts(key(told))).toHaveLength(1);
  });
});

describe('rules that need what is not recorded', () => {
  const gaps = async () => {
    const [row] = await stage.rows<{ gaps: { rule: string; reason: string; count: number }[] }>(
      'SELECT alert_gaps AS gaps FROM organization WHERE id = $1',
      [stage.organizationId],
    );
    return row?.gaps.map(({ rule, reason }) => `${rule} ${reason}`) ?? [];
  };

  it('open nothing, and the organization is told why', async () => {
    expect(await gaps()).toContain('open_session no_attendance_records');
    expect(await gaps()).not.toContain('contributor_inactivity no_leave_records');
    await set('contributor_inactivity', true);
    await evaluate();
    expect(await gaps()).toContain('contributor_inactivity no_leave_records');
    expect(await stage.rows(`SELECT 1 FROM health_alert WHERE subject_type = 'contributor'`)).toEqual([]);
  });

  it('take an alert back that can no longer be judged, and say so', async () => {
    stage.clock.now = NOW;
    await stage.tell({ number: 50, openedAt: at('20T10:00'), mergedAt: at('20T11:00') });
    await evaluate();
    await stage.rows(`DELETE FROM alert_setting WHERE rule = 'merged_without_review'`);
    await evaluate();
    expect(await alerts(`merged_without_review:pull_request:${stage.pullRequestId(50)}`)).toMatchObject([
      { state: 'resolved', reason: 'not_evaluated' },
    ]);
    expect(await gaps()).toContain('merged_without_review branch_policy_unknown');
  });
});
