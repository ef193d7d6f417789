import type { listAttendanceLocks, lockAttendance, Unsettled } from '@devpulse/contracts/attendance/locks';
import type { RouteBody, RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import {
  countUnsettled,
  endLocks,
  insertLock,
  readStandingLocks,
  type StandingLock,
} from '@devpulse/database/attendance/locks';
import type { ReachedMember } from '@devpulse/database/attendance/reach';
import { readPolicy } from '@devpulse/database/attendance/rules';
import { lockMemberTime } from '@devpulse/database/attendance/streams';
import { lockSummaries, recomputeSummaries } from '@devpulse/database/attendance/summaries';
import { readZones } from '@devpulse/database/attendance/zones';
import { announceAttendance } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { tellMember } from '@devpulse/database/organization/notices';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { zoneAt } from '@devpulse/domain/attendance/zone-points';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { addDays, dayStart, type LocalDay } from '@devpulse/domain/time/local-day';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { requireDay } from '../days/day-range.ts';
import { requireReached } from '../reached-member.ts';
import { reachedOfTeam } from '../team/team-reach.ts';
import { locksForbidden, noSuchMembers, notLocked, notOverYet, notSettled } from './lock-problems.ts';

type Wish = RouteBody<typeof lockAttendance>;
type LockTarget = { person: ReachedMember; before: Instant; standing: StandingLock | undefined };

@Injectable()
export class LocksService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async list(
    member: Member,
    query: RouteQuery<typeof listAttendanceLocks>,
  ): Promise<RouteResponse<typeof listAttendanceLocks>> {
    const through = query.through === undefined ? null : requireDay(query.through, 'query.through');
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const reached = await reachedOfTeam(tenant, member, { teamId: query.team, field: 'query.team' });
      const targets = through === null ? [] : await targetsOf(tenant, reached, through);
      const locks = await readStandingLocks(
        tenant,
        reached.map(({ userId }) => userId),
      );
      return {
        mayLock: await mayLock(tenant, member, this.#now()),
        items: reached.map((person) => shownLock(person, locks.get(person.userId))),
        unsettled: await unsettledOf(tenant, targets),
      };
    });
  }

  /**
   * Locks all or nobody; answers how many were locked further. Throws AppError: `forbidden` for managers where the organization says so,
   * `not_found` for people beyond reach, `invalid_range` for days that are not over, `conflict` while something is unsettled.
   */
  async lock(member: Member, wish: Wish): Promise<number> {
    const through = requireDay(wish.through, 'body.through');
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      if (!(await mayLock(tenant, member, this.#now()))) throw locksForbidden();
      const people = await wished(tenant, member, wish);
      for (const { userId } of people.toSorted((a, b) => (a.userId < b.userId ? -1 : 1)))
        await lockMemberTime(tenant, userId);
      // only now: what came in meanwhile came before the lock
      const now = this.#now();
      const targets = (await targetsOf(tenant, people, through)).filter(
        ({ standing }) => standing === undefined || standing.through < through,
      );
      if (targets.some(({ before }) => before > now)) throw notOverYet(through);
      const unsettled = await unsettledOf(tenant, targets);
      if (unsettled.length > 0) throw notSettled(unsettled);
      for (const target of targets) await writeLock(tenant, member, { target, through, now });
      return targets.length;
    });
  }

  /** Throws AppError: `not_found` for somebody who is no member, `conflict` when nothing beyond that day is locked. */
  async unlock(
    member: Member,
    of: { userId: string; through: LocalDay | null; reason: string },
  ): Promise<void> {
    const { userId, reason } = of;
    const through = of.through === null ? null : requireDay(of.through, 'body.through');
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      const person = await requireReached(tenant, member, { capability: 'manage_attendance', userId });
      await lockMemberTime(tenant, userId);
      const now = this.#now();
      const standing = (await readStandingLocks(tenant, [userId])).get(userId);
      if (standing === undefined || (through !== null && standing.through <= through)) throw notLocked();
      await endLocks(tenant, { userId, beyond: through, by: member.userId, now });
      if (through !== null) {
        const [target] = await targetsOf(tenant, [person], through);
        const isCovered = target?.standing?.through === through;
        if (target !== undefined && !isCovered)
          await insertLock(tenant, { userId, through, before: target.before, by: member.userId, now });
      }
      await recomputeSummaries(tenant, {
        userId,
        from: dayStart(through ?? '2000-01-01', 'UTC'),
        to: standing.before,
        now,
      });
      await recordAttendanceAudit(tenant, {
        actorUserId: member.userId,
        subjectUserId: userId,
        action: 'days.unlocked',
        before: { through: standing.through },
        after: { through },
        reason,
        at: now,
      });
      await tell(tenant, member, { userId, kind: 'attendance_unlocked', now });
    });
  }
}

