import { listMembers, type Member } from '@devpulse/contracts/organization/members';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { ActionButton } from '@devpulse/ui/action-button';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { takeDeletionBack } from '../../../../features/organization/organization-actions.ts';
import { askForDeletion, handOver } from '../../../../features/organization/ownership-actions.ts';
import { DeletionDialog, TransferDialog } from '../../../../features/organization/ownership-forms.tsx';
import { readAccount } from '../../../../lib/account.ts';
import { organizationExportAddress } from '../../../../lib/addresses.ts';
import { callApi } from '../../../../lib/api.ts';
import { instantDayText } from '../../../../lib/day-words.ts';
import { ROLE_LABELS } from '../../../../lib/role-words.ts';
import { MemberPage } from '../../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Data and ownership' };

export default async function DataPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title={null}
      what="The members could not be read"
      needs="export_organization"
      read={() => Promise.all([callApi(listMembers, { params: { organization } }), readAccount()])}
    >
      {([members, account], membership) => (
        <div className="flex max-w-[720px] flex-col gap-4">
          <ExportCard organization={organization} name={membership.name} />
          <OwnershipCard
            membership={membership}
            others={members.items.filter(({ userId }) => userId !== account.id)}
          />
          <DeletionCard membership={membership} />
        </div>
      )}
    </MemberPage>
  );
}

function ExportCard({ organization, name }: { organization: string; name: string }) {
  return (
    <Card
      title="Export"
      subtitle="Everything that is kept, by table, but raw deliveries and secrets. Every member sees in their access log that you exported it."
    >
      <div className="mt-3 flex flex-wrap gap-2">
        <a href={organizationExportAddress(organization, 'json')} className={buttonStyle()}>
          <Download aria-hidden size={16} />
          <span>
            JSON<span className="sr-only"> of {name}</span>
          </span>
        </a>
        <a href={organizationExportAddress(organization, 'csv')} className={buttonStyle()}>
          <Download aria-hidden size={16} />
          <span>
            CSV, a file a table<span className="sr-only">, of {name}</span>
          </span>
        </a>
      </div>
    </Card>
  );
}

function OwnershipCard({
  membership: { slug, name },
  others,
}: {
  membership: OrganizationMembership;
  others: readonly Member[];
}) {
  return (
    <Card
      title="Ownership"
      subtitle="The Owner alone exports, deletes and hands over, and switches individual views."
    >
      <div className="mt-3">
        {others.length === 0 ? (
          <p className="role-body text-muted">
            There is nobody else yet. Invite the person first, then hand over.
          </p>
        ) : (
          <TransferDialog
            action={handOver.bind(null, slug)}
            name={name}
            members={others.map((member) => ({
              userId: member.userId,
              label: `${member.name}, ${ROLE_LABELS[member.role]}`,
            }))}
          />
        )}
      </div>
    </Card>
  );
}

function DeletionCard({ membership }: { membership: OrganizationMembership }) {
  const { slug, name, deletionDueAt, calendar } = membership;
  if (deletionDueAt !== null) {
    return (
      <Card
        title="Deletion"
        subtitle={`${name} will be deleted with everything in it on ${instantDayText(deletionDueAt, calendar.zone)}.`}
      >
        <div className="mt-3">
          <ActionButton action={takeDeletionBack.bind(null, slug)}>Take the deletion back</ActionButton>
        </div>
      </Card>
    );
  }
  return (
    <Card
      title="Deletion"
      subtitle="Thirty days after it is asked for; until then an Owner can take it back."
    >
      <div className="mt-3">
        <DeletionDialog action={askForDeletion.bind(null, slug)} name={name} slug={slug} />
      </div>
    </Card>
  );
}
