import { readRepositoryPolicy } from '@devpulse/database/github/repositories';
import { readInstallationSource } from '@devpulse/database/github/sources';
import {
  listInstallationsWithTeams,
  listStandingTeams,
  recordTeam,
  type StandingTeam,
} from '@devpulse/database/github/teams';
import { type OrganizationSettings, readOrganizationSettings } from '@devpulse/database/organizations';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { transaction } from '@devpulse/database/transaction';
import type { AccountSnapshot } from '@devpulse/domain/delivery/timeline';
import { isGranted } from '@devpulse/domain/github/permissions';
import { clientOfInstallation } from '@devpulse/github/client/credentials';
import { listTeamMembers, listTeams } from '@devpulse/github/installation-answers';
import type { MembershipObservation, TeamIdentity } from '@devpulse/github/observations';
import type { OrganizationJob } from '@devpulse/jobs/catalogue';
import type { TeamRoom } from '../platform/github-room.ts';
import { withPatience } from './patience.ts';

type TeamOnGithub = { team: TeamIdentity; members: AccountSnapshot[] };

/**
 * Takes over the teams of an organization on GitHub and who is in them. Whoever is heard of for the first time counts from the beginning;
 * whoever has left, or joined again, from now on.
 */
export function followTeams(room: TeamRoom, { organizationId }: OrganizationJob): Promise<void> {
  return withPatience(room, async () => {
    const policy = await inOrganization(room.database, organizationId, readRepositoryPolicy);
    if (!policy.followsGithubTeams) return;
    const teams = await readTeams(room, organizationId);
    if (teams === null) return;
    const standing = await inOrganization(room.database, organizationId, listStandingTeams);
    for (const team of teams) await takeOver(room, organizationId, { ...team, standing });
    const shown = new Set(teams.map(({ team }) => team.githubId));
    for (const team of standing.filter(
      ({ githubId, accounts }) => !shown.has(githubId) && accounts.length > 0,
    )) {
      await project(room, organizationId, (projection) =>
        room.projectTeam(projection, { kind: 'team', isDeleted: true, team }),
      );
    }
    room.bell.ring(organizationId);
  });
}

/** The teams of all accounts that it is installed on; null when none of them may be asked, so that nothing is taken for an empty list. */
async function readTeams(room: TeamRoom, organizationId: string): Promise<TeamOnGithub[] | null> {
  const installations = await inOrganization(room.database, organizationId, listInstallationsWithTeams);
  let teams: TeamOnGithub[] | null = null;
  for (const installationId of installations) {
    const source = await transaction(room.database, { system: true }, (tx) =>
      readInstallationSource(tx, { organizationId, installationId }),
    );
    if (source === null || !isGranted(source.permissions, 'members')) return null;
    const client = clientOfInstallation(source, { ...room, access: room.github, priority: 'live' });
    if (client === null) return null;
    const login = source.accountLogin;
    teams ??= [];
    for (const team of await listTeams(client, login)) {
      teams.push({ team, members: await listTeamMembers(client, { login, slug: team.slug }) });
    }
  }
  return teams;
}

/** Only what differs is written: usually nothing does. */
async function takeOver(
  room: TeamRoom,
  organizationId: string,
  { team, members, standing }: TeamOnGithub & { standing: readonly StandingTeam[] },
): Promise<void> {
  const accounts = standing.find(({ githubId }) => githubId === team.githubId)?.accounts ?? [];
  const shown = new Set(members.map(({ id }) => id));
  const isIn = new Set(accounts.map(({ id }) => id));
  // A person may have several accounts; any one of them in the team keeps them there.
  const staying = new Set(
    accounts.filter(({ id }) => shown.has(id)).map(({ contributorId }) => contributorId),
  );
  const leavers = accounts.filter(({ contributorId }) => !staying.has(contributorId));
  const changes: MembershipObservation[] = [
    ...members.filter(({ id }) => !isIn.has(id)).map((account) => membership(team, account, true)),
    ...leavers.map((account) => membership(team, account, false)),
  ];
  await inOrganization(room.database, organizationId, (tenant) => recordTeam(tenant, team));
  for (const change of changes) {
    await project(room, organizationId, (projection) => room.projectMembership(projection, change));
  }
}

function membership(
  team: TeamIdentity,
  { id, login, type }: AccountSnapshot,
  isMember: boolean,
): MembershipObservation {
  return { kind: 'membership', isMember, team, account: { id, login, type } };
}

function project(
  room: TeamRoom,
  organizationId: string,
  work: (projection: Parameters<TeamRoom['projectTeam']>[0]) => Promise<void>,
): Promise<void> {
  return inOrganization(
    room.database,
    organizationId,
    async (tenant) => {
      const now = room.now();
      await work({ tx: tenant.transaction, settings: await settingsOf(tenant), receivedAt: now, now });
    },
    { system: true },
  );
}

async function settingsOf(tenant: Tenant): Promise<OrganizationSettings> {
  const settings = await readOrganizationSettings(tenant.transaction, tenant.organizationId);
  if (settings === null) throw new Error('The organization is gone.');
  return settings;
}
