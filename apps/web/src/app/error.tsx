'use client';

import { UnexpectedError } from '../features/failure/unexpected-error.tsx';

export default function RootError(props: { error: unknown; retry: () => void }) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-[720px] px-4 py-12 outline-none">
      <UnexpectedError {...props} />
    </main>
  );
}
