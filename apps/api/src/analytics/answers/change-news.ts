import type { AttendanceNotice, ChangeNotice } from '@devpulse/database/change-feed';
import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { OPEN_CHANGE_FEED } from '../../platform/tokens.ts';

export type ChangeListener = {
  onChange: (change: ChangeNotice) => void;
  /** A member's time has changed. */
  onAttendance?: (notice: AttendanceNotice) => void;
  /** The feed is back, and changes may have been missed. */
  onLost: () => void;
  /** From now on each change is heard of. */
  onListening?: () => void;
  /** From now on changes may be missed. */
  onBroken?: () => void;
};

/** Starts listening. */
export type OpenChangeFeed = (listener: Required<ChangeListener>) => { close(): void | Promise<void> };

/** The one feed of changes of this process, for whoever wants to hear of them. */
@Injectable()
export class ChangeNews implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #openFeed: OpenChangeFeed;
  readonly #listeners: ChangeListener[] = [];
  #feed: ReturnType<OpenChangeFeed> | null = null;

  constructor(@Inject(OPEN_CHANGE_FEED) openFeed: OpenChangeFeed) {
    this.#openFeed = openFeed;
  }

  /** Before the application has started. */
  subscribe(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  onApplicationBootstrap(): void {
    this.#feed = this.#openFeed({
      onChange: (change) => this.#tell((one) => one.onChange(change)),
      onAttendance: (notice) => this.#tell((one) => one.onAttendance?.(notice)),
      onLost: () => this.#tell((one) => one.onLost()),
      onListening: () => this.#tell((one) => one.onListening?.()),
      onBroken: () => this.#tell((one) => one.onBroken?.()),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#feed?.close();
  }

  #tell(of: (listener: ChangeListener) => void): void {
    for (const listener of this.#listeners) of(listener);
  }
}
