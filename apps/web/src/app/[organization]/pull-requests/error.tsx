'use client';

import { UnexpectedError } from '../../../features/failure/unexpected-error.tsx';

export default function PullRequestsError(props: { error: unknown; retry: () => void }) {
  return <UnexpectedError {...props} />;
}
