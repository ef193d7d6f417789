import { listOwnDays, listOwnSessions } from '@devpulse/contracts/attendance/days';
import { listOwnLeave } from '@devpulse/contracts/attendance/leave';
import { getAttendanceSettings } from '@devpulse/contracts/attendance/settings';
import { listPresence } from '@devpulse/contracts/attendance/team';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { listWhoLooked } from '@devpulse/contracts/organization/trust';
import type { RouteResponse } from '@devpulse/contracts/route';
import { addDays } from '@devpulse/domain/time/local-day';
import { wallText } from '@devpulse/domain/time/wall-time';
import { Card } from '@devpulse/ui/card';
import { LINK_STYLE } from '@devpulse/ui/link';
import { PageHeader } from '@devpulse/ui/page-header';
import { momentWords } from '@devpulse/ui/words/moment-words';
import type { Metadata } from 'next';
import { saveOwnLeave } from '../../../features/attendance/leave-actions.ts';
import { LeaveCard } from '../../../features/attendance/leave-card.tsx';
import { ownDays } from '../../../features/attendance/own-week.ts';
import { UnresolvedCard } from '../../../features/attendance/unresolved-card.tsx';
import { WeekCard } from '../../../features/attendance/week-card.tsx';
import { AnswerForm } from '../../../features/clock/answer-form.tsx';
import { actOnClock } from '../../../features/clock/clock-actions.ts';
import { clockView } from '../../../features/clock/clock-view.ts';
import { ShellClock } from '../../../features/clock/shell-clock.tsx';
import { StoppedEarlier } from '../../../features/clock/stopped-earlier.tsx';
import { LiveStatus } from '../../../features/live/live-status.tsx';
import { type Look, WhoLooked } from '../../../features/record/who-looked.tsx';
import { PresenceCard } from '../../../features/team-time/presence-card.tsx';
import { attendanceAddress, liveAddress, ownRecordAddress } from '../../../lib/addresses.ts';
import { callApi } from '../../../lib/api.ts';
import { type Clock, readClock } from '../../../lib/clock.ts';
import { PageLink } from '../../../lib/page-link.tsx';
import { WeekControls } from '../../../lib/week-controls.tsx';
import { type Week, weekOf } from '../../../lib/weeks.ts';
import { MemberPage } from '../member-page.tsx';
import { Sections } from './sections.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Attendance' };

type Search = { week?: string | string[]; view?: string | string[] };
type Props = { params: Promise<{ organization: string }>; searchParams: Promise<Search> };

export default async function AttendancePage({ params, searchParams }: Props) {
  const { organization } = await params;
  const search = await searchParams;
  return (
    <MemberPage
      organization={organization}
      title="Attendance"
      what="Your time could not be read"
      needs="own_record"
      read={() => readOwnTime(organization, search.week)}
    >
      {(data, membership) => <OwnTime {...data} membership={membership} isTable={search.view === 'table'} />}
    </MemberPage>
  );
}

type OwnTimeData = {
  clock: Clock;
  week: Week;
  days: RouteResponse<typeof listOwnDays>;
  sessions: RouteResponse<typeof listOwnSessions>;
  leave: RouteResponse<typeof listOwnLeave>;
  presence: RouteResponse<typeof listPresence>;
  settings: RouteResponse<typeof getAttendanceSettings>;
  looks: Look[];
};

async function readOwnTime(organization: string, asked: Search['week']): Promise<OwnTimeData> {
  const params = { organization };
  const clock = await readClock(organization);
  const { day: today } = clock.today;
  const week = weekOf(asked, today);
  const query = { from: week.from, to: week.to };
  const [days, sessions, leave, presence, settings, looks] = await Promise.all([
    callApi(listOwnDays, { params, query }),
    callApi(listOwnSessions, { params, query }),
    callApi(listOwnLeave, { params, query: { from: addDays(today, -31), to: addDays(today, 92) } }),
    callApi(listPresence, { params }),
    callApi(getAttendanceSettings, { params }),
    callApi(listWhoLooked, { params, query: { limit: 10 } }),
  ]);
  const aboutTime = looks.items.filter(({ what }) => what.startsWith('attendance') || what === 'presence');
  return { clock, week, days, sessions, leave, presence, settings, looks: aboutTime };
}

