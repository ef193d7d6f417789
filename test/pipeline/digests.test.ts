import { randomUUID } from 'node:crypto';
import { evidenceColumn } from '@devpulse/database/analysis/alert-rows';
import type { AlertCandidate } from '@devpulse/domain/alerts/candidate';
import type { AlertRuleId } from '@devpulse/domain/alerts/rules';
import { openVault } from '@devpulse/vault/vault';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginAnalyses } from '../../apps/worker/src/analysis/begin-analyses.ts';
import type { PostRoom } from '../../apps/worker/src/platform/post-room.ts';
import {
  type AnalysisStage,
  addOrganization,
  DAY,
  HOUR,
  killedBefore,
  openAnalysisStage,
} from './analysis-stage.ts';

/** A Tuesday, eight o'clock in the organization's zone. */
const EIGHT = Date.parse('2025-06-17T08:00:00Z');
const vault = openVault(Buffer.alloc(32, 7));

let stage: AnalysisStage;
let other: AnalysisStage;
let core: string;
let web: string;
const people: Record<string, string> = {};
const sent: string[] = [];

beforeAll(async () => {
  stage = await openAnalysisStage(EIGHT);
  other = await addOrganization(stage, '42');
  core = await stage.addTeam('core', ['31']);
  web = await stage.addTeam('web', ['32']);
  people.owner = await addMember(stage, 'owner');
  people.ada = await addMember(stage, 'developer', '31');
  people.manager = await addMember(stage, 'manager');
  people.silent = await addMember(stage, 'owner', null, false);
  people.stranger = await addMember(other, 'owner');
  await stage.rows('INSERT INTO team_manager (organization_id, team_id, user_id) VALUES ($1, $2, $3)', [
    stage.organizationId,
    web,
    people.manager,
  ]);
});
afterAll(() => stage?.pipeline.close());
beforeEach(async () => {
  await stage.rows('DELETE FROM health_alert WHERE organization_id = $1', [stage.organizationId]);
  await stage.rows('DELETE FROM outgoing_mail');
  for (const one of [stage, other])
    await one.rows(
      'UPDATE digest_subscription SET sent_through = NULL, told_at = NULL, created_at = $2 WHERE organization_id = $1',
      [one.organizationId, new Date(EIGHT - DAY)],
    );
  sent.length = 0;
  stage.pipeline.jobs.length = 0;
});

async function addMember(
  of: AnalysisStage,
  role: string,
  account: string | null = null,
  subscribes = true,
): Promise<string> {
  const id = randomUUID();
  await of.rows(`INSERT INTO "user" (id, email, name) VALUES ($1, $2, $3)`, [id, `${id}@example.com`, role]);
  await of.rows('INSERT INTO membership (organization_id, user_id, role) VALUES ($1, $2, $3)', [
    of.organizationId,
    id,
    role,
  ]);
  if (account !== null)
    await of.rows('UPDATE contributor SET user_id = $1 WHERE id = $2', [id, of.contributorId(account)]);
  if (subscribes)
    await of.rows('INSERT INTO digest_subscription (organization_id, user_id) VALUES ($1, $2)', [
      of.organizationId,
      id,
    ]);
  return id;
}

async function addAlert(
  rule: AlertRuleId,
  teamId: string | null,
  about: string,
  openedAt = EIGHT - HOUR,
): Promise<void> {
  const found: AlertCandidate = {
    rule,
    subject: { type: 'organization', id: stage.organizationId },
    deduplicationKey: randomUUID(),
    teamId,
    repositoryId: null,
    since: openedAt,
    unit: 'count',
    target: 0,
    value: 1,
    evidence: { ids: {}, figures: {}, instants: {} },
    text: { headline: `Found by ${rule}`, about, target: 'target 0' },
    personText: null,
    managersFrom: null,
  };
  await stage.rows(
    `INSERT INTO health_alert (id, organization_id, rule, subject_type, subject_id, deduplication_key, team_id, state, since, opened_at, evidence, updated_at)
     VALUES (gen_random_uuid(), $1, $2, 'organization', $1, $3, $4, 'open', $5, $5, $6, $5)`,
    [
      stage.organizationId,
      rule,
      found.deduplicationKey,
      teamId,
      new Date(openedAt),
      JSON.stringify(evidenceColumn(found)),
    ],
  );
}

const room = (changes: Partial<PostRoom> = {}): PostRoom => ({
  database: stage.pipeline.database,
  queues: stage.pipeline.context.queues,
  logger: stage.pipeline.context.logger,
  vault,
  send: async () => {},
  now: () => stage.clock.now,
  ...changes,
});
const begin = async (now: number, changes: Partial<PostRoom> = {}) => {
  stage.clock.now = now;
  await beginAnalyses(stage.pipeline.context, room(changes));
};

/** Mails that were written, by the name of the reader. */
async function mails(): Promise<Record<string, { subject: string; text: string }>> {
  const rows = await stage.rows<{ id: string; recipient: string; subject: string; text: Buffer }>(
    'SELECT id, recipient, subject, text_encrypted AS text FROM outgoing_mail ORDER BY created_at',
  );
  const nameOf = (recipient: string) =>
    Object.keys(people).find((name) => recipient.startsWith(people[name] ?? '-')) ?? recipient;
  const named = rows.map(
    ({ id, recipient, subject, text }) =>
      [nameOf(recipient), { subject, text: vault.unseal(text, `mail:${id}`) }] as const,
  );
  expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  return Object.fromEntries(named);
}

