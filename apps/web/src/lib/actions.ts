import { ApiError } from '@devpulse/contracts/client';
import type { FormProblem, FormState } from '@devpulse/ui/form-state';
import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { withNext } from './next-address.ts';
import { isSameOrigin } from './same-origin.ts';
import { currentAddress, inCookieScope } from './session.ts';

/** The fields of a sent form as text; a file or an absent field is the empty string. */
export type SentForm = {
  text(name: string): string;
  /** Every value of a name, such as those of checkboxes. */
  all(name: string): string[];
  isOn(name: string): boolean;
};

const SECRET = /password|token|^code$|secret|challenge|flow|privateKey/i;
const REFUSED: FormProblem = {
  code: 'forbidden',
  detail: 'This form was not sent by a page of DevPulse.',
  remedy: 'Open the page anew and send it again.',
  field: null,
  retryAfterSeconds: null,
};

/**
 * Makes the server action of a form; every mutation goes through here or through `guarded`. Refuses what no page of ours has sent,
 * before `work` runs. An error of the API becomes the form's problem, with the input at fault; what is sensitive leads to a
 * confirmation and back. `work` may redirect; else its answer becomes `result` and the page is read anew.
 */
export function formAction<Result>(
  work: (form: SentForm) => Promise<Result>,
): (previous: FormState, data: FormData) => Promise<FormState<Outcome<Result>>> {
  return async (_previous, data) => {
    const values = shownValues(data);
    if (!isSameOrigin(await headers())) return { problem: REFUSED, values, result: null };
    try {
      const result = await inCookieScope(() => work(sentForm(data)));
      refresh();
      return { problem: null, values: {}, result: (result ?? true) as Outcome<Result> };
    } catch (error) {
      return { problem: await problemOf(error), values, result: null };
    }
  };
}

/** Of work that answers nothing, that it was done. */
type Outcome<Result> = undefined extends Result ? true : Result;

/** Makes a server action that a script calls with a value, and that answers one; errors become its problem. */
export function guarded<Input, Result>(
  work: (input: Input) => Promise<Result>,
): (input: Input) => Promise<Pick<FormState<Result>, 'problem' | 'result'>> {
  return async (input) => {
    if (!isSameOrigin(await headers())) return { problem: REFUSED, result: null };
    try {
      return { problem: null, result: await inCookieScope(() => work(input)) };
    } catch (error) {
      return { problem: await problemOf(error), result: null };
    }
  };
}

/** What a form shows of an error of the API; leads to a confirmation where that is the remedy, and throws any other error on. */
async function problemOf(error: unknown): Promise<FormProblem> {
  if (!(error instanceof ApiError)) throw error;
  const { code, detail, remedy, field } = error.problem;
  if (code === 'reauthentication_required') redirect(withNext('/account/confirm', await currentAddress()));
  return {
    code,
    detail,
    remedy: remedy ?? null,
    field: field?.startsWith('body.') ? field.slice('body.'.length) : null,
    retryAfterSeconds: error.retryAfterSeconds,
  };
}

function sentForm(data: FormData): SentForm {
  const all = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
  return { text: (name) => all(name)[0] ?? '', all, isOn: (name) => all(name).length > 0 };
}

function shownValues(data: FormData): Record<string, string> {
  const shown = [...data].filter(
    ([name, value]) => typeof value === 'string' && !name.startsWith('$') && !SECRET.test(name),
  );
  return Object.fromEntries(shown) as Record<string, string>;
}
