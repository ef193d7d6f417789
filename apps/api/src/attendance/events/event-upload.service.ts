import type { AttendanceEventResult, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import { findEvents, insertEvents, type KnownEvent } from '@devpulse/database/attendance/session-events';
import {
  findStream,
  type HeardDevice,
  listHeardDevices,
  lockMemberTime,
  type Stream,
  saveStream,
} from '@devpulse/database/attendance/streams';
import { keepTime } from '@devpulse/database/attendance/time-keeping';
import type { Database } from '@devpulse/database/connection';
import { inOrganization, type Tenant } from '@devpulse/database/tenant';
import { canonicalOf, earliestTouched } from '@devpulse/domain/attendance/canonical';
import type { AttendanceEvent } from '@devpulse/domain/attendance/events';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
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
type Intake = { userId: string; stream: Stream; sent: Sent; now: Instant };

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
    return inOrganization(
      this.#database,
      organizationId,
      async (tenant) => {
        await lockMemberTime(tenant, userId);
        const stream = await findStream(tenant, { userId, deviceId });
        if (stream === null) throw noSuchDevice();
        return takeBatch(tenant, { userId, stream, sent, now });
      },
      { identity: true },
    );
  }
}

async function takeBatch(tenant: Tenant, intake: Intake): Promise<Answer> {
  const { userId, stream, sent, now } = intake;
  const known = await findEvents(
    tenant,
    sent.map(({ eventId }) => eventId),
  );
  const fresh = freshEvents(sent, { known, stream, userId });
  const lastSeq = fresh.at(-1)?.seq ?? stream.lastSeq;
  await saveStream(tenant, { userId, deviceId: stream.deviceId, kind: stream.kind, lastSeq, heardAt: now });
  const devices = await listHeardDevices(tenant, userId);
  const results =
    fresh.length === 0
      ? new Map<string, FoldedEventResult>()
      : await record(tenant, intake, { fresh, devices });
  if (sent.length === 0) await noteSignOfLife(tenant, { userId, stream, devices, now });
  return {
    results: sent.map(({ eventId }) => answerOf(eventId, known.get(eventId), results.get(eventId))),
    nextSeq: lastSeq + 1,
    serverTime: formatInstant(now),
  };
}

async function record(
  tenant: Tenant,
  { userId, stream, now }: Intake,
  { fresh, devices }: { fresh: Sent; devices: HeardDevice[] },
): Promise<Map<string, FoldedEventResult>> {
  const { deviceId } = stream;
  const events: AttendanceEvent[] = fresh.map((event) => ({ ...event, deviceId, receivedAt: now }));
  const canonical = events.map(canonicalOf);
  const { results } = await keepTime(tenant, {
    userId,
    touched: {
      from: Math.min(...canonical.map(earliestTouched)),
      to: Math.max(...canonical.map(({ at, startedAt, endedAt }) => Math.max(at, startedAt, endedAt))),
    },
    names: [...new Set(events.flatMap(({ action }) => ('sessionId' in action ? [action.sessionId] : [])))],
    fresh: events,
    devices,
    now,
  });
  const answered = canonical.map((one, index) => {
    const result = results.get(one.event.eventId);
    const event = fresh[index];
    if (result === undefined || event === undefined)
      throw new Error('The fold left an event without a result.');
    return { sent: event, canonicalAt: one.at, result };
  });
  await insertEvents(tenant, { userId, deviceId, receivedAt: now, events: answered });
  await holdEvents(tenant, {
    userId,
    now,
    held: canonical.filter(({ event }) => results.get(event.eventId)?.result === 'held'),
    results,
  });
  return results;
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