function OwnTime({
  clock,
  week,
  days,
  sessions,
  leave,
  presence,
  settings,
  looks,
  membership,
  isTable,
}: OwnTimeData & { membership: OrganizationMembership; isTable: boolean }) {
  const { slug } = membership;
  const { zone } = clock.zone;
  const now = Date.parse(clock.serverTime);
  const isPresenceShown = presence.isShared && !membership.capabilities.includes('decide_attendance');
  return (
    <div className="flex flex-col gap-4">
      <OwnHeader membership={membership} clock={clock} week={week} isTable={isTable} />
      <Sections membership={membership} />
      <div className="rounded-card border border-hairline bg-card px-2 py-4 rail:hidden">
        <ShellClock
          view={clockView(clock)}
          action={actOnClock.bind(null, slug)}
          href={attendanceAddress(slug)}
        />
      </div>
      <OpenSession clock={clock} slug={slug} />
      <UnresolvedCard
        organization={slug}
        clock={clock}
        buttons={(asked, answers, about) => (
          <AnswerForm action={actOnClock.bind(null, slug)} asked={asked} answers={answers} about={about} />
        )}
      />
      <WeekCard
        organization={slug}
        isTable={isTable}
        showsSessionTimes={settings.showsSessionTimes}
        week={{
          ...days.totals,
          days: ownDays(week.from, week.to, { sheets: days.days, sessions: sessions.items, zone, now }),
          from: week.from,
          to: week.to,
          zone,
          now,
        }}
      />
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <div className={isPresenceShown ? 'flex flex-col gap-4' : 'contents'}>
          <LeaveCard leave={leave} today={clock.today.day} action={saveOwnLeave.bind(null, slug)} />
          <LooksCard looks={looks} zone={zone} slug={slug} />
        </div>
        {isPresenceShown && <PresenceCard presence={presence} zone={zone} />}
      </div>
    </div>
  );
}

function OpenSession({ clock, slug }: { clock: Clock; slug: string }) {
  const { session, serverTime, notHeardSince } = clock;
  if (session === null) return null;
  const { zone } = clock.zone;
  return (
    <StoppedEarlier
      key={session.id}
      action={actOnClock.bind(null, slug)}
      session={session.id}
      since={momentWords(zone).timeSince(Date.parse(session.startedAt), Date.parse(serverTime))}
      proposed={wallText(Date.parse(notHeardSince ?? serverTime), zone)}
      zone={zone}
    />
  );
}

function OwnHeader({
  membership: { slug, name },
  clock,
  week,
  isTable,
}: Pick<OwnTimeData, 'clock' | 'week'> & { membership: OrganizationMembership; isTable: boolean }) {
  const { zone } = clock.zone;
  const view = isTable ? ({ view: 'table' } as const) : {};
  return (
    <PageHeader
      title="Attendance"
      subtitle={`Your time in ${name}. Each day in ${zone}.`}
      live={<LiveStatus address={liveAddress(slug)} zone={zone} initialDetail={null} />}
      controls={
        <WeekControls
          day={week.from}
          today={clock.today.day}
          previous={attendanceAddress(slug, { week: week.previous, ...view })}
          next={week.next && attendanceAddress(slug, { week: week.next, ...view })}
        />
      }
    />
  );
}

function LooksCard({ looks, zone, slug }: { looks: Look[]; zone: string; slug: string }) {
  return (
    <Card
      title="Who looked at my time"
      subtitle="Every look of another is listed; nobody can delete a line."
      action={
        <PageLink href={ownRecordAddress(slug)} className={LINK_STYLE}>
          All looks
        </PageLink>
      }
    >
      {looks.length === 0 ? (
        <p className="role-body mt-3 text-muted">Nobody has looked lately.</p>
      ) : (
        <WhoLooked looks={looks} zone={zone} />
      )}
    </Card>
  );
}
