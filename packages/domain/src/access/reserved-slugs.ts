/** First parts of addresses that belong to the product, so that no organization is called so. */
const RESERVED = new Set([
  'account',
  'api',
  'connect',
  'device',
  'github',
  'health',
  'icon',
  'instance',
  'invitation',
  'leave',
  'live',
  'metrics',
  'new',
  'ready',
  'session',
  'set-up',
  'sign-in',
  'static',
  'verify-email',
  'well-known',
]);

const LONGEST = 60;

/** Whether an organization may be reached under this slug. */
export function isFreeSlug(slug: string): boolean {
  return !RESERVED.has(slug);
}

/** A slug for a name: lower-case letters, digits and hyphens; never a reserved one, never empty. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '');
  const slug = plain || 'organization';
  return isFreeSlug(slug) ? slug : `${slug}-team`;
}
