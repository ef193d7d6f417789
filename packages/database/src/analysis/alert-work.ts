import { randomUUID } from 'node:crypto';
import type { AlertCandidate, NotEvaluated } from '@devpulse/domain/alerts/candidate';
import { generateHealthAlerts } from '@devpulse/domain/alerts/generate-health-alerts';
import { type AlertTransition, reconcileAlerts } from '@devpulse/domain/alerts/reconcile-alerts';
import type { StoredAlert } from '@devpulse/domain/alerts/stored-alert';
import type { Instant } from '@devpulse/domain/time/instant';
import { announceChange } from '../change-notices.ts';
import type { Database } from '../connection.ts';
import { readRollupRules } from '../rollup/rollup-rules.ts';
import { inOrganization, type Tenant } from '../tenant.ts';
import { lockInOrder } from '../transaction.ts';
import { ALERT_COLUMNS, type AlertRow, evidenceColumn, storedAlert } from './alert-rows.ts';
import { readAlertSnapshot } from './alert-snapshot.ts';

/** What an evaluation could not judge, as it is kept with the organization. */
export type AlertGap = Pick<NotEvaluated, 'rule' | 'reason'> & { count: number };

/**
 * Evaluates every rule for an organization and has the stored alerts say so, in one transaction: half of it is never there, and two at once
 * wait for each other. Decisions of people wait too, or are seen. Answers how many alerts changed.
 */
export async function evaluateOrganization(
  database: Database,
  { organizationId, now }: { organizationId: string; now: Instant },
): Promise<number> {
  return inOrganization(
    database,
    organizationId,
    async (tenant) => {
      const { transaction: tx } = tenant;
      await tx.query("SET LOCAL statement_timeout = '2min'; SET LOCAL jit = off");
      await lockInOrder(tx, [`alerts:${organizationId}`]);
      const rules = await readRollupRules(tx, organizationId);
      if (rules === null) return 0;
      const evaluation = generateHealthAlerts(await readAlertSnapshot(tenant, rules, now));
      const transitions = reconcileAlerts(await lockLiveAlerts(tenant), evaluation, now);
      await applyTransitions(tenant, transitions, now);
      await noteEvaluation(tenant, now, evaluation.notEvaluated);
      const alerts = new Set(transitions.map((one) => (one.kind === 'open' ? one.found : one.alertId)));
      if (alerts.size > 0) await announceChange(tx, { organizationId, now });
      return alerts.size;
    },
    { system: true },
  );
}

async function lockLiveAlerts(tenant: Tenant): Promise<StoredAlert[]> {
  const { rows } = await tenant.query<AlertRow>({
    name: 'live_alerts',
    text: `SELECT ${ALERT_COLUMNS} FROM health_alert a
      WHERE a.organization_id = $1 AND a.state IN ('open', 'acknowledged', 'snoozed') ORDER BY a.id FOR UPDATE`,
  });
  return rows.map(storedAlert);
}

async function applyTransitions(
  tenant: Tenant,
  transitions: readonly AlertTransition[],
  now: Instant,
): Promise<void> {
  const opened = transitions.flatMap((one) => (one.kind === 'open' ? [one.found] : []));
  const updated = transitions.flatMap((one) => (one.kind === 'update' ? [one] : []));
  const woken = transitions.flatMap((one) => (one.kind === 'wake' ? [one.alertId] : []));
  const resolved = transitions.flatMap((one) => (one.kind === 'resolve' ? [one] : []));
  if (resolved.length > 0) await resolveAlerts(tenant, resolved, now);
  if (updated.length > 0) await updateAlerts(tenant, updated, now);
  if (woken.length > 0) await wakeAlerts(tenant, woken, now);
  if (opened.length > 0) await openAlerts(tenant, opened, now);
}

const FOUND = ['subject_type', 'subject_id', 'team_id', 'repository_id', 'since', 'evidence'];
const UNNEST_FOUND =
  'unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::float8[], $9::jsonb[]';

