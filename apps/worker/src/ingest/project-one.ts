import {
  type DeliveryTenant,
  enterForDeliveries,
  noteDelivery,
} from '@devpulse/database/github/delivery-tenants';
import type { Transaction } from '@devpulse/database/transaction';
import type { Observation } from '@devpulse/github/observations';
import type { WorkerContext } from '../platform/context.ts';
import { type Errands, NO_ERRANDS } from '../platform/errands.ts';
import { projectInstallation } from './installation.ts';
import { projectMembership } from './membership.ts';
import type { Projection } from './projection.ts';
import { projectInstallationRepositories, projectRepository } from './repository.ts';
import { projectMember, projectTeam } from './team.ts';
import { findTenant, originOf } from './tenants.ts';
import { type Aside, done, type Observed, type Outcome, putAside } from './verdicts.ts';

/** What is no work on code: installations, repositories, people and teams. */
export type LoneObservation = Exclude<Observation, { kind: 'pull_request' | 'push' }>;
type Told = Exclude<LoneObservation, { kind: 'installation' }>;

/** Projects a delivery that tells of no work; what it tells bears on whatever comes after it. */
export async function projectOne(
  context: WorkerContext,
  tx: Transaction,
  interpreted: Observed<LoneObservation>,
): Promise<Outcome> {
  const { observation, installationId } = interpreted.said;
  const origin = originOf(interpreted);
  if (observation.kind === 'installation') {
    const recorded = await projectInstallation(context, tx, { ...origin, observation });
    if ('unclaimed' in recorded)
      return putAside(interpreted, { reason: recorded.unclaimed, errands: NO_ERRANDS });
    return done(interpreted, recorded);
  }
  const tenant = await findTenant(tx, origin);
  if (tenant === null) return putAside(interpreted, { reason: 'unknown_installation', errands: NO_ERRANDS });
  const { settings, lastDeliveryAt: notedAt } = tenant;
  const at = interpreted.delivery.receivedAt.getTime();
  const projection = { tx, settings, receivedAt: at, now: context.now() };
  const errands = await projectFor({ ...tenant, installationId }, projection, observation);
  if ('reason' in errands) return putAside(interpreted, errands, settings.id);
  await noteDelivery(tx, { organizationId: settings.id, installationId }, { at, notedAt });
  return done(interpreted, { organizationId: settings.id, errands });
}

/** Projects what a delivery tells its tenant; what the tenant does not want is put aside with a reason. */
async function projectFor(
  tenant: DeliveryTenant & { installationId: string },
  projection: Projection,
  observation: Told,
): Promise<Errands | Aside> {
  const { tx, settings } = projection;
  const named = observation.kind === 'repository' ? [observation.repository.githubId] : [];
  const known = await enterForDeliveries(tx, settings.id, named);
  switch (observation.kind) {
    case 'repository':
      return projectRepository(projection, observation, {
        ...tenant,
        known: known.get(observation.repository.githubId) ?? null,
      });
    case 'installation_repositories':
      return projectInstallationRepositories(projection, observation, tenant);
    case 'member':
      await projectMember(projection, observation);
      return NO_ERRANDS;
    default:
      if (!tenant.followsGithubTeams) return { reason: 'teams_not_followed', errands: NO_ERRANDS };
      await (observation.kind === 'team'
        ? projectTeam(projection, observation)
        : projectMembership(projection, observation));
      return NO_ERRANDS;
  }
}
