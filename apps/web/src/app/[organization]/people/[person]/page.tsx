import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { getPerson } from '@devpulse/contracts/organization/trust';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Note } from '@devpulse/ui/note';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { type PersonAnswer, PersonFigures } from '../../../../features/people/person-figures.tsx';
import { ownRecordAddress, teamAddress } from '../../../../lib/addresses.ts';
import { callApi } from '../../../../lib/api.ts';
import { isUuid } from '../../../../lib/ids.ts';
import { PageLink } from '../../../../lib/page-link.tsx';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Individual figures' };

export default async function PersonPage({
  params,
}: {
  params: Promise<{ organization: string; person: string }>;
}) {
  const { organization, person } = await params;
  if (!isUuid(person)) notFound();
  return (
    <MemberPage
      organization={organization}
      title="Individual figures"
      what="The figures could not be read"
      needs="read_person"
      read={() => callApi(getPerson, { params: { organization, person } })}
    >
      {(answer, membership) => <PersonContent person={answer} membership={membership} />}
    </MemberPage>
  );
}

function PersonContent({ person, membership }: { person: PersonAnswer; membership: OrganizationMembership }) {
  const { slug, calendar } = membership;
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={person.isSelf ? 'My figures' : person.name}
        subtitle={person.login ?? 'Not linked to GitHub'}
      />
      <Note className="max-w-[560px]">
        {person.isSelf ? (
          <p>
            {membership.isIndividualViewsOn
              ? 'Managers of your teams, Admins and Owners may see these figures too. '
              : 'Only you see these figures. '}
            <PageLink href={ownRecordAddress(slug)} className={LINK_STYLE}>
              Who looked
            </PageLink>
          </p>
        ) : (
          <p>
            {person.name} will see that you looked: your name, your role and the time are in their access log.
          </p>
        )}
      </Note>
      <PersonFigures person={person} calendar={calendar} />
      {person.teams.length > 0 && (
        <p className="role-body flex flex-wrap items-center gap-x-3 text-muted">
          In
          {person.teams.map((team) => (
            <PageLink key={team.id} href={teamAddress(slug, team.id)} className={LINK_STYLE}>
              {team.name}
            </PageLink>
          ))}
        </p>
      )}
    </div>
  );
}
