import type { ErrorEvent } from '@sentry/node';
import { describeError } from './error-description.ts';

export type ErrorReporter = {
  /** Reports an unexpected error. `context` holds closed values only (a route, a job's name), never what people wrote. */
  report(error: unknown, context?: Record<string, string>): void;
  /** Waits until what was reported is sent, two seconds at most. */
  close(): Promise<void>;
};

const SILENT: ErrorReporter = { report: () => undefined, close: async () => undefined };

/** Sends unexpected errors to Sentry when a DSN is configured, and does nothing otherwise (Sentry is not even loaded). */
export async function createErrorReporter(options: {
  dsn: string | undefined;
  service: string;
  release: string;
}): Promise<ErrorReporter> {
  if (options.dsn === undefined) return SILENT;
  const sentry = await import('@sentry/node');
  sentry.init({
    dsn: options.dsn,
    release: options.release,
    serverName: options.service,
    defaultIntegrations: false,
    tracesSampleRate: 0,
    maxBreadcrumbs: 0,
    beforeSend: stripEvent,
  });
  return {
    report: (error, context) => {
      const { message, type, stack } = describeError(error);
      const safe = new Error(message);
      safe.name = type;
      if (stack !== undefined) safe.stack = stack;
      sentry.captureException(safe, context === undefined ? undefined : { tags: context });
    },
    close: async () => {
      await sentry.close(2000);
    },
  };
}

/** Leaves of an event only what describes the code: no request, user, variables of frames, breadcrumbs or extras. */
export function stripEvent(event: ErrorEvent): ErrorEvent {
  const { request: _, user: __, breadcrumbs: ___, extra: ____, contexts: _____, ...kept } = event;
  for (const exception of kept.exception?.values ?? []) {
    for (const frame of exception.stacktrace?.frames ?? []) delete frame.vars;
  }
  return kept;
}