describe('the daily digest', () => {
  it('goes to those who want it, with what each of them may see and nothing else', async () => {
    await addAlert('review_wait', core, 'app #1, for everybody', EIGHT - 2 * HOUR);
    await addAlert('review_load', core, 'load of core');
    await addAlert('review_load', web, 'load of web');
    await addAlert('integration', null, 'connection');
    await begin(EIGHT);
    const all = await mails();
    expect(Object.keys(all).sort()).toEqual(['ada', 'manager', 'owner']);
    const told = (name: string) =>
      ['for everybody', 'load of core', 'load of web', 'connection'].filter((part) =>
        all[name]?.text.includes(part),
      );
    expect(told('owner')).toEqual(['for everybody', 'load of core', 'load of web', 'connection']);
    expect(told('ada')).toEqual(['for everybody', 'load of core']);
    expect(told('manager')).toEqual(['for everybody', 'load of web']);
    expect(all.ada?.subject).toBe('told-41: 2 open alerts');
    expect(all.ada?.text).toContain(
      '== core ==\n\nNew:\n- Found by review_wait (target 0): app #1, for everybody',
    );
    const mailed = stage.pipeline.jobs.filter(({ name }) => name === 'sendMail');
    expect(mailed).toHaveLength(3);
  });

  it('is sent once a day, whoever asks at the same time, and not before the hour', async () => {
    await addAlert('integration', null, 'connection');
    await begin(EIGHT - 1);
    expect(await mails()).toEqual({});
    await Promise.all([begin(EIGHT), begin(EIGHT), begin(EIGHT)]);
    expect(Object.keys(await mails())).toEqual(['owner']);
    await begin(EIGHT + 10 * HOUR);
    expect(Object.keys(await mails())).toEqual(['owner']);
  });

  it('is none where there is nothing to tell, and nothing is made up for later on the day', async () => {
    await begin(EIGHT);
    await addAlert('integration', null, 'connection', EIGHT + HOUR);
    await begin(EIGHT + 2 * HOUR);
    expect(await mails()).toEqual({});
    await begin(EIGHT + DAY);
    expect((await mails()).owner?.text).toContain('New:\n- Found by integration');
  });

  it('says what is new since the last one, and rests on days without work', async () => {
    await addAlert('integration', null, 'first');
    await begin(EIGHT);
    await stage.rows('DELETE FROM outgoing_mail');
    await addAlert('integration', null, 'second', EIGHT + HOUR);
    await begin(EIGHT + DAY);
    const text = (await mails()).owner?.text;
    expect(text).toMatch(/New:\n- [^\n]+second\n\nStill open, the longest first:\n- [^\n]+first/);
    await stage.rows('DELETE FROM outgoing_mail');
    for (const day of [4, 5]) await begin(EIGHT + day * DAY);
    expect(await mails()).toEqual({});
  });

  it('comes once after days without a worker, and tells how things stand then', async () => {
    await addAlert('integration', null, 'ended meanwhile');
    await begin(EIGHT);
    await stage.rows('DELETE FROM outgoing_mail');
    await addAlert('integration', null, 'came and went', EIGHT + HOUR);
    await stage.rows(
      `UPDATE health_alert SET state = 'resolved', resolved_reason = 'ended', resolved_at = $2 WHERE organization_id = $1`,
      [stage.organizationId, new Date(EIGHT + DAY)],
    );
    await begin(EIGHT + 3 * DAY + 7 * HOUR);
    const { owner, ...rest } = await mails();
    expect(rest).toEqual({});
    expect(owner?.text).toContain('Ended by themselves:\n- Found by integration (target 0): ended meanwhile');
    expect(owner?.text).not.toContain('came and went');
  });

  it('waits for the next day where it was wanted after the hour, and is not written without a mail server', async () => {
    await addAlert('integration', null, 'connection');
    await begin(EIGHT + 1, { send: null });
    expect(await mails()).toEqual({});
    await stage.rows('UPDATE digest_subscription SET created_at = $2 WHERE organization_id = $1', [
      stage.organizationId,
      new Date(EIGHT + HOUR),
    ]);
    await begin(EIGHT + 2 * HOUR);
    expect(await mails()).toEqual({});
    await begin(EIGHT + DAY);
    expect(Object.keys(await mails())).toEqual(['owner']);
  });

  it('that dies half way is written whole a minute later', async () => {
    await addAlert('integration', null, 'connection');
    await begin(EIGHT, { database: killedBefore(stage.pipeline.database, 'sent_through = $3') });
    expect(await mails()).toEqual({});
    await begin(EIGHT + 60_000);
    expect(Object.keys(await mails())).toEqual(['owner']);
  });

  it('gives titles of other people no line of their own', async () => {
    await addAlert('integration', null, 'title\r\n\r\nYour account\u2028is closed');
    await begin(EIGHT);
    expect((await mails()).owner?.text).toContain('title Your account is closed\n');
  });
});

describe('what is due', () => {
  it('is queued until it is done', async () => {
    const names = () =>
      stage.pipeline.jobs
        .filter(({ payload }) => payload.organizationId === stage.organizationId)
        .map(({ name }) => name);
    await stage.rows('UPDATE organization SET scores_dirty_since = $2 WHERE id = $1', [
      stage.organizationId,
      new Date(EIGHT),
    ]);
    await begin(EIGHT + 60_000);
    await begin(EIGHT + 120_000);
    expect(names().filter((name) => name === 'computeScores')).toHaveLength(2);
    expect(names()).toContain('evaluateAlerts');
  });
});
