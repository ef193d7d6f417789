import { AppError } from '@devpulse/domain/errors';

export function onlyWayIn(): AppError {
  return new AppError('conflict', 'Nothing else would be left to sign in with.', {
    remedy: 'Set a password, add a passkey or link another identity first.',
  });
}
