import { getMemberDays, listMemberSessions } from '@devpulse/contracts/attendance/days';
import { getAttendanceSettings, listMemberTargets } from '@devpulse/contracts/attendance/settings';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import type { RouteResponse } from '@devpulse/contracts/route';
import { Card } from '@devpulse/ui/card';
import { PageHeader } from '@devpulse/ui/page-header';
import { dayWords } from '@devpulse/ui/words/moment-words';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { MemberDaysCard, MemberSessionsCard } from '../../../../../features/team-time/member-days-card.tsx';
import { saveMemberLeave, saveMemberTarget } from '../../../../../features/team-time/team-actions.ts';
import { readAccount } from '../../../../../lib/account.ts';
import { memberTimeAddress, timesheetAddress } from '../../../../../lib/addresses.ts';
import { callApi, settle } from '../../../../../lib/api.ts';
import { readClock } from '../../../../../lib/clock.ts';
import { isUuid } from '../../../../../lib/ids.ts';
import { LeaveForm } from '../../../../../lib/leave-form.tsx';
import { TargetForm } from '../../../../../lib/target-form.tsx';
import { WeekControls } from '../../../../../lib/week-controls.tsx';
import { type Week, weekNumber, weekOf } from '../../../../../lib/weeks.ts';
import { MemberPage } from '../../../member-page.tsx';
import { Sections } from '../../sections.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Hours of a member' };

type Props = {
  params: Promise<{ organization: string; member: string }>;
  searchParams: Promise<{ week?: string | string[] }>;
};

export default async function MemberTimePage({ params, searchParams }: Props) {
  const { organization, member } = await params;
  const { week } = await searchParams;
  if (!isUuid(member)) notFound();
  return (
    <MemberPage
      organization={organization}
      title="Hours of a member"
      what="These hours could not be read"
      needs="read_attendance"
      read={(membership) => readMemberTime(membership, member, week)}
    >
      {(data, membership) => <MemberTime {...data} membership={membership} />}
    </MemberPage>
  );
}

type MemberTimeData = {
  week: Week;
  today: string;
  isSelf: boolean;
  days: RouteResponse<typeof getMemberDays>;
  /** Null where the organization does not show them. */
  sessions: RouteResponse<typeof listMemberSessions>['items'] | null;
  /** Of the member, oldest first, and of the organization. */
  targets: RouteResponse<typeof listMemberTargets>['items'];
  usualTargets: RouteResponse<typeof getAttendanceSettings>['targets'];
};

async function readMemberTime(
  { slug: organization }: OrganizationMembership,
  member: string,
  asked: string | string[] | undefined,
): Promise<MemberTimeData> {
  const params = { organization, member };
  const [clock, account] = await Promise.all([readClock(organization), readAccount()]);
  const { day: today } = clock.today;
  const week = weekOf(asked, today);
  const query = { from: week.from, to: week.to };
  const days = await callApi(getMemberDays, { params, query });
  const [sessions, targets, settings] = await Promise.all([
    settle(callApi(listMemberSessions, { params, query })),
    callApi(listMemberTargets, { params }),
    callApi(getAttendanceSettings, { params: { organization } }),
  ]);
  return {
    week,
    today,
    isSelf: account.id === member,
    days,
    sessions: 'data' in sessions ? sessions.data.items : null,
    targets: targets.items,
    usualTargets: settings.targets,
  };
}

function MemberTime({
  week,
  today,
  isSelf,
  days,
  sessions,
  targets,
  usualTargets,
  membership,
}: MemberTimeData & { membership: OrganizationMembership }) {
  const { slug, capabilities, calendar } = membership;
  const { name, userId } = days.member;
  const { from, to } = week;
  const files = (['csv', 'pdf'] as const).map((format) => ({
    label: format === 'csv' ? 'CSV of this week' : 'PDF timesheet of this week',
    href: timesheetAddress(slug, format, { from, to, member: userId }),
  }));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={name}
        subtitle={`Week ${weekNumber(from)}, ${dayWords.span(from, to)}, in the person’s own zone.`}
        controls={
          <WeekControls
            day={from}
            today={today}
            previous={memberTimeAddress(slug, userId, { week: week.previous })}
            next={week.next && memberTimeAddress(slug, userId, { week: week.next })}
          />
        }
      />
      <Sections membership={membership} />
      <MemberDaysCard data={days} isSelf={isSelf} files={files} />
      {sessions && <MemberSessionsCard sessions={sessions} zone={days.days[0]?.zone ?? calendar.zone} />}
      <MemberForms
        named={{ organization: slug, member: userId }}
        today={today}
        mayNoteLeave={capabilities.includes('decide_attendance') && !isSelf}
        target={
          capabilities.includes('manage_attendance') ? targetOn(today, { targets, usualTargets }) : null
        }
      />
    </div>
  );
}

type Target = { isOwn: boolean; minutes: readonly number[] };

/** In force on a day: the member's own, else the organization's. */
function targetOn(
  day: string,
  { targets, usualTargets }: Pick<MemberTimeData, 'targets' | 'usualTargets'>,
): Target {
  const hasCome = ({ effectiveFrom }: { effectiveFrom: string }) => effectiveFrom <= day;
  const own = targets.findLast(hasCome);
  return { isOwn: own !== undefined, minutes: (own ?? usualTargets.findLast(hasCome))?.minutes ?? [] };
}

/** What managers may note of somebody, and Admins set; the person is told of each. */
function MemberForms({
  named,
  today,
  mayNoteLeave,
  target,
}: {
  named: { organization: string; member: string };
  today: string;
  mayNoteLeave: boolean;
  /** Null for those who may not set it. */
  target: Target | null;
}) {
  const whose = target?.isOwn
    ? 'Of this person alone. The person is told.'
    : 'The organization’s holds, until one is set here.';
  return (
    <div className="grid items-start gap-4 wide:grid-cols-2">
      {mayNoteLeave && (
        <Card title="Leave" subtitle="The person is told.">
          <div className="mt-3">
            <LeaveForm action={saveMemberLeave.bind(null, named)} day={today} />
          </div>
        </Card>
      )}
      {target && (
        <Card title="Target" subtitle={whose}>
          <div className="mt-3">
            <TargetForm
              action={saveMemberTarget.bind(null, named)}
              minutes={target.minutes}
              effectiveFrom={today}
            />
          </div>
        </Card>
      )}
    </div>
  );
}
