import type { Instant } from '@devpulse/domain/time/instant';
import type { LocalDay } from '@devpulse/domain/time/local-day';
import pg from 'pg';

/** The channel on which a recomputation tells every API process that rows have changed. */
export const CHANGE_CHANNEL = 'devpulse_changed';

export type ChangeNotice = {
  organizationId: string;
  /** None: any day may have changed. */
  days: LocalDay[];
  /** Receipt of the newest delivery behind the change; null for scheduled work. */
  receivedAt: Instant | null;
  computedAt: Instant;
  /** The organization's `change_count` after the change: what was answered at an earlier count is old. */
  changeCount: number;
};

/** The channel on which a member's own pages are told that their time has changed. */
export const ATTENDANCE_CHANNEL = 'devpulse_attendance';
export type AttendanceNotice = { organizationId: string; userId: string };

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Listens for changes on a connection of its own, and keeps listening: a broken connection is made again with growing
 * waits. `onLost` tells that notices may have been missed, after the connection is back; `onListening` and `onBroken` tell from when on
 * each notice arrives, and since when they may not.
 */
export function openChangeFeed(options: {
  url: string;
  onChange: (notice: ChangeNotice) => void;
  onAttendance?: (notice: AttendanceNotice) => void;
  onLost?: () => void;
  onListening?: () => void;
  onBroken?: () => void;
}): { close(): Promise<void> } {
  let client: pg.Client | null = null;
  let isClosed = false;
  let retryMs = FIRST_RETRY_MS;
  let timer: NodeJS.Timeout | undefined;

  const reconnectLater = () => {
    if (isClosed || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      void connect(true);
    }, retryMs);
    retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
  };
  const connect = async (isAgain: boolean) => {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: 'devpulse-change-feed',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client = next;
    next.on('notification', ({ channel, payload }) => {
      const notice: unknown = JSON.parse(payload ?? '{}');
      if (channel === ATTENDANCE_CHANNEL) options.onAttendance?.(notice as AttendanceNotice);
      else options.onChange(notice as ChangeNotice);
    });
    next.on('error', () => {});
    next.on('end', () => {
      options.onBroken?.();
      reconnectLater();
    });
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANGE_CHANNEL}; LISTEN ${ATTENDANCE_CHANNEL}`);
      retryMs = FIRST_RETRY_MS;
      options.onListening?.();
      if (isAgain) options.onLost?.();
    } catch {
      await next.end().catch(() => {});
      reconnectLater();
    }
  };
  void connect(false);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
