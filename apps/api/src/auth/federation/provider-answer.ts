import { AppError } from '@devpulse/domain/errors';
import type { Logger } from '@devpulse/observability/logger';
import { OutboundError } from '@devpulse/outbound/safe-fetch';

/** The query with which a provider sends the browser back. */
export type ProviderAnswer = { code: string; state: string; iss?: string | undefined };

/** The address that the provider sent the browser to. */
export function callbackUrl(redirectUri: string, { code, state, iss }: ProviderAnswer): URL {
  const url = new URL(redirectUri);
  url.searchParams.set('code', code);
  url.searchParams.set('state', state);
  if (iss !== undefined) url.searchParams.set('iss', iss);
  return url;
}

/**
 * Runs an exchange with a provider, whose name is for people. What it answers is told to nobody: AppError('unavailable') when it could
 * not be reached, AppError('forbidden') when it did not confirm, in whatever way. The log gets no more than the kind of error.
 */
export async function withProvider<T>(provider: string, log: Logger, exchange: () => Promise<T>): Promise<T> {
  try {
    return await exchange();
  } catch (error) {
    if (error instanceof AppError) throw error;
    const outbound = outboundIn(error);
    log.warn(
      { provider, reason: outbound?.message ?? kindOf(error) },
      'A provider did not confirm a sign-in',
    );
    if (outbound !== null) {
      throw new AppError('unavailable', `${provider} could not be reached.`, {
        remedy: 'Try again in a minute, or sign in another way.',
      });
    }
    throw new AppError('forbidden', `${provider} did not confirm this sign-in.`, { remedy: 'Begin anew.' });
  }
}

function outboundIn(error: unknown): OutboundError | null {
  if (error instanceof OutboundError) return error;
  return error instanceof Error && error.cause !== undefined ? outboundIn(error.cause) : null;
}

/** Messages and causes may hold tokens; a code and a name do not. */
function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}
