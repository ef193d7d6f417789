'use client';

import { SelectField } from '@devpulse/ui/select-field';
import { useRouter } from 'next/navigation';

/** Which team a page shows; in its address as `team`. */
export function TeamChoice({
  teams,
  current,
}: {
  teams: readonly { id: string; name: string }[];
  current: string | null;
}) {
  const router = useRouter();
  const show = (team: string) => {
    const address = new URL(window.location.href);
    if (team === '') address.searchParams.delete('team');
    else address.searchParams.set('team', team);
    router.push(address.pathname + address.search, { scroll: false });
  };
  return (
    <SelectField
      label="Team"
      value={current ?? ''}
      options={[
        { value: '', label: 'Everybody within reach' },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={show}
    />
  );
}
