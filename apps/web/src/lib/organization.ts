import { listOrganizations, type OrganizationSummary } from '@devpulse/contracts/organizations';
import { OrganizationSlug } from '@devpulse/contracts/primitives';
import { cache } from 'react';
import { callApi } from './api.ts';

/** The organization of an address, read once per request; null where there is none that the caller may see. */
export const findOrganization = cache(async (slug: string): Promise<OrganizationSummary | null> => {
  if (!OrganizationSlug.safeParse(slug).success) return null;
  const { items } = await callApi(listOrganizations, { params: {}, query: {} });
  return items.find((item) => item.slug === slug) ?? null;
});
