import {
  type ClaimedDelivery,
  claimDelivery,
  type DeliveryVerdict,
  findOrganizationOfDelivery,
  type PendingDelivery,
  settleDelivery,
} from '@devpulse/database/delivery-claims';
import {
  type DeliveryOrigin,
  type DeliveryTenant,
  findTenantOfDelivery,
} from '@devpulse/database/organizations';
import { lockInOrder, setScope, type Transaction, transaction } from '@devpulse/database/transaction';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { isHandledEvent } from '@devpulse/github/events';
import { interpretDelivery } from '@devpulse/github/interpret';
import type { Interpretation, Observation } from '@devpulse/github/observations';
import type { DeliveryJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';
import { projectInstallation } from './installation.ts';
import { installationLock } from './locks.ts';
import { projectMembership } from './membership.ts';
import type { Projection } from './projection.ts';
import { projectPullRequest } from './pull-request.ts';
import { projectPush } from './push.ts';

type Outcome = {
  verdict: DeliveryVerdict;
  /** Whose dirty days wait now. */
  organizationId: string | null;
  revived: PendingDelivery[];
};

/** Projects a delivery; a failed attempt leaves its cause with the row, the last one makes it a dead letter. */
export async function processDelivery(
  context: WorkerContext,
  job: DeliveryJob,
  attempt: { isLastAttempt: boolean },
): Promise<void> {
  try {
    await projectDelivery(context, job);
  } catch (error) {
    await context.recordFailure(job, { error, isFinal: attempt.isLastAttempt });
    throw error;
  }
}

/**
 * Projects one stored delivery in one transaction: facts, dirty days and the delivery's own state are committed together
 * or not at all, so a repeat or a crash at any step has no effect beyond the first. Source: security.md, section 3.1.
 */
async function projectDelivery(context: WorkerContext, job: DeliveryJob): Promise<void> {
  const key = { id: job.deliveryId, receivedAt: new Date(job.receivedAt) };
  const outcome = await transaction(context.database, { system: true }, async (tx) => {
    const delivery = await claimDelivery(tx, key);
    if (!delivery) return null;
    context.reach('claimed');
    const result = await project(context, tx, delivery);
    context.reach('projected');
    await settleDelivery(tx, key, { ...result.verdict, version: DEFINITION_VERSION });
    context.reach('settled');
    return { ...result, event: delivery.event };
  });
  if (!outcome) return ringAgain(context, key);
  context.reach('committed');
  if (outcome.organizationId) context.bell.ring(outcome.organizationId);
  if (outcome.revived.length > 0) await context.queues.enqueueDeliveries(outcome.revived);
  context.metrics.deliveriesTotal.inc({ outcome: outcome.verdict.state });
  context.metrics.webhookProcessingSeconds.observe(
    { event: outcome.event },
    Math.max(0, (context.now() - key.receivedAt.getTime()) / 1_000),
  );
}

/** A delivery that is dealt with already: whoever did it may have died before ringing for its dirty days. */
async function ringAgain(context: WorkerContext, key: { id: string; receivedAt: Date }): Promise<void> {
  const organizationId = await findOrganizationOfDelivery(context.database, key);
  if (organizationId) context.bell.ring(organizationId);
}

async function project(context: WorkerContext, tx: Transaction, delivery: ClaimedDelivery): Promise<Outcome> {
  const interpretation = isHandledEvent(delivery.event)
    ? interpretDelivery(delivery.event, delivery.body)
    : ({ outcome: 'ignored', action: null, installationId: null, reason: 'event_not_handled' } as const);
  context.reach('interpreted');
  if (interpretation.outcome !== 'observed') return setAside(interpretation);
  const { action, installationId, observation } = interpretation;
  const putAside = (reason: string): Outcome => ({
    verdict: { state: 'ignored', action, installationId, organizationId: null, reason },
    organizationId: null,
    revived: [],
  });
  if (observation.kind === 'installation') {
    const event = { installationId, observation, githubAppId: delivery.githubAppId };
    const recorded = await projectInstallation(context, tx, event);
    if ('unclaimed' in recorded) return putAside(recorded.unclaimed);
    const { organizationId, revived } = recorded;
    return { verdict: { ...DONE, action, installationId, organizationId }, organizationId: null, revived };
  }
  if (!isProjected(observation)) return putAside('event_not_handled');
  const repositoryId = 'repository' in observation ? observation.repository.githubId : null;
  const tenant = await findTenant(tx, { installationId, githubAppId: delivery.githubAppId, repositoryId });
  if (tenant === null) return putAside('unknown_installation');
  if (!tenant.isOfItsApp) return putAside('foreign_app');
  if (!tenant.isTracked) return putAside('repository_not_tracked');
  const { settings } = tenant;
  await setScope(tx, { organizationId: settings.id, system: true });
  const projection = { tx, settings, receivedAt: delivery.receivedAt.getTime(), now: context.now() };
  await projectObservation(projection, observation);
  return {
    verdict: { ...DONE, action, installationId, organizationId: settings.id },
    organizationId: settings.id,
    revived: [],
  };
}

/** Looks twice, the second time under the installation's lock, so that none slips by while its installation is recorded. */
async function findTenant(tx: Transaction, origin: DeliveryOrigin): Promise<DeliveryTenant | null> {
  const known = await findTenantOfDelivery(tx, origin);
  if (known) return known;
  await lockInOrder(tx, [installationLock(origin.installationId)]);
  return findTenantOfDelivery(tx, origin);
}

const DONE = { state: 'done', reason: null } as const;

function setAside(interpretation: Exclude<Interpretation, { outcome: 'observed' }>): Outcome {
  const told =
    interpretation.outcome === 'ignored'
      ? { action: interpretation.action, installationId: interpretation.installationId }
      : { action: null, installationId: null };
  const verdict = {
    state: interpretation.outcome,
    reason: interpretation.reason,
    organizationId: null,
    ...told,
  };
  return { verdict, organizationId: null, revived: [] };
}

type Projected = Extract<Observation, { kind: 'pull_request' | 'push' | 'membership' }>;

function isProjected(observation: Observation): observation is Projected {
  return ['pull_request', 'push', 'membership'].includes(observation.kind);
}

async function projectObservation(projection: Projection, observation: Projected): Promise<void> {
  if (observation.kind === 'pull_request') return void (await projectPullRequest(projection, observation));
  if (observation.kind === 'push') return projectPush(projection, observation);
  return projectMembership(projection, observation);
}
