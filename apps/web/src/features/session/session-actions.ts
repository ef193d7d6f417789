'use server';

import { redirect } from 'next/navigation';
import { formAction } from '../../lib/actions.ts';
import { withNext } from '../../lib/next-address.ts';
import { renewedToken } from '../../lib/session.ts';
import { readSessionCookie } from '../../lib/session-cookie.ts';
import { findToken } from '../../lib/session-tokens.ts';
import { endSession } from '../../lib/sign-in-completion.ts';

/** Ends the session of this browser and goes to the sign-in page; `next` in the form is where the next sign-in leads. */
export const signOutHere = formAction(async (form) => {
  const refreshToken = await readSessionCookie();
  // The API can only be told with a good token.
  if (refreshToken !== undefined && !findToken(refreshToken, Date.now())) await renewedToken(refreshToken);
  await endSession();
  redirect(withNext('/sign-in', form.text('next')));
});
