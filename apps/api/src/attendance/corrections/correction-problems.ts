import { AppError } from '@devpulse/domain/errors';

export function noSuchCorrection(): AppError {
  return new AppError('not_found', 'There is no such request.', {
    field: 'path.correction',
    remedy: 'Load the requests again.',
  });
}

/** It was decided, or what it is about has changed, since it was looked at. Source: K-05. */
export function changedMeanwhile(): AppError {
  return new AppError('conflict', 'It was decided or changed meanwhile.', {
    field: 'body.version',
    remedy: 'Load it again and look at what it says now.',
  });
}

export function notYoursToDecide(): AppError {
  return new AppError('forbidden', 'Nobody decides about their own time.', {
    field: 'path.correction',
    remedy: 'Somebody else who may decide has to, such as an Admin.',
  });
}
