'use client';

import { UnexpectedError } from '../../features/failure/unexpected-error.tsx';

export default function OrganizationError(props: { error: unknown; retry: () => void }) {
  return <UnexpectedError {...props} />;
}
