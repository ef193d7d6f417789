import { ApiError } from '@devpulse/contracts/client';
import { cookies } from 'next/headers';
import { decodeInputs, encodeInputs, type Inputs } from './kept-inputs-cookie.ts';

const NAME = '__Host-dp_typed';
const RULES = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;
const LIFE_SECONDS = 600;

/** What has to be done first, elsewhere, before the form can be sent again. */
const DETOURS: readonly string[] = ['reauthentication_required', 'second_factor_required'];

/**
 * Runs the work of a form whose `typed` values are not to be lost when a confirmation, a second factor or a sign-in comes in between:
 * `keptInputs` has them for ten minutes, in this browser. Only for what is no secret.
 */
export async function keepingInputs<T>(form: string, typed: Inputs, work: () => Promise<T>): Promise<T> {
  try {
    const answer = await work();
    (await cookies()).delete({ name: NAME, ...RULES });
    return answer;
  } catch (error) {
    // What is no answer of the API leads to a sign-in.
    const isDetour = !(error instanceof ApiError) || DETOURS.includes(error.problem.code);
    const text = isDetour ? encodeInputs(form, typed) : null;
    if (text !== null) (await cookies()).set(NAME, text, { ...RULES, maxAge: LIFE_SECONDS });
    throw error;
  }
}

/** What was typed into the form before a detour; empty where there was none. */
export async function keptInputs(form: string): Promise<Inputs> {
  return decodeInputs(form, (await cookies()).get(NAME)?.value);
}
