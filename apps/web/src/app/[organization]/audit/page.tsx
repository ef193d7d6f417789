import { listMembers } from '@devpulse/contracts/organization/members';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { listAudit } from '@devpulse/contracts/organization/trust';
import { Card } from '@devpulse/ui/card';
import { PageHeader } from '@devpulse/ui/page-header';
import type { Metadata } from 'next';
import { AuditTable, LogPages } from '../../../features/audit/audit-table.tsx';
import { readAccount } from '../../../lib/account.ts';
import { auditAddress } from '../../../lib/addresses.ts';
import { callApi } from '../../../lib/api.ts';
import { beforeOf, LOG_PAGE, nextBefore } from '../../../lib/log-page.ts';
import { MemberPage } from '../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Audit log' };

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export default async function AuditPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const before = beforeOf((await searchParams).before);
  return (
    <MemberPage
      organization={organization}
      title="Audit log"
      what="The audit log could not be read"
      needs="read_audit"
      read={(membership) => readAudit(membership, before)}
    >
      {({ items, names }, { slug, calendar, capabilities }) => {
        const older = nextBefore(items);
        const isWhole = capabilities.includes('manage_members');
        return (
          <div className="flex flex-col gap-4">
            <PageHeader
              title="Audit log"
              subtitle={`${isWhole ? 'Who changed what' : 'What you did, and what was done about you'}. It is only ever added to. Times in ${calendar.zone}.`}
            />
            <Card title={before === undefined ? 'Newest entries' : 'Older entries'}>
              {items.length === 0 ? (
                <p className="role-body mt-3 text-muted">
                  Nothing here. Changes are listed as they are made.
                </p>
              ) : (
                <div className="mt-3">
                  <AuditTable label="Audit log" items={items} zone={calendar.zone} names={names} />
                </div>
              )}
              <LogPages
                label="Further entries"
                older={older === undefined ? null : auditAddress(slug, { before: older })}
                newest={before === undefined ? null : auditAddress(slug)}
              />
            </Card>
          </div>
        );
      }}
    </MemberPage>
  );
}

async function readAudit(membership: OrganizationMembership, before: string | undefined) {
  const params = { organization: membership.slug };
  const mayList = membership.capabilities.includes('manage_members');
  const [{ items }, account, members] = await Promise.all([
    callApi(listAudit, { params, query: { before, limit: LOG_PAGE } }),
    readAccount(),
    mayList ? callApi(listMembers, { params }) : null,
  ]);
  const names = new Map([
    ...membership.teams.map(({ id, name }) => [id, `Team ${name}`] as const),
    ...(members?.items ?? []).map(({ userId, name }) => [userId, name] as const),
    [account.id, account.name] as const,
  ]);
  return { items, names };
}
