import { ApiError } from '@devpulse/contracts/client';
import { instantOfWall } from '@devpulse/domain/time/wall-time';
import { momentWords } from '@devpulse/ui/words/moment-words';
import type { Clock } from '../../lib/clock.ts';

/**
 * When somebody stopped who says so later: a wall time in the member's zone, as an instant in milliseconds on the API's clock. Throws
 * ApiError for what is no time, and for a time that the session does not hold.
 */
export function earlierEnd(wall: string, clock: Pick<Clock, 'session' | 'serverTime' | 'zone'>): number {
  const { zone } = clock.zone;
  const end = instantOfWall(wall, zone);
  if (end === null) throw refused('A date and a time are needed.', 'Give both.');
  const startedAt = Date.parse(clock.session?.startedAt ?? clock.serverTime);
  if (end > startedAt && end <= Date.parse(clock.serverTime)) return end;
  const start = momentWords(zone).dateTime(startedAt);
  throw refused('The session does not hold that time.', `Give one between ${start} and now.`);
}

function refused(detail: string, remedy: string): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Request failed',
    status: 400,
    code: 'invalid_request',
    detail,
    remedy,
    field: 'body.endedAt',
    requestId: '-',
  });
}
