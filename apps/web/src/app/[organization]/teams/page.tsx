import { listTeams } from '@devpulse/contracts/organization/teams';
import { PageHeader } from '@devpulse/ui/page-header';
import { StateView } from '@devpulse/ui/state-view';
import type { Metadata } from 'next';
import { GithubTeamsCard } from '../../../features/teams/github-teams-card.tsx';
import { makeTeam } from '../../../features/teams/team-actions.ts';
import { TeamNameDialog } from '../../../features/teams/team-forms.tsx';
import { TeamList } from '../../../features/teams/team-list.tsx';
import { callApi } from '../../../lib/api.ts';
import { MemberPage } from '../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Teams' };

export default async function TeamsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title="Teams"
      what="The teams could not be read"
      needs="read_team"
      read={() => callApi(listTeams, { params: { organization } })}
    >
      {({ items }, membership) => {
        const mayManage = membership.capabilities.includes('manage_teams');
        return (
          <div className="flex flex-col gap-4">
            <PageHeader
              title="Teams"
              subtitle="Who works together. A person’s work counts for the teams they were in that day."
              controls={
                mayManage && (
                  <TeamNameDialog
                    action={makeTeam.bind(null, organization)}
                    trigger="New team"
                    title="A new team"
                    submit="Make the team"
                  />
                )
              }
            />
            {items.length > 0 ? (
              <TeamList organization={organization} teams={items} />
            ) : (
              <NoTeams mayManage={mayManage} />
            )}
            {mayManage && <GithubTeamsCard organization={organization} />}
          </div>
        );
      }}
    </MemberPage>
  );
}

function NoTeams({ mayManage }: { mayManage: boolean }) {
  return (
    <StateView kind="empty" title={mayManage ? 'There is no team yet' : 'You are in no team yet'}>
      <p>
        {mayManage
          ? 'Teams of GitHub can be taken over below. A team that is not on GitHub can be made here.'
          : 'Here you will see the teams you are in. An Owner or Admin puts people into teams.'}
      </p>
    </StateView>
  );
}
