import { listInvitations, listMembers, type Member } from '@devpulse/contracts/organization/members';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { Card } from '@devpulse/ui/card';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { type InvitationItem, InvitationList } from '../../../features/people/invitation-list.tsx';
import { InviteForm } from '../../../features/people/invite-form.tsx';
import { MemberList } from '../../../features/people/member-list.tsx';
import { inviteAll } from '../../../features/people/people-actions.ts';
import { PeopleSections } from '../../../features/people/people-sections.tsx';
import { readAccount } from '../../../lib/account.ts';
import { callApi } from '../../../lib/api.ts';
import { countOf } from '../../../lib/count-words.ts';
import { roleChoices } from '../../../lib/role-words.ts';
import { MemberPage } from '../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title="People"
      what="The people could not be read"
      needs="manage_members"
      read={() => readPeople(organization)}
    >
      {(data, membership) => <PeopleContent {...data} membership={membership} />}
    </MemberPage>
  );
}

type PeopleData = { ownUserId: string; members: Member[]; invitations: InvitationItem[] };

async function readPeople(organization: string): Promise<PeopleData> {
  const params = { organization };
  const [account, members, invitations] = await Promise.all([
    readAccount(),
    callApi(listMembers, { params }),
    callApi(listInvitations, { params }),
  ]);
  return { ownUserId: account.id, members: members.items, invitations: invitations.items };
}

function PeopleContent({
  membership,
  ownUserId,
  members,
  invitations,
}: PeopleData & { membership: OrganizationMembership }) {
  const { slug, name, calendar, teams } = membership;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="People"
        subtitle={`Who can sign in to ${name}, and what they may do. Days in ${calendar.zone}.`}
      />
      <PeopleSections organization={slug} current="members" />
      <Card title="Members" subtitle={`${countOf(members.length, 'member')}, by name`}>
        <div className="mt-3">
          <MemberList members={members} membership={membership} ownUserId={ownUserId} />
        </div>
      </Card>
      <Card title="Invitations" subtitle="They wait for an answer, newest first.">
        {invitations.length === 0 ? (
          <p className="role-body mt-3 text-muted">None. Whoever is invited stands here until they join.</p>
        ) : (
          <div className="mt-3">
            <InvitationList organization={slug} invitations={invitations} zone={calendar.zone} />
          </div>
        )}
      </Card>
      <Card title="Invite people" className="max-w-[720px]">
        <div className="mt-3">
          <InviteForm
            action={inviteAll.bind(null, slug)}
            choices={{ roles: roleChoices(membership.role), teams }}
          />
        </div>
      </Card>
    </div>
  );
}
