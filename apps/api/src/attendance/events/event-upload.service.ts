import type { AttendanceEventResult, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import type { News } from '@devpulse/database/attendance/fold-window';
import { type KnownTime, readKnownTime } from '@devpulse/database/attendance/known-time';
import type { KeptLock } from '@devpulse/database/attendance/locks';
import { findEvents, insertEvents, type KnownEvent } from '@devpulse/database/attendance/session-events';
import {
  findStream,
  listHeardDevices,
  lockMemberTime,
  type Stream,
  saveStream,
} from '@devpulse/database/attendance/streams';
import { keepTime } from '@devpulse/database/attendance/time-keeping';
import type { Database } from '@devpulse/database/connection';
import { inOrganizationAsking, type Tenant } from '@devpulse/database/tenant';
import { type CanonicalEvent, canonicalOf, earliestTouched } from '@devpulse/domain/attendance/canonical';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { FoldDevice, FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { freshEvents } from './fresh-events.ts';
import { holdEvents } from './held-requests.ts';
import { noteSignOfLife } from './signs-of-life.ts';

type Sent = RouteBody<typeof sendAttendanceEvents>['events'];
type Answer = RouteResponse<typeof sendAttendanceEvents>;
type Intake = {
  userId: string;
  stream: Stream;
  sent: Sent;
  now: Instant;
  known: ReadonlyMap<string, KnownEvent>;
  devices: readonly FoldDevice[];
  /** Null for an empty batch. */
  time: KnownTime | null;
};

@Injectable()
export class EventUploadService {
  readonly #now: () => number;
  readonly #database: Database;

  constructor(parts: ProcessParts, @Inject(APP_DATABASE) database: Database) {
    this.#now = parts.now;
    this.#database = database;
  }

  /**
   * Takes a batch whole or not at all. Throws AppError: `not_found` for a device that is not the caller's, `expected_seq` after a hole,
   * `event_changed` for a known id with another content.
   */
  async take(member: Member, deviceId: string, sent: Sent): Promise<Answer> {
    const { organizationId, userId } = member;
    const now = this.#now();
    const eventIds = sent.map(({ eventId }) => eventId);
    const news = newsOf(userId, sent.map(asReceived(deviceId, now)).map(canonicalOf));
    return inOrganizationAsking(this.#database, organizationId, {
      identity: true,
      isPlannedOnce: true,
      ask: (tenant) => [
        lockMemberTime(tenant, userId),
        findStream(tenant, { userId, deviceId }),
        findEvents(tenant, eventIds),
        listHeardDevices(tenant, userId),
        sent.length === 0 ? null : readKnownTime(tenant, news),
      ],
      work: async (tenant, [, stream, known, heard, time]) => {
        if (stream === null) throw noSuchDevice();
        const isHeard = heard.some((device) => device.deviceId === deviceId);
        const devices = isHeard ? heard : [...heard, stream];
        // A lock that was set or ended while this waited for the member's time came before it.
        const receivedAt = Math.max(now, ...(time?.locks ?? []).flatMap(changesOf));
        return takeBatch(tenant, { userId, stream, sent, now: receivedAt, known, devices, time });
      },
    });
  }
}

const changesOf = ({ lockedAt, unlockedAt }: KeptLock): Instant[] => [lockedAt, unlockedAt ?? lockedAt];

async function takeBatch(tenant: Tenant, intake: Intake): Promise<Answer> {
  const { userId, stream, sent, now, known, devices, time } = intake;
  const fresh = freshEvents(sent, { known, stream, userId });
  const lastSeq = fresh.at(-1)?.seq ?? stream.lastSeq;
  const noteHeard = () =>
    saveStream(tenant, { userId, deviceId: stream.deviceId, kind: stream.kind, lastSeq, heardAt: now });
  let results: ReadonlyMap<string, FoldedEventResult> = new Map();
  if (fresh.length > 0 && time !== null) results = await record(tenant, intake, { fresh, time, noteHeard });
  else await noteHeard();
  if (sent.length === 0) await noteSignOfLife(tenant, { userId, stream, devices, now });
  return {
    results: sent.map(({ eventId }) => answerOf(eventId, known.get(eventId), results.get(eventId))),
    nextSeq: lastSeq + 1,
    serverTime: formatInstant(now),
  };
}

async function record(
  tenant: Tenant,
  { userId, stream, devices, now }: Intake,
  { fresh, time, noteHeard }: { fresh: Sent; time: KnownTime; noteHeard: () => Promise<void> },
): Promise<ReadonlyMap<string, FoldedEventResult>> {
  const { deviceId } = stream;
  const events = fresh.map(asReceived(deviceId, now));
  const canonical = events.map(canonicalOf);
  const answered = (results: ReadonlyMap<string, FoldedEventResult>) =>
    fresh.map((sent, index) => {
      const result = results.get(sent.eventId);
      const canonicalAt = canonical[index]?.at;
      if (result === undefined || canonicalAt === undefined)
        throw new Error('The fold left an event without a result.');
      return { sent, canonicalAt, result };
    });
  const { results, around } = await keepTime(
    tenant,
    { ...newsOf(userId, canonical), fresh: events, devices, now },
    {
      known: time,
      alongside: (refolded) => [
        insertEvents(tenant, { userId, deviceId, receivedAt: now, events: answered(refolded.results) }),
        noteHeard(),
      ],
    },
  );
  await holdEvents(tenant, {
    userId,
    now,
    held: canonical.filter(({ event }) => results.get(event.eventId)?.result === 'held'),
    results,
    sessions: around.sessions,
  });
  return results;
}

const asReceived =
  (deviceId: string, receivedAt: Instant) =>
  (event: Sent[number]): AttendanceEvent => ({
    ...event,
    deviceId,
    receivedAt,
  });

function newsOf(userId: string, events: readonly CanonicalEvent[]): News {
  const named = events.flatMap(({ event: { action } }) => ('sessionId' in action ? [action.sessionId] : []));
  return {
    userId,
    touched: {
      from: Math.min(...events.map(earliestTouched)),
      to: Math.max(...events.map(({ at, startedAt, endedAt }) => Math.max(at, startedAt, endedAt))),
    },
    names: [...new Set(named)],
  };
}

function answerOf(
  eventId: string,
  known: KnownEvent | undefined,
  folded: FoldedEventResult | undefined,
): AttendanceEventResult {
  const { result, code, joinedSessionId, isClamped } = known ?? folded ?? {};
  if (result === undefined) throw new Error('An event was neither known nor folded.');
  return {
    eventId,
    result: known === undefined ? result : 'duplicate',
    firstResult: known === undefined ? null : result,
    code: code ?? null,
    joinedSessionId: joinedSessionId ?? null,
    isClamped: isClamped ?? false,
  };
}

function noSuchDevice(): AppError {
  return new AppError('not_found', 'There is no such device of yours.', {
    field: 'path.device',
    remedy:
      'Send under the id that linking has answered, or under the one that the clock of the dashboard names.',
  });
}
