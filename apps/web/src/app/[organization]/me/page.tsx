import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { getOwnRecord, listAudit, listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { buttonStyle } from '@devpulse/ui/button';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { Note } from '@devpulse/ui/note';
import { PageHeader } from '@devpulse/ui/page-header';
import { Download } from 'lucide-react';
import type { Metadata } from 'next';
import { AuditTable, LogPages } from '../../../features/audit/audit-table.tsx';
import type { AuditItem } from '../../../features/audit/audit-words.ts';
import { HeldTable } from '../../../features/record/held-table.tsx';
import { Leaving } from '../../../features/record/leaving.tsx';
import { type Look, WhoLooked } from '../../../features/record/who-looked.tsx';
import { readAccount } from '../../../lib/account.ts';
import {
  auditAddress,
  ownExportAddress,
  ownRecordAddress,
  securityAddress,
  settingsAddress,
} from '../../../lib/addresses.ts';
import { callApi } from '../../../lib/api.ts';
import { beforeOf, LOG_PAGE, nextBefore } from '../../../lib/log-page.ts';
import { PageLink } from '../../../lib/page-link.tsx';
import { MemberPage } from '../member-page.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'My data' };

type Props = {
  params: Promise<{ organization: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
};

export default async function OwnRecordPage({ params, searchParams }: Props) {
  const { organization } = await params;
  const before = beforeOf((await searchParams).before);
  return (
    <MemberPage
      organization={organization}
      title="My data"
      what="What is held about you could not be read"
      needs="own_record"
      read={() => readRecord(organization, before)}
    >
      {(data, membership) => (
        <RecordContent {...data} membership={membership} isNewest={before === undefined} />
      )}
    </MemberPage>
  );
}

type RecordData = {
  record: RouteResponse<typeof getOwnRecord>;
  looks: Look[];
  entries: AuditItem[];
  ownUserId: string;
};

const ENTRIES = 10;

async function readRecord(organization: string, before: string | undefined): Promise<RecordData> {
  const params = { organization };
  const [record, looks, audit, account] = await Promise.all([
    callApi(getOwnRecord, { params }),
    callApi(listWhoLooked, { params, query: { before, limit: LOG_PAGE } }),
    callApi(listAudit, { params, query: { limit: ENTRIES } }),
    readAccount(),
  ]);
  return { record, looks: looks.items, entries: audit.items, ownUserId: account.id };
}

function RecordContent({
  record,
  looks,
  entries,
  ownUserId,
  membership,
  isNewest,
}: RecordData & { membership: OrganizationMembership; isNewest: boolean }) {
  const { slug, calendar, role, name } = membership;
  const older = nextBefore(looks);
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="My data"
        subtitle={`What ${name} holds about ${record.name}, and who looked. Times in ${calendar.zone}.`}
      />
      <WhoMaySee slug={slug} record={record} />
      <Card title="Who looked at my data" subtitle="Within a minute of each look; nobody can delete a line.">
        <WhoLooked looks={looks} zone={calendar.zone} />
        <LogPages
          label="Further looks"
          older={older === undefined ? null : ownRecordAddress(slug, { before: older })}
          newest={isNewest ? null : ownRecordAddress(slug)}
        />
      </Card>
      <Card title="What is held about me" action={<Downloads organization={slug} />}>
        <div className="mt-3">
          <HeldTable held={record.held} />
        </div>
        <p className="role-caption mt-3 text-muted">
          <span className="text-text">Never collected:</span> screenshots, keys, mouse, window titles,
          addresses of pages, camera, microphone, location.
        </p>
      </Card>
      <OwnEntries entries={entries} ownUserId={ownUserId} membership={membership} />
      <Leaving organization={slug} name={name} isOwner={role === 'owner'} />
    </div>
  );
}

function OwnEntries({
  entries,
  ownUserId,
  membership: { slug, role, teams, calendar },
}: Pick<RecordData, 'entries' | 'ownUserId'> & { membership: OrganizationMembership }) {
  const isOfAll = reachOf('read_audit', role) === 'everything';
  const names = new Map([[ownUserId, 'you'], ...teams.map(({ id, name }) => [id, `Team ${name}`] as const)]);
  return (
    <Card
      title="What was changed about me"
      subtitle={
        isOfAll
          ? 'You read the audit log of the whole organization; what is about you is in it.'
          : `The last ${ENTRIES} entries of the audit log that you made or that are about you.`
      }
      action={
        <PageLink href={auditAddress(slug)} className={LINK_STYLE}>
          {isOfAll ? 'Audit log' : 'All entries'}
        </PageLink>
      }
    >
      {!isOfAll && entries.length === 0 && <p className="role-body mt-3 text-muted">Nothing yet.</p>}
      {!isOfAll && entries.length > 0 && (
        <div className="mt-3">
          <AuditTable label="Entries about me" items={entries} zone={calendar.zone} names={names} />
        </div>
      )}
    </Card>
  );
}

function WhoMaySee({ slug, record }: { slug: string; record: RecordData['record'] }) {
  return (
    <>
      <Note>
        <p>
          {record.isIndividualViewsOn
            ? 'Individual views are on: managers of your teams, Admins and Owners may see your figures. '
            : 'Individual views are off: nobody but you sees your figures. '}
          <PageLink href={settingsAddress(slug, 'trust')} className={LINK_STYLE}>
            What this means
          </PageLink>
        </p>
      </Note>
      {record.contributorId === null && (
        <Note>
          <p>
            You are not linked to a GitHub account, so no pull request is counted as yours.{' '}
            <PageLink href={securityAddress()} className={LINK_STYLE}>
              Link your GitHub account
            </PageLink>
          </p>
        </Note>
      )}
    </>
  );
}

/** Plain links, as what they lead to is a file. */
function Downloads({ organization }: { organization: string }) {
  return (
    <div className="flex flex-wrap gap-2">
      <a href={ownExportAddress(organization, 'json')} className={buttonStyle()}>
        <Download aria-hidden size={16} />
        JSON
      </a>
      <a href={ownExportAddress(organization, 'csv')} className={buttonStyle()}>
        <Download aria-hidden size={16} />
        CSV, a file a table
      </a>
    </div>
  );
}
