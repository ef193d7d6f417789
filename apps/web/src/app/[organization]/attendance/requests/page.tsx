import { listAttendanceAudit, listOwnCorrections } from '@devpulse/contracts/attendance/corrections';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { ActionButton } from '@devpulse/ui/action-button';
import { Card } from '@devpulse/ui/card';
import { Disclosure } from '@devpulse/ui/disclosure';
import { ListRow } from '@devpulse/ui/list-row';
import { PageHeader } from '@devpulse/ui/page-header';
import { type MomentWords, momentWords } from '@devpulse/ui/words/moment-words';
import type { Metadata } from 'next';
import { ChangeLog, MOST_SHOWN } from '../../../../features/attendance/change-log.tsx';
import { acceptHeld, askForTimes } from '../../../../features/attendance/correction-actions.ts';
import { type OwnRequest, OwnRequests } from '../../../../features/attendance/own-requests.tsx';
import { type Correction, listedRequest, titleOf } from '../../../../features/attendance/request-words.ts';
import { noTimes } from '../../../../features/attendance/session-times.ts';
import { TimesForm } from '../../../../features/attendance/times-form.tsx';
import { attendanceDayAddress } from '../../../../lib/addresses.ts';
import { callApi } from '../../../../lib/api.ts';
import { type Clock, readClock } from '../../../../lib/clock.ts';
import { MemberPage } from '../../member-page.tsx';
import { Sections } from '../sections.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'My requests' };

export default async function RequestsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params;
  return (
    <MemberPage
      organization={organization}
      title="My requests"
      what="Your requests could not be read"
      needs="own_record"
      read={() => readRequests(organization)}
    >
      {(data, membership) => <Requests {...data} membership={membership} />}
    </MemberPage>
  );
}

type RequestsData = {
  clock: Clock;
  corrections: Correction[];
  changes: RouteResponse<typeof listAttendanceAudit>['items'];
};

async function readRequests(organization: string): Promise<RequestsData> {
  const params = { organization };
  const [clock, corrections, changes] = await Promise.all([
    readClock(organization),
    callApi(listOwnCorrections, { params, query: { limit: 50 } }),
    callApi(listAttendanceAudit, { params, query: { limit: MOST_SHOWN, whose: 'mine' } }),
  ]);
  return { clock, corrections: corrections.items, changes: changes.items };
}

function Requests({
  clock,
  corrections,
  changes,
  membership,
}: RequestsData & { membership: OrganizationMembership }) {
  const { slug } = membership;
  const { zone } = clock.zone;
  const moments = momentWords(zone);
  const held = corrections.filter(
    ({ state, heldReason }) => state === 'pending' && heldReason === 'device_removed',
  );
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="My requests"
        subtitle={`The first times are always kept, and you see every change with its reason. Times in ${zone}.`}
      />
      <Sections membership={membership} />
      {held.length > 0 && <HeldCard slug={slug} held={held} />}
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <Card title="Corrections" subtitle="The newest 50.">
          <div className="mt-3">
            {corrections.length === 0 ? (
              <p className="role-body text-muted">None yet. A day of yours offers to correct its sessions.</p>
            ) : (
              <OwnRequests
                organization={slug}
                requests={corrections.map((one) => requestOf(one, slug, moments))}
              />
            )}
          </div>
        </Card>
        <Card title="Time that no clock recorded">
          <div className="mt-3">
            <Disclosure summary="Ask for it">
              <TimesForm action={askForTimes.bind(null, slug)} values={noTimes(zone)} />
            </Disclosure>
          </div>
        </Card>
      </div>
      <ChangeLog items={changes} zone={zone} isOfOne />
    </div>
  );
}

function requestOf(correction: Correction, slug: string, moments: MomentWords): OwnRequest {
  const startedAt = (correction.before ?? correction.after)?.startedAt ?? null;
  return {
    ...listedRequest(correction, moments),
    version: correction.version,
    askAgain:
      startedAt && attendanceDayAddress(slug, momentWords(correction.zone).dayOf(Date.parse(startedAt))),
  };
}

function HeldCard({ slug, held }: { slug: string; held: Correction[] }) {
  return (
    <Card
      title="From a clock that was removed"
      subtitle="It recorded this before it was removed. It counts once you say so."
    >
      <ul className="mt-2">
        {held.map((correction) => (
          <ListRow
            key={correction.id}
            title={titleOf(correction)}
            detail={correction.reason}
            action={
              <ActionButton
                action={acceptHeld.bind(null, slug)}
                hidden={{ correction: correction.id, version: String(correction.version) }}
              >
                Let it count
              </ActionButton>
            }
          />
        ))}
      </ul>
    </Card>
  );
}
