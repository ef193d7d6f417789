import type {
  AttendanceSettingsView,
  getAttendanceSettings,
  listMemberTargets,
  setMemberTarget,
  updateAttendanceSettings,
} from '@devpulse/contracts/attendance/settings';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { recordAudit } from '@devpulse/database/access/audit';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import { readPolicy, savePolicy } from '@devpulse/database/attendance/rules';
import { readTargetRows, saveTarget } from '@devpulse/database/attendance/targets';
import type { Database } from '@devpulse/database/connection';
import { type NoticeKind, tellMember, tellMembers } from '@devpulse/database/organization/notices';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { lockInOrder } from '@devpulse/database/transaction';
import { mayUse } from '@devpulse/domain/access/member-authority';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { requireDay } from '../days/day-range.ts';
import { requireReached } from '../reached-member.ts';
import { policyOf, requireConsistent, settingsView } from './settings-view.ts';

type Change = RouteBody<typeof updateAttendanceSettings>;
type Target = RouteBody<typeof setMemberTarget>;

@Injectable()
export class AttendanceSettingsService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  async read(member: Member): Promise<RouteResponse<typeof getAttendanceSettings>> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => ({
      ...settingsView(await readPolicy(tenant, this.#now())),
      targets: (await readTargetRows(tenant, [])).map(datedTarget),
      canChange: mayUse(member, 'manage_attendance'),
    }));
  }

  /** In force from now on. Throws AppError('invalid_request') for bounds that contradict each other. */
  async update({ organizationId, userId }: Member, { target, ...change }: Change): Promise<void> {
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      await lockInOrder(tenant.transaction, [`attendance-settings:${organizationId}`]);
      const before = settingsView(await readPolicy(tenant, now));
      const after = { ...before, ...stripUndefined(change) };
      requireConsistent(after);
      const by = { by: userId, now };
      if (Object.keys(change).length > 0) await savePolicy(tenant, { policy: policyOf(after), ...by });
      if (target !== undefined) {
        requireDay(target.effectiveFrom, 'body.target.effectiveFrom');
        await saveTarget(tenant, { userId: null, ...target, ...by });
      }
      await recordAudit(tenant.transaction, {
        organizationId,
        actorUserId: userId,
        action: 'attendance.settings_changed',
        detail: { ...stripUndefined(change), ...(target && { targetFrom: target.effectiveFrom }) },
        at: now,
      });
      for (const kind of announced(before, after))
        await tellMembers(tenant, { kind, actorUserId: userId, at: now });
    });
  }

  /** Throws AppError('not_found') beyond the caller's reach, as the next does. */
  async targetsOf(member: Member, userId: string): Promise<RouteResponse<typeof listMemberTargets>> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      await requireReached(tenant, member, { capability: 'read_attendance', userId });
      return { items: await ownTargets(tenant, userId) };
    });
  }

  async setTarget(member: Member, userId: string, target: Target): Promise<void> {
    const now = this.#now();
    requireDay(target.effectiveFrom, 'body.effectiveFrom');
    await inOrganization(this.#database, member.organizationId, async (tenant) => {
      await requireReached(tenant, member, { capability: 'manage_attendance', userId });
      const before = await ownTargets(tenant, userId);
      await saveTarget(tenant, { userId, ...target, by: member.userId, now });
      await recordAttendanceAudit(tenant, {
        actorUserId: member.userId,
        subjectUserId: userId,
        action: 'target.set',
        before: { targets: before },
        after: target,
        at: now,
      });
      if (userId !== member.userId)
        await tellMember(tenant, { userId, kind: 'target_set', actorUserId: member.userId, at: now });
    });
  }
}

async function ownTargets(tenant: Tenant, userId: string) {
  const rows = await readTargetRows(tenant, [userId]);
  return rows.filter((row) => row.userId === userId).map(datedTarget);
}

const datedTarget = ({ effectiveFrom, minutes }: { effectiveFrom: string; minutes: number[] }) => ({
  effectiveFrom,
  minutes,
});

function stripUndefined(change: Omit<Change, 'target'>): Partial<AttendanceSettingsView> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** What every member has to know: that others see more of them than before, or less. */
function announced(before: AttendanceSettingsView, after: AttendanceSettingsView): NoticeKind[] {
  const kinds: NoticeKind[] = [];
  if (before.sharesPresence !== after.sharesPresence)
    kinds.push(after.sharesPresence ? 'presence_shared' : 'presence_hidden');
  if (before.showsSessionTimes !== after.showsSessionTimes)
    kinds.push(after.showsSessionTimes ? 'session_times_shown' : 'session_times_hidden');
  return kinds;
}
