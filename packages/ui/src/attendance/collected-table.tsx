import { clsx } from 'clsx';

export type CollectedField = { what: string; why: string; seenBy: string; kept: string };
export type CollectedGroup = { title: string; fields: readonly CollectedField[] };

const CELL = 'max-pair:block max-pair:py-0.5 max-pair:ps-0 pair:py-1.5 pair:pe-3 align-top text-start';
const WIDTHS = ['pair:w-[32%]', 'pair:w-[29%]', 'pair:w-[24%]', ''];

/** Everything that is collected, in groups. A table where there is room, else a list of the same. */
export function CollectedTable({ label, groups }: { label: string; groups: readonly CollectedGroup[] }) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: laid out as blocks where it is narrow, which takes the roles away
    <table role="table" className="w-full table-fixed border-collapse max-pair:block">
      <caption className="sr-only">{label}</caption>
      <thead role="rowgroup" className="max-pair:sr-only">
        <tr role="row">
          {['What', 'Why', 'Who sees it', 'Kept'].map((title, index) => (
            <th
              key={title}
              role="columnheader"
              scope="col"
              className={clsx(
                'role-caption pb-1.5 text-muted',
                WIDTHS[index],
                index === 3 ? 'text-end' : 'text-start',
              )}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.title} role="rowgroup" className="max-pair:block">
          <tr role="row" className="max-pair:block pair:border-t pair:border-hairline">
            <th
              role="rowheader"
              scope="row"
              colSpan={4}
              className="role-label pt-3 pb-1.5 text-start max-pair:block"
            >
              {group.title}
            </th>
          </tr>
          {group.fields.map((field) => (
            <Field key={field.what} field={field} />
          ))}
        </tbody>
      ))}
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}

function Field({ field }: { field: CollectedField }) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: laid out as blocks where it is narrow, which takes the roles away
    <tr role="row" className="border-t border-hairline max-pair:block max-pair:py-2">
      <th role="rowheader" scope="row" className={clsx(CELL, 'role-body')}>
        {field.what}
      </th>
      <td role="cell" className={clsx(CELL, 'role-caption text-muted')}>
        {field.why}
      </td>
      <td role="cell" className={clsx(CELL, 'role-caption')}>
        <span className="text-muted pair:hidden">Seen by </span>
        {field.seenBy}
      </td>
      <td role="cell" className={clsx(CELL, 'role-caption pair:pe-0 pair:text-end')}>
        <span className="text-muted pair:hidden">Kept </span>
        {field.kept}
      </td>
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: as above
  );
}
