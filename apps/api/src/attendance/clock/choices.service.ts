import { randomUUID } from 'node:crypto';
import type { updateClockChoices } from '@devpulse/contracts/attendance/clock';
import type { RouteBody } from '@devpulse/contracts/route';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import { readChoices, saveChoices } from '@devpulse/database/attendance/choices';
import { readPolicy } from '@devpulse/database/attendance/rules';
import { lockMemberTime } from '@devpulse/database/attendance/streams';
import { recomputeSummaries } from '@devpulse/database/attendance/summaries';
import { addZonePoints } from '@devpulse/database/attendance/time-keeping';
import { announceAttendance } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { inOrganization } from '@devpulse/database/tenant';
import type { ZonePoint } from '@devpulse/domain/attendance/zone-points';
import { AppError } from '@devpulse/domain/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';

type Change = RouteBody<typeof updateClockChoices>;

/** What a member decides for themselves. */
@Injectable()
export class ChoicesService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  /** Throws AppError('invalid_request') for what the organization does not leave to its members. */
  async update({ organizationId, userId }: Member, change: Change): Promise<void> {
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      await lockMemberTime(tenant, userId);
      const policy = await readPolicy(tenant, now);
      const { idleThresholdMinutes: minutes } = change;
      const { idleThresholdMinimumMinutes: minimum, idleThresholdMaximumMinutes: maximum } = policy;
      if (minutes != null && (minutes < minimum || minutes > maximum)) throw outOfRange(minimum, maximum);
      if (change.isDetectionOn === false && !policy.mayMembersSwitchIdleOff) throw notYours();
      const before = await readChoices(tenant, userId);
      const choices = {
        ...before,
        ...(minutes !== undefined && { thresholdMinutes: minutes }),
        ...(change.isDetectionOn !== undefined && { isOn: change.isDetectionOn }),
      };
      await saveChoices(tenant, { userId, choices, now });
      await announceAttendance(tenant, userId);
    });
  }

  /** From now on; days that are over stay as they were. Null: as the system of the devices says. */
  async setZone({ organizationId, userId }: Member, zone: string | null): Promise<void> {
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      await lockMemberTime(tenant, userId);
      const before = await readChoices(tenant, userId);
      const zoneMode = zone === null ? 'automatic' : 'chosen';
      await saveChoices(tenant, { userId, choices: { ...before, zoneMode }, now });
      const id = randomUUID();
      const point: ZonePoint =
        zone === null ? { id, at: now, source: 'automatic', zone } : { id, at: now, source: 'chosen', zone };
      const moved = await addZonePoints(tenant, userId, { points: [point], now });
      if (moved !== null) await recomputeSummaries(tenant, { userId, ...moved, now });
      await recordAttendanceAudit(tenant, {
        actorUserId: userId,
        subjectUserId: userId,
        action: 'zone.set',
        after: { zone },
        at: now,
      });
      await announceAttendance(tenant, userId);
    });
  }
}

function outOfRange(minimum: number, maximum: number): AppError {
  return new AppError('invalid_request', 'The organization does not allow this threshold.', {
    field: 'body.idleThresholdMinutes',
    remedy: `Choose ${minimum} to ${maximum} minutes.`,
  });
}

function notYours(): AppError {
  return new AppError('invalid_request', 'The organization keeps the detection of idle time on.', {
    field: 'body.isDetectionOn',
    remedy: 'Leave it out; every pause that is found is yours to decide.',
  });
}