function foundColumns(found: readonly AlertCandidate[]): unknown[][] {
  return [
    found.map(({ subject }) => subject.type),
    found.map(({ subject }) => subject.id),
    found.map(({ teamId }) => teamId),
    found.map(({ repositoryId }) => repositoryId),
    found.map(({ since }) => since),
    found.map((one) => JSON.stringify(evidenceColumn(one))),
  ];
}

async function openAlerts(tenant: Tenant, found: readonly AlertCandidate[], now: Instant): Promise<void> {
  await tenant.query({
    name: 'open_alerts',
    text: `INSERT INTO health_alert (organization_id, id, rule, deduplication_key, state, opened_at, updated_at, ${FOUND.join(', ')})
      SELECT $1, f.id, f.rule, f.key, 'open', $2, $2, f.subject_type, f.subject_id, f.team_id, f.repository_id,
        to_timestamp(f.since / 1000), f.evidence
      FROM ${UNNEST_FOUND}, $10::text[], $11::text[])
        AS f (id, ${FOUND.join(', ')}, rule, key)`,
    values: [
      new Date(now),
      found.map(() => randomUUID()),
      ...foundColumns(found),
      found.map(({ rule }) => rule),
      found.map(({ deduplicationKey }) => deduplicationKey),
    ],
  });
}

type Update = Extract<AlertTransition, { kind: 'update' }>;

async function updateAlerts(tenant: Tenant, updated: readonly Update[], now: Instant): Promise<void> {
  await tenant.query({
    name: 'update_alerts',
    text: `UPDATE health_alert a SET subject_type = f.subject_type, subject_id = f.subject_id, team_id = f.team_id,
        repository_id = f.repository_id, since = to_timestamp(f.since / 1000), evidence = f.evidence, updated_at = $2
      FROM ${UNNEST_FOUND}) AS f (id, ${FOUND.join(', ')})
      WHERE a.organization_id = $1 AND a.id = f.id`,
    values: [
      new Date(now),
      updated.map(({ alertId }) => alertId),
      ...foundColumns(updated.map(({ found }) => found)),
    ],
  });
}

async function wakeAlerts(tenant: Tenant, ids: readonly string[], now: Instant): Promise<void> {
  await tenant.query({
    name: 'wake_alerts',
    text: `UPDATE health_alert a SET state = 'open', snoozed_until = NULL, updated_at = $2
      WHERE a.organization_id = $1 AND a.id = ANY ($3::uuid[])`,
    values: [new Date(now), ids],
  });
}

type Resolution = Extract<AlertTransition, { kind: 'resolve' }>;

async function resolveAlerts(tenant: Tenant, resolved: readonly Resolution[], now: Instant): Promise<void> {
  await tenant.query({
    name: 'resolve_alerts',
    text: `UPDATE health_alert a SET state = 'resolved', snoozed_until = NULL, resolved_at = $2, resolved_reason = r.reason, updated_at = $2
      FROM unnest($3::uuid[], $4::text[]) AS r (id, reason) WHERE a.organization_id = $1 AND a.id = r.id`,
    values: [new Date(now), resolved.map(({ alertId }) => alertId), resolved.map(({ reason }) => reason)],
  });
}

async function noteEvaluation(
  tenant: Tenant,
  now: Instant,
  notEvaluated: readonly NotEvaluated[],
): Promise<void> {
  const gaps = new Map<string, AlertGap>();
  for (const { rule, reason } of notEvaluated) {
    const gap = gaps.get(`${rule} ${reason}`);
    gaps.set(`${rule} ${reason}`, { rule, reason, count: (gap?.count ?? 0) + 1 });
  }
  await tenant.query({
    name: 'note_evaluation',
    text: 'UPDATE organization SET alerts_evaluated_at = $2, alert_gaps = $3 WHERE id = $1',
    values: [new Date(now), JSON.stringify([...gaps.values()])],
  });
}
