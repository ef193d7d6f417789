import { ApiError } from '@devpulse/contracts/client';

/**
 * Runs a call whose inputs are called otherwise in its form: a problem with `body.calendar.endMinute` is shown at the input that
 * `inputs` names for `calendar.endMinute`. Parts of a list, as in `botLogins.3`, belong to the list.
 */
export async function callWithInputs<T>(inputs: Record<string, string>, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ApiError) || error.problem.field === undefined) throw error;
    throw new ApiError(
      { ...error.problem, field: inputNameOf(error.problem.field, inputs) },
      error.retryAfterSeconds,
    );
  }
}

/** The name in the form of a field that the API names; unknown ones stay as they are. */
export function inputNameOf(field: string, inputs: Record<string, string>): string {
  const path = field.replace(/^body\./, '');
  const known = Object.keys(inputs).find((name) => path === name || path.startsWith(`${name}.`));
  return known === undefined ? field : `body.${inputs[known]}`;
}
