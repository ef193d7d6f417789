import { z } from 'zod';
import { Done, EmailAddress, NewPassword, OpaqueToken } from '../primitives.ts';
import { route } from '../route.ts';

export const requestPasswordReset = route({
  id: 'requestPasswordReset',
  method: 'POST',
  path: '/api/v1/auth/password/forgotten',
  summary: 'Mails a link to choose a new password; the answer is the same for every address',
  access: 'anyone',
  body: z.object({ email: EmailAddress }),
  response: Done,
});

export const resetPassword = route({
  id: 'resetPassword',
  method: 'POST',
  path: '/api/v1/auth/password/reset',
  summary: 'Sets a new password by a mailed link, and ends every session of the person',
  access: 'anyone',
  body: z.object({ token: OpaqueToken, password: NewPassword }),
  response: Done,
});

export const verifyEmail = route({
  id: 'verifyEmail',
  method: 'POST',
  path: '/api/v1/auth/email/verify',
  summary: 'Confirms an e-mail address by a mailed link; also completes a change of address',
  access: 'anyone',
  body: z.object({ token: OpaqueToken }),
  response: z.object({ email: z.string() }),
});
