import { z } from 'zod';
import {
  Account,
  cappedText,
  Envelope,
  GithubId,
  InstantField,
  RepositoryPayload,
} from './payload-schemas.ts';

const Selection = z.enum(['all', 'selected']);

const Installation = z.object({
  id: GithubId,
  account: Account,
  permissions: z.record(z.string().max(100), z.string().max(20)).default({}),
  repository_selection: Selection.nullish(),
  created_at: InstantField.nullish(),
  updated_at: InstantField.nullish(),
  suspended_at: InstantField.nullish(),
});

export const InstallationPayload = Envelope.extend({
  action: cappedText(60),
  installation: Installation,
});
export type InstallationPayload = z.output<typeof InstallationPayload>;

const NamedRepository = z.object({ id: GithubId, full_name: cappedText(250) });

export const InstallationRepositoriesPayload = Envelope.extend({
  action: cappedText(60),
  installation: Installation,
  repository_selection: Selection.nullish(),
  repositories_added: z.array(NamedRepository).default([]),
  repositories_removed: z.array(NamedRepository).default([]),
});
export type InstallationRepositoriesPayload = z.output<typeof InstallationRepositoriesPayload>;

/** Nothing beside what it has on GitHub: other events carry a repository too, and the event name is not signed. */
export const RepositoryEventPayload = Envelope.extend({
  action: cappedText(60),
  repository: RepositoryPayload.extend({ owner: Account }),
  changes: z.unknown().optional(),
  organization: z.unknown().optional(),
  enterprise: z.unknown().optional(),
}).strict();
export type RepositoryEventPayload = z.output<typeof RepositoryEventPayload>;

export const MemberPayload = Envelope.extend({ action: cappedText(60), member: Account });
export type MemberPayload = z.output<typeof MemberPayload>;

const Team = z.object({ id: GithubId, name: cappedText(250), slug: cappedText(250).nullish() });

export const MembershipPayload = Envelope.extend({ action: cappedText(60), member: Account, team: Team });
export type MembershipPayload = z.output<typeof MembershipPayload>;

export const TeamPayload = Envelope.extend({
  action: cappedText(60),
  team: Team,
  member: z.undefined({ error: 'a team payload has no member' }).optional(),
});
export type TeamPayload = z.output<typeof TeamPayload>;
