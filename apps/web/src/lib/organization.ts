import {
  listOrganizations,
  type OrganizationMembership,
} from '@devpulse/contracts/organization/organizations';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { cache } from 'react';
import { callApi } from './api.ts';

/** The organizations of the person who asks, read once per request. */
export const listMemberships = cache(async (): Promise<OrganizationMembership[]> => {
  const { items } = await callApi(listOrganizations, {});
  return items;
});

/** The organization of an address with what the caller is in it; null where there is none that the caller may see. */
export const findOrganization = cache(async (slug: string): Promise<OrganizationMembership | null> => {
  if (!OrganizationSlug.safeParse(slug).success) return null;
  const items = await listMemberships();
  return items.find((item) => item.slug === slug) ?? null;
});
