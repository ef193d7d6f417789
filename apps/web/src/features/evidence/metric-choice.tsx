'use client';

import { SelectField } from '@devpulse/ui/select-field';
import { useQueryStates } from 'nuqs';
import { evidenceSearch } from '../../lib/search-params.ts';

/** Which figure the pull requests belong to. */
export function MetricChoice({ options }: { options: readonly { value: string; label: string }[] }) {
  const [{ metric }, setSearch] = useQueryStates(evidenceSearch, { history: 'push', shallow: false });
  return (
    <SelectField
      label="Behind"
      value={metric}
      options={options}
      onChange={(value) => void setSearch({ metric: value as typeof metric, cursor: null })}
    />
  );
}
