import {
  type DeliveryTenant,
  enterForDeliveries,
  type KnownRepository,
  noteDelivery,
} from '@devpulse/database/github/delivery-tenants';
import type { Transaction } from '@devpulse/database/transaction';
import type { Instant } from '@devpulse/domain/time/instant';
import type { PullRequestObservation, PushObservation } from '@devpulse/github/observations';
import { NO_ERRANDS } from '../platform/errands.ts';
import { projectWork } from './project-work.ts';
import { findTenant, originOf } from './tenants.ts';
import { type Aside, done, type Observed, type Outcome, putAside } from './verdicts.ts';

export type WorkObservation = PullRequestObservation | PushObservation;
type Told = Observed<WorkObservation>;
type OfTenant = { tenant: DeliveryTenant; installationId: string; told: Told[] };

/**
 * Projects deliveries that tell of work, those of each organization together and the organizations in the order of their ids, which is
 * that of their locks too.
 */
export async function projectTogether(
  tx: Transaction,
  deliveries: readonly Told[],
  now: Instant,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const found: OfTenant[] = [];
  const byOrigin = Map.groupBy(deliveries, (told) => JSON.stringify(originOf(told)));
  for (const [, told] of [...byOrigin].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const origin = originOf(told[0] as Told);
    const tenant = await findTenant(tx, origin);
    if (tenant !== null) found.push({ tenant, installationId: origin.installationId, told });
    else outcomes.push(...told.map((one) => putAside(one, UNKNOWN)));
  }
  const byOrganization = Map.groupBy(found, ({ tenant }) => tenant.settings.id);
  for (const [, some] of [...byOrganization].sort(([a], [b]) => (a < b ? -1 : 1)))
    outcomes.push(...(await projectOf(tx, some, now)));
  return outcomes;
}

const UNKNOWN: Aside = { reason: 'unknown_installation', errands: NO_ERRANDS };

/** Projects what one organization is told, through however many installations. */
async function projectOf(
  tx: Transaction,
  installations: readonly OfTenant[],
  now: Instant,
): Promise<Outcome[]> {
  const [first] = installations;
  if (first === undefined) return [];
  const { settings } = first.tenant;
  const named = installations.flatMap(({ told }) => told.map(repositoryOf));
  const known = await enterForDeliveries(tx, settings.id, [...new Set(named)]);
  const outcomes: Outcome[] = [];
  const wanted: Told[] = [];
  for (const { tenant, installationId, told } of installations) {
    for (const one of told) {
      const aside = untracked({ ...tenant, installationId }, known.get(repositoryOf(one)) ?? null);
      if (aside === null) wanted.push(one);
      else outcomes.push(putAside(one, aside, settings.id));
    }
  }
  const observations = wanted.sort(byReceipt).map(({ said }) => said.observation);
  const receivedAt = Math.max(...wanted.map(({ delivery }) => delivery.receivedAt.getTime()));
  if (wanted.length > 0)
    await projectWork(
      { tx, settings, receivedAt, now },
      {
        pulls: observations.filter((observation) => observation.kind === 'pull_request'),
        pushes: observations.filter((observation) => observation.kind === 'push'),
      },
    );
  for (const { tenant, installationId } of installations) {
    const at = wanted.findLast(({ said }) => said.installationId === installationId)?.delivery.receivedAt;
    const key = { organizationId: settings.id, installationId };
    if (at !== undefined) await noteDelivery(tx, key, { at: at.getTime(), notedAt: tenant.lastDeliveryAt });
  }
  return [
    ...outcomes,
    ...wanted.map((one) => done(one, { organizationId: settings.id, errands: NO_ERRANDS })),
  ];
}

const repositoryOf = ({ said }: Told) => said.observation.repository.githubId;

function byReceipt({ delivery: a }: Told, { delivery: b }: Told): number {
  return a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1);
}

/**
 * Work on a repository that is not tracked is put aside; once it is, its history tells the same. One that GitHub's list has not shown
 * yet is listed first; where no list can be asked for, the delivery itself tracks it.
 */
function untracked(
  { hasApp, installationId, settings }: DeliveryTenant & { installationId: string },
  known: KnownRepository | null,
): Aside | null {
  if (known?.isTracked ?? !hasApp) return null;
  const follow = known === null ? [{ organizationId: settings.id, installationId }] : [];
  return { reason: 'repository_not_tracked', errands: { ...NO_ERRANDS, follow } };
}
