import { z } from 'zod';
import { Count, Done, InstantText, PlainName } from '../primitives.ts';
import { route } from '../route.ts';
import { OrganizationParams } from './organizations.ts';

const Account = z.object({ githubId: z.string(), login: z.string(), isBot: z.boolean() });
const Email = z.object({ email: z.string(), name: z.string() });

/** A person as delivery knows them; no figures. */
export const ContributorView = z.object({
  id: z.uuid(),
  /** The member’s name, else the one set by hand, else the login. */
  name: z.string(),
  /** Set by hand. */
  displayName: z.string().nullable(),
  /** Told to be one by GitHub, or listed as one in the settings. */
  isBot: z.boolean(),
  accounts: z.array(Account),
  emails: z.array(Email),
  member: z.object({ userId: z.uuid(), name: z.string() }).nullable(),
});
export type ContributorView = z.infer<typeof ContributorView>;

export const listContributors = route({
  id: 'listContributors',
  method: 'GET',
  path: '/api/v1/organizations/:organization/contributors',
  summary: 'Everybody that pull requests, reviews and commits are of, by name; bots last',
  access: 'manage_members',
  params: OrganizationParams,
  response: z.object({
    /** At most 1,000 of `total`. */
    items: z.array(ContributorView),
    total: Count,
    /** Addresses of commits that are nobody’s yet, the latest first; at most 200. */
    unclaimedEmails: z.array(Email.extend({ lastSeenAt: InstantText })),
    unclaimedTotal: Count,
  }),
});

const ContributorParams = OrganizationParams.extend({ contributor: z.uuid() });

export const updateContributor = route({
  id: 'updateContributor',
  method: 'PATCH',
  path: '/api/v1/organizations/:organization/contributors/:contributor',
  summary: 'Names a contributor, links it to a member or takes the link away',
  access: 'manage_members',
  params: ContributorParams,
  body: z.object({
    displayName: PlainName.nullable().optional(),
    memberId: z.uuid().nullable().optional(),
  }),
  response: Done,
});

export const mergeContributors = route({
  id: 'mergeContributors',
  method: 'POST',
  path: '/api/v1/organizations/:organization/contributors/:contributor/merge',
  summary:
    'Makes one person of two: accounts, e-mails and teams go over, and the figures of both are computed anew',
  access: 'manage_members',
  params: ContributorParams,
  body: z.object({ into: z.uuid() }),
  response: Done,
});

export const splitContributor = route({
  id: 'splitContributor',
  method: 'POST',
  path: '/api/v1/organizations/:organization/contributors/:contributor/split',
  summary: 'Makes an account a person of its own again, with its addresses; time in teams stays where it is',
  access: 'manage_members',
  params: ContributorParams,
  body: z.object({ accountId: z.string().regex(/^\d{1,19}$/, 'GitHub’s number of an account') }),
  response: z.object({ contributorId: z.uuid() }),
});

export const claimEmail = route({
  id: 'claimEmail',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/contributors/:contributor/emails',
  summary: 'Says that commits under an address are of this contributor',
  access: 'manage_members',
  params: ContributorParams,
  body: z.object({
    /** As a commit has it: whatever somebody has configured, and not always an address. */
    email: z
      .string()
      .trim()
      .toLowerCase()
      .min(1)
      .max(254)
      .regex(/^\P{Cc}*$/u, 'an address without control characters'),
  }),
  response: Done,
});

/** Two that may be one. `reason` is for people: it says what they have in common. */
export const MergeSuggestion = z.object({
  subject: z.string(),
  kind: z.enum(['merge', 'link', 'email']),
  reason: z.string(),
  contributor: ContributorView,
  other: ContributorView.nullable(),
  member: z.object({ userId: z.uuid(), name: z.string() }).nullable(),
  email: z.string().nullable(),
});
export type MergeSuggestion = z.infer<typeof MergeSuggestion>;

export const listSuggestions = route({
  id: 'listSuggestions',
  method: 'GET',
  path: '/api/v1/organizations/:organization/contributors/suggestions',
  summary: 'Contributors that may be one person, or a member; nothing is joined unasked',
  access: 'manage_members',
  params: OrganizationParams,
  response: z.object({
    /** At most 50 of `total`, the surest first. */
    items: z.array(MergeSuggestion),
    total: Count,
  }),
});

export const declineSuggestion = route({
  id: 'declineSuggestion',
  method: 'POST',
  path: '/api/v1/organizations/:organization/contributors/suggestions/declined',
  summary: 'Does not make a suggestion again',
  access: 'manage_members',
  params: OrganizationParams,
  body: z.object({ subject: z.string().min(1).max(400) }),
  response: Done,
});

export const importGithubTeams = route({
  id: 'importGithubTeams',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/teams',
  summary:
    'Has GitHub’s teams taken over now; who is in one counts from the beginning, as at any first sighting',
  access: 'manage_teams',
  params: OrganizationParams,
  response: Done,
});
