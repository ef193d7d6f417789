import { recordAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import {
  type CorrectionRow,
  type DecidedAs,
  decideCorrection,
  findCorrection,
} from '@devpulse/database/attendance/corrections';
import { readStandingLocks } from '@devpulse/database/attendance/locks';
import { listReached } from '@devpulse/database/attendance/reach';
import { readSessionsNamed, readSessionsTouching } from '@devpulse/database/attendance/stored-sessions';
import { lockMemberTime } from '@devpulse/database/attendance/streams';
import { announceAttendance } from '@devpulse/database/change-notices';
import type { Database } from '@devpulse/database/connection';
import { tellMember } from '@devpulse/database/organization/notices';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { checkOverlap, checkUnlocked, decisionRight } from '@devpulse/domain/attendance/correction-rules';
import type { Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { applyCorrection } from './applied-correction.ts';
import { auditRange } from './audit-range.ts';
import { changedMeanwhile, noSuchCorrection, notYoursToDecide } from './correction-problems.ts';

type Decision = { version: number; reason: string | null };

/** What is decided about the time of members. */
@Injectable()
export class CorrectionDecisionsService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  /**
   * Throws AppError, as the next does: `not_found` beyond the caller's reach, `forbidden` for their own, `conflict` for what was decided or
   * changed meanwhile, and when it is approved `sessions_overlap` and `days_locked`. Source: K1, K2.
   */
  async approve(member: Member, id: string, decision: Decision): Promise<void> {
    await this.#decide(member, id, async (tenant, correction, now) => {
      const as = await rightOf(tenant, member, correction);
      await checkStillPossible(tenant, correction);
      await write(tenant, { correction, state: 'approved', by: member.userId, as, ...decision, now });
    });
  }

  async decline(member: Member, id: string, decision: Decision): Promise<void> {
    await this.#decide(member, id, async (tenant, correction, now) => {
      const as = await rightOf(tenant, member, correction);
      await write(tenant, { correction, state: 'declined', by: member.userId, as, ...decision, now });
    });
  }

  /** What a removed device of the caller's own had recorded; nobody else needs to agree to that. Source: D5. */
  async acceptOwn(member: Member, id: string, version: number): Promise<void> {
    await this.#decide(member, id, async (tenant, correction, now) => {
      if (correction.userId !== member.userId) throw noSuchCorrection();
      if (correction.heldReason !== 'device_removed') throw notYoursToDecide();
      await checkStillPossible(tenant, correction);
      const decision = { state: 'approved', by: member.userId, as: 'self_applied', reason: null } as const;
      await write(tenant, { correction, ...decision, version, now });
    });
  }

  async #decide(
    member: Member,
    id: string,
    work: (tenant: Tenant, correction: CorrectionRow, now: Instant) => Promise<void>,
  ): Promise<void> {
    const now = this.#now();
    await inOrganization(
      this.#database,
      member.organizationId,
      async (tenant) => {
        const found = await findCorrection(tenant, id);
        if (found === null) throw noSuchCorrection();
        await lockMemberTime(tenant, found.userId);
        await work(tenant, (await findCorrection(tenant, id)) ?? found, now);
      },
      { identity: true },
    );
  }
}

async function rightOf(tenant: Tenant, member: Member, { userId }: CorrectionRow): Promise<DecidedAs> {
  const reached = await listReached(tenant, member, { capability: 'decide_attendance', userIds: [userId] });
  const isOwn = userId === member.userId;
  // An organization has one Owner at a time.
  const isSoleOwner = member.role === 'owner';
  const reachesMember = reached.length === 1;
  const right = decisionRight({ role: member.role, isOwn, reachesMember, isSoleOwner });
  if (right === 'hidden') throw noSuchCorrection();
  if (right === 'forbidden') throw notYoursToDecide();
  return right;
}

/** What was asked may have been overtaken by what has happened since. */
async function checkStillPossible(tenant: Tenant, correction: CorrectionRow): Promise<void> {
  const { userId, sessionId, kind, before, after, startsAt, endsAt } = correction;
  const lock = (await readStandingLocks(tenant, [userId])).get(userId);
  const whole = { startedAt: startsAt, endedAt: endsAt, pauses: [] };
  checkUnlocked({ before: whole, after: null }, lock?.before ?? null);
  if (sessionId !== null && kind !== 'entry') {
    const session = (await readSessionsNamed(tenant, { userId, names: [sessionId] })).find(
      (one) => one.sessionId === sessionId,
    );
    const isAsBefore = session?.startedAt === before?.startedAt && session?.endedAt === before?.endedAt;
    if (!isAsBefore) throw changedMeanwhile();
  }
  if (after === null || after.endedAt === null) return;
  const range = { from: after.startedAt, to: after.endedAt };
  const others = await readSessionsTouching(tenant, { userId, ...range });
  checkOverlap({ startedAt: range.from, endedAt: range.to, pauses: [] }, others, {
    sessionId,
    showsTimes: false,
  });
}

async function write(
  tenant: Tenant,
  decided: Decision & {
    correction: CorrectionRow;
    state: 'approved' | 'declined';
    by: string;
    as: DecidedAs;
    now: Instant;
  },
): Promise<void> {
  const { correction, state, by, as, version, reason, now } = decided;
  const { id, userId } = correction;
  const isFirst = await decideCorrection(tenant, { correctionId: id, version, state, by, as, reason, now });
  if (!isFirst) throw changedMeanwhile();
  await recordAttendanceAudit(tenant, {
    actorUserId: by,
    subjectUserId: userId,
    action: as === 'self_approved' ? `correction.self_${state}` : `correction.${state}`,
    correctionId: id,
    sessionId: correction.sessionId,
    before: auditRange(correction.before),
    after: auditRange(correction.after),
    reason,
    at: now,
  });
  if (state === 'approved') await applyCorrection(tenant, { ...correction, state, decidedAt: now }, now);
  else await announceAttendance(tenant, userId);
  if (by !== userId)
    await tellMember(tenant, { userId, kind: `correction_${state}`, actorUserId: by, at: now });
}
