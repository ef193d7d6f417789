import { evaluateOrganization } from '@devpulse/database/analysis/alert-work';
import { chooseTarget } from '@devpulse/database/analysis/targets';
import { openChangeFeed } from '@devpulse/database/change-feed';
import { saveTeamCalendar } from '@devpulse/database/organization/teams';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at, NOW } from './alert-cases.ts';
import {
  ADA,
  type AnalysisStage,
  addOrganization,
  DAY,
  HOUR,
  interruptedBefore,
  killedBefore,
  openAnalysisStage,
} from './analysis-stage.ts';

let stage: AnalysisStage;
let other: AnalysisStage;
beforeAll(async () => {
  stage = await openAnalysisStage(NOW);
  other = await addOrganization(stage, '42');
});
afterAll(() => stage?.pipeline.close());
beforeEach(async () => {
  for (const table of ['health_alert', 'review', 'timeline_entry', 'pull_request'])
    await stage.rows(`DELETE FROM ${table} WHERE organization_id = $1`, [stage.organizationId]);
});

const evaluate = (now = NOW, database = stage.pipeline.database) =>
  evaluateOrganization(database, { organizationId: stage.organizationId, now });
type Row = { id: string; state: string; until: number | null; by: string | null };
const alerts = (of = stage) =>
  of.rows<Row>(
    `SELECT id, state, snoozed_until AS until, decided_by AS by FROM health_alert WHERE organization_id = $1 AND rule <> 'stale_pull_request' ORDER BY opened_at, id`,
    [of.organizationId],
  );
/** Fifteen working hours before: over the target of a first review, and not yet without activity. */
const waiting = (number = 1) => ({ number, openedAt: at('19T09:00') });
const decide = (set: string, values: unknown[] = []) =>
  stage.rows(`UPDATE health_alert SET ${set} WHERE organization_id = $1`, [stage.organizationId, ...values]);

describe('a decision', () => {
  it('to acknowledge stays until the condition ends', async () => {
    await stage.tell(waiting());
    await evaluate();
    const person = '0190f3a2-0000-7000-8000-000000000001';
    await decide(`state = 'acknowledged', decided_by = $2, decided_at = now()`, [person]);
    for (const later of [1, 24, 72]) {
      await evaluate(NOW + later * HOUR);
      expect(await alerts()).toMatchObject([{ state: 'acknowledged', by: person }]);
    }
    await stage.tell({ ...waiting(), draftAgainAt: NOW });
    await evaluate(NOW + 73 * HOUR);
    expect(await alerts()).toMatchObject([{ state: 'resolved', by: person }]);
  });

  it('to snooze holds until its time and not a second longer', async () => {
    await stage.tell(waiting());
    await evaluate();
    await decide(`state = 'snoozed', snoozed_until = $2`, [new Date(NOW + DAY)]);
    await evaluate(NOW + DAY - 1);
    expect(await alerts()).toMatchObject([{ state: 'snoozed', until: NOW + DAY }]);
    await evaluate(NOW + DAY);
    expect(await alerts()).toMatchObject([{ state: 'open', until: null }]);
  });
});

describe('an evaluation', () => {
  it('beside another one opens each alert once', async () => {
    await stage.tell(waiting(1), waiting(2));
    const slow = interruptedBefore(
      stage.pipeline.database,
      'INSERT INTO health_alert',
      () => new Promise((resolve) => setTimeout(resolve, 300)),
    );
    const changed = await Promise.all([slow, slow, stage.pipeline.database].map((one) => evaluate(NOW, one)));
    expect(changed.sort()).toEqual([0, 0, 2]);
    expect(await alerts()).toHaveLength(2);
  });

  it.each(['INSERT INTO health_alert', 'alerts_evaluated_at', 'pg_notify', 'COMMIT'])(
    'that dies before %s has done nothing',
    async (fragment) => {
      await stage.tell({ ...waiting(1), size: 900 });
      await stage.rows('UPDATE organization SET alerts_evaluated_at = NULL WHERE id = $1', [
        stage.organizationId,
      ]);
      const state = async () => [
        await alerts(),
        await stage.rows(
          'SELECT change_count, alerts_evaluated_at, alert_gaps FROM organization WHERE id = $1',
          [stage.organizationId],
        ),
      ];
      const before = await state();
      await expect(evaluate(NOW, killedBefore(stage.pipeline.database, fragment))).rejects.toThrow(
        /terminat/,
      );
      expect(await state()).toEqual(before);
      expect(await evaluate()).toBe(2);
    },
  );

  it('raises the counter and tells the dashboards when something changed, and only then', async () => {
    const heard: number[] = [];
    let listening = () => {};
    const feed = openChangeFeed({
      url: stage.pipeline.appUrl,
      onChange: ({ organizationId, changeCount }) => {
        if (organizationId !== stage.organizationId) return;
        heard.push(changeCount);
        listening();
      },
    });
    try {
      const count = async () =>
        Number(
          (
            await stage.rows<{ n: string }>('SELECT change_count AS n FROM organization WHERE id = $1', [
              stage.organizationId,
            ])
          )[0]?.n,
        );
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = await count();
      await stage.tell(waiting());
      const told = new Promise<void>((resolve) => {
        listening = resolve;
      });
      await evaluate();
      await told;
      await evaluate(NOW + 1_000);
      expect([await count(), heard]).toEqual([before + 1, [before + 1]]);
    } finally {
      await feed.close();
    }
  });

  it('sees nothing of another organization and changes nothing there', async () => {
    await stage.tell(waiting());
    await other.tell(waiting(7));
    await evaluate();
    expect(await alerts()).toHaveLength(1);
    expect(await alerts(other)).toEqual([]);
    await evaluateOrganization(stage.pipeline.database, { organizationId: other.organizationId, now: NOW });
    const [alert] = await other.rows<{ subject: string }>(
      'SELECT subject_id AS subject FROM health_alert WHERE organization_id = $1',
      [other.organizationId],
    );
    expect(alert?.subject).toBe(other.pullRequestId(7));
    expect(await alerts()).toHaveLength(1);
  });
});

describe('waiting', () => {
  it('stands still while it was a draft again', async () => {
    // Ready on Wednesday for an hour, and since 15:00 on Friday: two hours in all.
    await stage.tell({
      number: 1,
      openedAt: at('18T09:00'),
      draftAgainAt: at('18T10:00'),
      readyAt: at('20T15:00'),
    });
    await evaluate();
    expect(await alerts()).toEqual([]);
    // Seven hours later, on Tuesday, it is over the target of eight.
    await evaluate(at('23T15:01'));
    expect(await alerts()).toHaveLength(1);
  });

  it('is judged by the target and on the calendar of the team', async () => {
    const team = await stage.addTeam('night', [ADA]);
    await stage.tell({ number: 1, openedAt: at('20T09:00') });
    await evaluate();
    expect(await alerts()).toEqual([]);
    const choice = {
      teamId: team,
      kind: 'review',
      value: 6 * 3_600,
      day: '2025-06-20',
      by: null,
      now: NOW,
    } as const;
    await stage.within((tenant) => chooseTarget(tenant, choice));
    await evaluate();
    expect(await alerts()).toMatchObject([{ state: 'open' }]);
    const calendar = { zone: 'UTC', weekdays: [5], startMinute: 900, endMinute: 1_020, holidays: [] };
    await stage.within((tenant) => saveTeamCalendar(tenant, { id: team, calendar }));
    await evaluate();
    expect(await alerts()).toMatchObject([{ state: 'resolved' }]);
  });
});
