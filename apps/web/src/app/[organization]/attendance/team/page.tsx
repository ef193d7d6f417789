import { listAttendanceAudit, listCorrectionsToDecide } from '@devpulse/contracts/attendance/corrections';
import { listAttendanceLocks } from '@devpulse/contracts/attendance/locks';
import { listPresence, listTeamDays } from '@devpulse/contracts/attendance/team';
import type { OrganizationMembership } from '@devpulse/contracts/organization/organizations';
import { listTeams } from '@devpulse/contracts/organization/teams';
import type { RouteResponse } from '@devpulse/contracts/route';
import { reachOf } from '@devpulse/domain/access/capabilities';
import { addDays } from '@devpulse/domain/time/local-day';
import { PageHeader } from '@devpulse/ui/page-header';
import { dayWords } from '@devpulse/ui/words/moment-words';
import type { Metadata } from 'next';
import { ChangeLog, MOST_SHOWN } from '../../../../features/attendance/change-log.tsx';
import { decisionView } from '../../../../features/team-time/decision-view.ts';
import { DecisionsCard } from '../../../../features/team-time/decisions-card.tsx';
import { LockCard } from '../../../../features/team-time/lock-card.tsx';
import { lockView } from '../../../../features/team-time/lock-view.ts';
import { approve, decline, lockDays, unlockDays } from '../../../../features/team-time/team-actions.ts';
import { TeamChoice } from '../../../../features/team-time/team-choice.tsx';
import { teamWeek } from '../../../../features/team-time/team-week.ts';
import { TeamWeekCard } from '../../../../features/team-time/team-week-card.tsx';
import { readAccount } from '../../../../lib/account.ts';
import { teamTimeAddress, teamTimesheetAddress } from '../../../../lib/addresses.ts';
import { callApi } from '../../../../lib/api.ts';
import { readClock } from '../../../../lib/clock.ts';
import { countOf } from '../../../../lib/count-words.ts';
import { WeekControls } from '../../../../lib/week-controls.tsx';
import { isLocalDay, type Week, weekNumber, weekOf } from '../../../../lib/weeks.ts';
import { MemberPage } from '../../member-page.tsx';
import { Sections } from '../sections.tsx';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Team attendance' };

type Search = Partial<Record<'week' | 'team' | 'through', string | string[]>>;
type Props = { params: Promise<{ organization: string }>; searchParams: Promise<Search> };

export default async function TeamTimePage({ params, searchParams }: Props) {
  const { organization } = await params;
  const search = await searchParams;
  return (
    <MemberPage
      organization={organization}
      title="Team attendance"
      what="The hours of your team could not be read"
      needs="decide_attendance"
      read={(membership) => readTeamTime(membership, search)}
    >
      {(data, membership) => <TeamTime {...data} membership={membership} />}
    </MemberPage>
  );
}

type TeamTimeData = {
  asked: { week: Week; today: string; through: string; team: string | null };
  teams: readonly Team[];
  ownUserId: string;
  days: RouteResponse<typeof listTeamDays>;
  presence: RouteResponse<typeof listPresence>;
  decisions: RouteResponse<typeof listCorrectionsToDecide>['items'];
  locks: RouteResponse<typeof listAttendanceLocks>;
  changes: RouteResponse<typeof listAttendanceAudit>['items'];
};

type Team = Pick<OrganizationMembership['teams'][number], 'id' | 'name'>;

/** Whose time the caller decides about: every team, or those that they manage, and not one that they are only in. */
async function decidedTeams({ slug, role, teams }: OrganizationMembership, userId: string): Promise<Team[]> {
  if (reachOf('decide_attendance', role) === 'everything') return teams;
  const { items } = await callApi(listTeams, { params: { organization: slug } });
  return items.filter(({ managers }) => managers.some((manager) => manager.userId === userId));
}

async function readTeamTime(membership: OrganizationMembership, search: Search): Promise<TeamTimeData> {
  const { slug: organization } = membership;
  const params = { organization };
  const [clock, account] = await Promise.all([readClock(organization), readAccount()]);
  const { day: today } = clock.today;
  const week = weekOf(search.week, today);
  const teams = await decidedTeams(membership, account.id);
  const team = teams.find(({ id }) => id === search.team)?.id ?? null;
  const lastSunday = addDays(weekOf(today, today).from, -1);
  const through = isLocalDay(search.through) && search.through < today ? search.through : lastSunday;
  const ofTeam = team === null ? {} : { team };
  const [days, presence, decisions, locks, changes] = await Promise.all([
    callApi(listTeamDays, { params, query: { from: week.from, to: week.to, ...ofTeam } }),
    callApi(listPresence, { params }),
    callApi(listCorrectionsToDecide, { params, query: { limit: 50, state: 'pending' } }),
    callApi(listAttendanceLocks, { params, query: { through, ...ofTeam } }),
    callApi(listAttendanceAudit, { params, query: { limit: MOST_SHOWN } }),
  ]);
  const asked = { week, today, through, team };
  const [read, ownUserId] = [{ days, presence, locks }, account.id];
  return { ...read, asked, teams, ownUserId, decisions: decisions.items, changes: changes.items };
}

function TeamTime({
  asked: { week, today, through, team },
  teams,
  ownUserId,
  days,
  presence,
  decisions,
  locks,
  changes,
  membership,
}: TeamTimeData & { membership: OrganizationMembership }) {
  const { slug, capabilities, calendar } = membership;
  const name = teams.find(({ id }) => id === team)?.name ?? 'Everybody';
  const search = { ...(team !== null && { team }) };
  const { from, to } = week;
  const lock = { through, today, team, week: from };
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title="Team attendance"
        subtitle={`${name}, ${countOf(days.members.length, 'person', 'people')}. Week ${weekNumber(from)}, ${dayWords.span(from, to)}, each day in the person’s own zone.`}
        controls={
          <div className="flex flex-wrap gap-2 max-rail:w-full">
            {teams.length > 0 && <TeamChoice teams={teams} current={team} />}
            <WeekControls
              day={from}
              today={today}
              previous={teamTimeAddress(slug, { ...search, week: week.previous })}
              next={week.next && teamTimeAddress(slug, { ...search, week: week.next })}
            />
          </div>
        }
      />
      <Sections membership={membership} />
      <TeamWeekCard
        organization={slug}
        week={teamWeek(days.members, {
          from,
          today,
          ownUserId,
          presence,
          holidays: calendar.holidays,
        })}
        from={from}
        zone={calendar.zone}
        name={name}
        csv={teamTimesheetAddress(slug, { from, to, ...search })}
      />
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <DecisionsCard
          decisions={decisions.map((decision) => decisionView(decision, calendar.zone))}
          approve={approve.bind(null, slug)}
          decline={decline.bind(null, slug)}
        />
        <LockCard
          view={lockView(locks, lock)}
          lock={lockDays.bind(null, slug)}
          unlock={capabilities.includes('manage_attendance') ? unlockDays.bind(null, slug) : null}
        />
      </div>
      <ChangeLog items={changes} zone={calendar.zone} />
    </div>
  );
}
