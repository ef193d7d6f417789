import {
  type ClaimedDelivery,
  claimDelivery,
  type DeliveryVerdict,
  findOrganizationOfDelivery,
  settleDelivery,
} from '@devpulse/database/delivery-claims';
import {
  type DeliveryOrigin,
  type DeliveryTenant,
  enterForDelivery,
  findTenantOfDelivery,
  lockInstallation,
  noteDelivery,
} from '@devpulse/database/github/delivery-tenants';
import { type Transaction, transaction } from '@devpulse/database/transaction';
import { DEFINITION_VERSION } from '@devpulse/domain/metrics/daily-metrics';
import { isHandledEvent } from '@devpulse/github/events';
import { interpretDelivery } from '@devpulse/github/interpret';
import type { Interpretation, Observation } from '@devpulse/github/observations';
import type { DeliveryJob } from '@devpulse/jobs/catalogue';
import type { WorkerContext } from '../platform/context.ts';
import { type Errands, NO_ERRANDS, runErrands } from '../platform/errands.ts';
import { projectInstallation } from './installation.ts';
import { projectMembership } from './membership.ts';
import type { Projection } from './projection.ts';
import { projectPullRequest } from './pull-request.ts';
import { projectPush } from './push.ts';
import { projectInstallationRepositories, projectRepository } from './repository.ts';
import { projectMember, projectTeam } from './team.ts';

type Outcome = {
  verdict: DeliveryVerdict;
  /** Whose dirty days wait now. */
  organizationId: string | null;
  errands: Errands;
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
  await runErrands(context, outcome.errands);
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
  if (observation.kind === 'installation') {
    const event = { installationId, observation, githubAppId: delivery.githubAppId };
    const recorded = await projectInstallation(context, tx, event);
    if ('unclaimed' in recorded) return putAside(interpretation, recorded.unclaimed);
    const { organizationId, errands } = recorded;
    return { verdict: { ...DONE, action, installationId, organizationId }, organizationId, errands };
  }
  const tenant = await findTenant(tx, { installationId, githubAppId: delivery.githubAppId });
  if (tenant === null) return putAside(interpretation, 'unknown_installation');
  const { settings } = tenant;
  const receivedAt = delivery.receivedAt.getTime();
  const projection = { tx, settings, receivedAt, now: context.now() };
  const errands = await projectFor({ ...tenant, installationId }, projection, observation);
  if ('reason' in errands) {
    const { verdict } = putAside(interpretation, errands.reason);
    return {
      verdict: { ...verdict, organizationId: settings.id },
      organizationId: null,
      errands: errands.errands,
    };
  }
  const key = { organizationId: settings.id, installationId };
  await noteDelivery(tx, key, { at: receivedAt, notedAt: tenant.lastDeliveryAt });
  const verdict = { ...DONE, action, installationId, organizationId: settings.id };
  return { verdict, organizationId: settings.id, errands };
}

/** Looks twice, the second time under the installation's lock, so that none slips by while its installation is recorded. */
async function findTenant(tx: Transaction, origin: DeliveryOrigin): Promise<DeliveryTenant | null> {
  const known = await findTenantOfDelivery(tx, origin);
  if (known) return known;
  await lockInstallation(tx, origin);
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
  return { verdict, organizationId: null, errands: NO_ERRANDS };
}

function putAside(
  { action, installationId }: { action: string | null; installationId: string },
  reason: string,
): Outcome {
  const verdict = { state: 'ignored', action, installationId, organizationId: null, reason } as const;
  return { verdict, organizationId: null, errands: NO_ERRANDS };
}

type Told = Exclude<Observation, { kind: 'installation' }>;
type Aside = { reason: string; errands: Errands };

/** Projects what a delivery tells its tenant; what the tenant does not want is put aside with a reason. */
async function projectFor(
  tenant: DeliveryTenant & { installationId: string },
  projection: Projection,
  observation: Told,
): Promise<Errands | Aside> {
  const { tx, settings } = projection;
  const repositoryId = 'repository' in observation ? observation.repository.githubId : null;
  const known = await enterForDelivery(tx, settings.id, repositoryId);
  switch (observation.kind) {
    case 'repository':
      return projectRepository(projection, observation, { ...tenant, known });
    case 'installation_repositories':
      return projectInstallationRepositories(projection, observation, tenant);
    case 'member':
      await projectMember(projection, observation);
      return NO_ERRANDS;
    case 'membership':
    case 'team':
      if (!tenant.followsGithubTeams) return { reason: 'teams_not_followed', errands: NO_ERRANDS };
      await (observation.kind === 'team'
        ? projectTeam(projection, observation)
        : projectMembership(projection, observation));
      return NO_ERRANDS;
    default: {
      const aside = untracked(tenant, known);
      if (aside !== null) return aside;
      await (observation.kind === 'push'
        ? projectPush(projection, observation)
        : projectPullRequest(projection, observation));
      return NO_ERRANDS;
    }
  }
}

/**
 * Work on a repository that is not tracked is put aside; once it is, its history tells the same. One that GitHub's list has not shown
 * yet is listed first; where no list can be asked for, the delivery itself tracks it.
 */
function untracked(
  { hasApp, installationId, settings }: DeliveryTenant & { installationId: string },
  known: { isTracked: boolean } | null,
): Aside | null {
  if (known?.isTracked ?? !hasApp) return null;
  const follow = known === null ? [{ organizationId: settings.id, installationId }] : [];
  return { reason: 'repository_not_tracked', errands: { ...NO_ERRANDS, follow } };
}
