import type { ServerResponse } from 'node:http';
import type { LiveChange } from '@devpulse/contracts/live';
import type { ChangeNotice } from '@devpulse/database/change-feed';
import { AppError } from '@devpulse/domain/errors';
import { formatInstant } from '@devpulse/domain/time/instant';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ProcessParts } from '../platform/process-parts.ts';
import { OPEN_CHANGE_FEED } from '../platform/tokens.ts';
import { LiveConnection } from './live-connection.ts';

/** Starts listening; `onLost` is called when changes may have been missed. */
export type OpenChangeFeed = (listener: { onChange: (change: ChangeNotice) => void; onLost: () => void }) => {
  close(): void | Promise<void>;
};

export const BEAT_MILLISECONDS = 15_000;
export const MAX_LIVE_CONNECTIONS = 500;

/** Passes recomputed days on to the open pages of their organization, and of no other. */
@Injectable()
export class LiveHub implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #parts: ProcessParts;
  readonly #openFeed: OpenChangeFeed;
  readonly #connections = new Map<LiveConnection, { organizationId: string }>();
  #feed: ReturnType<OpenChangeFeed> | null = null;
  #beat: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(parts: ProcessParts, @Inject(OPEN_CHANGE_FEED) openFeed: OpenChangeFeed) {
    this.#parts = parts;
    this.#openFeed = openFeed;
  }

  onApplicationBootstrap(): void {
    this.#feed = this.#openFeed({
      onChange: (change) => this.#publish(change),
      onLost: () => this.#publishEverything(),
    });
    this.#beat = setInterval(() => {
      for (const connection of this.#connections.keys()) connection.beat();
    }, BEAT_MILLISECONDS).unref();
  }

  /** Takes the response over until either side ends it. */
  open(organizationId: string, response: ServerResponse): void {
    const connection = new LiveConnection(response);
    this.#connections.set(connection, { organizationId });
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

  async beforeApplicationShutdown(): Promise<void> {
    this.#isClosed = true;
    if (this.#beat !== null) clearInterval(this.#beat);
    for (const connection of this.#connections.keys()) connection.end();
    await this.#feed?.close();
  }

  #publish(change: ChangeNotice): void {
    const message = {
      days: change.days,
      receivedAt: change.receivedAt === null ? null : formatInstant(change.receivedAt),
      computedAt: formatInstant(change.computedAt),
    };
    this.#sendTo((organizationId) => organizationId === change.organizationId, message);
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