async function mayLock(tenant: Tenant, { role }: Member, now: Instant): Promise<boolean> {
  return role === 'admin' || role === 'owner' || (await readPolicy(tenant, now)).mayManagersLock;
}

/** Managers do not lock their own time. */
async function wished(tenant: Tenant, member: Member, wish: Wish): Promise<ReachedMember[]> {
  const reached = await reachedOfTeam(tenant, member, { teamId: wish.team, field: 'body.team' });
  const others = reached.filter(({ userId }) => member.role !== 'manager' || userId !== member.userId);
  const { members } = wish;
  if (members === undefined) return others;
  const named = others.filter(({ userId }) => members.includes(userId));
  if (named.length !== new Set(members).size) throw noSuchMembers();
  return named;
}

async function targetsOf(
  tenant: Tenant,
  people: readonly ReachedMember[],
  through: LocalDay,
): Promise<LockTarget[]> {
  const locks = await readStandingLocks(
    tenant,
    people.map(({ userId }) => userId),
  );
  const targets: LockTarget[] = [];
  for (const person of people) {
    const zones = await readZones(tenant, person.userId);
    const next = addDays(through, 1);
    const before = dayStart(next, zoneAt(zones, dayStart(next, 'UTC')));
    targets.push({ person, before, standing: locks.get(person.userId) });
  }
  return targets;
}

async function unsettledOf(tenant: Tenant, targets: readonly LockTarget[]): Promise<Unsettled[]> {
  const found: Unsettled[] = [];
  for (const { person, before } of targets) {
    const { userId: _, ...counts } = await countUnsettled(tenant, { userId: person.userId, before });
    if (Object.values(counts).some((count) => count > 0)) found.push({ member: person, ...counts });
  }
  return found;
}

async function writeLock(
  tenant: Tenant,
  member: Member,
  { target, through, now }: { target: LockTarget; through: LocalDay; now: Instant },
): Promise<void> {
  const { person, before, standing } = target;
  const { userId } = person;
  await insertLock(tenant, { userId, through, before, by: member.userId, now });
  await lockSummaries(tenant, { userId, through });
  await recordAttendanceAudit(tenant, {
    actorUserId: member.userId,
    subjectUserId: userId,
    action: 'days.locked',
    before: { through: standing?.through ?? null },
    after: { through },
    at: now,
  });
  await tell(tenant, member, { userId, kind: 'attendance_locked', now });
}

async function tell(
  tenant: Tenant,
  member: Member,
  news: { userId: string; kind: 'attendance_locked' | 'attendance_unlocked'; now: Instant },
): Promise<void> {
  const { userId, kind, now } = news;
  await announceAttendance(tenant, userId);
  if (userId !== member.userId)
    await tellMember(tenant, { userId, kind, actorUserId: member.userId, at: now });
}

function shownLock(member: ReachedMember, lock: StandingLock | undefined) {
  return {
    member,
    lockedThrough: lock?.through ?? null,
    lockedAt: lock === undefined ? null : formatInstant(lock.lockedAt),
    lockedBy: lock?.lockedBy ?? null,
  };
}
