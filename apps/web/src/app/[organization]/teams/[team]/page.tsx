import { listMembers, type Member } from '@devpulse/contracts/organization/members';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { getTeam, listCandidates } from '@devpulse/contracts/organization/teams';
import { localDayOf } from '@devpulse/domain/time/local-day';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ManagersForm } from '../../../../features/teams/managers-form.tsx';
import {
  addPerson,
  changeTeamName,
  removeTeam,
  saveManagers,
} from '../../../../features/teams/team-actions.ts';
import { AddPersonForm, DeleteTeamDialog, TeamNameDialog } from '../../../../features/teams/team-forms.tsx';
import { PastPeople, type TeamAnswer, TeamPeople } from '../../../../features/teams/team-people.tsx';
import { candidateOptions, lookOf, teamText } from '../../../../features/teams/team-words.ts';
import { readAccount } from '../../../../lib/account.ts';
import { overviewAddress } from '../../../../lib/addresses.ts';
import { callApi } from '../../../../lib/api.ts';
import { isUuid } from '../../../../lib/ids.ts';
import { PageLink } from '../../../../lib/page-link.tsx';
import { ROLE_LABELS } from '../../../../lib/role-words.ts';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Team' };

export default async function TeamPage({
  params,
}: {
  params: Promise<{ organization: string; team: string }>;
}) {
  const { organization, team } = await params;
  if (!isUuid(team)) notFound();
  return (
    <MemberPage
      organization={organization}
      title="Team"
      what="The team could not be read"
      needs="read_team"
      read={(membership) => readTeam(membership, team)}
    >
      {(data, membership) => <TeamContent {...data} membership={membership} />}
    </MemberPage>
  );
}

type TeamData = {
  team: TeamAnswer;
  ownUserId: string;
  /** Only for those who may change the team. */
  candidates: { value: string; label: string }[];
  members: Member[];
};

async function readTeam(membership: OrganizationMembership, teamId: string): Promise<TeamData> {
  const params = { organization: membership.slug };
  const mayManage = membership.capabilities.includes('manage_teams');
  const [team, account, candidates, members] = await Promise.all([
    callApi(getTeam, { params: { ...params, team: teamId } }),
    readAccount(),
    mayManage ? callApi(listCandidates, { params }) : null,
    mayManage ? callApi(listMembers, { params }) : null,
  ]);
  return {
    team,
    ownUserId: account.id,
    candidates: candidates ? candidateOptions(candidates.items, team.people) : [],
    members: members?.items ?? [],
  };
}

function TeamContent({ membership, ...data }: TeamData & { membership: OrganizationMembership }) {
  const { team, ownUserId } = data;
  const { slug, calendar } = membership;
  const isManager = team.managers.some(({ userId }) => userId === ownUserId);
  const mayManage = membership.capabilities.includes('manage_teams');
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={team.name}
        subtitle={teamText(team)}
        controls={<TeamControls membership={membership} team={team} />}
      />
      <TeamPeople
        organization={slug}
        team={team}
        zone={calendar.zone}
        mayLookAt={(contributorId) => lookOf(membership, { contributorId, isManager })}
        isChangeable={mayManage && !team.isFromGithub}
      />
      {mayManage && <TeamManagement membership={membership} {...data} />}
      <PastPeople team={team} zone={calendar.zone} />
    </div>
  );
}

function TeamControls({ membership, team }: { membership: OrganizationMembership; team: TeamAnswer }) {
  const params = { organization: membership.slug, team: team.id };
  const mayManage = membership.capabilities.includes('manage_teams');
  return (
    <div className="flex flex-wrap gap-2">
      <PageLink href={overviewAddress(membership.slug, { team: team.slug })} className={buttonStyle()}>
        Overview of the team
      </PageLink>
      {mayManage && !team.isFromGithub && (
        <TeamNameDialog
          action={changeTeamName.bind(null, params)}
          trigger="Rename"
          title={`Rename ${team.name}`}
          submit="Rename"
          name={team.name}
        />
      )}
      {mayManage && <DeleteTeamDialog action={removeTeam.bind(null, params)} name={team.name} />}
    </div>
  );
}

function TeamManagement({
  membership,
  team,
  candidates,
  members,
}: TeamData & { membership: OrganizationMembership }) {
  const params = { organization: membership.slug, team: team.id };
  const choices = members
    .filter(({ role }) => role !== 'developer')
    .map(({ userId, name, role }) => ({ userId, name, role: ROLE_LABELS[role] }));
  return (
    <div className="grid items-start gap-4 wide:grid-cols-2">
      <Card
        title="Add somebody"
        subtitle={team.isFromGithub ? 'GitHub tells of this team: people come and go there.' : undefined}
      >
        {!team.isFromGithub && (
          <div className="mt-3">
            <AddPersonForm
              action={addPerson.bind(null, params)}
              options={candidates}
              today={localDayOf(Date.now(), membership.calendar.zone)}
            />
          </div>
        )}
      </Card>
      <Card
        title="Managers"
        subtitle="They see the team’s figures without being in it. A Developer becomes a Manager under People first."
      >
        <div className="mt-3">
          <ManagersForm
            action={saveManagers.bind(null, params)}
            choices={choices}
            chosen={team.managers.map(({ userId }) => userId)}
          />
        </div>
      </Card>
    </div>
  );
}
