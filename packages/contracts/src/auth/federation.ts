import { z } from 'zod';
import { OpaqueToken, OrganizationSlug } from '../primitives.ts';
import { route } from '../route.ts';
import { SignInResult } from './tokens.ts';

/** `flow` stays with the browser that began (an HttpOnly cookie) and has to come back with the answer. */
const FlowStart = z.object({ flow: OpaqueToken, authorizeUrl: z.url() });
const FlowAnswer = z.object({
  flow: OpaqueToken,
  /** The callback's query, as it came. */
  code: z.string().min(1).max(2000),
  state: z.string().min(1).max(400),
  iss: z.string().max(500).optional(),
});

export const startGithubSignIn = route({
  id: 'startGithubSignIn',
  method: 'POST',
  path: '/api/v1/auth/github/start',
  summary: 'Where to send the browser to sign in with GitHub; with an invitation, to accept it so',
  access: 'anyone',
  body: z.object({ invitation: OpaqueToken.optional() }),
  response: FlowStart,
});

export const finishGithubSignIn = route({
  id: 'finishGithubSignIn',
  method: 'POST',
  path: '/api/v1/auth/github/finish',
  summary: 'Begins a session for the person whom the GitHub account belongs to',
  access: 'anyone',
  body: FlowAnswer,
  response: SignInResult,
});

export const startSsoSignIn = route({
  id: 'startSsoSignIn',
  method: 'POST',
  path: '/api/v1/auth/sso/start',
  summary: 'Where to send the browser for the single sign-on of an organization',
  access: 'anyone',
  body: z.object({ organization: OrganizationSlug }),
  response: FlowStart,
});

export const finishSsoSignIn = route({
  id: 'finishSsoSignIn',
  method: 'POST',
  path: '/api/v1/auth/sso/finish',
  summary: 'Begins a session for the person whom the identity belongs to; a new one becomes a Developer',
  access: 'anyone',
  body: FlowAnswer,
  response: SignInResult,
});

export const startIdentityLink = route({
  id: 'startIdentityLink',
  method: 'POST',
  path: '/api/v1/account/identities/start',
  summary: 'Where to send the browser to link a GitHub account, or the single sign-on of an organization',
  access: 'person',
  isSensitive: true,
  body: z.object({ provider: z.enum(['github', 'sso']), organization: OrganizationSlug.optional() }),
  response: FlowStart,
});

export const finishIdentityLink = route({
  id: 'finishIdentityLink',
  method: 'POST',
  path: '/api/v1/account/identities/finish',
  summary: 'Links the identity to the person who asks; never by e-mail alone',
  access: 'person',
  body: FlowAnswer,
  response: z.object({ label: z.string() }),
});
