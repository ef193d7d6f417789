import type { FormProblem } from './form-state.tsx';

/** The browser knows that it has no network: nothing is sent at all. */
const NO_NETWORK: FormProblem = {
  code: 'no_network',
  detail: 'This device has no network. Nothing was sent.',
  remedy: 'Try again once it is connected.',
  field: null,
  retryAfterSeconds: null,
};

/** Whether it was done is then known to nobody here: it may be the answer that was lost. */
const NO_ANSWER: FormProblem = {
  code: 'no_answer',
  detail: 'DevPulse does not answer. Nothing was saved, as far as this page knows.',
  remedy: 'Try again in a moment.',
  field: null,
  retryAfterSeconds: null,
};

const OTHER_VERSION: FormProblem = {
  code: 'other_version',
  detail: 'DevPulse was updated since this page was opened. Nothing was saved.',
  remedy: 'Open the page anew and send it again; what you typed stays until then.',
  field: null,
  retryAfterSeconds: null,
};

const UNANSWERED: ReadonlySet<string> = new Set([NO_NETWORK.code, NO_ANSWER.code, OTHER_VERSION.code]);

/** Whether a problem is that no answer came, and not what the answer was. */
export function isUnanswered(problem: FormProblem | null): boolean {
  return problem !== null && UNANSWERED.has(problem.code);
}

/** What `send` answers, or the problem that kept it from being answered; any other error is thrown on. Only in a browser. */
export async function answerOf<Answer extends { problem: FormProblem | null }>(
  send: () => Promise<Answer>,
): Promise<Answer | { problem: FormProblem; result: null }> {
  if (!navigator.onLine) return { problem: NO_NETWORK, result: null };
  try {
    return await send();
  } catch (error) {
    // The server's own errors and redirects carry a digest; what a proxy answers, and a connection that broke, do not.
    if (error instanceof Error && 'digest' in error) throw error;
    const isOther = error instanceof Error && error.name === 'UnrecognizedActionError';
    return { problem: isOther ? OTHER_VERSION : NO_ANSWER, result: null };
  }
}
