import { randomUUID } from 'node:crypto';
import type { askCorrection } from '@devpulse/contracts/attendance/corrections';
import type { RouteResponse } from '@devpulse/contracts/route';
import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import {
  decideCorrection,
  findCorrection,
  insertCorrection,
} from '@devpulse/database/attendance/corrections';
import { readStandingLocks } from '@devpulse/database/attendance/locks';
import { readPolicy } from '@devpulse/database/attendance/rules';
import { readSessionsTouching } from '@devpulse/database/attendance/stored-sessions';
import { lockMemberTime } from '@devpulse/database/attendance/streams';
import { announceAttendance } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import {
  changedRange,
  checkOverlap,
  checkTime,
  checkUnlocked,
  mayApplyAtOnce,
} from '@devpulse/domain/attendance/correction-rules';
import { correctionIdFor } from '@devpulse/domain/identity';
import type { Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { applyCorrection } from './applied-correction.ts';
import { type Asked, type AskedCorrection, readAsked } from './asked-correction.ts';
import { auditRange } from './audit-range.ts';
import { changedMeanwhile, noSuchCorrection } from './correction-problems.ts';
import { inBody } from './in-body.ts';
import { requireSameRequest } from './repeated-request.ts';

type Receipt = RouteResponse<typeof askCorrection>;

/** What members ask for about their own time. */
@Injectable()
export class CorrectionRequestsService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  /**
   * A small change of late counts at once where the organization allows it; all else waits. What is known under the id that it is asked as is
   * answered with what became of it. Throws AppError: `not_found`, `invalid_request`, `event_changed` for a known id with another content,
   * `sessions_overlap` and `days_locked`; `conflict` for a session that cannot be corrected now.
   */
  ask({ organizationId, userId }: Member, asked: Asked): Promise<Receipt> {
    const now = this.#now();
    return inOrganization(
      this.#database,
      organizationId,
      async (tenant) => {
        await lockMemberTime(tenant, userId);
        const id = asked.id ? correctionIdFor(organizationId, userId, asked.id) : randomUUID();
        const known = asked.id ? await findCorrection(tenant, id) : null;
        if (known !== null) {
          await requireSameRequest(tenant, known, asked);
          return { correction: id, state: known.state };
        }
        const correction = await readAsked(tenant, userId, asked);
        await checkAsked(tenant, userId, { correction, now });
        return writeRequest(tenant, userId, { id, correction, reason: asked.reason, now });
      },
      { identity: true },
    );
  }

  /** Throws AppError: `not_found` for one that is not the caller's, `conflict` once it is decided. */
  async withdraw({ organizationId, userId }: Member, id: string, version: number): Promise<void> {
    const now = this.#now();
    await inOrganization(this.#database, organizationId, async (tenant) => {
      const found = await findCorrection(tenant, id);
      if (found === null || found.userId !== userId) throw noSuchCorrection();
      const decision = { correctionId: id, version, state: 'withdrawn', by: userId, as: null } as const;
      if (!(await decideCorrection(tenant, { ...decision, reason: null, now }))) throw changedMeanwhile();
      await recordAttendanceAudit(tenant, {
        actorUserId: userId,
        subjectUserId: userId,
        action: 'correction.withdrawn',
        correctionId: id,
        at: now,
      });
    });
  }
}

async function checkAsked(
  tenant: Tenant,
  userId: string,
  { correction, now }: { correction: AskedCorrection; now: Instant },
): Promise<void> {
  const { change, sessionId } = correction;
  const { after } = change;
  if (after !== null) inBody(() => checkTime(after, now));
  const lock = (await readStandingLocks(tenant, [userId])).get(userId);
  inBody(() => checkUnlocked(change, lock?.before ?? null));
  if (after === null) return;
  const others = await readSessionsTouching(tenant, { userId, from: after.startedAt, to: after.endedAt });
  inBody(() => checkOverlap(after, others, { sessionId, showsTimes: true }));
}

async function writeRequest(
  tenant: Tenant,
  userId: string,
  { id, correction, reason, now }: { id: string; correction: AskedCorrection; reason: string; now: Instant },
): Promise<Receipt> {
  const { kind, sessionId, before, after, change } = correction;
  const range = changedRange(change) ?? { from: now, to: now };
  const asked = { id, userId, kind, sessionId, before, after, reason, heldReason: null, eventIds: [] };
  const spans = { startsAt: range.from, endsAt: range.to };
  await insertCorrection(tenant, { ...asked, ...spans, askedBy: userId, askedAt: now });
  const isApplied = mayApplyAtOnce(change, await readPolicy(tenant, now), now);
  await recordAttendanceAudit(tenant, {
    actorUserId: userId,
    subjectUserId: userId,
    action: isApplied ? 'correction.self_applied' : 'correction.asked',
    correctionId: id,
    sessionId,
    before: auditRange(before),
    after: auditRange(after),
    reason,
    at: now,
  });
  if (!isApplied) {
    await announceAttendance(tenant, userId);
    return { correction: id, state: 'pending' };
  }
  const decision = { correctionId: id, version: 1, state: 'approved', as: 'self_applied' } as const;
  await decideCorrection(tenant, { ...decision, by: userId, reason: null, now });
  const stored = await findCorrection(tenant, id);
  if (stored !== null) await applyCorrection(tenant, stored, now);
  return { correction: id, state: 'approved' };
}
