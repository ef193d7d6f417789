import type { ServerResponse } from 'node:http';
import type { LiveChange } from '@devpulse/contracts/live';
import type { AttendanceNotice, ChangeNotice } from '@devpulse/database/change-feed';
import { mayUse } from '@devpulse/domain/access/member-authority';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AccessReader } from '../platform/access/access-reader.ts';
import { ProcessParts } from '../platform/process-parts.ts';
import { ChangeNews } from './answers/change-news.ts';
import { LiveConnection } from './live-connection.ts';

/** Who reads, and what of. */
export type LiveReader = { organizationId: string; slug: string; sessionId: string; userId: string };

export const BEAT_MILLISECONDS = 15_000;
/** How often the right to read is looked at again; with what is kept of it, a revocation ends a connection within five seconds. */
export const RIGHTS_MILLISECONDS = 2_000;
export const MAX_LIVE_CONNECTIONS = 500;

/** Passes recomputed days on to the open pages of their organization, and of no other. */
@Injectable()
export class LiveHub implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #parts: ProcessParts;
  readonly #access: AccessReader;
  readonly #connections = new Map<LiveConnection, LiveReader>();
  #beat: NodeJS.Timeout | null = null;
  #rights: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(parts: ProcessParts, access: AccessReader, news: ChangeNews) {
    this.#parts = parts;
    this.#access = access;
    news.subscribe({
      onChange: (change) => this.#publish(change),
      onAttendance: (notice) => this.#publishAttendance(notice),
      onLost: () => this.#publishEverything(),
    });
  }

  onApplicationBootstrap(): void {
    this.#beat = setInterval(() => {
      for (const connection of this.#connections.keys()) connection.beat();
    }, BEAT_MILLISECONDS).unref();
    this.#rights = setInterval(() => void this.#endWithoutRight(), RIGHTS_MILLISECONDS).unref();
  }

  /** Takes the response over until either side ends it. */
  open(reader: LiveReader, response: ServerResponse): void {
    const connection = new LiveConnection(response);
    this.#connections.set(connection, reader);
    this.#count();
    response.once('close', () => {
      this.#connections.delete(connection);
      this.#count();
    });
  }

  /** Throws AppError('unavailable') when there is no room for one more reader. */
  requireRoom(): void {
    if (!this.#isClosed && this.#connections.size < MAX_LIVE_CONNECTIONS) return;
    throw new AppError('unavailable', 'There are too many live connections.', {
      remedy: 'Reload from time to time instead.',
    });
  }

  beforeApplicationShutdown(): void {
    this.#isClosed = true;
    if (this.#beat !== null) clearInterval(this.#beat);
    if (this.#rights !== null) clearInterval(this.#rights);
    for (const connection of this.#connections.keys()) connection.end();
  }

  /** While the database is away nothing is known of rights, and nothing is published either. */
  async #endWithoutRight(): Promise<void> {
    await Promise.allSettled(
      [...this.#connections].map(async ([connection, { sessionId, userId, slug }]) => {
        const [caller, member] = await Promise.all([
          this.#access.caller(sessionId),
          this.#access.member(slug, userId),
        ]);
        if (caller === null || member === null || !mayUse(member, 'read_delivery')) connection.end();
      }),
    );
  }

  #publish(change: ChangeNotice): void {
    const message = {
      days: change.days,
      receivedAt: change.receivedAt === null ? null : formatInstant(change.receivedAt),
      computedAt: formatInstant(change.computedAt),
    };
    this.#sendTo((organizationId) => organizationId === change.organizationId, message);
  }

  /** To the member's own pages alone: when somebody clocks in is nobody else's news. */
  #publishAttendance({ organizationId, userId }: AttendanceNotice): void {
    for (const [connection, reader] of this.#connections) {
      if (reader.organizationId === organizationId && reader.userId === userId) connection.tellAttendance();
    }
  }

  /** No days: whatever is shown may be old. */
  #publishEverything(): void {
    const message = { days: [], receivedAt: null, computedAt: formatInstant(this.#parts.now()) };
    this.#sendTo(() => true, message);
  }

  #sendTo(isMeant: (organizationId: string) => boolean, message: LiveChange): void {
    for (const [connection, { organizationId }] of this.#connections) {
      if (isMeant(organizationId)) connection.send(message);
    }
  }

  #count(): void {
    this.#parts.metrics.liveConnections.set(this.#connections.size);
  }
}
