import type { listOwnLeave, setOwnLeave } from '@devpulse/contracts/attendance/leave';
import type { RouteBody, RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import { readHolidays, readLeave, saveLeave } from '@devpulse/database/attendance/leave';
import { lockMemberTime } from '@devpulse/database/attendance/streams';
import { announceAttendance } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { tellMember } from '@devpulse/database/organization/notices';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { formatInstant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { requireDay, requireRange } from '../days/day-range.ts';
import { requireUnlocked } from '../locked-day.ts';
import { requireReached } from '../reached-member.ts';

type Wish = RouteBody<typeof setOwnLeave>;

/** Days without the usual target; what a kind is worth is decided elsewhere. */
@Injectable()
export class LeaveService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async own(
    { organizationId, userId }: Member,
    query: RouteQuery<typeof listOwnLeave>,
  ): Promise<RouteResponse<typeof listOwnLeave>> {
    const { from, to } = requireRange(query);
    return inOrganization(this.#database, organizationId, async (tenant) => {
      const rows = await readLeave(tenant, { userIds: [userId], from, to });
      const holidays = await readHolidays(tenant);
      return {
        items: rows.map(({ day, kind, portion, setAt }) => ({
          day,
          kind,
          portion,
          setAt: formatInstant(setAt),
        })),
        holidays: holidays.filter((day) => day >= from && day <= to),
      };
    });
  }

  /** Throws AppError('days_locked') in a locked period, as the next does. */
  async setOwn(member: Member, day: LocalDay, wish: Wish): Promise<void> {
    requireDay(day, 'path.day');
    await inOrganization(this.#database, member.organizationId, (tenant) =>
      this.#save(tenant, member, { userId: member.userId, day, wish }),
    );
  }

  /** Throws AppError('not_found') beyond the caller's reach. */
  async setForMember(member: Member, of: { userId: string; day: LocalDay; wish: Wish }): Promise<void> {
    requireDay(of.day, 'path.day');
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      await requireReached(tenant, member, { capability: 'decide_attendance', userId: of.userId });
      await this.#save(tenant, member, of);
    });
  }

  async #save(
    tenant: Tenant,
    member: Member,
    { userId, day, wish }: { userId: string; day: LocalDay; wish: Wish },
  ): Promise<void> {
    const now = this.#now();
    await lockMemberTime(tenant, userId);
    await requireUnlocked(tenant, userId, day);
    const [before] = await readLeave(tenant, { userIds: [userId], from: day, to: day });
    await saveLeave(tenant, { userId, day, ...wish, by: member.userId, now });
    await recordAttendanceAudit(tenant, {
      actorUserId: member.userId,
      subjectUserId: userId,
      action: 'leave.set',
      before: before === undefined ? { day } : { day, portion: before.portion },
      after: wish.kind === null ? { day } : { day, portion: wish.portion },
      at: now,
    });
    await announceAttendance(tenant, userId);
    if (userId !== member.userId)
      await tellMember(tenant, { userId, kind: 'leave_noted', actorUserId: member.userId, at: now });
  }
}
