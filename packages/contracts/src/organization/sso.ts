import { z } from 'zod';
import { Done } from '../primitives.ts';
import { route } from '../route.ts';
import { OrganizationParams } from './organizations.ts';

const Issuer = z
  .url({ protocol: /^https$/, message: 'an https URL' })
  .max(300)
  .refine((text) => !/[?#@]/.test(text), 'an issuer without query, fragment or user');

export const getSso = route({
  id: 'getSso',
  method: 'GET',
  path: '/api/v1/organizations/:organization/sso',
  summary: 'The single sign-on of the organization; its secret is never shown',
  access: 'manage_sso',
  params: OrganizationParams,
  response: z.object({
    connection: z.object({ issuer: z.string(), clientId: z.string(), isEnabled: z.boolean() }).nullable(),
    /** For the identity provider’s settings. */
    redirectUri: z.url(),
  }),
});

export const setSso = route({
  id: 'setSso',
  method: 'PUT',
  path: '/api/v1/organizations/:organization/sso',
  summary: 'Sets up OpenID Connect; the issuer is asked for its configuration first',
  access: 'manage_sso',
  params: OrganizationParams,
  body: z.object({
    issuer: Issuer,
    clientId: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .regex(/^[^\p{Cc}]*$/u, 'text without control characters'),
    /** Kept as it is when left out. */
    clientSecret: z.string().min(8).max(500).optional(),
    isEnabled: z.boolean().default(true),
  }),
  response: Done,
});

export const removeSso = route({
  id: 'removeSso',
  method: 'DELETE',
  path: '/api/v1/organizations/:organization/sso',
  summary: 'Removes single sign-on; people sign in with what else they have',
  access: 'manage_sso',
  params: OrganizationParams,
  response: Done,
});
