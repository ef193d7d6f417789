import type { getClock } from '@devpulse/contracts/attendance/clock';
import type { RouteResponse } from '@devpulse/contracts/route';
import { readChoices } from '@devpulse/database/attendance/choices';
import { countPendingCorrections } from '@devpulse/database/attendance/corrections';
import { readPolicy } from '@devpulse/database/attendance/rules';
import { readLastClockOut } from '@devpulse/database/attendance/session-events';
import { type KeptSession, readCurrentSessions } from '@devpulse/database/attendance/stored-sessions';
import { readLastSeq } from '@devpulse/database/attendance/streams';
import { readZones } from '@devpulse/database/attendance/zones';
import type { Database } from '@devpulse/database/connection';
import { inOrganizationAsking, type Tenant } from '@devpulse/database/tenant';
import type { Answers } from '@devpulse/database/transaction';
import { memberDayOf } from '@devpulse/domain/attendance/day-split';
import { presenceOf } from '@devpulse/domain/attendance/presence';
import { weekOf } from '@devpulse/domain/attendance/totals';
import { zoneAt } from '@devpulse/domain/attendance/zone-points';
import { webClockIdFor } from '@devpulse/domain/identity';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { readSheets } from '../days/day-sheets.ts';
import { totalsOf } from '../days/shown-days.ts';
import { ownView } from '../own-view.ts';
import { shownSession } from '../shown-sessions.ts';
import { clockRules } from './clock-rules.ts';

const REVIEWED_MS = 31 * 86_400_000;
const UNDO_MS = 60_000;

type Clock = RouteResponse<typeof getClock>;
type Of = { userId: string; now: Instant };

@Injectable()
export class ClockService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  read({ organizationId, userId }: Member): Promise<Clock> {
    const now = this.#now();
    return inOrganizationAsking(this.#database, organizationId, {
      identity: true,
      isPlannedOnce: true,
      ask: (tenant) => storedOf(tenant, { userId, now }),
      work: (tenant, stored) => readClock(tenant, { userId, now }, stored),
    });
  }
}

const storedOf = (tenant: Tenant, { userId, now }: Of) =>
  [
    readCurrentSessions(tenant, { userId, since: now - REVIEWED_MS }),
    ownView(tenant, { userId, now }),
    readZones(tenant, userId),
    readChoices(tenant, userId),
    readPolicy(tenant, now),
    readWebStream(tenant, userId),
    countPendingCorrections(tenant, [userId]),
  ] as const;

async function readClock(
  tenant: Tenant,
  { userId, now }: Of,
  [sessions, view, zones, choices, policy, web, corrections]: Answers<ReturnType<typeof storedOf>>,
): Promise<Clock> {
  const open = sessions.find(({ endedAt }) => endedAt === null) ?? null;
  const lengths = open === null ? policy : await readPolicy(tenant, open.rawStartedAt);
  const last = sessions.findLast(({ endedAt }) => endedAt !== null) ?? null;
  const shown = (session: KeptSession) => shownSession(session, view);
  const pauses = sessions.flatMap((session) => shown(session).pauses);
  const presence = presenceOf(
    { sessions, pauses: sessions.flatMap((one) => one.pauses) },
    lastHeard(view, open),
    now,
  );
  return {
    serverTime: formatInstant(now),
    status: presence.status,
    session: open === null ? null : shown(open),
    lastSession: last === null ? null : shown(last),
    undoableUntil: open === null && last !== null ? await undoableUntil(tenant, { userId, last, now }) : null,
    notHeardSince: presence.notHeardSince === null ? null : formatInstant(presence.notHeardSince),
    pendingPauses: pauses.filter(({ resolution }) => resolution === 'pending'),
    toReview: sessions.filter(({ reviewReason }) => reviewReason !== null).map(shown),
    ...(await readWeek(tenant, { userId, today: memberDayOf(now, zones), zone: zoneAt(zones, now), now })),
    zone: { zone: zoneAt(zones, now), mode: choices.zoneMode },
    rules: clockRules({ policy, lengths, choices }),
    web,
    undecidedCorrections: corrections.get(userId) ?? 0,
  };
}

type View = Awaited<ReturnType<typeof ownView>>;

function lastHeard({ devices }: View, open: KeptSession | null): Instant | null {
  const linked = new Set(open?.links.map(({ deviceId }) => deviceId));
  const heard = devices.flatMap(({ deviceId, lastHeardAt }) =>
    linked.has(deviceId) && lastHeardAt !== null ? [lastHeardAt] : [],
  );
  return heard.length === 0 ? null : Math.max(...heard);
}

async function undoableUntil(
  tenant: Tenant,
  { userId, last, now }: { userId: string; last: KeptSession; now: Instant },
): Promise<string | null> {
  if (last.state !== 'closed' || last.endedAt === null || now - last.endedAt > REVIEWED_MS) return null;
  const names = [last.sessionId, ...last.links.map(({ knownAs }) => knownAs)];
  const saidAt = await readLastClockOut(tenant, { userId, names });
  return saidAt === null || saidAt + UNDO_MS <= now ? null : formatInstant(saidAt + UNDO_MS);
}

async function readWeek(
  tenant: Tenant,
  of: { userId: string; today: string; zone: string; now: Instant },
): Promise<Pick<Clock, 'today' | 'week'>> {
  const { userId, today, zone, now } = of;
  const from = weekOf(today);
  const sheets = await readSheets(tenant, { userIds: [userId], from, to: today, zone, now });
  const days = sheets.get(userId)?.days ?? [];
  return {
    today: { ...totalsOf(days.filter(({ day }) => day === today)), day: today },
    week: { ...totalsOf(days), from, to: today },
  };
}

async function readWebStream(tenant: Tenant, userId: string): Promise<Clock['web']> {
  const deviceId = webClockIdFor(tenant.organizationId, userId);
  return { deviceId, nextSeq: (await readLastSeq(tenant, deviceId)) + 1 };
}
