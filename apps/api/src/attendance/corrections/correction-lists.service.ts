import type {
  CorrectionView,
  listAttendanceAudit as listAttendanceAuditRoute,
  listCorrectionsToDecide,
  listOwnCorrections,
} from '@devpulse/contracts/attendance/corrections';
import type { RouteQuery, RouteResponse } from '@devpulse/contracts/route';
import { listAttendanceAudit } from '@devpulse/database/attendance/attendance-audit';
import { type CorrectionRow, listCorrections } from '@devpulse/database/attendance/corrections';
import { listReached } from '@devpulse/database/attendance/reach';
import { readZonesOfMany } from '@devpulse/database/attendance/zones';
import type { Database } from '@devpulse/database/connection';
import { readMemberNames } from '@devpulse/database/organization/alerts';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { decisionRight } from '@devpulse/domain/attendance/correction-rules';
import { type DatedZone, zoneAt } from '@devpulse/domain/attendance/zone-points';
import { formatInstant, type Instant, parseInstant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { pausesWithin } from './asked-correction.ts';

type OwnQuery = RouteQuery<typeof listOwnCorrections>;

@Injectable()
export class CorrectionListsService {
  readonly #database: Database;

  constructor(@Inject(APP_DATABASE) database: Database) {
    this.#database = database;
  }

  async own(member: Member, query: OwnQuery): Promise<RouteResponse<typeof listOwnCorrections>> {
    return inOrganization(this.#database, member.organizationId, (tenant) =>
      listed(tenant, member, { userIds: [member.userId], query }),
    );
  }

  /** Of everybody within reach but the caller, unless nobody else can decide about theirs. */
  async toDecide(
    member: Member,
    query: RouteQuery<typeof listCorrectionsToDecide>,
  ): Promise<RouteResponse<typeof listCorrectionsToDecide>> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const reached = await listReached(tenant, member, { capability: 'decide_attendance' });
      const userIds = reached.map(({ userId }) => userId).filter((userId) => mayDecide(member, userId));
      return listed(tenant, member, { userIds, query });
    });
  }

  /** One's own story, and unless that alone is asked for, that of members within reach. */
  async audit(
    member: Member,
    query: RouteQuery<typeof listAttendanceAuditRoute>,
  ): Promise<RouteResponse<typeof listAttendanceAuditRoute>> {
    return inOrganization(this.#database, member.organizationId, async (tenant) => {
      const reached =
        query.whose === 'mine'
          ? [member]
          : await listReached(tenant, member, { capability: 'read_attendance' });
      const rows = await listAttendanceAudit(tenant, {
        userIds: reached.map(({ userId }) => userId),
        before: beforeOf(query.before),
        limit: query.limit,
      });
      return { items: rows.map((row) => ({ ...row, at: formatInstant(row.at) })) };
    });
  }
}

function mayDecide(member: Member, userId: string): boolean {
  const isOwn = userId === member.userId;
  const isSoleOwner = member.role === 'owner';
  const right = decisionRight({ role: member.role, isOwn, reachesMember: true, isSoleOwner });
  return right !== 'hidden' && right !== 'forbidden';
}

const beforeOf = (text: string | undefined): Instant =>
  (text === undefined ? null : parseInstant(text)) ?? Number.POSITIVE_INFINITY;

async function listed(
  tenant: Tenant,
  member: Member,
  { userIds, query }: { userIds: readonly string[]; query: OwnQuery },
): Promise<{ items: CorrectionView[] }> {
  const rows = await listCorrections(tenant, {
    userIds,
    state: query.state ?? null,
    before: beforeOf(query.before),
    limit: query.limit,
  });
  const people = rows.flatMap(({ userId, askedBy, decidedBy }) =>
    [userId, askedBy, decidedBy].filter((id) => id !== null),
  );
  const names = await readMemberNames(tenant, people);
  const zones = await readZonesOfMany(tenant, [...new Set(rows.map(({ userId }) => userId))]);
  return { items: rows.map((row) => shownCorrection(row, { member, names, zones })) };
}

type Shared = {
  member: Member;
  names: ReadonlyMap<string, string>;
  zones: ReadonlyMap<string, readonly DatedZone[]>;
};

function shownCorrection(row: CorrectionRow, { member, names, zones }: Shared): CorrectionView {
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const isOwn = row.userId === member.userId;
  const isPending = row.state === 'pending';
  return {
    id: row.id,
    member: { userId: row.userId, name: nameOf(row.userId) ?? 'Somebody who has left' },
    kind: row.kind,
    sessionId: row.sessionId,
    zone: zoneAt(zones.get(row.userId) ?? [], row.startsAt),
    before: rangeOf(row, row.before),
    after: row.kind === 'held_events' ? heldRange(row) : rangeOf(row, withPauses(row.before, row.after)),
    reason: row.reason,
    heldReason: row.heldReason,
    state: row.state,
    askedAt: formatInstant(row.askedAt),
    askedBy: nameOf(row.askedBy),
    decidedAt: row.decidedAt === null ? null : formatInstant(row.decidedAt),
    decidedBy: nameOf(row.decidedBy),
    decidedAs: row.decidedAs,
    decisionReason: row.decisionReason,
    version: row.version,
    canDecide: isPending && mayDecide(member, row.userId),
    canWithdraw: isPending && isOwn,
  };
}

type StoredRange = {
  startedAt: Instant;
  endedAt: Instant | null;
  pauses?: { startedAt: Instant; endedAt: Instant; resolution: string }[] | null;
};

/** Where a request says nothing of pauses, those of the session stay, inside the new range. */
function withPauses(before: StoredRange | null, after: StoredRange | null): StoredRange | null {
  if (after === null || after.pauses != null) return after;
  const { startedAt, endedAt } = after;
  const range = { startedAt, endedAt: endedAt ?? Number.POSITIVE_INFINITY };
  return { ...after, pauses: pausesWithin(before?.pauses ?? [], range) };
}

/** Pauses that do not count as work, whatever their kind: others see no more of them. */
function rangeOf({ endsAt }: CorrectionRow, range: StoredRange | null): CorrectionView['after'] {
  if (range === null) return null;
  const breaks = (range.pauses ?? []).filter(({ resolution }) => resolution !== 'counted');
  return {
    startedAt: formatInstant(range.startedAt),
    endedAt: formatInstant(range.endedAt ?? endsAt),
    breaks: breaks.map(({ startedAt, endedAt }) => ({
      startedAt: formatInstant(startedAt),
      endedAt: formatInstant(endedAt),
    })),
  };
}

function heldRange({ startsAt, endsAt }: CorrectionRow): CorrectionView['after'] {
  return { startedAt: formatInstant(startsAt), endedAt: formatInstant(endsAt), breaks: [] };
}
