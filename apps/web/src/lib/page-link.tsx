import type { LinkProps } from '@devpulse/ui/link';
import Link from 'next/link';

/** A link between pages. Nothing is fetched ahead: every page is computed for its request. */
export function PageLink(props: LinkProps) {
  return <Link prefetch={false} {...props} />;
}
