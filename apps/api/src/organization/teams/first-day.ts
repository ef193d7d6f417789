import { AppError } from '@devpulse/domain/errors';
import type { Instant } from '@devpulse/domain/time/instant';
import { dayStart, type LocalDay, localDayOf } from '@devpulse/domain/time/local-day';

const EARLIEST: LocalDay = '2000-01-01';

/** When a local day begins in the zone; without a day, today. Throws AppError('invalid_request') for a day to come or none at all. */
export function firstInstantOf(day: LocalDay | undefined, at: { now: Instant; zone: string }): Instant {
  const today = localDayOf(at.now, at.zone);
  const wanted = day ?? today;
  if (wanted > today || wanted < EARLIEST) throw notADay(`Send a day from ${EARLIEST} to ${today}.`);
  try {
    return dayStart(wanted, at.zone);
  } catch {
    throw notADay('Send a date that is on the calendar, as YYYY-MM-DD.');
  }
}

function notADay(remedy: string): AppError {
  return new AppError('invalid_request', 'Nobody can be in a team from this day on.', {
    field: 'body.from',
    remedy,
  });
}
