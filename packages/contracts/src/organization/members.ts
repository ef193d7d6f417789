import { z } from 'zod';
import { Done, EmailAddress, InstantText, RoleName } from '../primitives.ts';
import { route } from '../route.ts';
import { OrganizationParams, TeamSummary } from './organizations.ts';

export const Member = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: RoleName,
  joinedAt: InstantText,
  hasSecondFactor: z.boolean(),
  lastSeenAt: InstantText.nullable().describe('Of any session, to the day'),
  contributorId: z.uuid().nullable(),
  teams: z.array(TeamSummary),
  managedTeams: z.array(TeamSummary),
});
export type Member = z.infer<typeof Member>;

const MemberParams = OrganizationParams.extend({ member: z.uuid() });

export const listMembers = route({
  id: 'listMembers',
  method: 'GET',
  path: '/api/v1/organizations/:organization/members',
  summary: 'Members by name',
  access: 'manage_members',
  params: OrganizationParams,
  response: z.object({ items: z.array(Member) }),
});

export const changeRole = route({
  id: 'changeRole',
  method: 'PATCH',
  path: '/api/v1/organizations/:organization/members/:member',
  summary: 'Changes a role, up to one’s own; ownership is transferred instead',
  access: 'manage_members',
  params: MemberParams,
  body: z.object({ role: RoleName.exclude(['owner']) }),
  response: Done,
});

export const removeMember = route({
  id: 'removeMember',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/members/:member',
  summary: 'Ends a membership; it is out within 5 seconds',
  access: 'manage_members',
  params: MemberParams,
  response: Done,
});

export const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: RoleName,
  teams: z.array(TeamSummary),
  invitedBy: z.string().nullable(),
  createdAt: InstantText,
  expiresAt: InstantText,
  isExpired: z.boolean(),
});

export const listInvitations = route({
  id: 'listInvitations',
  method: 'GET',
  path: '/api/v1/organizations/:organization/invitations',
  summary: 'Invitations that wait for an answer, newest first',
  access: 'manage_members',
  params: OrganizationParams,
  response: z.object({ items: z.array(Invitation) }),
});

export const invite = route({
  id: 'invite',
  method: 'POST',
  path: '/api/v1/organizations/:organization/invitations',
  summary: 'Mails an invitation, good for 7 days; a new one to the same address replaces the old',
  access: 'manage_members',
  params: OrganizationParams,
  body: z.object({
    email: EmailAddress,
    role: RoleName.exclude(['owner']),
    teamIds: z.array(z.uuid()).max(50).default([]),
  }),
  response: z.object({
    id: z.uuid(),
    /** To hand over in person; the mail holds the same. */
    link: z.url(),
  }),
});

export const withdrawInvitation = route({
  id: 'withdrawInvitation',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/invitations/:invitation',
  summary: 'Withdraws an invitation',
  access: 'manage_members',
  params: OrganizationParams.extend({ invitation: z.uuid() }),
  response: Done,
});
