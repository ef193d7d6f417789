import { z } from 'zod';
import { OrganizationParams } from '../organization/organizations.ts';
import { Done, InstantText } from '../primitives.ts';
import { route } from '../route.ts';

/** Origin of a GitHub Enterprise Server; github.com where it is left out. */
export const GithubOrigin = z
  .url({ protocol: /^https?$/, message: 'an address such as https://github.example.com' })
  .max(300)
  .refine((text) => /^https?:\/\/[^/?#@]+\/?$/.test(text), 'an address without path, query or user')
  .transform((text) => new URL(text).origin);

export const GithubLogin = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,99})$/, 'a GitHub login');

const Secret = z
  .string()
  .min(1)
  .max(400)
  .regex(/^[\x21-\x7e]+$/, 'text as GitHub gave it');

export const GithubAppView = z.object({
  id: z.uuid(),
  name: z.string(),
  slug: z.string(),
  appId: z.string(),
  webUrl: z.url(),
  ownerLogin: z.string(),
  /** Its page on GitHub. */
  settingsUrl: z.url(),
  /** False: GitHub cannot reach this instance, so it is asked every minute. */
  hasWebhooks: z.boolean(),
  /** Configured for the whole instance; it cannot be changed here. */
  isShared: z.boolean(),
  keys: z.array(z.object({ id: z.uuid(), fingerprint: z.string(), createdAt: InstantText })),
  webhookSecrets: z.array(
    z.object({ id: z.uuid(), createdAt: InstantText, expiresAt: InstantText.nullable() }),
  ),
  /** The healer’s last look at GitHub’s log of deliveries. */
  scannedAt: InstantText.nullable(),
  scanProblem: z.string().nullable(),
  redelivered: z.int().nonnegative(),
});
export type GithubAppView = z.infer<typeof GithubAppView>;

export const startGithubApp = route({
  id: 'startGithubApp',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/apps',
  summary: 'The manifest of a GitHub App, to be posted to GitHub by the browser within the hour',
  access: 'manage_connections',
  isSensitive: true,
  params: OrganizationParams,
  body: z.object({
    webUrl: GithubOrigin.optional(),
    /** The organization on GitHub that is to own the App; the person’s own account where it is left out. */
    ownerLogin: GithubLogin.optional(),
  }),
  response: z.object({
    /** Where the browser posts the form with the one field `manifest`. */
    action: z.url(),
    manifest: z.string(),
    hasWebhooks: z.boolean(),
  }),
});

export const finishGithubApp = route({
  id: 'finishGithubApp',
  method: 'POST',
  path: '/api/v1/github/callbacks/app',
  summary: 'Takes the code that GitHub gave for a manifest; answers where the App is installed',
  access: 'person',
  body: z.object({ code: Secret, state: Secret }),
  response: z.object({ organization: z.string(), installUrl: z.url() }),
});

const AppParams = OrganizationParams.extend({ app: z.uuid() });

export const removeGithubApp = route({
  id: 'removeGithubApp',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/github/apps/:app',
  summary: 'Forgets an App and its secrets; 409 while it is installed',
  access: 'manage_connections',
  isSensitive: true,
  params: AppParams,
  response: Done,
});

export const addAppKey = route({
  id: 'addAppKey',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/apps/:app/keys',
  summary: 'Adds a private key that was made on GitHub; it is tried there first',
  access: 'manage_connections',
  isSensitive: true,
  params: AppParams,
  body: z.object({
    privateKey: z
      .string()
      .trim()
      .max(10_000)
      .regex(
        /^-----BEGIN [A-Z ]*PRIVATE KEY-----[\sA-Za-z0-9+/=]+-----END [A-Z ]*PRIVATE KEY-----$/,
        'a PEM file',
      ),
  }),
  response: z.object({ id: z.uuid(), fingerprint: z.string() }),
});

export const removeAppKey = route({
  id: 'removeAppKey',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/github/apps/:app/keys/:key',
  summary: 'Forgets a private key; 409 for the last one',
  access: 'manage_connections',
  isSensitive: true,
  params: AppParams.extend({ key: z.uuid() }),
  response: Done,
});

export const rotateWebhookSecret = route({
  id: 'rotateWebhookSecret',
  method: 'POST',
  path: '/api/v1/organizations/:organization/github/apps/:app/webhook-secrets',
  summary: 'Gives the App a new webhook secret on GitHub; the previous one stays good for 72 hours',
  access: 'manage_connections',
  isSensitive: true,
  params: AppParams,
  response: Done,
});
