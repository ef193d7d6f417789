import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { decodeLeaving, encodeLeaving, LEAVE_COOKIE, LEAVE_PATH, type Leaving } from './leave-cookie.ts';

const RULES = { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: 600 } as const;

/**
 * Goes on to an address of another site, at the end of a server action. Browsers apply `form-action 'self'` to where a sent form is
 * redirected as well, so without script the way leads over a page of our own.
 */
export async function leaveFor(to: string): Promise<never> {
  if (await isSentByScript()) redirect(to);
  await keepLeaving({ to, manifest: null });
  redirect(LEAVE_PATH);
}

/**
 * Goes on to a page that sends a form to another site, at the end of a server action: answers the address of that page where a
 * script has to open it. It has to be a document of its own, as its content policy alone names that site.
 */
export async function leaveWithForm(leaving: Leaving & { manifest: string }): Promise<string> {
  await keepLeaving(leaving);
  if (await isSentByScript()) return LEAVE_PATH;
  redirect(LEAVE_PATH);
}

export async function readLeaving(): Promise<Leaving | null> {
  return decodeLeaving((await cookies()).get(LEAVE_COOKIE)?.value);
}

async function keepLeaving(leaving: Leaving): Promise<void> {
  (await cookies()).set(LEAVE_COOKIE, encodeLeaving(leaving), RULES);
}

/** Next's own script names the action in a header, which a form cannot. */
async function isSentByScript(): Promise<boolean> {
  return (await headers()).get('next-action') !== null;
}
