import { AppError } from '@devpulse/domain/errors';
import { GithubFault } from '@devpulse/github/client/client';

/** Runs an exchange with GitHub; a fault of it is thrown as what it is to the person who waits for the answer. */
export async function withGithub<T>(exchange: () => Promise<T>, now: number): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    throw githubProblem(error, now);
  }
}

/** The AppError of a fault of GitHub’s; any other error as it is. */
export function githubProblem(fault: unknown, now: number): unknown {
  if (!(fault instanceof GithubFault)) return fault;
  const { kind, until } = fault;
  switch (kind) {
    case 'paused':
      return new AppError('unavailable', 'GitHub asks for patience.', {
        remedy: 'Try again later.',
        retryAfterSeconds: Math.max(1, Math.ceil(((until ?? now) - now) / 1_000)),
        cause: fault,
      });
    case 'unauthorized':
      return new AppError('conflict', 'GitHub accepts none of the App’s private keys.', {
        remedy: 'Make a private key on the App’s page on GitHub, and add it here.',
        cause: fault,
      });
    case 'suspended':
      return new AppError('conflict', 'The installation is suspended on GitHub.', {
        remedy: 'End the suspension there first.',
        cause: fault,
      });
    case 'forbidden':
      return new AppError('conflict', 'GitHub does not let the App do this.', {
        remedy: 'Look at the permissions of the App on GitHub.',
        cause: fault,
      });
    case 'gone':
      return new AppError('conflict', 'GitHub does not know this any more.', { cause: fault });
    case 'refused':
      return new AppError('conflict', 'GitHub refused this.', { cause: fault });
    case 'malformed':
      return new AppError('unavailable', 'GitHub gave an answer that is none of its own.', { cause: fault });
    case 'too_heavy':
    case 'unavailable':
      return new AppError('unavailable', 'GitHub could not be reached.', {
        remedy: 'Try again in a minute.',
        cause: fault,
      });
  }
}
