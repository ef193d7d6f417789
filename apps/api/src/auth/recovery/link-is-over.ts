import { AppError } from '@devpulse/domain/errors';

/** The one answer to a mailed link that is unknown, used, replaced or over. */
export function linkIsOver(): AppError {
  return new AppError('not_found', 'This link is not good any more.', {
    field: 'body.token',
    remedy: 'Ask for a new one; a link is good once and for a while, and only the newest of its kind.',
  });
}
