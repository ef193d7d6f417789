import { z } from 'zod';
import { NewPassword, OpaqueToken, OrganizationSlug, PlainName, RoleName } from '../primitives.ts';
import { route } from '../route.ts';
import { SignInResult } from './tokens.ts';

export const readInvitation = route({
  id: 'readInvitation',
  method: 'POST',
  path: '/api/v1/auth/invitations/read',
  summary: 'What an invitation is for; unknown, used, withdrawn and expired ones are the same 404',
  access: 'anyone',
  body: z.object({ token: OpaqueToken }),
  response: z.object({
    organizationName: z.string(),
    email: z.string(),
    role: RoleName,
    invitedBy: z.string().nullable(),
    /** True when the invited address already has an account: sign in, then accept. */
    hasAccount: z.boolean(),
  }),
});

export const signUpByInvitation = route({
  id: 'signUpByInvitation',
  method: 'POST',
  path: '/api/v1/auth/invitations/sign-up',
  summary: 'Makes an account for the invited address and accepts; 409 when the address has one already',
  access: 'anyone',
  body: z.object({ token: OpaqueToken, name: PlainName, password: NewPassword }),
  response: SignInResult.extend({ organization: OrganizationSlug }),
});

export const acceptInvitation = route({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/api/v1/account/invitations/accept',
  summary: 'Accepts an invitation that was sent to the caller’s own verified address',
  access: 'person',
  body: z.object({ token: OpaqueToken }),
  response: z.object({ organization: OrganizationSlug }),
});
