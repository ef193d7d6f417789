import type { AttendanceEventResult, sendAttendanceEvents } from '@devpulse/contracts/attendance/events';
import type { RouteBody, RouteResponse } from '@devpulse/contracts/route';
import type { News } from '@devpulse/database/attendance/fold-window';
import { type KnownTime, readKnownTime } from '@devpulse/database/attendance/known-time';
import type { KeptLock } from '@devpulse/database/attendance/locks';
import {
  findEvents,
  isEventKnown,
  type KnownEvent,
  type NewEvent,
  newEvents,
} from '@devpulse/database/attendance/session-events';
import { keptStream, memberTime, type Stream, streamOf } from '@devpulse/database/attendance/streams';
import { refoldTime, writeAll } from '@devpulse/database/attendance/time-keeping';
import type { Database } from '@devpulse/database/connection';
import { inOrganizationAsking, type Tenant, type TenantStatement } from '@devpulse/database/tenant';
import type { NamedStatement } from '@devpulse/database/together';
import type { Ending } from '@devpulse/database/transaction';
import type { FoldedEventResult } from '@devpulse/domain/attendance/fold-input';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant, type Instant } from '@devpulse/domain/time/instant';
import { Inject, Injectable } from '@nestjs/common';
import type { Member } from '../../platform/access/caller.ts';
import { ProcessParts } from '../../platform/process-parts.ts';
import { APP_DATABASE } from '../../platform/tokens.ts';
import { freshEvents, type ReceivedEvent, received } from './fresh-events.ts';
import { holdEvents } from './held-requests.ts';
import { noteSignOfLife } from './signs-of-life.ts';

type Sent = RouteBody<typeof sendAttendanceEvents>['events'];
type Answer = RouteResponse<typeof sendAttendanceEvents>;
type Intake = {
  userId: string;
  stream: Stream;
  events: readonly ReceivedEvent[];
  now: Instant;
  known: ReadonlyMap<string, KnownEvent>;
  time: KnownTime;
  /** Where all of them lie, known or not. */
  news: News;
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
    try {
      return await this.#take(member, deviceId, { sent, mayBeKnown: false });
    } catch (error) {
      if (!isEventKnown(error)) throw error;
      return this.#take(member, deviceId, { sent, mayBeKnown: true });
    }
  }

  /** Looks for known ones only among those that the device had told before, unless others `mayBeKnown` too. */
  async #take(
    { organizationId, userId }: Member,
    deviceId: string,
    { sent, mayBeKnown }: { sent: Sent; mayBeKnown: boolean },
  ): Promise<Answer> {
    const now = this.#now();
    const receivedAt = (at: Instant) => sent.map((event) => received(event, { deviceId, receivedAt: at }));
    const events = receivedAt(now);
    const news = newsOf(userId, events, now);
    return inOrganizationAsking(this.#database, organizationId, {
      identity: true,
      isPlannedOnce: true,
      lock: memberTime(organizationId, userId),
      ask: (tenant) => [readKnownTime(tenant, news)],
      work: async (tenant, [time]) => {
        const { told } = time;
        const stream = streamOf(told.devices, { organizationId, userId, deviceId });
        if (stream === null) throw noSuchDevice();
        const isToldAgain = sent.some(({ seq }) => seq <= stream.lastSeq);
        const known = await findEvents(tenant, isToldAgain || mayBeKnown ? sent : []);
        // A lock that was set or ended while this waited for the member's time came before it.
        const latest = Math.max(now, ...told.locks.flatMap(changesOf));
        const intake = { userId, stream, known, time: withDevice(time, stream), now: latest };
        if (latest === now) return takeBatch(tenant, { ...intake, events, news });
        const later = receivedAt(latest);
        return takeBatch(tenant, { ...intake, events: later, news: newsOf(userId, later, latest) });
      },
    });
  }
}

const changesOf = ({ lockedAt, unlockedAt }: KeptLock): Instant[] => [lockedAt, unlockedAt ?? lockedAt];

async function takeBatch(tenant: Tenant, intake: Intake): Promise<Answer | Ending<Answer>> {
  const { userId, stream, events, now, known } = intake;
  const fresh = freshEvents(events, { known, stream, userId });
  const lastSeq = fresh.at(-1)?.sent.seq ?? stream.lastSeq;
  const heard = keptStream({ ...stream, userId, lastSeq, heardAt: now });
  if (fresh.length > 0) {
    const { results, writes } = await record(tenant, intake, { fresh, heard });
    return tenant.ending(answerTo(intake, results, lastSeq), writes);
  }
  await tenant.query(heard);
  if (events.length === 0) await noteSignOfLife(tenant, { userId, stream, now });
  return answerTo(intake, new Map(), lastSeq);
}

async function record(
  tenant: Tenant,
  { userId, stream, events, time, news, now }: Intake,
  { fresh, heard }: { fresh: readonly ReceivedEvent[]; heard: NamedStatement },
): Promise<{ results: ReadonlyMap<string, FoldedEventResult>; writes: TenantStatement[] }> {
  const { deviceId } = stream;
  const { refolded, writes } = await refoldTime(
    tenant,
    {
      ...(fresh.length === events.length ? news : newsOf(userId, fresh, now)),
      fresh: fresh.map(({ canonical }) => canonical.event),
      now,
    },
    {
      known: time,
      alongside: ({ results }) => [
        newEvents({ userId, deviceId, receivedAt: now, events: fresh.map(answered(results)) }),
        heard,
      ],
    },
  );
  const { results, around } = refolded;
  const canonical = fresh.map((one) => one.canonical);
  const held = canonical.filter(({ event }) => results.get(event.eventId)?.result === 'held');
  if (held.length === 0) return { results, writes };
  await writeAll(tenant, writes);
  await holdEvents(tenant, { userId, now, held, results, sessions: around.sessions });
  return { results, writes: [] };
}

const answered =
  (results: ReadonlyMap<string, FoldedEventResult>) =>
  ({ sent, canonical }: ReceivedEvent): NewEvent => {
    const result = results.get(sent.eventId);
    if (result === undefined) throw new Error('The fold left an event without a result.');
    return { sent, canonicalAt: canonical.at, result };
  };

/** A device that tells for the first time is one of those that tell. */
function withDevice(time: KnownTime, stream: Stream): KnownTime {
  const { told } = time;
  if (told.devices.some(({ deviceId }) => deviceId === stream.deviceId)) return time;
  return { ...time, told: { ...told, devices: [...told.devices, { ...stream, isOwn: true }] } };
}

/** Where a batch lies; an empty one is about now. */
function newsOf(userId: string, events: readonly ReceivedEvent[], now: Instant): News {
  if (events.length === 0) return { userId, touched: { from: now, to: now }, names: [] };
  const names = new Set<string>();
  const begun = new Set<string>();
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { canonical } of events) {
    const { action } = canonical.event;
    if ('sessionId' in action) names.add(action.sessionId);
    if (action.type === 'clock_in') begun.add(action.sessionId);
    from = Math.min(from, canonical.at, canonical.startedAt, canonical.endedAt);
    to = Math.max(to, canonical.at, canonical.startedAt, canonical.endedAt);
  }
  return { userId, touched: { from, to }, names: [...names], isBegun: begun.size === names.size };
}

function answerTo(
  { events, known, now }: Intake,
  results: ReadonlyMap<string, FoldedEventResult>,
  lastSeq: number,
): Answer {
  return {
    results: events.map(({ sent: { eventId } }) =>
      answerOf(eventId, known.get(eventId), results.get(eventId)),
    ),
    nextSeq: lastSeq + 1,
    serverTime: formatInstant(now),
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
