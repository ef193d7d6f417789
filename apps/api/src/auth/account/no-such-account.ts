import { AppError } from '@devpulse/domain/errors';

/** For somebody whose account went while they asked. */
export function noSuchAccount(): AppError {
  return new AppError('session_ended', 'This account is gone.', { remedy: 'Sign in again.' });
}
