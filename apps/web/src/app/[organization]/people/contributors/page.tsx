import { listContributors, listSuggestions } from '@devpulse/contracts/organization/contributors';
import { listMembers } from '@devpulse/contracts/organization/members';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import {
  ContributorsContent,
  type ContributorsData,
} from '../../../../features/contributors/contributors-content.tsx';
import { PeopleSections } from '../../../../features/people/people-sections.tsx';
import { callApi } from '../../../../lib/api.ts';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Contributors' };

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ContributorsPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const { change } = await searchParams;
  return (
    <MemberPage
      organization={organization}
      title="People"
      what="The contributors could not be read"
      needs="manage_members"
      read={() => readContributors(organization)}
    >
      {(data) => (
        <div className="flex flex-col gap-4">
          <PageHeader
            title="People"
            subtitle="Whose accounts and commits are whose: one contributor for each person."
          />
          <PeopleSections organization={organization} current="contributors" />
          <ContributorsContent
            {...data}
            organization={organization}
            change={typeof change === 'string' ? change : undefined}
          />
        </div>
      )}
    </MemberPage>
  );
}

async function readContributors(organization: string): Promise<ContributorsData> {
  const params = { organization };
  const [contributors, suggestions, members] = await Promise.all([
    callApi(listContributors, { params }),
    callApi(listSuggestions, { params }),
    callApi(listMembers, { params }),
  ]);
  return { contributors, suggestions, members: members.items };
}
