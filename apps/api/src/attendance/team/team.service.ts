import type { exportTeamTimesheet, listPresence, listTeamDays } from '@devpulse/contracts/attendance/team';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { countPendingCorrections } from '@devpulse/database/attendance/corrections';
import { readPresence } from '@devpulse/database/attendance/presence';
import { listMemberNames, listReached } from '@devpulse/database/attendance/reach';
import { readPolicy } from '@devpulse/database/attendance/rules';
import type { Database } from '@devpulse/database/connection';
import { inOrganization } from '@devpulse/database/tenant';
import { SILENCE_MS } from '@devpulse/domain/attendance/ending';
import { formatInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { requireRange } from '../days/day-range.ts';
import { readSheets, type Sheet, type SheetDay } from '../days/day-sheets.ts';
import { shownDay, timesheetRow, totalsOf } from '../days/shown-days.ts';
import { noteLook } from '../looks.ts';
import { reachedOfTeam } from './team-reach.ts';

type Query = RouteQuery<typeof listTeamDays>;

/** What somebody sees of the people whose time they decide about; each of these is told. */
@Injectable()
export class TeamService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async days(member: Member, query: Query): Promise<RouteResponse<typeof listTeamDays>> {
    const { reached, sheets, pending } = await this.#sheets(member, query, 'attendance_days');
    return {
      members: reached.map((person) => {
        const { days = [], lockedThrough = null }: Partial<Sheet> = sheets.get(person.userId) ?? {};
        return {
          member: person,
          days: days.map(teamDay),
          totals: totalsOf(days),
          lockedThrough,
          undecidedCorrections: pending.get(person.userId) ?? 0,
        };
      }),
    };
  }

  async timesheet(member: Member, query: Query): Promise<RouteResponse<typeof exportTeamTimesheet>> {
    const { reached, sheets } = await this.#sheets(member, query, 'attendance_export');
    return {
      rows: reached.flatMap(({ userId, name }) =>
        (sheets.get(userId)?.days ?? []).map((day) => timesheetRow(name, day)),
      ),
    };
  }

  /** Shared presence is no look at anybody: everybody knows that all see it. */
  async presence(member: Member): Promise<RouteResponse<typeof listPresence>> {
    const now = this.#now();
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const { isPresenceShared: isShared } = await readPolicy(tenant, now);
      const people = isShared
        ? await listMemberNames(tenant)
        : await listReached(tenant, member, { capability: 'read_attendance' });
      const userIds = people.map(({ userId }) => userId);
      if (!isShared) await noteLook(tenant, member, { userIds, what: 'presence', at: now });
      const open = await readPresence(tenant, userIds);
      return {
        isShared,
        items: people.map((person) => {
          const session = open.get(person.userId);
          if (session === undefined) return { member: person, status: 'out' as const, notHeardSince: null };
          const heardAt = Math.max(session.lastHeardAt ?? session.startedAt, session.startedAt);
          return {
            member: person,
            status: session.state === 'on_break' ? ('on_break' as const) : ('in' as const),
            notHeardSince: now - heardAt >= SILENCE_MS ? formatInstant(heardAt) : null,
          };
        }),
      };
    });
  }

  async #sheets(member: Member, query: Query, what: 'attendance_days' | 'attendance_export') {
    const range = requireRange(query);
    const now = this.#now();
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const reached = await reachedOfTeam(tenant, member, { teamId: query.team, field: 'query.team' });
      const userIds = reached.map(({ userId }) => userId);
      await noteLook(tenant, member, { userIds, what, at: now });
      return {
        reached,
        sheets: await readSheets(tenant, { userIds, ...range, now }),
        pending: await countPendingCorrections(tenant, userIds),
      };
    });
  }
}

function teamDay(sheet: SheetDay) {
  const { day, firstIn, lastOut, status, leave } = shownDay(sheet);
  return { ...totalsOf([sheet]), day, firstIn, lastOut, status, leave };
}
