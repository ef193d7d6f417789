import { SECOND_FACTOR_POLICIES } from '@devpulse/domain/access/member-authority';
import { z } from 'zod';
import {
  Done,
  EmailAddress,
  GivenPassword,
  InstantText,
  NewPassword,
  OrganizationSlug,
  PlainName,
  RoleName,
} from '../primitives.ts';
import { route } from '../route.ts';

export const AccountMembership = z.object({
  organization: z.object({ id: z.uuid(), slug: OrganizationSlug, name: z.string() }),
  role: RoleName,
  /** By when a second factor has to be set up; null when none is asked for, or there is one. */
  secondFactorDueAt: InstantText.nullable(),
  secondFactorPolicy: z.enum(SECOND_FACTOR_POLICIES),
});

export const Account = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  isEmailVerified: z.boolean(),
  /** An address that waits for its link to be opened. */
  pendingEmail: z.string().nullable(),
  isInstanceOwner: z.boolean(),
  hasPassword: z.boolean(),
  createdAt: InstantText,
  memberships: z.array(AccountMembership),
  session: z.object({
    id: z.uuid(),
    authenticatedAt: InstantText,
    /** Sensitive changes are open until then; null when they are not. */
    isRecentUntil: InstantText.nullable(),
  }),
});
export type Account = z.infer<typeof Account>;

export const getAccount = route({
  id: 'getAccount',
  method: 'GET',
  path: '/api/v1/account',
  summary: 'The person who asks, and the organizations they belong to',
  access: 'person',
  response: Account,
});

export const updateAccount = route({
  id: 'updateAccount',
  method: 'PATCH',
  path: '/api/v1/account',
  summary: 'Changes the name',
  access: 'person',
  body: z.object({ name: PlainName }),
  response: Done,
});

export const changeEmail = route({
  id: 'changeEmail',
  method: 'POST',
  path: '/api/v1/account/email',
  summary: 'Mails a link to the new address; the address changes when it is opened, and the old one is told',
  access: 'person',
  isSensitive: true,
  body: z.object({ email: EmailAddress }),
  response: Done,
});

export const changePassword = route({
  id: 'changePassword',
  method: 'POST',
  path: '/api/v1/account/password',
  summary: 'Changes the password, or sets the first one, and ends all other sessions',
  access: 'person',
  isSensitive: true,
  body: z.object({ currentPassword: GivenPassword.optional(), password: NewPassword }),
  response: Done,
});

export const deleteAccount = route({
  id: 'deleteAccount',
  method: 'DELETE',
  path: '/api/v1/account',
  summary:
    'Deletes the person and everything kept under their id; 409 while they are the only Owner of an organization',
  access: 'person',
  isSensitive: true,
  response: Done,
});
