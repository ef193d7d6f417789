import type { Unsettled } from '@devpulse/contracts/attendance/locks';
import { AppError } from '@devpulse/domain/errors';
import type { LocalDay } from '@devpulse/domain/time/local-day';

const MOST_NAMED = 3;

export function locksForbidden(): AppError {
  return new AppError('forbidden', 'In this organization only Admins and the Owner lock days.', {
    remedy: 'Ask an Admin to lock them.',
  });
}

export function noSuchMembers(): AppError {
  return new AppError('not_found', 'Some of these are no members that you decide about.', {
    field: 'body.members',
    remedy: 'Load the members again.',
  });
}

export function notOverYet(through: LocalDay): AppError {
  return new AppError('invalid_range', `${through} is not over for everybody yet.`, {
    field: 'body.through',
    remedy: 'Choose an earlier day.',
  });
}

export function notSettled(unsettled: readonly Unsettled[]): AppError {
  const names = unsettled.slice(0, MOST_NAMED).map(({ member }) => member.name);
  const more = unsettled.length > MOST_NAMED ? ` and ${unsettled.length - MOST_NAMED} more` : '';
  return new AppError('conflict', `Not everything is settled: ${names.join(', ')}${more}.`, {
    field: 'body.through',
    remedy:
      'Decide the corrections, and have pauses, ends and open sessions settled; the list of locks names each.',
  });
}

export function notLocked(): AppError {
  return new AppError('conflict', 'Nothing beyond that day is locked.', {
    field: 'body.through',
    remedy: 'Load the locks again.',
  });
}
