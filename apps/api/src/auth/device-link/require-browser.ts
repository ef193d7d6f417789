import { AppError } from '@devpulse/domain/errors';
import type { Caller } from '../../platform/access/caller.ts';

/** A device lets no other device in: what was stolen with it could then outlive its unlinking. */
export function requireBrowser({ kind }: Caller): void {
  if (kind === 'web') return;
  throw new AppError('forbidden', 'A device is let in from a browser.', {
    remedy: 'Open DevPulse in your browser, sign in there, and link the device.',
  });
}
