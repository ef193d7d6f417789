import { AppError } from '@devpulse/domain/errors';

/** An address alone links nothing: whoever holds it at a provider need not be who has the account here. */
export function addressIsTaken(): AppError {
  return new AppError('conflict', 'There is an account under this e-mail address already.', {
    remedy: 'Sign in to it as before, then link this identity under Account, Security.',
  });
}

/** It stays with whom it is linked to. */
export function identityIsTaken(): AppError {
  return new AppError('conflict', 'This identity is linked to another account here.', {
    remedy: 'Sign in with it to reach that account, or unlink it there first.',
  });
}
