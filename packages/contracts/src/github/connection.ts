import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Count, InstantText } from '../primitives.ts';
import { route } from '../route.ts';
import { GithubAppView } from './apps.ts';
import { InstallationView } from './installations.ts';
import { GithubTokenView } from './tokens.ts';

export const getGithub = route({
  id: 'getGithub',
  method: 'GET',
  path: '/api/v1/organizations/:organization/github',
  summary: 'How the organization is connected to GitHub, and how well deliveries come through',
  access: 'manage_connections',
  params: OrganizationParams,
  response: z.object({
    apps: z.array(GithubAppView),
    installations: z.array(InstallationView),
    tokens: z.array(GithubTokenView),
    /** The GitHub that is offered first. */
    defaultWebUrl: z.url(),
    /** Where webhooks go; null when GitHub cannot reach this instance, so that it would be asked instead. */
    webhookUrl: z.url().nullable(),
    repositories: z.object({ known: Count, tracked: Count }),
    /** Deliveries of the last 24 hours. */
    deliveries: z.object({ received: Count, failed: Count, lastAt: InstantText.nullable() }),
  }),
});
