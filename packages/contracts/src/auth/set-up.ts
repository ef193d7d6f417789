import { z } from 'zod';
import { EmailAddress, NewPassword, OpaqueToken, PlainName } from '../primitives.ts';
import { route } from '../route.ts';
import { SignInResult } from './tokens.ts';

export const getInstance = route({
  id: 'getInstance',
  method: 'GET',
  path: '/api/v1/instance',
  summary: 'Whether the instance has an Owner, and the ways to sign in that it offers',
  access: 'anyone',
  response: z.object({
    isSetUp: z.boolean(),
    signIn: z.object({
      isGithubOffered: z.boolean(),
      /** Passkeys need a host name: browsers refuse them under a bare address. */
      isPasskeyOffered: z.boolean(),
    }),
    /** True when mails leave by SMTP; else they wait on the instance Owner's mail page. */
    isMailSent: z.boolean(),
  }),
});

export const setUpInstance = route({
  id: 'setUpInstance',
  method: 'POST',
  path: '/api/v1/auth/set-up',
  summary:
    'Makes the first person the Owner of a fresh instance; once, with the link that is printed at start',
  access: 'anyone',
  body: z.object({ token: OpaqueToken, name: PlainName, email: EmailAddress, password: NewPassword }),
  response: SignInResult,
});

export const InstanceMail = z.object({
  id: z.uuid(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  state: z.enum(['waiting', 'sent', 'failed', 'held']).describe('held: there is no SMTP, so it stays here'),
  createdAt: z.iso.datetime(),
});

export const listInstanceMails = route({
  id: 'listInstanceMails',
  method: 'GET',
  path: '/api/v1/instance/mails',
  summary: 'Mails that this instance wrote and could not send, newest first; kept for 7 days',
  access: 'instance_owner',
  response: z.object({ items: z.array(InstanceMail) }),
});
