import { type StackRow, StackTable } from '../stack-table.tsx';

export type AccessEntry = {
  key: string;
  /** `Thu 22 Oct, 09:12` */
  when: string;
  who: string;
  /** `your manager` */
  role: string | null;
  did: string;
  what: string;
};

/** Who looked at one's own data, the newest first. No counts for each person. */
export function AccessLog({ label, entries }: { label: string; entries: readonly AccessEntry[] }) {
  return (
    <StackTable
      label={label}
      columns={[
        { label: 'When', className: 'pair:w-[22%]' },
        { label: 'Who', className: 'pair:w-[30%]' },
        { label: 'Did', className: 'pair:w-[14%]' },
        { label: 'What' },
      ]}
      rows={entries.map(rowOf)}
    />
  );
}

function rowOf({ key, when, who, role, did, what }: AccessEntry): StackRow {
  return {
    key,
    cells: [
      when,
      <span key="who">
        {who} {role && <span className="role-caption text-muted">{role}</span>}
      </span>,
      did,
      what,
    ],
  };
}
